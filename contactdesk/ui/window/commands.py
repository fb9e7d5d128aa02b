"""Every command of the window: its text, icon, shortcut and place in the menus."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from contactdesk.ui.kit import theme

Needs = Literal[
    "",
    "browser",
    "contacts",
    "people list",
    "agents",
    "export",
    "account",
    "loading",
    "scope",
    "contact",
    "memories",
    "notes",
    "people",
]
"""When a command is enabled: always; while the browser is shown; while it shows the contact table;
while there is a list of people; while some account's vendor has agents; while what is shown can be
exported; while one account is chosen; or as `LoadCommands`, `AccountMenu`, `ReadingMode`, `NoteCommands`
or `PersonCommands` decides."""


class Command(Struct, frozen=True):
    """`name` is the objectName of its action."""

    name: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group: str = ""  # commands of one group exclude each other
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    needs: Needs = ""


SEPARATOR = None
Menu = tuple[str, tuple["Command | None", ...]]

MENUS: tuple[Menu, ...] = (
    (
        "&File",
        (
            Command("actionAddAccount", "&Add account…", "Add an account with its key", ("Ctrl+N",), "plus"),
            SEPARATOR,
            Command("actionExportContacts", "&Export…", "Write what is shown to a file", ("Ctrl+E",), "export", needs="export"),
            SEPARATOR,
            Command("actionExportData", "Export &my data…", "Write your favorites, tags, notes, nicknames, searches and links to a file", needs="browser"),
            Command("actionImportData", "&Import my data…", "Add what was exported on another computer", needs="browser"),
            SEPARATOR,
            Command("actionQuitProgram", "&Quit", "Close contactdesk", ("Ctrl+Q",), "", role=QAction.MenuRole.QuitRole),
        ),
    ),
    (
        "&Edit",
        (
            Command("actionUndoChange", "&Undo", "Take back the last change of your notes, tags, favorites, open items, nicknames or links", ("Ctrl+Z",), needs="notes"),
            Command("actionRedoChange", "Re&do", "Make the change again that was taken back", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="notes"),
            SEPARATOR,
            Command("actionFindContacts", "&Find contacts", "Search loaded contacts", ("Ctrl+F",), "search", needs="browser"),
            Command("actionFindNext", "&Next match", "Go to the next match in this contact, then to the next contact", ("F3",), needs="contacts"),
            Command("actionFindPrevious", "&Previous match", "Go to the previous match, then to the previous contact", ("Shift+F3",), needs="contacts"),
            Command("actionFindMemories", "Find &in memories", "Find a text within this contact's memories", ("Ctrl+G",), needs="memories"),
            Command("actionSearchAccounts", "Search all acc&ounts", "Show what this search finds in all accounts", ("Ctrl+Shift+F",), needs="account"),
            SEPARATOR,
            Command("actionSaveSearch", "&Save this search…", "Save the current search under a name", ("Ctrl+D",), "star", needs="contacts"),
            Command("actionRenameSearch", "Rena&me saved search…", "Rename the current saved search", needs="contacts"),
            Command("actionWatchSearch", "Notify me about this sear&ch", "Show a notification when a refresh finds more contacts for the saved search", (), "", True, needs="contacts"),
            Command("actionRemoveSearch", "&Remove saved search…", "Remove the current saved search", needs="browser"),
            Command("actionForgetSearches", "Clear recent searc&hes", "Remove all recent searches", needs="browser"),
            SEPARATOR,
            Command("actionCopySelection", "&Copy rows", "Copy the selected rows as a table", ("Ctrl+C",), "copy", needs="contacts"),
            Command("actionCopyJson", "Copy as &JSON", "Copy the vendor's records of the selected rows", ("Ctrl+Shift+C",), needs="contacts"),
            Command("actionSelectAll", "Select &all", "Select every row", ("Ctrl+A",), needs="contacts"),
            SEPARATOR,
            Command("actionKeepChanges", "&Keep changes for", "How long changes and old records stay on this computer", needs="browser"),
            Command("actionKeepNothing", "&Don't save contacts on this computer", "Contacts and searches are gone when the window closes", (), "", True),
        ),
    ),
    (
        "&View",
        (
            Command("actionShowAccounts", "&Accounts", "Show or hide the list of accounts", ("Ctrl+1",), "sidebar", True, needs="browser"),
            Command("actionShowDetails", "Contact &details", "Show or hide the contact's details", ("Ctrl+2",), "panel-right", True, needs="browser"),
            SEPARATOR,
            Command("actionShowContacts", "A&ll contacts", "Show the contacts of all accounts", ("Ctrl+3",), "people", needs="browser"),
            Command("actionShowPeople", "Pe&ople", "Show one row for each person, over all accounts", ("Ctrl+6",), "person", needs="people list"),
            Command("actionCompareVendors", "&Who is where…", "Show how many people are in one vendor but not in another", ("Ctrl+Shift+W",), needs="people list"),
            Command("actionShowOpenItems", "Op&en items", "Show what agents still have to do, for all contacts", ("Ctrl+4",), "flag", needs="agents"),
            Command("actionShowPersonas", "&Personas", "Show what each persona knows, over all contacts", ("Ctrl+5",), "memory", needs="agents"),
            Command("actionShowChanges", "C&hanges", "Show what changed between refreshes, for all contacts", ("Ctrl+7",), "history", needs="browser"),
            SEPARATOR,
            Command("actionShowQuickFilters", "&Quick filters", "Show or hide the chips above the table", (), "", True, needs="contacts"),
            Command("actionChooseColumns", "&Columns", "Choose the table's columns", (), "columns", needs="contacts"),
            Command("actionSortAsLoaded", "Ori&ginal order", "Show contacts in the order they were loaded", needs="contacts"),
            SEPARATOR,
            Command("actionUseSystemLook", "Use &system theme", "Light or dark, as your system is set", (), "", True, "look"),
            Command("actionUseLightLook", "L&ight theme", "Always light", (), "sun", True, "look"),
            Command("actionUseDarkLook", "Dar&k theme", "Always dark", (), "moon", True, "look"),
            SEPARATOR,
            Command("actionReadMemories", "&Reading mode", "Show only this contact's memories, over the whole window", ("F11",), "expand", True, needs="contact"),
            Command("actionNextMemory", "Next &memory", "Show the next memory in the list", ("Alt+Down",), needs="memories"),
            Command("actionPreviousMemory", "Pre&vious memory", "Show the previous memory in the list", ("Alt+Up",), needs="memories"),
            Command("actionNextContact", "Ne&xt contact", "Show the contact in the next row", ("Alt+Right",), needs="contact"),
            Command("actionPreviousContact", "Previous con&tact", "Show the contact in the previous row", ("Alt+Left",), needs="contact"),
            SEPARATOR,
            Command("actionFocusNextPane", "&Next pane", "Move to the next part of the window", ("F6",), needs="browser"),
        ),
    ),
    (
        "&Contact",
        (
            Command("actionToggleFavorite", "&Favorite", "Add the selected contacts to your favorites, or remove them", ("Ctrl+B",), "star", True, needs="notes"),
            Command("actionAddTag", "Add &tag…", "Add a tag to the contact", ("Ctrl+T",), "tag", needs="notes"),
            Command("actionEditNote", "&Note…", "Write a note on the contact", ("Ctrl+M",), "note", needs="notes"),
            SEPARATOR,
            Command("actionLinkContacts", "&Link as one person…", "Show contacts as one person; nothing changes at the vendors", ("Ctrl+Shift+L",), "people", needs="people"),
            Command("actionUnlinkContact", "&Unlink from this person", "Show the contact on its own; nothing changes at the vendors", ("Ctrl+Shift+U",), needs="people"),
            Command("actionNotSamePerson", "Not the same &person…", "Never show these contacts as one person", ("Ctrl+Shift+K",), needs="people"),
        ),
    ),
    (
        "&Load",
        (
            Command("actionLoadAll", "Load &all", "Load every page of the accounts in view", ("Ctrl+L",), "load-all", needs="loading"),
            Command("actionPauseLoading", "Pa&use loading", "Stop after the current page and resume later", (), "pause", needs="loading"),
            Command("actionCancelLoading", "&Cancel loading", "Stop loading; what is loaded stays", (), "cancel", needs="loading"),
            Command("actionShowProgress", "Loading &progress", "Show how much of each account is loaded", ("Ctrl+J",), "clock", needs="loading"),
            SEPARATOR,
            Command("actionRefreshContacts", "&Refresh", "Get what changed, or reload what was loaded", ("F5", "Ctrl+R"), "refresh", needs="loading"),
            Command("actionRefreshRegularly", "Refresh auto&matically", "Refresh all accounts again and again while contactdesk is open", needs="browser"),
            Command("actionReadAgain", "Reload &everything", "Reload every page; also finds contacts deleted at the vendor", ("Shift+F5",), needs="loading"),
        ),
    ),
    (
        "&Account",
        (
            Command("actionEditAccount", "&Edit account…", "Change the account's label or server", (), "edit", needs="account"),
            Command("actionReplaceKey", "Replace &key…", "Enter a new key for the account", (), "key", needs="account"),
            Command("actionShowFilters", "&Filters…", "Choose which contacts the vendor sends", (), "filter", needs="scope"),
            SEPARATOR,
            Command("actionAboutAccount", "A&bout this account", "How much is loaded, and which records are malformed", (), "info", needs="account"),
            Command("actionCopyError", "&Copy error details", "Copy what went wrong, for a report", (), "copy", needs="scope"),
            SEPARATOR,
            Command("actionRemoveAccount", "&Remove account…", "Delete the account's key and contacts from this computer", (), "trash", needs="account"),
        ),
    ),
    (
        "&Help",
        (
            Command("actionShowShortcuts", "&Keyboard shortcuts", "Show all keyboard shortcuts", ("F1", "Ctrl+?"), "keyboard"),
            Command("actionShowSearchHelp", "&Search help", "What you can type into the search field", ("Shift+F1",), "help", needs="browser"),
            Command("actionShowRequests", "&Request log", "Every request sent to a vendor", (), "clock"),
            Command("actionEditNetwork", "&Network settings…", "Proxy and certificates for your company's network"),
            SEPARATOR,
            Command("actionShowAbout", "&About contactdesk", "Version, license, and where your data is", (), "info", role=QAction.MenuRole.AboutRole),
        ),
    ),
)  # fmt: skip


COMMANDS = tuple(command for _title, menu in MENUS for command in menu if command is not None)


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """Fills the window's menu bar. Returns the actions by name."""
    made: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for title, commands in MENUS:
        menu = window.menuBar().addMenu(window.tr(title))
        menu.setObjectName("menu" + title.replace("&", ""))
        for command in commands:
            if command is SEPARATOR:
                menu.addSeparator()
            else:
                made[command.name] = _action(window, menu, command, groups)
    return made


def _action(
    window: QMainWindow, menu: QMenu, command: Command, groups: dict[str, QActionGroup]
) -> QAction:
    action = QAction(window.tr(command.text), window)
    action.setObjectName(command.name)
    action.setStatusTip(window.tr(command.tip))
    action.setToolTip(window.tr(command.tip))
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    action.setCheckable(command.checkable)
    action.setMenuRole(command.role)
    if command.icon:
        action.setIcon(theme.icon(command.icon))
        # In a menu, an icon takes the place of the tick.
        action.setIconVisibleInMenu(not command.checkable)
    if command.group:
        group = groups.setdefault(command.group, QActionGroup(window))
        group.addAction(action)
    menu.addAction(action)
    return action
