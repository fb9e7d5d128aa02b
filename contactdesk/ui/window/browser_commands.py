"""The commands on what the browser shows: find, sort, copy, and the searches."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from contactdesk.ui.accounts.sidebar import PAGE_KEY
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.copying import MAX_AT_ONCE
from contactdesk.ui.browser.page_kinds import CHANGES, OPEN_ITEMS, PERSONAS
from contactdesk.ui.kit import wording
from contactdesk.ui.search.field import SearchField
from contactdesk.userdata.keys import PEOPLE

MESSAGE_MS = 3_000
"""How long a message is shown in the status bar."""

ROW_ACTIONS = ("actionCopySelection", "actionCopyJson", "actionSelectAll")


class BrowserCommands(QObject):
    """Made once there is a browser; connects its actions and the search field."""

    def __init__(
        self,
        browser: Browser,
        field: SearchField,
        actions: Mapping[str, QAction],
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._browser = browser
        self._field = field
        self._window = window
        self.search_controller = browser.make_search_controller(field)
        self.search_controller.setParent(self)
        field.textChanged.connect(browser.search)
        field.left_downwards.connect(self._enter_list)
        browser.details_copied.connect(lambda words: QGuiApplication.clipboard().setText(words))
        browser.copier.progressed.connect(self._on_copy_progressed)
        browser.copier.copied.connect(self._on_copied)
        for copied in (browser.details_copied, browser.detail.copied):
            copied.connect(
                lambda _words: window.statusBar().showMessage(self.tr("Copied"), MESSAGE_MS)
            )
        browser.pages.said.connect(lambda words: window.statusBar().showMessage(words, MESSAGE_MS))
        browser.search_view.hit_navigation.ended.connect(self._on_navigation_ended)
        self._watching = actions["actionWatchSearch"]
        self.search_controller.saved.name_changed.connect(self.show_watched)
        actions["actionChooseColumns"].setMenu(browser.table.columns.menu(window))
        for name, slot in self._slots().items():
            actions[name].triggered.connect(lambda _on=False, slot=slot: slot())
        for name in ROW_ACTIONS:
            # The shortcut belongs to the table; in a text field Ctrl+C is the field's own.
            actions[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            browser.table.addAction(actions[name])

    def _slots(self) -> dict[str, Callable[[], object]]:
        browser, controller = self._browser, self.search_controller
        return {
            "actionFindContacts": self._focus_field,
            "actionFindNext": lambda: browser.search_view.hit_navigation.step(1),
            "actionFindPrevious": lambda: browser.search_view.hit_navigation.step(-1),
            "actionShowContacts": lambda: browser.accounts.choose(""),
            "actionShowPeople": lambda: browser.accounts.choose(PEOPLE),
            "actionCompareVendors": self._compare_vendors,
            "actionShowOpenItems": lambda: self._show_page(OPEN_ITEMS),
            "actionShowPersonas": lambda: self._show_page(PERSONAS),
            "actionShowChanges": lambda: self._show_page(CHANGES),
            "actionSearchAccounts": browser.places.search_all,
            "actionFocusNextPane": self._focus_next_pane,
            "actionSortAsLoaded": self._restore_original_order,
            "actionCopySelection": self._copy_rows,
            "actionCopyJson": self._copy_records,
            "actionSelectAll": browser.table.selectAll,
            "actionSaveSearch": controller.saved.save,
            "actionRenameSearch": controller.saved.rename,
            "actionRemoveSearch": controller.saved.remove,
            "actionWatchSearch": self._watch_search,
            "actionShowSearchHelp": controller.show_help,
            "actionForgetSearches": controller.forget_recent,
        }

    def _watch_search(self) -> None:
        """Asks to save the search first, if it isn't: only saved ones are watched."""
        saved = self.search_controller.saved
        if saved.name_in_field() or not self._field.text().strip():
            saved.watch()
        else:
            saved.save()
        self.show_watched()

    def show_watched(self) -> None:
        """Ticks the command if the current saved search is watched."""
        self._watching.setChecked(self.search_controller.saved.is_watched())

    def _enter_list(self) -> None:
        if (page := self._browser.pages.current()) is not None:
            page.enter()
        else:
            self._browser.table.setFocus()

    def _show_page(self, name: str) -> None:
        self._browser.accounts.choose(PAGE_KEY + name)
        if (page := self._browser.pages.current()) is not None:
            page.enter()

    def _compare_vendors(self) -> None:
        self._browser.accounts.choose(PEOPLE)
        self._browser.people.open_where()

    def _focus_field(self) -> None:
        if (page := self._browser.pages.current()) is not None and page.focus_filter():
            return
        if not self._field.isVisible() and self._browser.detail.tabs.find_in_memories():
            return
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _focus_next_pane(self) -> None:
        browser = self._browser
        candidates: tuple[QWidget, ...] = (
            *(self._field, browser.accounts, browser.saved.rows),
            *(browser.pages.current() or browser.table, browser.detail),
        )
        panes = [pane for pane in candidates if pane.isVisible()]
        focus = self._window.focusWidget()
        current = next(
            (i for i, pane in enumerate(panes) if pane is focus or pane.isAncestorOf(focus)), -1
        )
        pane = panes[(current + 1) % len(panes)]
        if pane is browser.pages.current():
            self._enter_list()
        else:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _restore_original_order(self) -> None:
        header = self._browser.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _on_navigation_ended(self, step: int) -> None:
        last, first = (
            self.tr("No more matching contacts"),
            self.tr("This is the first contact"),
        )
        self._window.statusBar().showMessage(last if step > 0 else first, MESSAGE_MS)

    def _copy_rows(self) -> None:
        table, people = self._browser.table, self._browser.table_model.shows_people
        columns = table.columns_to_copy()
        self._browser.copier.copy_cells(table.selected_ids(), columns, people=people)

    def _copy_records(self) -> None:
        table, people = self._browser.table, self._browser.table_model.shows_people
        self._browser.copier.copy_records(table.selected_ids(), people=people)

    def _on_copy_progressed(self, so_far: int, selected: int) -> None:
        if selected > MAX_AT_ONCE:
            words = self.tr("Copying {count} of {contacts}…")
            self._window.statusBar().showMessage(self._of(words, so_far, selected))

    def _on_copied(self, copied: int, selected: int) -> None:
        if copied == selected:
            message = self.tr("Copied {contacts}").format(contacts=self._rows(copied))
        else:
            words = self.tr("Copied only {count} of {contacts}. Export has no limit.")
            message = self._of(words, copied, selected)
        self._window.statusBar().showMessage(message, MESSAGE_MS)

    def _of(self, words: str, count: int, selected: int) -> str:
        return words.format(count=wording.number(count), contacts=self._rows(selected))

    def _rows(self, count: int) -> str:
        """So many contacts, or people."""
        people = self._browser.table_model.shows_people
        return wording.people(count) if people else wording.contacts(count)
