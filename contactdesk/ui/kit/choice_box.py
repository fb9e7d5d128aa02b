"""A combo box that the wheel does not change."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """The wheel over a closed box scrolls what the box is in; its open list scrolls as usual."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
