"""A removable value, such as an applied filter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import Label, line, set_tip

MAX_TEXT_WIDTH_PX = 260
"""A longer text is elided; the tool tip has all of it."""


class Chip(QFrame):
    """A value on a rounded background, with a button that removes it."""

    removed = Signal()

    def __init__(self, text: str, remove_text: str, parent: QWidget | None = None) -> None:
        """`remove_text` is the button's name for screen readers and its tool tip."""
        super().__init__(parent)
        self.setObjectName("chip")
        self.label = Label(text, self, elide=True)
        self.label.setFixedWidth(min(MAX_TEXT_WIDTH_PX, self.label.sizeHint().width() + 2))
        self.button = QToolButton(self)
        self.button.setIcon(theme.icon("cancel"))
        self.button.setIconSize(QSize(12, 12))
        self.button.setAccessibleName(line(remove_text))
        set_tip(self.button, remove_text)
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
