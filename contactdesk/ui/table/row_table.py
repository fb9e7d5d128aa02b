"""A table in which rows, not cells, are what the keyboard moves between."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from contactdesk.ui.kit import theme


class RowCell(QStyledItemDelegate):
    """Leaves out the frame Qt draws around the current cell."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class RowTable(QTableView):
    """Where the keyboard is, a whole row is framed; Home and End are the first and last row."""

    chooses_on_focus = True
    """Whether the row that is current when the keyboard comes is chosen, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_viewport())
        self.setItemDelegate(RowCell(self))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first row current, and what it holds is shown.
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        row = self.currentIndex().row()
        wanted = self.chooses_on_focus and row >= 0 and not by_mouse
        if wanted and not self.selectionModel().hasSelection():
            self.selectRow(row)

    def moveCursor(
        self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if action in (self.CursorAction.MoveHome, self.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        # To Qt a chosen row is in use only while the keyboard is in its table; here it is what the
        # rest of the window shows, also while somebody types into the search field.
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


def _viewport() -> QWidget:
    """As Qt makes it by itself. Asked for one of Qt's own, PySide6 makes Python classes of all the
    widgets there are, to see which of them it may be: 10 ms before the first row is shown."""
    made = QWidget()
    made.setObjectName("qt_scrollarea_viewport")
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    return made
