"""The page of open items: what every agent promised to anybody, and still has to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.index import Index, ItemOrder, ItemScope
from contactdesk.ui.kit import theme, wording
from contactdesk.ui.kit.button import button_of
from contactdesk.ui.kit.known_agents import KnownAgents
from contactdesk.ui.kit.page import Page
from contactdesk.ui.kit.placeholder import Placeholder
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.memories.contact_memories import MemoryPlace
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

NOTHING_LOADED = Extent(0, None, False, None)

Accounts = Callable[[], Sequence[tuple[str, str]]]
"""Gives (id, label) of the accounts whose vendors have agents that remember."""


class OpenItemsPage(Page):
    """Shows the item under the cursor in the details beside it."""

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
        self._extent = NOTHING_LOADED
        self._emptiness = words.Emptiness("", "")
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
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_button_row(self.actions_on, self))
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter_changed)
        self.filters.left_downwards.connect(self.table.setFocus)
        self.table.order_changed.connect(lambda: self.rows.load(from_top=True))
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self.contact_opened)
        self.actions_on.said.connect(self.said)
        self.table.value_actions.search_wanted.connect(
            lambda words: self.contacts_wanted.emit("", words)
        )
        self.table.value_actions.copied.connect(self.copied)
        self.actions_on.export_wanted.connect(self.export)
        self.empty.acted.connect(self._on_empty_acted)
        self.rows.loaded.connect(self._on_loaded)
        self._counts.changed.connect(self._show_words)
        self._counts.hidden_changed.connect(lambda: self.rows.load(from_top=False))
        self._agents.changed.connect(self._on_names_changed)

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

    def show_extent(self, extent: Extent) -> None:
        self._extent = extent
        self._show_emptiness()

    def status(self) -> tuple[str, str]:
        if not self._counts.is_known or not self.rows.has_all:
            return "", ""
        return words.status_words(self._found(), self._extent), wording.rest_words(self._extent)

    def contacts_changed(self) -> None:
        self._agents.read()
        self.rows.load_soon()

    def is_busy(self) -> bool:
        return self.rows.is_busy or self._counts.is_busy() or self._agents.is_busy

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

    def _on_loaded(self) -> None:
        # Qt does not tell that the current row is gone.
        if self.table.current_item() is None:
            self.contact_changed.emit(0, None)
        self._show_words()

    def _on_filter_changed(self) -> None:
        self._show_columns()
        self.rows.load(from_top=True)
        self.status_changed.emit()

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
        """Asks for a format and a file, and writes the items in sight or those selected."""
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

    def _show_words(self) -> None:
        self._show_emptiness()
        self.status_changed.emit()

    def _show_emptiness(self) -> None:
        if self.model.rowCount() or self.rows.is_busy or not self._counts.is_known:
            self.empty.hide()
        else:
            self._emptiness = words.emptiness(self._found(), self._extent)
            empty = self._emptiness
            self.empty.show_texts(empty.icon, empty.title, empty.hint, empty.action)

    def _on_empty_acted(self) -> None:
        match self._emptiness.does:
            case "clear":
                self.filters.clear()
            case "show":
                self.filters.hidden.setChecked(True)
            case "load":
                self.load_wanted.emit()


def _button_row(actions: ItemActions, page: QWidget) -> QHBoxLayout:
    """What can be done with the selected items, above the list."""
    row = QHBoxLayout()
    margin = 2 * theme.unit()
    row.setContentsMargins(margin, margin, margin, 0)
    for action in (actions.done, actions.snoozing, actions.reopening):
        row.addWidget(button_of(action, page))
    row.addStretch(1)
    for action in (actions.copying, actions.exporting):
        button = button_of(action, page)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        row.addWidget(button)
    return row
