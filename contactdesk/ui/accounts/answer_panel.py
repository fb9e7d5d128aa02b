"""The dialog's answer to a key test or a save, and the display of work that takes a while."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from contactdesk.ui.accounts.key_test import Answer
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.fixed_icon import FixedIcon
from contactdesk.ui.kit.hint import HintLabel

BUSY_AFTER_MS = 200
"""Work is shown after this time; what is quicker does not flicker."""

ICONS = {"ok": "check", "warning": "alert", "danger": "alert", "muted": "info"}
ICON_SIDE_PX = 18


class AnswerPanel(QWidget):
    """An icon, a title and details; hidden while there is no answer."""

    hold_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = FixedIcon(ICON_SIDE_PX, self)
        self._title = HintLabel(name="resultLine", selectable=True)
        self._detail = HintLabel(name="resultDetail", selectable=True)
        self.hold_button = QPushButton(self.tr("Use the key for this session only"))
        self.hold_button.setObjectName("holdButton")
        self.hold_button.clicked.connect(lambda: self.hold_requested.emit())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addWidget(self.hold_button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.show_answer(None)

    def show_answer(self, answer: Answer | None, *, offers_session: bool = False) -> None:
        """None hides the panel. `offers_session` adds the button that does without the keyring."""
        self.setVisible(answer is not None)
        self.hold_button.setVisible(offers_session)
        if answer is None:
            answer = Answer("muted", "")
        icon = theme.icon(ICONS[answer.tone], answer.tone)
        self._icon.show_icon(icon)
        self._title.say(answer.title, answer.tone)
        self._detail.say(answer.detail)


class BusyPanel(QWidget):
    """What is being done, with a Cancel button; shown only when it takes longer."""

    cancel_requested = Signal()
    appeared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = HintLabel(name="busyLine")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Working"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancelWorkButton")
        self.cancel_button.clicked.connect(lambda: self.cancel_requested.emit())
        words = QVBoxLayout()
        words.addWidget(self._line)
        words.addWidget(bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.cancel_button)
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._timer.timeout.connect(self._on_timeout)

    def set_words(self, words: str) -> None:
        self._line.setText(words)

    def show_busy(self, busy: bool) -> None:
        if not busy:
            self._timer.stop()
            self.hide()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_timeout(self) -> None:
        self._line.say(self._line.text())
        self.show()
        self.appeared.emit()
