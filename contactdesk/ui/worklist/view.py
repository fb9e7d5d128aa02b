"""The list of open items: rows, header, what it copies, and the keys that act on what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.index import ItemOrder, ItemRow
from contactdesk.ui.kit.value_actions import MenuValue
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.list_view import ListTable
from contactdesk.ui.table.padded_cell import PaddedCell, set_icon, set_tone
from contactdesk.ui.worklist import columns, texts
from contactdesk.ui.worklist.columns import COLUMNS
from contactdesk.ui.worklist.model import OpenItemsModel

URGENT_RANKS, HIGH_RANKS = (0,), (1,)


class ItemCell(PaddedCell):
    """Colors priorities, mutes what is done or snoozed, and leaves out a group's name below its
    first row in sight."""

    def __init__(
        self, view: OpenItemsTable, model: OpenItemsModel, account_icon: Callable[[str], QIcon]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._account_icon = account_icon

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        row, column = index.row(), index.column()
        item = self._model.item_at(row)
        if item is None:
            return
        is_group = column in self._view.group_columns()
        if is_group and self._view.repeats_group(row):
            option.text = ""
        elif column == columns.ACCOUNT:
            set_icon(option, self._account_icon(item.account_id))
        if tone := self._tone(row, column, item.rank):
            set_tone(option, tone)
        if is_group:
            option.font.setBold(True)

    def _tone(self, row: int, column: int, rank: int) -> str:
        """The color role of a cell's text, "" for the usual one."""
        if self._model.state_at(row) is not None:
            return "muted"
        if column == columns.PRIORITY and rank in URGENT_RANKS + HIGH_RANKS:
            return "danger" if rank in URGENT_RANKS else "warning"
        return "muted" if column in (columns.AGE, columns.STATE) else ""


class OpenItemsTable(ListTable):
    """Enter or a double click opens the current item's contact."""

    def __init__(
        self,
        model: OpenItemsModel,
        parent: QWidget | None = None,
        *,
        account_icon: Callable[[str], QIcon],
    ) -> None:
        super().__init__(
            model,
            COLUMNS,
            columns.group_columns,
            default=(columns.PRIORITY, Qt.SortOrder.AscendingOrder),
            stretched=columns.ITEM,
            parent=parent,
        )
        self._items = model
        self.setObjectName("openItemsTable")
        self.setAccessibleName(self.tr("Open items"))
        self.setItemDelegate(ItemCell(self, model, account_icon))
        self.show_columns(state=False, account=True)

    def order(self) -> ItemOrder:
        """What the rows are sorted by, as the index takes it."""
        return ItemOrder(*self.sorted_by(), self._items.group)

    def show_columns(self, *, state: bool, account: bool) -> None:
        """Shows or hides the columns that say what is done or snoozed, and of which account it is."""
        is_shown = {columns.STATE: state, columns.ACCOUNT: account}
        self.hide_columns([column for column, shown in is_shown.items() if not shown])

    def current_item(self) -> ItemRow | None:
        return self._items.item_at(self.currentIndex().row())

    def menu_value(self, index: QModelIndex) -> MenuValue | None:
        item = self._items.item_at(index.row())
        return texts.menu_value(item, index.column()) if item is not None else None
