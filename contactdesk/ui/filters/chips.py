"""Chips that can be taken away, and the layout that puts them in lines."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLayoutItem, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import Label, line, tooltip

WIDEST = 260
"""Pixels of a chip's text; the rest is in its tool tip."""


class FlowLayout(QLayout):
    """Puts widgets side by side and goes on in the next line where the room ends."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    # Qt asks for positions past the end; its stubs do not allow the None it expects then.
    def itemAt(self, position: int) -> QLayoutItem:
        return self._items[position] if 0 <= position < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, position: int) -> QLayoutItem:
        return self._items.pop(position) if 0 <= position < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        self._place(room, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + self.spacing() for size in shown)
        height = max((size.height() for size in shown), default=0)
        return QSize(max(0, width - self.spacing()), height)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, room: QRect, *, move: bool) -> int:
        """The height needed in a width; with `move`, the widgets are put there."""
        x, y, height = 0, 0, 0
        parent = self.parentWidget()
        is_mirrored = (
            parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        )
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(1, room.width())))
            if x > 0 and x + size.width() > room.width():
                x, y, height = 0, y + height + self.spacing(), 0
            if move:
                left = room.width() - x - size.width() if is_mirrored else x
                item.setGeometry(QRect(room.topLeft() + QPoint(left, y), size))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return y + height


class Chip(QFrame):
    """A value on a rounded ground with a button that takes it away."""

    removed = Signal()

    def __init__(self, text: str, remove_text: str, parent: QWidget | None = None) -> None:
        """`remove_text` is what a screen reader says of the button."""
        super().__init__(parent)
        self.setObjectName("chip")
        self.label = Label(text, self, elide=True)
        self.label.setFixedWidth(min(WIDEST, self.label.sizeHint().width() + 2))
        self.button = QToolButton(self)
        self.button.setIcon(theme.icon("cancel"))
        self.button.setIconSize(QSize(12, 12))
        self.button.setAccessibleName(line(remove_text))
        self.button.setToolTip(tooltip(remove_text))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 1, 1)
        row.setSpacing(2)
        row.addWidget(self.label)
        row.addWidget(self.button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("chip"))
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)


def clear(layout: QLayout) -> None:
    """Takes every widget out of a layout and lets Qt delete it when it is safe."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
