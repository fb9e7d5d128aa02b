"""A list of rows that may be sorted and grouped: header, widths, groups, and the user's place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.table.list_columns import ListColumn, column_of, fitted_widths
from contactdesk.ui.table.list_model import ListModel
from contactdesk.ui.table.menu_table import MenuTable
from contactdesk.ui.table.selection import RowSelection, kept_scroll_position

GroupColumns = Callable[[str], Sequence[int]]
"""Gives the columns of a group's names, from the outermost group to the innermost."""


class ListTable(MenuTable):
    """Many rows can be selected. Enter or a double click opens the current one.

    It is sorted by the column `default` at first; `stretched` gets the room that is left.
    """

    current_changed = Signal()
    opened = Signal()
    order_changed = Signal()  # by the user

    def __init__(
        self,
        model: ListModel,
        columns: Sequence[ListColumn],
        group_columns: GroupColumns,
        *,
        default: tuple[int, Qt.SortOrder],
        stretched: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._list = model
        self._columns = columns
        self._group_columns = group_columns
        self._default = default
        self._stretched = stretched
        self._is_automatic = True
        self._is_arranging = False
        self._selection = RowSelection(self, model)
        self.setModel(model)
        self._set_up_rows()
        self._set_up_header()
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _set_up_rows(self) -> None:
        self.list_rows()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)

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
        header.setSelectionModel(QItemSelectionModel(self._list, header))
        header.setSortIndicatorShown(True)
        header.setSortIndicator(*self._default)
        header.sortIndicatorChanged.connect(self._on_sorted)
        header.sectionResized.connect(lambda _column, old, new: self._on_resized(old, new))

    # Order and groups

    def sorted_by(self) -> tuple[str, bool]:
        """What the rows are sorted by, and whether it descends, as the index takes it."""
        header = self.horizontalHeader()
        column = self._columns[header.sortIndicatorSection()]
        is_descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return column.by, is_descending != column.is_backward

    def set_order(self, by: str, descending: bool) -> None:
        """Shows another order in the header, silently; an unknown one is the default's."""
        column = column_of(self._columns, by)
        if column < 0:
            order = self._default
        else:
            is_descending = descending != self._columns[column].is_backward
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            order = column, down if is_descending else up
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(*order)
        header.blockSignals(False)

    def _on_sorted(self, section: int, _order: Qt.SortOrder) -> None:
        if section < 0 or not self._columns[section].by:
            self.set_order("", False)
        self.order_changed.emit()

    def set_group(self, group: str) -> None:
        """Puts what the rows are grouped by first; "" for no groups."""
        self._list.set_group(group)
        header = self.horizontalHeader()
        first = list(self._group_columns(group))
        wanted = first + [each for each in range(len(self._columns)) if each not in first]
        with self._arranging():
            for place, column in enumerate(wanted):
                header.moveSection(header.visualIndex(column), place)
        self._show_lead()
        self.fit()

    def group_columns(self) -> Sequence[int]:
        """The columns of what the rows are grouped by, from the outermost group to the innermost."""
        return self._group_columns(self._list.group)

    def repeats_group(self, row: int, level: int = -1) -> bool:
        """Whether a row above it in sight has the name of its group, of a level or of all."""
        return row > self._first_row() and not self._list.starts_group(row, level)

    def _first_row(self) -> int:
        """The first row of which more than half is in sight."""
        return self.rowAt(self.rowHeight(0) // 2)

    def hide_columns(self, hidden: Collection[int]) -> None:
        """Hides these columns, and shows all others."""
        with self._arranging():
            for column in range(len(self._columns)):
                self.setColumnHidden(column, column in hidden)
        self._show_lead()
        self.fit()

    def _show_lead(self) -> None:
        header = self.horizontalHeader()
        in_sight = map(header.logicalIndex, range(len(self._columns)))
        shown = (each for each in in_sight if not self.isColumnHidden(each))
        self._list.set_lead(next(shown, 0))

    # Rows

    def show_ids(self, ids: array[int], from_top: bool) -> None:
        """Replaces the rows; the selection stays, and the scroll position unless `from_top`."""
        scroll = nullcontext() if from_top else kept_scroll_position(self, self._list)
        with self._selection.kept_if_large(), scroll:
            self._list.show_ids(ids)
        if from_top and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        elif from_top:
            self.scrollToTop()

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        return self._selection.ids()

    def reread(self) -> None:
        """Reads the values again; the rows stay."""
        self._list.reread()

    def go_to(self, row_id: int) -> None:
        """Makes the row with this id current, if it is in the list."""
        if (row := self._list.row_of(row_id)) >= 0:
            self.go_to_row(row)

    def go_to_row(self, row: int) -> None:
        """Makes a row current, in the column that says what all of it is."""
        self.setCurrentIndex(self._list.index(row, self._list.lead))

    # Widths

    def fit(self) -> None:
        """Shares the width among the columns until the user resizes one."""
        if not self._is_automatic:
            return
        shown = [each for each in range(len(self._columns)) if not self.isColumnHidden(each)]
        room = self.viewport().width()
        widths = fitted_widths(self._columns, shown, room, self._stretched)
        with self._arranging():
            for each, width in widths.items():
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

    def _on_scrolled(self) -> None:
        # Qt moves what is painted, but the first row in sight names its group.
        if self._list.group:
            self.viewport().update()

    def paint_rows(self, event: QPaintEvent) -> None:
        super().paint_rows(event)
        if not self._list.group or not self._list.rowCount():
            return
        last = self.rowAt(event.rect().bottom())
        last = self._list.rowCount() - 1 if last < 0 else last
        painter = QPainter(self.viewport())
        for row in range(max(1, self.rowAt(event.rect().top())), last + 1):
            if self._list.starts_group(row):
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
        """Letters act on the selected rows. Qt would look through all rows for the typed ones."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
