"""Every command of the window: its words, icon, shortcut and place in the menus."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from contactdesk.ui.kit import theme


class Command(Struct, frozen=True):
    """`name` is the action's objectName; a checkable one carries its state."""

    name: str
    words: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group: str = ""  # commands of one group exclude each other
    role: QAction.MenuRole = QAction.MenuRole.NoRole


LINE = None
Menu = tuple[str, tuple["Command | None", ...]]

MENUS: tuple[Menu, ...] = (
    (
        "&File",
        (
            Command("actionAddAccount", "&Add account…", "Add an account with its key", ("Ctrl+N",), "plus"),
            LINE,
            Command("actionExportContacts", "&Export…", "Write contacts to a file", ("Ctrl+E",), "export"),
            LINE,
            Command("actionQuitProgram", "&Quit", "Close contactdesk", ("Ctrl+Q",), "", role=QAction.MenuRole.QuitRole),
        ),
    ),
    (
        "&Edit",
        (
            Command("actionFindContacts", "&Find contacts", "Search everything that is loaded", ("Ctrl+F",), "search"),
            Command("actionFindNext", "&Next hit", "The next hit in this contact, then the next contact", ("F3",)),
            Command("actionFindPrevious", "&Previous hit", "The hit before, then the contact before", ("Shift+F3",)),
            LINE,
            Command("actionSaveSearch", "&Save this search…", "Keep the search that is shown under a name", ("Ctrl+D",), "star"),
            Command("actionRenameSearch", "Rena&me saved search…", "Give the saved search that is shown another name"),
            Command("actionRemoveSearch", "&Remove saved search…", "Remove the saved search that is shown"),
            Command("actionForgetSearches", "Forget recent searc&hes", "Offer none of the recent searches again"),
            LINE,
            Command("actionCopySelection", "&Copy rows", "Copy the selected rows as a table", ("Ctrl+C",), "copy"),
            Command("actionCopyJson", "Copy as &JSON", "Copy the vendor's records of the selected rows", ("Ctrl+Shift+C",)),
            Command("actionSelectAll", "Select &all", "Select every row that is shown", ("Ctrl+A",)),
            LINE,
            Command("actionKeepNothing", "&Keep nothing on disk", "Contacts and searches last as long as the window", (), "", True),
        ),
    ),
    (
        "&View",
        (
            Command("actionShowAccounts", "&Accounts", "Show or hide the list of accounts", ("Ctrl+1",), "sidebar", True),
            Command("actionShowDetails", "Contact &details", "Show or hide the contact's details", ("Ctrl+2",), "panel-right", True),
            Command("actionChooseColumns", "&Columns", "Choose which columns the table has", (), "columns"),
            Command("actionSortAsLoaded", "Sort as &loaded", "Back to the order the vendor gave"),
            LINE,
            Command("actionUseSystemLook", "Look of the &system", "Light or dark as the system says", (), "", True, "look"),
            Command("actionUseLightLook", "L&ight", "Always light", (), "sun", True, "look"),
            Command("actionUseDarkLook", "Dar&k", "Always dark", (), "moon", True, "look"),
            LINE,
            Command("actionFocusNextPane", "Next &pane", "Go to the next part of the window", ("F6",)),
        ),
    ),
    (
        "&Load",
        (
            Command("actionLoadAll", "Load &all", "Load every page of what is shown", ("Ctrl+L",), "load-all"),
            Command("actionPauseLoading", "Pa&use loading", "Stop after the page on its way, and go on later", (), "pause", True),
            Command("actionCancelLoading", "&Cancel loading", "Stop loading; what came stays", (), "cancel"),
            Command("actionShowProgress", "Loading &progress", "How far every account is loaded", ("Ctrl+J",), "clock"),
            LINE,
            Command("actionRefreshContacts", "&Refresh", "Ask for what changed, or read again what was loaded", ("F5", "Ctrl+R"), "refresh"),
            Command("actionReadAgain", "Read &everything again", "Read every page again: also finds what has gone at the vendor", ("Shift+F5",)),
        ),
    ),
    (
        "&Account",
        (
            Command("actionEditAccount", "&Edit account…", "Change the account's label or server", (), "edit"),
            Command("actionReplaceKey", "Replace &key…", "Give the account another key", (), "key"),
            LINE,
            Command("actionAboutAccount", "A&bout this account", "How much is loaded, and what did not fit", (), "info"),
            LINE,
            Command("actionRemoveAccount", "&Remove account…", "Remove the account, its key and its contacts here", (), "trash"),
        ),
    ),
    (
        "&Help",
        (
            Command("actionShowShortcuts", "&Keyboard shortcuts", "All shortcuts on one sheet", ("F1", "Ctrl+?"), "keyboard"),
            Command("actionShowSearchHelp", "How to &search", "What can be typed into the search field", ("Shift+F1",), "help"),
            Command("actionShowRequests", "&Requests made", "Every request this program sent to a vendor", (), "clock"),
            Command("actionEditNetwork", "&Network settings…", "Proxy and certificates of your company's network"),
            LINE,
            Command("actionShowAbout", "&About contactdesk", "Version, licence, where things are kept", (), "info", role=QAction.MenuRole.AboutRole),
        ),
    ),
)  # fmt: skip


WITH_BROWSER = (
    "actionExportContacts",
    "actionShowSearchHelp",
    "actionChooseColumns",
    "actionSortAsLoaded",
)
"""What needs no more than contacts to look at."""

WITH_ACCOUNT = (
    "actionEditAccount",
    "actionReplaceKey",
    "actionAboutAccount",
    "actionRemoveAccount",
)
"""What is about one account, so that one has to be chosen."""


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """Fills the window's menu bar; gives every action by its name."""
    made: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for title, commands in MENUS:
        menu = window.menuBar().addMenu(window.tr(title))
        menu.setObjectName("menu" + title.replace("&", ""))
        for command in commands:
            if command is LINE:
                menu.addSeparator()
            else:
                made[command.name] = _action(window, menu, command, groups)
    return made


def _action(
    window: QMainWindow, menu: QMenu, command: Command, groups: dict[str, QActionGroup]
) -> QAction:
    action = QAction(window.tr(command.words), window)
    action.setObjectName(command.name)
    action.setStatusTip(window.tr(command.tip))
    action.setToolTip(window.tr(command.tip))
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    action.setCheckable(command.checkable)
    action.setMenuRole(command.role)
    if command.icon:
        action.setIcon(theme.icon(command.icon))
    if command.group:
        group = groups.setdefault(command.group, QActionGroup(window))
        group.addAction(action)
    menu.addAction(action)
    return action
