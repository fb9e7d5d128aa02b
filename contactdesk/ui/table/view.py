"""The table itself: scrolling, what is near the end, columns that stay as they were put."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import islice
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from contactdesk.model import Column
from contactdesk.ui.kit import theme
from contactdesk.ui.table import cells
from contactdesk.ui.table.columns_menu import ColumnsMenu
from contactdesk.ui.table.hit_delegate import HitDelegate
from contactdesk.ui.table.model import MATCHED, ContactTable, ranges
from contactdesk.ui.table.row_painter import RowPainter
from contactdesk.ui.table.row_table import RowTable

NEAR = 20
"""The end is near when so few rows are left below what is on screen."""

LARGE_SELECTION = 2_000
"""From here on a selection is kept by us: Qt would keep every cell of it by itself."""

SCROLL_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Space}


class ContactTableView(RowTable):
    """Tells when the user comes near the end, and keeps what is on screen where it is."""

    end_approached = Signal()
    columns_changed = Signal()
    current_changed = Signal(int)  # the id, 0 for none

    def __init__(
        self,
        model: ContactTable,
        parent: QWidget | None = None,
        *,
        account_icon: Callable[[str], QIcon] = lambda _account: QIcon(),
    ) -> None:
        super().__init__(parent)
        self._contacts = model
        self._still = False
        self._arranging = False
        self._are_widths_ours = True
        account_cell = cells.AccountCell(lambda row: account_icon(model.account_at(row)), self)
        self._own_cells = (cells.NumberCell(self), account_cell)
        self._painter = RowPainter(self, model, account_icon)
        self.setObjectName("contactTable")
        self.setAccessibleName(self.tr("Contacts"))
        self.setModel(model)
        self._set_up_rows()
        self._plain = self.itemDelegate()
        self._set_up_header()
        # Until `arrange` comes, other columns are sized by Qt alone.
        model.modelAboutToBeReset.connect(lambda: setattr(self, "_arranging", True))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.setItemDelegate(cells.Cell(self))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(0)
        # Sharing the table's selection, the header asks it about every row of every column: ten
        # seconds a repaint with a million rows selected.
        header.setSelectionModel(QItemSelectionModel(self._contacts, header))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        header.sectionMoved.connect(lambda *_: self._on_arranged())
        header.sectionResized.connect(lambda i, *_: self._on_resized(i))

    # Order, appended rows, place

    def show_ids(self, ids: array[int], from_top: bool = False) -> None:
        """New rows or a new order; selection and current row stay.

        What is on screen stays too, unless the user asked for other rows (`from_top`): then the
        current row is kept in sight, or else the first.
        """
        anchor = None if from_top else self._anchor()
        selected = self._large_selection()
        self._still = True
        try:
            if selected is not None:
                self.selectionModel().clearSelection()
            self._contacts.show_ids(ids)
            self._restore(anchor)
            if from_top:
                self._to_top()
            if selected is not None:
                self._select(selected)
        finally:
            self._still = False

    def _anchor(self) -> tuple[int, int] | None:
        """The id of the topmost row and how many pixels of it are above the edge."""
        row = self.rowAt(0)
        if row < 0:
            return None
        return self._contacts.id_at(row), -self.rowViewportPosition(row)

    def _restore(self, anchor: tuple[int, int] | None) -> None:
        if anchor is None:
            return
        self.updateGeometries()
        row = self._contacts.row_of(anchor[0])
        if row >= 0:
            self.verticalScrollBar().setValue(row * self.rowHeight(row) + anchor[1])

    def _to_top(self) -> None:
        current = self.currentIndex()
        if current.isValid():
            self.scrollTo(current)
        else:
            self.scrollToTop()

    def _large_selection(self) -> set[int] | None:
        parts = self._selected_parts()
        if sum(last - first + 1 for first, last in parts) < LARGE_SELECTION:
            return None
        ids = self._contacts.ids()
        return {i for first, last in parts for i in ids[first : last + 1]}

    def _selected_parts(self) -> list[tuple[int, int]]:
        """The selected rows as runs (first, last), from top to bottom."""
        chosen: list[QItemSelectionRange] = self.selectionModel().selection().toList()
        return sorted({(part.top(), part.bottom()) for part in chosen})

    def _select(self, wanted: set[int]) -> None:
        rows = [row for row, row_id in enumerate(self._contacts.ids()) if row_id in wanted]
        last = self._contacts.columnCount() - 1
        chosen = QItemSelection()
        for first, end in ranges(rows):
            chosen.select(self._contacts.index(first, 0), self._contacts.index(end, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        ids = self._contacts.ids()
        return [i for first, last in self._selected_parts() for i in ids[first : last + 1]]

    def keeps_a_place(self) -> bool:
        """Whether a row is current or selected: it must be found again among other rows."""
        return self.currentIndex().isValid() or self.selectionModel().hasSelection()

    def current_id(self) -> int:
        row = self.currentIndex().row()
        return self._contacts.id_at(row) if row >= 0 else 0

    def go_to(self, row_id: int) -> bool:
        """Makes the contact current and scrolls to it; False where it is not in the table."""
        row = self._contacts.row_of(row_id)
        return row >= 0 and self.go_to_row(row)

    def go_to_row(self, row: int) -> bool:
        self.setCurrentIndex(self._contacts.index(row, self._first_column()))
        return True

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        shown = (header.logicalIndex(i) for i in range(header.count()))
        return next((i for i in shown if not header.isSectionHidden(i)), 0)

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self._contacts.id_at(current.row()) if current.isValid() else 0)

    # Near the end

    def near_end(self) -> bool:
        """Whether few rows are left below the screen, or the screen is not even full."""
        rows = self._contacts.rowCount()
        if not rows:
            return True
        height = max(1, self.rowHeight(0))
        seen = self.verticalScrollBar().value() + self.viewport().height()
        return rows - seen // height <= NEAR

    def is_full(self) -> bool:
        """Whether the rows fill the screen."""
        rows = self._contacts.rowCount()
        return bool(rows) and rows * self.rowHeight(0) >= self.viewport().height()

    def paint_rows(self, event: QPaintEvent) -> None:
        # What is unlike the usual is left to Qt: a style of the system's own, and a mirrored table.
        if theme.NATIVE or self.isRightToLeft() or not self.isEnabled():
            super().paint_rows(event)
        else:
            self._painter.paint(event.rect())

    def _on_scrolled(self) -> None:
        if not self._still and self.near_end():
            self.end_approached.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if event.angleDelta().y() < 0 and self._at_end():
            self.end_approached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in SCROLL_KEYS and self._at_end():
            self.end_approached.emit()

    def _at_end(self) -> bool:
        """At the very end the scroll bar moves no further and says nothing more."""
        bar = self.verticalScrollBar()
        return bar.value() == bar.maximum()

    # Columns

    def arrange(self, saved: dict[str, Any]) -> None:
        """Puts the columns as they were left; keyed by path, so that a new column is no harm."""
        header = self.horizontalHeader()
        columns = self._contacts.columns
        known = {column.path: i for i, column in enumerate(columns)}
        self._arranging = True
        try:
            widths, hidden = saved.get("widths", {}), saved.get("hidden")
            self._are_widths_ours = not widths
            for i, column in enumerate(columns):
                own_cell = cells.cell_for(column, *self._own_cells)
                self.setItemDelegateForColumn(i, own_cell)  # type: ignore[arg-type]  # None: none
                header.resizeSection(i, int(widths.get(column.path, column.width)))
                away = column.path in hidden if hidden is not None else not column.shown
                if column is not MATCHED:
                    header.setSectionHidden(i, away)
            order = [known[path] for path in saved.get("order", ()) if path in known]
            # Without an order of its own a view must not keep that of the one before.
            for place, logical in enumerate(order or range(len(columns))):
                header.moveSection(header.visualIndex(logical), place)
        finally:
            self._arranging = False
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Until someone sizes a column, all share the room there is."""
        header = self.horizontalHeader()
        columns = self._contacts.columns
        shown = [i for i in range(header.count()) if not header.isSectionHidden(i)]
        if not self._are_widths_ours or self._arranging:
            return
        self._arranging = True
        widths = cells.fitted([columns[i] for i in shown], self.viewport().width())
        for i, width in zip(shown, widths, strict=True):
            header.resizeSection(i, width)
        self._arranging = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def arrangement(self) -> dict[str, Any]:
        """Order, widths and hidden columns by path, to be kept and given to `arrange`."""
        header = self.horizontalHeader()
        columns = self._contacts.columns
        places = range(header.count())
        return {
            "order": [columns[header.logicalIndex(place)].path for place in places],
            "widths": {
                column.path: header.sectionSize(i)
                for i, column in enumerate(columns)
                if not header.isSectionHidden(i) and not self._are_widths_ours
            },
            "hidden": [
                column.path
                for i, column in enumerate(columns)
                if header.isSectionHidden(i) and column is not MATCHED
            ],
        }

    def mark_hits(self, marking: HitDelegate | None) -> None:
        """From now on cells with a hit are painted by this one; by none, without a search."""
        wanted = marking or self._plain
        if self.itemDelegate() is not wanted:
            self.setItemDelegate(wanted)
        for own_cell in self._own_cells:
            own_cell.marking = marking

    def show_matched(self, shown: bool) -> None:
        """Shows or hides the column "Matched in", which comes and goes with a search."""
        header = self.horizontalHeader()
        for i, column in enumerate(self._contacts.columns):
            if column is MATCHED and header.isSectionHidden(i) == shown:
                self._arranging = True
                header.setSectionHidden(i, not shown)
                self._arranging = False
        self._fit_columns()

    def columns_menu(self, parent: QWidget) -> ColumnsMenu:
        """The column chooser, for whatever columns there are when it is opened."""
        menu = ColumnsMenu(self.horizontalHeader(), self._titles, parent)
        menu.column_chosen.connect(self._show_column)
        menu.reset_wanted.connect(self.reset_columns)
        return menu

    def _titles(self) -> dict[int, str]:
        """The columns that may be chosen; "Matched in" comes and goes by itself."""
        columns = enumerate(self._contacts.columns)
        return {i: column.title for i, column in columns if column is not MATCHED}

    def reset_columns(self) -> None:
        self.arrange({"order": [column.path for column in self._contacts.columns]})
        self.columns_changed.emit()

    def _show_column(self, logical: int, shown: bool) -> None:
        header = self.horizontalHeader()
        self._arranging = True
        header.setSectionHidden(logical, not shown)
        self._arranging = False
        if shown and header.sectionSize(logical) < 40:
            header.resizeSection(logical, self._contacts.columns[logical].width)
        self._fit_columns()
        self.columns_changed.emit()

    def _on_resized(self, logical: int) -> None:
        header = self.horizontalHeader()
        # The last one takes what room is left, whoever sized something.
        after = range(header.visualIndex(logical) + 1, header.count())
        is_last = all(header.isSectionHidden(header.logicalIndex(place)) for place in after)
        if not self._arranging and not is_last:
            self._are_widths_ours = False
            self._on_arranged()

    def _on_arranged(self) -> None:
        if not self._arranging:
            self.columns_changed.emit()

    def _on_header_menu(self, at: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def sorted_by(self) -> tuple[Column | None, bool]:
        """The column the rows are sorted by and whether downwards; None: as loaded."""
        header = self.horizontalHeader()
        section = header.sortIndicatorSection()
        columns = self._contacts.columns
        if not 0 <= section < len(columns):
            return None, False
        return columns[section], header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder

    def selection_as_tsv(self, limit: int = 10_000) -> str:
        """The selected rows' shown columns, tab separated, with a header line; "" for none."""
        header = self.horizontalHeader()
        shown = [
            logical
            for place in range(header.count())
            if not header.isSectionHidden(logical := header.logicalIndex(place))
            and self._contacts.columns[logical] is not MATCHED
        ]
        rows = (row for first, last in self._selected_parts() for row in range(first, last + 1))
        return self._contacts.as_tsv(islice(rows, limit), shown)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addActions(self.actions())
        if not menu.isEmpty():
            menu.popup(event.globalPos())
