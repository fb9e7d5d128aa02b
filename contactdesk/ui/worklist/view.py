"""The list of open items: rows, header, what it copies, and the keys that act on what is selected."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStyleOptionViewItem, QWidget

from contactdesk.index import ItemOrder, ItemRow
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.kit.value_actions import ValueActions
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.padded_cell import PaddedCell
from contactdesk.ui.table.row_table import RowTable
from contactdesk.ui.table.selection import RowSelection, kept_scroll_position
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
        if column == self._view.group_column() and self._view.repeats_group(row):
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
        if column == self._view.group_column():
            option.font.setBold(True)

    def _tone(self, row: int, column: int, rank: int) -> str:
        """The color role of a cell's text, "" for the usual one."""
        if self._model.state_at(row) is not None:
            return "muted"
        if column == columns.PRIORITY and rank in URGENT_RANKS + HIGH_RANKS:
            return "danger" if rank in URGENT_RANKS else "warning"
        return "muted" if column in (columns.AGE, columns.STATE) else ""


class OpenItemsTable(RowTable):
    """Many rows can be selected. Enter or a double click opens the current one."""

    current_changed = Signal()
    opened = Signal()
    order_changed = Signal()  # by the user

    def __init__(
        self,
        model: OpenItemsModel,
        parent: QWidget | None = None,
        *,
        account_icon: Callable[[str], QIcon],
    ) -> None:
        super().__init__(parent)
        self._items = model
        self._is_automatic = True
        self._is_arranging = False
        self._selection = RowSelection(self, model)
        self.value_actions = ValueActions(self)
        self.setObjectName("openItemsTable")
        self.setAccessibleName(self.tr("Open items"))
        self.setModel(model)
        self.setItemDelegate(ItemCell(self, model, account_icon))
        self._set_up_rows()
        self._set_up_header()
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        # What it resizes later, on its own, would look like the user's.
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(0)
        # The table's own would ask about every row of every column of a large selection.
        header.setSelectionModel(QItemSelectionModel(self._items, header))
        header.setSortIndicatorShown(True)
        header.setSortIndicator(columns.PRIORITY, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._on_sorted)
        header.sectionResized.connect(lambda _column, old, new: self._on_resized(old, new))
        self.show_columns(state=False, account=True)

    # Order and groups

    def order(self) -> ItemOrder:
        """What the rows are sorted by, as the index takes it."""
        header = self.horizontalHeader()
        column = COLUMNS[header.sortIndicatorSection()]
        is_descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return ItemOrder(column.by, is_descending != column.is_backward, self._items.group)

    def set_order(self, by: str, descending: bool) -> None:
        """Shows another order in the header, silently; an unknown one is by priority."""
        column = max(columns.column_of(by), columns.PRIORITY)
        is_descending = descending != COLUMNS[column].is_backward
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(
            column,
            Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder,
        )
        header.blockSignals(False)

    def _on_sorted(self, section: int, _order: Qt.SortOrder) -> None:
        if section < 0 or not COLUMNS[section].by:
            self.set_order("priority", False)
        self.order_changed.emit()

    def set_group(self, group: str) -> None:
        """Puts what the rows are grouped by first; "" for no groups."""
        self._items.set_group(group)
        header = self.horizontalHeader()
        wanted = [number for number in range(len(COLUMNS)) if number != columns.column_of(group)]
        if group:
            wanted.insert(0, columns.column_of(group))
        with self._arranging():
            for place, column in enumerate(wanted):
                header.moveSection(header.visualIndex(column), place)
        self.fit()
        self._items.set_lead(wanted[0])

    def group_column(self) -> int:
        """The column of what the rows are grouped by, -1 for none."""
        return columns.column_of(self._items.group)

    def repeats_group(self, row: int) -> bool:
        """Whether a row above it in sight has the name of its group."""
        return row > self.rowAt(0) and not self._items.starts_group(row)

    def show_columns(self, *, state: bool, account: bool) -> None:
        """Shows or hides the columns that say what is done or snoozed, and of which account it is."""
        with self._arranging():
            self.setColumnHidden(columns.STATE, not state)
            self.setColumnHidden(columns.ACCOUNT, not account)
        self.fit()

    # Rows

    def show_ids(self, ids: array[int], from_top: bool) -> None:
        """Replaces the rows; the selection stays, and the scroll position unless `from_top`."""
        scroll = nullcontext() if from_top else kept_scroll_position(self, self._items)
        with self._selection.kept_if_large(), scroll:
            self._items.show_ids(ids)
        if from_top and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        elif from_top:
            self.scrollToTop()

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        return self._selection.ids()

    def current_item(self) -> ItemRow | None:
        return self._items.item_at(self.currentIndex().row())

    def reread(self) -> None:
        """Reads the values again; the rows stay."""
        self._items.reread()

    def go_to(self, item_id: int) -> None:
        """Makes an item current, if it is in the list."""
        if (row := self._items.row_of(item_id)) >= 0:
            self.go_to_row(row)

    def go_to_row(self, row: int) -> None:
        """Makes a row current, in the column that says what all of it is."""
        self.setCurrentIndex(self._items.index(row, self.horizontalHeader().logicalIndex(0)))

    # Widths

    def fit(self) -> None:
        """Shares the width among the columns until the user resizes one."""
        if not self._is_automatic:
            return
        shown = [each for each in range(len(COLUMNS)) if not self.isColumnHidden(each)]
        with self._arranging():
            for each, width in columns.fitted_widths(shown, self.viewport().width()).items():
                self.setColumnWidth(each, width)

    @contextmanager
    def _arranging(self) -> Iterator[None]:
        """Changes in here are not the user's; a change of the table's size may come between."""
        before, self._is_arranging = self._is_arranging, True
        try:
            yield
        finally:
            self._is_arranging = before

    def _on_resized(self, old: int, new: int) -> None:
        # With every other order of the rows, Qt hides anew what is hidden.
        if old and new and not self._is_arranging:
            self._is_automatic = False

    # Events

    def paint_rows(self, event: QPaintEvent) -> None:
        super().paint_rows(event)
        if not self._items.group or not self._items.rowCount():
            return
        last = self.rowAt(event.rect().bottom())
        last = self._items.rowCount() - 1 if last < 0 else last
        painter = QPainter(self.viewport())
        for row in range(max(1, self.rowAt(event.rect().top())), last + 1):
            if self._items.starts_group(row):
                line = QRect(0, self.rowViewportPosition(row), self.viewport().width(), 1)
                painter.fillRect(line, theme.color("line_strong"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self.currentIndex().isValid():
            self.opened.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _typed: str) -> None:
        """Letters act on the selected items. Qt would look through all rows for the typed ones."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

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
