"""Shift+F10 opens a context menu, where the platform knows only the Menu key."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

IS_NATIVE = sys.platform in ("win32", "darwin")
"""Windows sends a context menu event itself; macOS has no such key."""


def open_on_shift_f10(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Asks the focused widget for its context menu if the key is Shift+F10. Whether it was."""
    shift = Qt.KeyboardModifier.ShiftModifier
    if IS_NATIVE or event.key() != Qt.Key.Key_F10 or event.modifiers() != shift or focus is None:
        return False
    at = keyboard_position(focus)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(focus, QContextMenuEvent(reason, at, focus.mapToGlobal(at)))
    return True


def keyboard_position(widget: QWidget) -> QPoint:
    """Where a menu opened by the keyboard belongs: on the current row, else in the middle."""
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        return widget.visualRect(widget.currentIndex()).center()
    return widget.rect().center()
