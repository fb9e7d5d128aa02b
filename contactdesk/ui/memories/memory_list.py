"""The list of a contact's memories, and the drop-down that takes its place in a narrow pane."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.choice_box import ChoiceBox
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.memories.memory_model import MemoryModel
from contactdesk.ui.memories.row_delegate import MemoryDelegate


class MemoryList(QListView):
    """One row is always chosen; choosing another says which."""

    row_chosen = Signal(int)
    menu_wanted = Signal(QPoint)  # where on the screen, for the chosen row

    def __init__(self, model: MemoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryList")
        self.setAccessibleName(self.tr("Memories"))
        self.setModel(model)
        self.setItemDelegate(MemoryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_row(self, row: int) -> None:
        """Chooses a row without saying so."""
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self.model().index(row, 0))
        self.selectionModel().blockSignals(False)
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_keyboard:
            self.menu_wanted.emit(self.viewport().mapToGlobal(keyboard_position(self)))
        elif self.indexAt(event.pos()).isValid():
            self.menu_wanted.emit(event.globalPos())

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    def _on_selection_changed(self, chosen: QItemSelection, _before: QItemSelection) -> None:
        # Assistive technology selects a row and makes none current.
        if (indexes := chosen.indexes()) and indexes[0] != self.currentIndex():
            self.setCurrentIndex(indexes[0])


class MemoryBox(ChoiceBox):
    """The same rows in a drop-down; closed, it shows the chosen one in its two lines."""

    row_chosen = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, model: MemoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryBox")
        self.setAccessibleName(self.tr("Memories"))
        self.setModel(model)
        self._delegate = MemoryDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.currentIndexChanged.connect(self._on_changed)
        model.dataChanged.connect(lambda *_: self.update())
        self._fit()

    def show_row(self, row: int) -> None:
        """Chooses a row without saying so."""
        self.blockSignals(True)
        self.setCurrentIndex(row)
        self.blockSignals(False)
        self.update()

    def _fit(self) -> None:
        option = QStyleOptionViewItem()
        option.initFrom(self)
        row = self._delegate.sizeHint(option, self.model().index(0, 0)).height()
        self.setFixedHeight(row + theme.unit())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box as the style draws it, and the chosen row as the list does."""
        painter = QStylePainter(self)
        box = QStyleOptionComboBox()
        self.initStyleOption(box)
        # A plain structure: Qt offers no other way to leave its text out.
        box.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box)
        index = self.model().index(self.currentIndex(), 0)
        if not index.isValid():
            return
        own = QStyleOptionViewItem()
        own.initFrom(self)
        own.state &= ~QStyle.StateFlag.State_Selected
        part = QStyle.SubControl.SC_ComboBoxEditField
        place = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, box, part, self)
        self._delegate.paint_row(painter, _inner(place), own, index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _on_changed(self, row: int) -> None:
        if row >= 0:
            self.row_chosen.emit(row)


def _inner(place: QRect) -> QRect:
    return place.adjusted(0, theme.unit() // 2, 0, -(theme.unit() // 2))
