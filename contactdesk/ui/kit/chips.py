"""Removable values, such as an applied filter or a tag."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import Label, line, mnemonic, set_tip

MAX_TEXT_WIDTH_PX = 260
"""A longer text is elided; the tool tip has all of it."""


class Chip(QFrame):
    """A value on a rounded background, with a button that removes it."""

    removed = Signal()

    def __init__(self, text: str, remove_text: str, parent: QWidget | None = None) -> None:
        """`remove_text` is the button's name for screen readers and its tool tip."""
        super().__init__(parent)
        self.setObjectName("chip")
        self.label = self._labeled(text)
        self.button = QToolButton(self)
        self.button.setIcon(theme.icon("cancel"))
        self.button.setIconSize(QSize(12, 12))
        self.button.setAccessibleName(line(remove_text))
        set_tip(self.button, remove_text)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self.removed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 1, 1, 1)
        self.row.setSpacing(2)
        self.row.addWidget(self.label)
        self.row.addWidget(self.button)

    def _labeled(self, text: str) -> QWidget:
        label = Label(text, self, elide=True)
        label.setFixedWidth(min(MAX_TEXT_WIDTH_PX, label.sizeHint().width() + 2))
        return label

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("chip"))
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)


class LinkChip(Chip):
    """A chip whose text is a button, too: it leads to what has the same value."""

    activated = Signal()

    def __init__(
        self, text: str, remove_text: str, act_text: str, parent: QWidget | None = None
    ) -> None:
        """`act_text` says what pressing the text does."""
        super().__init__(text, remove_text, parent)
        self.row.setContentsMargins(6, 0, 2, 0)
        self.label.setAccessibleName(line(text))
        set_tip(self.label, act_text)

    def _labeled(self, text: str) -> QWidget:
        button = QToolButton(self)
        shown = button.fontMetrics().elidedText(
            line(text), Qt.TextElideMode.ElideRight, MAX_TEXT_WIDTH_PX
        )
        button.setText(mnemonic(shown))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self.activated)
        return button
