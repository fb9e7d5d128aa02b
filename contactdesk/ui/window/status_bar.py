"""The status bar: how much is shown and loaded, a button to load the rest, and progress."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar

from contactdesk.sync.engine import WalkState
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.button import SteadyButton


class StatusBar(QObject):
    """Fills the window's status bar."""

    load_rest_requested = Signal()
    progress_requested = Signal()

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self.line = text.Label(name="statusLine", elide=True)
        self.line.setAccessibleDescription(self.tr("Status"))
        self.rest_button = QPushButton()
        self.rest_button.setObjectName("restButton")
        self.rest_button.setFlat(True)
        self.rest_button.setToolTip(
            self.tr(
                "Loads in the background, no faster than the vendors allow. Your search stays,"
                " and its results grow."
            )
        )
        self.rest_button.clicked.connect(lambda: self.load_rest_requested.emit())
        self.rest_button.hide()
        self.panel_button = SteadyButton()
        self.panel_button.setObjectName("loadPanelButton")
        self.panel_button.setFlat(True)
        self.panel_button.clicked.connect(lambda: self.progress_requested.emit())
        self.panel_button.hide()
        self.progress = QProgressBar()
        self.progress.setObjectName("loadProgress")
        self.progress.setAccessibleName(self.tr("Loading"))
        self.progress.setMaximumWidth(160)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.age = text.Label(name="ageLine")
        self.age.setToolTip(self.tr("When these contacts were last read from the vendor"))
        self.age.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._walks: list[WalkState] = []
        self._minute = QTimer(self, interval=60_000)
        # A time of day gets its date at midnight.
        self._minute.timeout.connect(lambda: self.show_age(self._walks))
        self._minute.start()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.line, 1)
        bar.addWidget(self.rest_button)
        bar.addPermanentWidget(self.age)
        bar.addPermanentWidget(self.panel_button)
        bar.addPermanentWidget(self.progress)

    def show_words(self, words: str, rest: str) -> None:
        """The status line, and the text of the button that loads the rest, "" to hide it."""
        if words != self.line.text():
            self.line.setText(words)
        if rest != self.rest_button.text():
            self.rest_button.setText(rest)
        self.rest_button.setVisible(bool(rest))

    def show_age(self, walks: list[WalkState]) -> None:
        """When the contacts of these walks were read."""
        self._walks = walks
        words = wording.as_of_words(walks)
        if words != self.age.text():
            self.age.setText(words)
        self.age.setVisible(bool(words))

    def show_progress(self, extent: wording.Extent | None, walks: list[WalkState]) -> None:
        """The progress of these walks together; None hides it."""
        self.progress.setVisible(extent is not None)
        self.panel_button.setVisible(extent is not None)
        if extent is None:
            return
        self.progress.setMaximum(extent.total or 0)
        self.progress.setValue(min(extent.loaded, extent.total or 0))
        running = [w for w in walks if w.loading_all or w.refreshing or w.busy]
        is_paused = bool(running) and all(w.loading_all and w.paused for w in running)
        if is_paused:
            words = self.tr("Loading is paused")
        else:
            words = self.tr("Loading %Ln account(s)", "", len(running))
        self.panel_button.setText(words)
