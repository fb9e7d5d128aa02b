"""How long changes and old records stay on this computer: chosen in a menu, carried out at the start
and while the window is open."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.index.types import ChangeScope
from contactdesk.ui.browser.kept_days import DAYS, SECONDS_A_DAY, keep_days, kept_days
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.wording import error_text, error_title
from contactdesk.ui.window.choice_menu import Choice, ChoiceMenu
from contactdesk.ui.window.main_window import MainWindow

DAYS_OF_YEAR = 365
PRUNE_INTERVAL_MS = 6 * 60 * 60 * 1000


class KeptChanges:
    """`index` gives what is open now; no index before the first account."""

    def __init__(
        self, window: MainWindow, settings: Settings, index: Callable[[], Index | None]
    ) -> None:
        self._window, self._settings, self._index = window, settings, index
        choices = [Choice(f"actionKeepDays{days}", days, self._words(days)) for days in DAYS]
        self._menu = ChoiceMenu(
            window.actions_by_name["actionKeepChanges"],
            choices,
            lambda: kept_days(settings),
            window,
        )
        self._menu.chosen.connect(lambda days: tasks.spawn(self._choose(days)))
        # A window may stay open for weeks.
        timer = QTimer(window, interval=PRUNE_INTERVAL_MS)
        timer.timeout.connect(self._on_due)
        timer.start()

    def _on_due(self) -> None:
        if tasks.can_start():
            # The index reports its own trouble.
            tasks.spawn(self.prune(), failed=lambda _error: None)

    def _words(self, days: int) -> str:
        tr = self._window.tr
        if not days:
            return tr("Forever")
        return tr("One year") if days == DAYS_OF_YEAR else tr("%Ln day(s)", "", days)

    async def prune(self) -> None:
        """Delete the changes that are older than what the user chose."""
        index, days = self._index(), kept_days(self._settings)
        if index is not None and days:
            await index.history.prune(_oldest(days))

    async def _choose(self, days: int) -> None:
        try:
            if await self._may_delete(days):
                keep_days(self._settings, days)
                await self.prune()
        except ContactDeskError as error:
            await text.tell(self._window, error_title(error), error_text(error), True)
        finally:
            self._menu.show_current()

    async def _may_delete(self, days: int) -> bool:
        """Whether the user agrees to what would be deleted now; without asking if that is nothing."""
        index = self._index()
        if index is None or not days:
            return True
        older = len(await index.history.changes(ChangeScope(until=_oldest(days))))
        tr = self._window.tr
        words = tr("%Ln change(s) and their old records will be deleted now.", "", older)
        title = tr("Delete changes older than %Ln day(s)?", "", days)
        ok = tr("Delete")
        return not older or await text.ask(self._window, title, words, ok, destructive=True)


def _oldest(days: int) -> float:
    """Seconds since 1970 from which on changes stay."""
    return time.time() - days * SECONDS_A_DAY
