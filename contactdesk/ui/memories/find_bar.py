"""The field to find a text within a contact's memories, with "3 of 7" and buttons to step."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.clear_button import add_clear_button
from contactdesk.ui.kit.text import Label, set_tip

TYPING_MS = 150
"""After the last key, before the search starts."""


class FindBar(QWidget):
    """Signals: `sought` (the text to find, "" for none), `stepped` (1 to the next match, -1 to the
    one before), `left` (the user is done: Esc in an empty field)."""

    sought = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setObjectName("memoryFind")
        self.field.setAccessibleName(self.tr("Find in memories"))
        self.field.setPlaceholderText(self.tr("Find in memories"))
        add_clear_button(self.field)
        icon = theme.icon("search", "muted")
        search = self.field.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        # Screen readers announce the icon as a button.
        search.setText(self.tr("Find"))
        search.triggered.connect(self.field.setFocus)
        self._soon = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._soon.timeout.connect(lambda: self.sought.emit(self.text()))
        self.field.textChanged.connect(self._on_typed)
        self.count = Label(parent=self, name="memoryFindCount")
        fixed = QSizePolicy.Policy.Fixed
        self.count.setSizePolicy(fixed, fixed)
        self.previous = self._button("chevron-up", self.tr("Previous match"), -1)
        self.next = self._button("chevron-down", self.tr("Next match"), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit())
        row.addWidget(self.field, 1)
        for widget in (self.count, self.previous, self.next):
            row.addWidget(widget)
        self.say("", can_step=False)

    def _button(self, icon: str, name: str, direction: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(theme.icon(icon))
        button.setAccessibleName(name)
        set_tip(button, name)
        button.clicked.connect(lambda: self._step(direction))
        return button

    def text(self) -> str:
        """What is looked for, without white space around it."""
        return " ".join(self.field.text().split())

    def focus_field(self) -> None:
        """Goes to the field, with what it holds selected, to be typed over."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def say(self, words: str, *, can_step: bool) -> None:
        """Shows "3 of 7" or "No matches" beside the field, and the buttons if they do something."""
        if words and words != self.count.text() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))
        self.count.setText(words)
        self.count.setVisible(bool(words))
        for button in (self.previous, self.next):
            button.setVisible(can_step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape and self.field.hasFocus():
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Clears the field; when it is empty, leaves it."""
        if self.field.text():
            self.field.clear()
        else:
            self.left.emit()

    def _step(self, direction: int) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self.sought.emit(self.text())
        if self.text():
            self.stepped.emit(direction)

    def _on_typed(self, typed: str) -> None:
        if typed.strip():
            self._soon.start()
        else:
            self._soon.stop()
            self.sought.emit("")
