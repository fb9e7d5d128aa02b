"""The page of changes: what each refresh found to be new, gone or not as before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.history.kinds import GROUPS as KIND_GROUPS
from contactdesk.index import ChangeOrder, ChangeScope, Index
from contactdesk.ui.changes import words
from contactdesk.ui.changes.actions import ChangeActions
from contactdesk.ui.changes.filter_bar import ChangeFilter, ChangeFilterBar
from contactdesk.ui.changes.model import ChangesModel
from contactdesk.ui.changes.view import ChangesTable
from contactdesk.ui.kit import theme, wording
from contactdesk.ui.kit.button import button_of
from contactdesk.ui.kit.contact_places import HistoryPlace
from contactdesk.ui.kit.page import Page
from contactdesk.ui.kit.placeholder import Placeholder
from contactdesk.ui.kit.unread_changes import UnreadChanges
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.table.list_rows import ListRows
from contactdesk.userdata.places import Place

NOTHING_LOADED = Extent(0, None, False, None)

Accounts = Callable[[], Sequence[tuple[str, str]]]
"""Gives (id, label) of all accounts."""


class ChangesPage(Page):
    """Shows the contact of the current change in the details beside it, at its history.

    `kept_days` gives how long changes are kept, 0 for always.
    """

    def __init__(
        self,
        index: Index,
        unread: UnreadChanges,
        accounts: Accounts,
        account_icon: Callable[[str], QIcon],
        kept_days: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("changesPage")
        self._history = index.history
        self._unread = unread
        self._accounts = accounts
        self._kept_days = kept_days
        self._extent = NOTHING_LOADED
        self._emptiness = words.Emptiness("", "")
        self._wanted = 0
        self.filters = ChangeFilterBar(self)
        self.model = ChangesModel(self._history.rows, self._label, unread.is_unread, self)
        self.table = ChangesTable(self.model, self, account_icon=account_icon)
        self.empty = Placeholder(self.table.viewport())
        self.actions_on = ChangeActions(self.table, self.model, unread, self._label)
        history = self._history
        self.rows = ListRows(self.table, lambda count: history.changes(*self.request(), count))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_button_row(self.actions_on, self))
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._connect()

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter_changed)
        self.filters.left_downwards.connect(self.table.setFocus)
        self.table.order_changed.connect(lambda: self.rows.load(from_top=True))
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self.contact_opened)
        self.table.value_actions.search_wanted.connect(
            lambda search: self.contacts_wanted.emit("", search)
        )
        self.table.value_actions.copied.connect(self.copied)
        self.actions_on.said.connect(self.said)
        self.actions_on.export_wanted.connect(self.export)
        self.empty.acted.connect(self._on_empty_acted)
        self.rows.loaded.connect(self._on_loaded)
        self._unread.changed.connect(self._on_unread_changed)

    # Page

    def open(self, place: Place | None) -> None:
        self.filters.show_accounts(self._accounts())
        self._wanted = 0
        if place is not None:
            self.table.set_order(place.sort, place.descending)
            self.filters.blockSignals(True)
            self.filters.set_filter(ChangeFilter.from_place(place.search, place.filters))
            self.filters.blockSignals(False)
            self._wanted = place.item
        self._show_columns()
        self._unread.read()
        wanted = self._wanted
        self.rows.load(from_top=True, find=partial(_found, wanted) if wanted else None)

    def place(self) -> Place:
        change = self.table.current_change()
        chosen, (by, descending) = self.filters.filter(), self.table.sorted_by()
        return Place(
            search=chosen.words,
            contact=(change.account_id, change.vendor_id) if change is not None else None,
            item=change.id if change is not None else self._wanted,
            sort=by,
            descending=descending,
            filters=chosen.to_place(),
        )

    def account_id(self) -> str:
        return self.filters.filter().account_id

    def show_extent(self, extent: Extent) -> None:
        self._extent = extent
        self._show_emptiness()

    def status(self) -> tuple[str, str]:
        if not self._unread.is_known or not self.rows.has_all:
            return "", ""
        rest = wording.rest_words(self._extent)
        return words.status_words(self._found(), self._extent), rest

    def contacts_changed(self) -> None:
        self.rows.load_soon()

    def is_busy(self) -> bool:
        return self.rows.is_busy or self._unread.is_busy()

    def step(self, direction: int) -> None:
        row = self.table.currentIndex().row() + direction
        if 0 <= row < self.model.rowCount():
            self.table.go_to_row(row)

    def focus_filter(self) -> bool:
        self.filters.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.words.selectAll()
        return True

    def export_action(self) -> QAction:
        return self.actions_on.exporting

    def end(self) -> None:
        self.rows.end()

    # Rows

    def request(self) -> tuple[ChangeScope, ChangeOrder]:
        """The changes to show, and their order."""
        chosen = self.filters.filter()
        scope = ChangeScope(
            account_id=chosen.account_id,
            words=chosen.words.strip(),
            kinds=KIND_GROUPS.get(chosen.kind, ()),
            since=self._unread.since if chosen.is_unread else None,
        )
        return scope, self.table.order()

    def _label(self, account_id: str) -> str:
        return dict(self._accounts()).get(account_id, "")

    def _on_loaded(self) -> None:
        self._wanted = 0
        # Qt does not tell that the current row is gone.
        if self.table.current_change() is None:
            self.contact_changed.emit(0, None)
        self._show_words()

    def _on_filter_changed(self) -> None:
        self._show_columns()
        self.rows.load(from_top=True)
        self.status_changed.emit()

    def _show_columns(self) -> None:
        self.table.set_group(self.filters.filter().group)
        self.table.show_columns(account=len(self._accounts()) > 1)

    def _on_current_changed(self) -> None:
        change = self.table.current_change()
        if change is None:
            self.contact_changed.emit(0, None)
        elif change.contact is None:
            gone = change.account_id, change.vendor_id
            self.contact_changed.emit(0, HistoryPlace(change.time, gone))
        else:
            self.contact_changed.emit(change.contact, HistoryPlace(change.time))

    def _on_unread_changed(self) -> None:
        self.table.viewport().update()
        if self.filters.filter().is_unread:
            self.rows.load(from_top=False)
        self._show_words()

    def export(self) -> None:
        """Asks for a format and a file, and writes the changes in sight or those selected."""
        from contactdesk.ui.changes.export_dialog import ChangesExportDialog

        dialog = ChangesExportDialog(
            self.model.ids()[:],
            self.table.selected_ids(),
            self.model.changes,
            self._label,
            words.status_words(self._found(), self._extent),
            self.window(),
        )
        dialog.said.connect(self.said)
        dialog.open()

    # Words

    def _found(self) -> words.Found:
        chosen = self.filters.filter()
        return words.Found(
            shown=self.model.rowCount(),
            unread=self._unread.count(chosen.account_id),
            is_narrow=chosen.is_narrow,
            only_since=self._unread.since if chosen.is_unread else None,
            kept_days=self._kept_days(),
        )

    def _show_words(self) -> None:
        self._show_emptiness()
        self.status_changed.emit()

    def _show_emptiness(self) -> None:
        if self.model.rowCount() or self.rows.is_busy:
            self.empty.hide()
        else:
            self._emptiness = empty = words.emptiness(self._found(), self._extent)
            self.empty.show_texts(empty.icon, empty.title, empty.hint, empty.action)

    def _on_empty_acted(self) -> None:
        match self._emptiness.does:
            case "clear":
                self.filters.clear()
            case "show":
                self.filters.unread.setChecked(False)
            case "load":
                self.load_wanted.emit()


async def _found(change_id: int) -> int:
    return change_id


def _button_row(actions: ChangeActions, page: QWidget) -> QHBoxLayout:
    """What can be done with the changes, above the list."""
    row = QHBoxLayout()
    margin = 2 * theme.unit()
    row.setContentsMargins(margin, margin, margin, 0)
    row.addWidget(button_of(actions.reading, page))
    row.addStretch(1)
    for action in (actions.copying, actions.exporting):
        button = button_of(action, page)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        row.addWidget(button)
    return row
