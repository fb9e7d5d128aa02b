"""The list of open items: rows, header, what it copies, and the keys that act on what is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QIcon, QPalette
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QWidget

from contactdesk.index import ItemOrder, ItemRow
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.value_actions import ValueActions
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.list_view import ListTable
from contactdesk.ui.table.padded_cell import PaddedCell
from contactdesk.ui.worklist import columns, texts
from contactdesk.ui.worklist.columns import COLUMNS
from contactdesk.ui.worklist.model import OpenItemsModel

URGENT_RANKS, HIGH_RANKS = (0,), (1,)
ICON_SIDE_PX = 16
WITH_ICON = QStyleOptionViewItem.ViewItemFeature.HasDecoration


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
            option.icon = self._account_icon(item.account_id)
            option.decorationSize = option.decorationSize.boundedTo(option.rect.size())
            option.decorationSize.scale(
                ICON_SIDE_PX, ICON_SIDE_PX, Qt.AspectRatioMode.IgnoreAspectRatio
            )
            option.features |= WITH_ICON
        if tone := self._tone(row, column, item.rank):
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, theme.color(tone))
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
        self.value_actions = ValueActions(self)
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keyboard else self.indexAt(event.pos())
        self.menu_at(index).popup(event.globalPos())

    def menu_at(self, index: QModelIndex) -> QMenu:
        """What can be done with the selected items, and with the value of one cell."""
        menu = QMenu(self)
        menu.setObjectName("itemMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        item = self._items.item_at(index.row())
        if item is not None and (value := texts.menu_value(item, index.column())) is not None:
            menu.addSeparator()
            self.value_actions.add_to(menu, value)
        return menu
