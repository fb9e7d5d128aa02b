"""Push buttons that survive a double click, buttons for actions, and Enter for every button outside
of dialogs."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from contactdesk.ui.kit import text

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SteadyButton(QPushButton):
    """Ignores the mouse for a double click's time after it appeared or got another text.

    Where one button takes another's place, the second click of a double click is meant for the
    first of them.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._changed = QElapsedTimer()

    def setText(self, text: str) -> None:
        if text != self.text():
            self._changed.restart()
        super().setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._changed.restart()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        interval = QApplication.doubleClickInterval()
        if self._changed.isValid() and self._changed.elapsed() <= interval:
            event.accept()
            return
        super().mousePressEvent(event)


def press_on_enter(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Presses the focused button if the key is Enter. Whether it did.

    In a dialog Qt does so itself; elsewhere it leaves the key to the button's window.
    """
    if event.key() not in ENTER_KEYS or event.isAutoRepeat():
        return False
    if isinstance(focus, QToolButton) and focus.menu() is not None:
        focus.showMenu()
    elif isinstance(focus, QPushButton | QToolButton):
        focus.click()
    else:
        return False
    return True


def tip_of(action: QAction) -> str:
    """What a button says of its action: the words, and the key in brackets."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{action.text()} ({keys})" if keys else action.text()


def button_of(action: QAction, parent: QWidget) -> QToolButton:
    """A button that does what an action does, and is enabled with it."""
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    text.set_tip(button, tip_of(action))
    return button
