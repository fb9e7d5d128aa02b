"""Refreshes every account again and again while the window is open, if the user wants it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from contactdesk.errors import ContactDeskError
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit.tasks import LatestTask, can_start

SETTING = "refresh/minutes"
"""The setting with the minutes between two refreshes, "0" for never."""

MINUTES = (0, 5, 15, 30, 60)
CHECK_INTERVAL_MS = 15_000

READY_STATES = (State.PARTIAL, State.COMPLETE)
"""Of walks that can be refreshed: loaded before, neither waiting nor in trouble. A failed one has a
banner that asks what to do, and is left to the user."""


class AutoRefresh(QObject):
    """Runs the command Refresh on all accounts, whichever are shown; their filtered listings stay.

    The time is counted from the end of the last refresh, the user's own included: a vendor whose
    whole list must be read for a refresh gets its pause. While anything loads, it waits. `now`
    gives seconds on a clock that never goes back.
    """

    def __init__(
        self,
        context: WindowContext,
        loading: Loading,
        parent: QObject,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._loading = loading
        self._now = now
        self._last = now()
        self._task = LatestTask(self)
        self._timer = QTimer(self, interval=CHECK_INTERVAL_MS)
        self._timer.timeout.connect(self.check)
        loading.refreshed.connect(self._on_refreshed)
        self._run()

    def minutes(self) -> int:
        """The minutes between two refreshes, one of MINUTES; 0 for never."""
        kept = self._context.settings.text(SETTING, "0")
        return int(kept) if kept in map(str, MINUTES) else 0

    def set_minutes(self, minutes: int) -> None:
        """Refresh so often from now on."""
        self._context.settings.keep(SETTING, str(minutes))
        self._last = self._now()
        self._run()

    def check(self) -> None:
        """Refreshes all accounts if it is time, and nothing is loading."""
        minutes = self.minutes()
        is_due = minutes > 0 and self._now() - self._last >= minutes * 60
        if not is_due or self._task.busy or not can_start() or not self._loading.is_ready():
            return
        if not self._loading.busy(account.id for account in self._context.accounts):
            self._task.start(self._walks(), self._on_walks)

    def end(self) -> None:
        """Stops, before the index is closed."""
        self._timer.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    def _run(self) -> None:
        if self.minutes():
            self._timer.start()
        else:
            self._timer.stop()

    async def _walks(self) -> list[WalkState]:
        found = []
        for account in self._context.accounts:
            try:
                walk = await self._loading.sync.walk(account.id)
            except ContactDeskError:
                # It says so where the user opens it.
                continue
            if walk.state in READY_STATES:
                found.append(walk)
        return found

    def _on_walks(self, walks: list[WalkState]) -> None:
        # Even if none can be refreshed now, the next try is not before its time.
        self._last = self._now()
        self._loading.refresh(walks)

    def _on_refreshed(self) -> None:
        self._last = self._now()
