"""The page of open items: what every agent promised to anybody, and still has to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from contactdesk.index import Index, ItemOrder, ItemRow, ItemScope
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.known_agents import KnownAgents
from contactdesk.ui.kit.placeholder import EmptyReason, Placeholder
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.memories.contact_memories import MemoryPlace
from contactdesk.ui.table.list_page import ListPage
from contactdesk.ui.worklist import words
from contactdesk.ui.worklist.actions import ItemActions
from contactdesk.ui.worklist.checklist import checklist, listed
from contactdesk.ui.worklist.counts import OpenItemCounts
from contactdesk.ui.worklist.filter_bar import ItemFilter, ItemFilterBar
from contactdesk.ui.worklist.model import OpenItemsModel
from contactdesk.ui.worklist.rows import ItemRows
from contactdesk.ui.worklist.texts import Names
from contactdesk.ui.worklist.view import OpenItemsTable
from contactdesk.userdata.places import Place

Accounts = Callable[[], Sequence[tuple[str, str]]]
"""Gives (id, label) of the accounts whose vendors have agents that remember."""


class OpenItemsPage(ListPage):
    """Shows the item under the cursor in the details beside it."""

    filters: ItemFilterBar
    table: OpenItemsTable
    rows: ItemRows
    actions_on: ItemActions

    def __init__(
        self,
        index: Index,
        undo: Undo,
        counts: OpenItemCounts,
        names: KnownAgents,
        accounts: Accounts,
        account_icon: Callable[[str], QIcon],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("openItemsPage")
        self._undo = undo
        self._counts = counts
        self._agents = names
        self._accounts = accounts
        self.names = Names(lambda each: dict(accounts()).get(each, ""), names.name)
        self.filters = ItemFilterBar(self)
        read, states = index.open_items.rows, undo.userdata.item_states
        self.model = OpenItemsModel(read, self.names, states.state, self)
        self.table = OpenItemsTable(self.model, self, account_icon=account_icon)
        self.empty = Placeholder(self.table.viewport())
        self.actions_on = ItemActions(
            self.table,
            self.model,
            undo,
            counts.today,
            lambda items: checklist(items, self.names, states.state),
        )
        self.rows = ItemRows(index.open_items, self.table, self.request)
        self._arrange((self.actions_on.done, self.actions_on.snoozing, self.actions_on.reopening))
        self._connect()
        counts.changed.connect(self._show_words)
        counts.hidden_changed.connect(lambda: self.rows.load(from_top=False))
        names.changed.connect(self._on_names_changed)

    # Page

    def open(self, place: Place | None) -> None:
        self._on_names_changed()
        wanted = None
        if place is not None:
            self.table.set_order(place.sort, place.descending)
            self.filters.blockSignals(True)
            self.filters.set_filter(ItemFilter.from_place(place.search, place.filters))
            self.filters.blockSignals(False)
            wanted = (*place.contact, place.item) if place.contact else None
        self._show_columns()
        self._agents.read()
        self._counts.count()
        self.rows.load_at(wanted)

    def place(self) -> Place:
        item, order = self.table.current_item(), self.table.order()
        key = item.key if item is not None else self.rows.wanted
        chosen = self.filters.filter()
        return Place(
            search=chosen.words,
            contact=key[:2] if key else None,
            item=key[2] if key else 0,
            sort=order.by,
            descending=order.descending,
            filters=chosen.to_place(),
        )

    def account_id(self) -> str:
        return self.filters.filter().account_id

    def status(self) -> tuple[str, str]:
        if not self._counts.is_known or not self.rows.has_all:
            return "", ""
        return words.status_words(self._found(), self._extent), wording.rest_words(self._extent)

    def contacts_changed(self) -> None:
        self._agents.read()
        self.rows.load_soon()

    def is_busy(self) -> bool:
        return self.rows.is_busy or self._counts.is_busy() or self._agents.is_busy

    # Rows

    def request(self) -> tuple[ItemScope, ItemOrder]:
        """The items to show, and their order."""
        chosen = self.filters.filter()
        scope = ItemScope(
            account_id=chosen.account_id,
            words=chosen.words.strip(),
            agents=() if chosen.agent is None else (chosen.agent,),
            priorities=chosen.priorities,
            hidden=frozenset() if chosen.shows_hidden else self._counts.hidden(),
        )
        return scope, self.table.order()

    def _current(self) -> ItemRow | None:
        return self.table.current_item()

    def _show_columns(self) -> None:
        chosen = self.filters.filter()
        self.table.set_group(chosen.group)
        has_several = len(self._accounts()) > 1
        self.table.show_columns(state=chosen.shows_hidden, account=has_several)

    def _on_current_changed(self) -> None:
        item = self.table.current_item()
        if item is None:
            self.contact_changed.emit(0, None)
        else:
            place = MemoryPlace(number=item.memory, item=item.key[2])
            self.contact_changed.emit(item.contact, place)

    def _on_names_changed(self) -> None:
        self.filters.show_accounts(self._accounts())
        self.filters.show_agents(self._agents.all())
        self.table.reread()

    def export(self) -> None:
        from contactdesk.ui.worklist.export_dialog import ItemsExportDialog

        dialog = ItemsExportDialog(
            self.model,
            self.table.selected_ids(),
            lambda item: listed(item, self.names, self._undo.userdata.item_states.state),
            words.status_words(self._found(), self._extent),
            self.window(),
        )
        dialog.said.connect(self.said)
        dialog.open()

    # Words

    def _found(self) -> words.Found:
        chosen, counts = self.filters.filter(), self._counts
        return words.Found(
            shown=self.model.rowCount(),
            open=counts.open(chosen.account_id),
            all=counts.all(chosen.account_id),
            is_narrow=chosen.is_narrow,
            shows_hidden=chosen.shows_hidden,
        )

    def _why_empty(self) -> EmptyReason | None:
        return words.emptiness(self._found(), self._extent) if self._counts.is_known else None

    def _show_all(self) -> None:
        self.filters.hidden.setChecked(True)
