"""The page of changes: what each refresh found to be new, gone or not as before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from contactdesk.history.kinds import GROUPS as KIND_GROUPS
from contactdesk.index import ChangeOrder, ChangeRow, ChangeScope, Index
from contactdesk.ui.changes import words
from contactdesk.ui.changes.actions import ChangeActions
from contactdesk.ui.changes.filter_bar import ChangeFilter, ChangeFilterBar
from contactdesk.ui.changes.model import ChangesModel
from contactdesk.ui.changes.view import ChangesTable
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.contact_places import HistoryPlace
from contactdesk.ui.kit.placeholder import EmptyReason, Placeholder
from contactdesk.ui.kit.unread_changes import UnreadChanges
from contactdesk.ui.table.list_page import ListPage
from contactdesk.ui.table.list_rows import ListRows
from contactdesk.userdata.places import Place

Accounts = Callable[[], Sequence[tuple[str, str]]]
"""Gives (id, label) of all accounts."""


class ChangesPage(ListPage):
    """Shows the contact of the current change in the details beside it, at its history.

    `kept_days` gives how long changes are kept, 0 for always.
    """

    filters: ChangeFilterBar
    table: ChangesTable
    actions_on: ChangeActions

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
        self._wanted = 0
        self.filters = ChangeFilterBar(self)
        self.model = ChangesModel(self._history.rows, self._label, unread.is_unread, self)
        self.table = ChangesTable(self.model, self, account_icon=account_icon)
        self.empty = Placeholder(self.table.viewport())
        self.actions_on = ChangeActions(self.table, self.model, unread, self._label)
        history = self._history
        self.rows = ListRows(self.table, lambda count: history.changes(*self.request(), count))
        self._arrange((self.actions_on.reading,))
        self._connect()
        unread.changed.connect(self._on_unread_changed)

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

    def status(self) -> tuple[str, str]:
        if not self._unread.is_known or not self.rows.has_all:
            return "", ""
        rest = wording.rest_words(self._extent)
        return words.status_words(self._found(), self._extent), rest

    def contacts_changed(self) -> None:
        self.rows.load_soon()

    def is_busy(self) -> bool:
        return self.rows.is_busy or self._unread.is_busy()

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

    def _current(self) -> ChangeRow | None:
        return self.table.current_change()

    def _on_loaded(self) -> None:
        self._wanted = 0
        super()._on_loaded()

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

    def _why_empty(self) -> EmptyReason:
        return words.emptiness(self._found(), self._extent)

    def _show_all(self) -> None:
        self.filters.unread.setChecked(False)


async def _found(change_id: int) -> int:
    return change_id
