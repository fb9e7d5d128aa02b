"""Panel with the loading progress of every account; each can be paused and canceled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from contactdesk.model import Provider
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.browser.banner import pages
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.presenter import TONES
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.button import SteadyButton
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.wording import translate

LoadedOf = Callable[[WalkState], int]
"""Returns how many contacts of a walk are in the index."""


class ProgressLine(QWidget):
    """One account: its name, what is loaded and what is left, and its buttons."""

    def __init__(self, walk: WalkState, loading: Loading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walk = walk
        self._loading = loading
        name = text.line(walk.account.label)
        icon = text.Label()
        provider: Provider = walk.provider
        icon.setPixmap(theme.vendor_icon(provider.id, provider.title).pixmap(22, 22))
        self.title = text.Label(name)
        self.title.setFont(theme.font(weight=QFont.Weight.DemiBold))
        self.words = HintLabel(parent=self, name="loadWords")
        self.rest = HintLabel(parent=self, name="loadRest")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Loading progress of {name}").format(name=name))
        self.go_button = SteadyButton()
        self.go_button.setObjectName("goButton")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancelOne")
        self.cancel_button.setAccessibleName(self.tr("Cancel loading {name}").format(name=name))
        self.go_button.clicked.connect(lambda: self._go())
        self.cancel_button.clicked.connect(lambda: loading.cancel([walk.account.id]))
        self._lay_out(icon)

    def _lay_out(self, icon: QWidget) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.unit())
        grid.setVerticalSpacing(theme.unit())
        grid.setColumnStretch(1, 1)
        grid.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.title, 0, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.unit())
        buttons.addWidget(self.go_button)
        buttons.addWidget(self.cancel_button)
        grid.addLayout(buttons, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.words, 1, 1)
        grid.addWidget(self.bar, 2, 1, 1, 2)
        grid.addWidget(self.rest, 3, 1, 1, 2)

    def show_walk(self, loaded: int) -> None:
        walk = self.walk
        self.words.say(done_words(walk, loaded))
        self.rest.say(rest_words(walk), TONES.get(walk.state, "muted"))
        total = walk.listing.total if walk.has_more else loaded
        # Without a reliable total the bar only shows activity.
        running = walk.busy or (walk.loading_all and not walk.paused)
        self.bar.setMaximum(total or (0 if running else 1))
        self.bar.setValue(min(walk.listing.walked, total or 0))
        label, described = self.tr("Load all"), self.tr("Load all of {name}")
        if walk.loading_all and walk.paused:
            label, described = self.tr("Resume"), self.tr("Resume loading {name}")
        elif walk.loading_all:
            label, described = self.tr("Pause"), self.tr("Pause loading {name}")
        self.go_button.setText(label)
        self.go_button.setAccessibleName(described.format(name=text.line(walk.account.label)))
        self.go_button.setEnabled(walk.has_more)
        self.cancel_button.setEnabled(walk.loading_all or walk.refreshing or walk.busy)

    def _go(self) -> None:
        walk = self.walk
        if not walk.loading_all:
            self._loading.load_all([walk])
        elif walk.paused:
            self._loading.resume([walk])
        else:
            self._loading.pause([walk])


class ProgressPanel(QFrame):
    """Covers the window's lower right corner until Esc or its button closes it."""

    closed = Signal()

    def __init__(self, loading: Loading, loaded_of: LoadedOf, window: QWidget) -> None:
        super().__init__(window)
        self._loading = loading
        self._loaded_of = loaded_of
        self._window = window
        self.lines: list[ProgressLine] = []
        self.setObjectName("loadPanel")
        self.setAccessibleName(self.tr("Loading"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 2 * theme.unit(), 0)
        self._rows.setSpacing(4 * theme.unit())
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(self.tr("Accounts"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setObjectName("closePanel")
        self.close_button.clicked.connect(lambda: self.close())
        column = QVBoxLayout(self)
        margin = 3 * theme.unit()
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(margin)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()
        loading.walks_changed.connect(self.refresh)
        window.installEventFilter(self)

    def show_walks(self, walks: list[WalkState]) -> None:
        """Shows one line for each of these walks."""
        if [line.walk for line in self.lines] != walks:
            for line in self.lines:
                line.hide()
                line.deleteLater()
            self.lines = [ProgressLine(walk, self._loading, self) for walk in walks]
            for place, line in enumerate(self.lines):
                self._rows.insertWidget(place, line)
        self.refresh()

    def refresh(self) -> None:
        for line in self.lines:
            line.show_walk(self._loaded_of(line.walk))
        if self.isVisible():
            self._place()

    def open(self) -> None:
        self.show()
        self._place()
        self.raise_()
        enabled = [line.go_button for line in self.lines if line.go_button.isEnabled()]
        (*enabled, self.close_button)[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        """In the lower right corner, above the status bar."""
        gap, margin = 2 * theme.unit(), 3 * theme.unit()
        width = min(130 * theme.unit(), self._window.width() - 2 * gap)
        inner = self._rows.totalHeightForWidth(width - 2 * margin - 2)
        height = inner + 3 * margin + self.close_button.sizeHint().height() + 2
        room = self._window.height() - 10 * theme.unit()
        height = min(height, room - 2 * gap)
        self.setGeometry(self._window.width() - width - gap, room - height, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def done_words(walk: WalkState, loaded: int) -> str:
    """What is loaded: "1,200 of 4,310 contacts · 12 pages · 13 requests"."""
    total = walk.listing.total
    words = wording.contacts(loaded)
    if walk.has_more and total is not None and total >= loaded:
        words = translate("wording", "{loaded} of %Ln contact(s)", "", total)
        words = words.format(loaded=wording.number(loaded))
    parts = [words, pages(walk.listing.pages)]
    if walk.requests:
        parts.append(wording.requests(walk.requests))
    return " · ".join(parts)


def rest_words(walk: WalkState) -> str:
    """What is left: requests and time if a reliable total tells, else the walk's state."""
    if walk.state is State.WAITING:
        return wording.wait_words(walk)
    if walk.state is State.FAILED and walk.error is not None:
        return text.line(wording.error_title(walk.error))
    if not walk.has_more:
        parts = (wording.tr("complete"), wording.total_difference_words(walk))
        return " · ".join(filter(None, parts))
    left, seconds = walk.requests_left(), walk.seconds_left()
    if left is None:
        words = wording.tr("{} doesn't report a total")
        words = words.format(text.line(walk.provider.title))
    else:
        words = translate("wording", "%Ln request(s) left", "", left)
        if seconds is not None:
            words = f"{words} · {wording.time_words(seconds)}"
    return wording.tr("paused · {}").format(words) if walk.paused else words
