"""The user's note on a contact: a plain text field, as high as its text."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from contactdesk.userdata.annotations import MAX_NOTE_CHARS

MAX_VISIBLE_LINES = 5
"""A longer note scrolls."""

FRAME_PX = 6
"""The border of the style sheet, and room that keeps the last line from scrolling."""

SAVE_AFTER_MS = 2_000
"""A note is saved once the user has not typed for this long, too."""


class NoteField(QPlainTextEdit):
    """Saved when it is left, after a pause, and by Ctrl+Enter. Escape takes back what is not saved."""

    saved = Signal(str)
    left = Signal()  # by Escape

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self.setObjectName("noteField")
        self.setAccessibleName(self.tr("Note"))
        self.setPlaceholderText(self.tr("Write a note. Only you see it."))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._pause = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._pause.timeout.connect(self.save)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def note(self) -> str:
        """The text as it is saved: without blank lines around it."""
        return self.toPlainText().strip()[:MAX_NOTE_CHARS]

    def show_note(self, note: str) -> None:
        """Show a saved note; what was typed before is dropped."""
        self._pause.stop()
        self._saved = note
        if note != self.toPlainText():
            self.setPlainText(note)
        self._pause.stop()

    def is_edited(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.note() != self._saved

    def save(self) -> None:
        self._pause.stop()
        if self.is_edited():
            self._saved = self.note()
            self.saved.emit(self._saved)

    def _on_changed(self) -> None:
        self._fit()
        if self.is_edited():
            self._pause.start()

    def _fit(self) -> None:
        lines = min(MAX_VISIBLE_LINES, max(1, round(self.document().size().height())))
        around = 2 * self.document().documentMargin() + FRAME_PX
        self.setFixedHeight(round(lines * QFontMetricsF(self.font()).lineSpacing() + around))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.show_note(self._saved)
            self.left.emit()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()
