"""Runs sync's commands as tasks that can be paused, canceled and retried."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.errors import ContactDeskError
from contactdesk.http.network_change import SleepDetector
from contactdesk.index import Written
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.ui.kit.tasks import spawn

TICK_S = 1.0

Command = Callable[[WalkState], Coroutine[Any, Any, Any]]


class Loading(QObject):
    """Runs at most one task for each account. Failures stay on the walk, where banners read them.

    `walks_changed` is emitted at most once per turn of the event loop.
    """

    walks_changed = Signal()
    refreshed = Signal()  # the last of the refreshes that ran has ended, however it ended
    written = Signal(object, object)  # WalkState, Written

    def __init__(self, sync: Callable[[], Sync | None], parent: QObject | None = None) -> None:
        """`sync` gives the sync whose `changed` and `written` come here, None before the start."""
        super().__init__(parent)
        self._sync = sync
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._unfinished: dict[str, Command] = {}
        self._dismissed: set[str] = set()
        self._refreshing: set[str] = set()
        self._change_timer = QTimer(self, singleShot=True, interval=0)
        self._change_timer.timeout.connect(self.walks_changed)
        self._clock = QTimer(self, interval=round(TICK_S * 1000))
        self._clock.timeout.connect(self._on_tick)
        self._sleep = SleepDetector()

    def is_ready(self) -> bool:
        """Whether there is an index to load into yet."""
        return self._sync() is not None

    @property
    def is_refreshing(self) -> bool:
        return bool(self._refreshing)

    @property
    def sync(self) -> Sync:
        sync = self._sync()
        assert sync is not None
        return sync

    # From sync

    def on_changed(self, walk: WalkState) -> None:
        if walk.resumes_at is not None and not self._clock.isActive():
            self._sleep = SleepDetector()
            self._clock.start()
        if walk.error is None:
            self._dismissed.discard(walk.account.id)
        self._change_timer.start()

    def on_written(self, walk: WalkState, written: Written) -> None:
        self.written.emit(walk, written)

    # Commands

    def want_more(self, walks: Iterable[WalkState]) -> None:
        """Fetches the next page of each walk, except of those that failed: the user retries them."""
        for walk in walks:
            if walk.has_more and not walk.busy and walk.state is not State.FAILED:
                self._start(walk, self.sync.next_page)

    def load_all(self, walks: Iterable[WalkState]) -> None:
        for walk in walks:
            if walk.has_more:
                self._start(walk, self.sync.load_all)

    def refresh(self, walks: Iterable[WalkState]) -> None:
        for walk in walks:
            if self._start(walk, self.sync.refresh):
                self._refreshing.add(walk.account.id)

    def retry(self, account_id: str) -> None:
        """Repeats the command that failed, or ends the wait of a walk that waits."""
        for walk in self.sync.walks(account_id):
            if walk.state is State.WAITING:
                self.sync.retry_now(walk)
            elif walk.state is State.FAILED:
                self._start(walk, self._unfinished.get(account_id, self.sync.next_page))

    def read_again(self, walks: Iterable[WalkState]) -> None:
        """Reloads every page, also from vendors that report changes: they report no deletions."""
        for walk in walks:
            if self._start(walk, self._whole):
                self._refreshing.add(walk.account.id)

    async def _whole(self, walk: WalkState) -> None:
        await self.sync.refresh(walk, whole=True)

    async def start_over(self, account_id: str) -> None:
        """Drops what an account has loaded, and cancels what is loading."""
        self.cancel([account_id])
        await self.sync.start_over(account_id)

    def pause(self, walks: Iterable[WalkState]) -> None:
        for walk in walks:
            if walk.loading_all:
                self.sync.pause(walk)

    def resume(self, walks: Iterable[WalkState]) -> None:
        for walk in walks:
            if walk.paused:
                self.sync.resume(walk)

    def cancel(self, account_ids: Iterable[str]) -> None:
        """Cancels loading; loaded contacts are kept."""
        for account_id in account_ids:
            self._unfinished.pop(account_id, None)
            task = self._tasks.pop(account_id, None)
            if task is not None:
                task.cancel()
        self._change_timer.start()

    def busy(self, account_ids: Iterable[str]) -> bool:
        return any(account_id in self._tasks for account_id in account_ids)

    def dismiss(self, account_id: str) -> None:
        """Hides the account's notice; its entry in the sidebar still shows the problem."""
        self._dismissed.add(account_id)
        self._change_timer.start()

    def is_dismissed(self, account_id: str) -> bool:
        return account_id in self._dismissed

    def _start(self, walk: WalkState, command: Command) -> bool:
        """Whether it runs: not while another of the account does."""
        account_id = walk.account.id
        running = self._tasks.get(account_id)
        # Load all waits for the page that is loading; other commands are already covered by it.
        if running is not None and command != self.sync.load_all:
            return False
        self._dismissed.discard(account_id)

        async def run() -> None:
            if running is not None:
                await asyncio.wait([running])
            await command(walk)

        task = spawn(run(), failed=lambda _error: None)
        self._tasks[account_id] = task
        self._unfinished[account_id] = command

        def ended(task: asyncio.Task[Any]) -> None:
            if self._tasks.get(account_id) is task:
                del self._tasks[account_id]
                if not task.cancelled() and not isinstance(task.exception(), ContactDeskError):
                    self._unfinished.pop(account_id, None)
            self._change_timer.start()
            self._on_refresh_ended(account_id)

        task.add_done_callback(ended)
        return True

    def _on_refresh_ended(self, account_id: str) -> None:
        if account_id in self._refreshing:
            self._refreshing.discard(account_id)
            if not self._refreshing:
                self.refreshed.emit()

    def _on_tick(self) -> None:
        """Updates countdowns every second while there are any, and retries failed walks when due."""
        slept = self._sleep.has_slept(TICK_S)
        waiting = [walk for walk in self.sync.walks() if walk.resumes_at is not None]
        if not waiting:
            self._clock.stop()
            return
        if slept:
            spawn(self.sync.on_wakeup(), failed=lambda _error: None)
        for walk in waiting:
            due = slept or (walk.resumes_at or 0) <= time.monotonic()
            if walk.state is State.FAILED and due and not self.busy([walk.account.id]):
                self._start(walk, self._unfinished.get(walk.account.id, self.sync.next_page))
        self.walks_changed.emit()
