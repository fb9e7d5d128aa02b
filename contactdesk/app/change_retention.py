"""How long changes and old records stay on this computer."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from contactdesk.index import Index
from contactdesk.ui.browser.kept_days import DAYS, SECONDS_A_DAY, keep_days, kept_days
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.choice_menu import Choice, ChoiceMenu
from contactdesk.ui.window.main_window import MainWindow

CHECK_INTERVAL_MS = 6 * 60 * 60 * 1000
"""Between two looks for changes that have become too old."""


class ChangeRetention(QObject):
    """Offers the choice in the menu, and deletes what is older: after the start, again and again
    while the window is open, and when less is to be kept. `index` gives the one that is open now."""

    def __init__(
        self, window: MainWindow, settings: Settings, index: Callable[[], Index | None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._index = index
        command = window.actions_by_name["actionKeepChanges"]
        names = ("actionKeepMonth", "actionKeepQuarter", "actionKeepYear", "actionKeepForever")
        choices = [
            Choice(name, days, self._words(days)) for name, days in zip(names, DAYS, strict=True)
        ]
        menu = ChoiceMenu(command, choices, lambda: kept_days(settings), window)
        menu.chosen.connect(lambda days: tasks.spawn(self._choose(days)))
        self._menu = menu
        self._timer = QTimer(self, interval=CHECK_INTERVAL_MS)
        self._timer.timeout.connect(self.prune_soon)
        self._timer.start()

    def _words(self, days: int) -> str:
        if not days:
            return self.tr("Forever")
        return self.tr("One year") if days == 365 else self.tr("%Ln day(s)", "", days)

    def prune_soon(self) -> None:
        """Deletes what has become too old."""
        if tasks.can_start():
            # The index reports its own trouble.
            tasks.spawn(self.prune(), failed=lambda _error: None)

    async def prune(self) -> None:
        """Delete what is older than is to be kept. Raises IndexFileError."""
        days, index = kept_days(self._settings), self._index()
        if days and index is not None and not index.file.is_closed:
            await index.history.prune(time.time() - days * SECONDS_A_DAY)

    async def _choose(self, days: int) -> None:
        before = kept_days(self._settings)
        if days and (not before or days < before):
            title = self.tr("Delete older changes?")
            words = self.tr(
                "Changes that were noticed more than %Ln day(s) ago are deleted from this computer"
                " now, and the records from before them. The contacts stay as they are.",
                "",
                days,
            )
            ok = self.tr("Delete")
            if not await text.ask(self._window, title, words, ok, destructive=True):
                return
        keep_days(self._settings, days)
        self._menu.show_current()
        self.prune_soon()
