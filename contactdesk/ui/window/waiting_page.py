"""The page shown until the keyring answers: the accounts' names, and a way to continue without."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from contactdesk.ui.kit import text, theme


class WaitingPage(QWidget):
    """`retried` asks the keyring again; `went_on` continues without it for this session."""

    retried = Signal()
    went_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waitingPage")
        self._title = text.Label(name="waitingTitle", wrap=True)
        self._hint = text.Label(name="waitingHint", wrap=True)
        self._names = text.Label(name="waitingAccounts", wrap=True)
        self._title.setFont(theme.font(1.3))
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setMaximumWidth(220)
        self._busy.setAccessibleName(self.tr("Waiting"))
        self._retry = QPushButton(self.tr("Retry"))
        self._retry.setObjectName("waitingRetry")
        self._go_on = QPushButton(self.tr("Continue without it"))
        self._go_on.setObjectName("waitingGoOn")
        self._retry.clicked.connect(self.retried)
        self._go_on.clicked.connect(self.went_on)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._retry)
        buttons.addWidget(self._go_on)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for label in (self._title, self._hint, self._names):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)

    def show_waiting(self, labels: Sequence[str]) -> None:
        self._show(self.tr("Waiting for your keyring…"), "", labels, is_busy=True)

    def show_problem(self, title: str, hint: str, labels: Sequence[str]) -> None:
        self._show(title, hint, labels, is_busy=False)

    def _show(self, title: str, hint: str, labels: Sequence[str], is_busy: bool) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._names.setText(", ".join(text.line(label) for label in labels))
        self._busy.setVisible(is_busy)
        self._retry.setVisible(not is_busy)
