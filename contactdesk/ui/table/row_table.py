"""A table in which the keyboard moves between rows, not cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import isolated

ROW_PADDING_PX = 10
"""What the rows of a list are higher than their text."""


class RowCell(QStyledItemDelegate):
    """Omits the focus frame that Qt draws around the current cell. In a mirrored window, a text keeps
    its own direction."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        if option.direction == Qt.LayoutDirection.RightToLeft:
            option.text = isolated(option.text)


class RowTable(QTableView):
    """Frames the whole current row while it has the focus; Home and End go to the first and last row."""

    chooses_on_focus = True
    """Whether the current row is selected when the table gets the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(own_viewport(QPalette.ColorRole.Base))
        self.setItemDelegate(RowCell(self))

    def list_rows(self) -> None:
        """Makes it a plain list of rows, one of which is selected: no grid, no frame, no wrapping."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + ROW_PADDING_PX)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first row current without selecting it.
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        row = self.currentIndex().row()
        wanted = self.chooses_on_focus and row >= 0 and not by_mouse
        if wanted and not self.selectionModel().hasSelection():
            self.selectRow(row)

    def moveCursor(
        self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if action not in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd):
            return super().moveCursor(action, modifiers)
        rows, column = self.model().rowCount(), max(0, self.currentIndex().column())
        is_home = action == self.CursorAction.MoveHome
        return self.model().index(0 if is_home else rows - 1, column)

    def last_row_in_sight(self) -> int:
        """The number of rows down to the end of the screen."""
        seen = self.verticalScrollBar().value() + self.viewport().height()
        return min(self.model().rowCount(), seen // max(1, self.rowHeight(0)))

    def rows_in_sight(self) -> int:
        """How many rows the screen has room for."""
        return self.viewport().height() // max(1, self.rowHeight(0))

    def rows_below(self) -> int:
        """How many rows are below the screen."""
        return self.model().rowCount() - self.last_row_in_sight()

    def is_full(self) -> bool:
        """Whether the rows fill the screen."""
        rows = self.model().rowCount()
        return bool(rows) and rows * self.rowHeight(0) >= self.viewport().height()

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        # Qt paints a selection as active only while its table has the focus; here it is what the
        # detail pane shows, even while the user types into the search field.
        if self.isActiveWindow():
            option.state |= QStyle.StateFlag.State_Active

    def paint_rows(self, event: QPaintEvent) -> None:
        """Everything but the frame."""
        super().paintEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_rows(event)
        row = self.currentIndex().row()
        if row < 0 or not self.hasFocus():
            return
        size = self.viewport().width() - 1, self.rowHeight(row) - 1
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.color("accent"), 1))
        painter.drawRect(QRect(0, self.rowViewportPosition(row), *size))
        painter.end()


def own_viewport(ground: QPalette.ColorRole) -> QWidget:
    """A viewport like Qt's own, for a table or a header.

    To wrap Qt's own, PySide6 would create the Python classes of all widgets, to find its type:
    10 ms before the first row is shown.
    """
    made = QWidget()
    made.setObjectName("qt_scrollarea_viewport")
    made.setBackgroundRole(ground)
    made.setAutoFillBackground(True)
    return made
