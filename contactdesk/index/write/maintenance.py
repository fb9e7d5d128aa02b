"""Merges new contacts into the posting lists, repairs the lists when nothing else happens, and does
what is left to do about people."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

from contactdesk.errors import IndexFileError
from contactdesk.index.postings.build import Delta, Postings
from contactdesk.index.write.writer import Writer

REPAIR_AFTER_IDLE_S = 20.0
"""Seconds without a page or a search after which changed contacts are merged too."""

PAUSE_BETWEEN_REPAIRS_S = 0.3
"""Lets searches and pages in between two chunks."""

PAUSE_BETWEEN_STEPS_S, PAUSE_WHILE_PAGES_COME_S = 0.03, 1.0
"""Between two steps about people: pages come first, and a step takes some hundredths of a second."""

PAGES_COME_FOR_S = 1.0


class Maintenance:
    """Runs on the event loop; `write` runs a call on the writing thread, `build` builds posting
    lists elsewhere, and `repair` updates one chunk on the writing thread and says whether it
    did. So does `step` with what waits about people."""

    def __init__(
        self,
        write: Callable[[Callable[[], Any]], Awaitable[Any]],
        build: Callable[[Delta], Awaitable[Postings]],
        repair: Callable[[], bool],
        step: Callable[[], Awaitable[bool]],
    ) -> None:
        self._write, self._build, self._repair, self._step = write, build, repair, step
        self._is_merging = self._is_closed = self._has_waiting = False
        self._idle_timer: asyncio.TimerHandle | None = None
        self._repairing: asyncio.Task[None] | None = None
        self._stepping: asyncio.Task[None] | None = None
        self._last_page = -PAGES_COME_FOR_S

    async def merge_pending(self, writer: Writer) -> None:
        """Merge the next chunk if it is full: the caller, who wrote a page, waits for it."""
        self._last_page = time.monotonic()
        self.postpone_repair()
        self.start_steps()
        if self._is_closed or self._is_merging or not writer.has_pending:
            return
        self._is_merging = True
        try:
            pending = await self._write(writer.next_pending)
            if pending is not None:
                postings = await self._build(pending.delta)
                await self._write(lambda: writer.merge(pending, postings))
        except IndexFileError:
            pass  # The page is written, and searches scan the delta. The next page reports this.
        finally:
            self._is_merging = False

    def postpone_repair(self) -> None:
        """Restart the idle timer, at every page and search. Returns at once."""
        self._cancel()
        if not self._is_closed:
            self._repair_after(REPAIR_AFTER_IDLE_S)

    def start_steps(self) -> None:
        """Begin with what waits about people, if nothing does it yet. Returns at once."""
        self._has_waiting = True
        if not self._is_closed and self._stepping is None:
            self._stepping = asyncio.get_running_loop().create_task(self._take_steps())

    async def _take_steps(self) -> None:
        try:
            while self._has_waiting:
                do_pages_come = time.monotonic() - self._last_page < PAGES_COME_FOR_S
                await asyncio.sleep(
                    PAUSE_WHILE_PAGES_COME_S if do_pages_come else PAUSE_BETWEEN_STEPS_S
                )
                self._has_waiting = False
                if await self._step():
                    self._has_waiting = True
        except IndexFileError:
            pass  # The next page begins again.
        finally:
            self._stepping = None

    def close(self) -> None:
        """Stop for good. A page may still be on its way; no timer may start after it, because the
        writing thread will be gone."""
        self._is_closed = True
        self._cancel()
        if self._stepping is not None:
            self._stepping.cancel()

    def _cancel(self) -> None:
        for each in (self._idle_timer, self._repairing):
            if each is not None:
                each.cancel()
        self._idle_timer = self._repairing = None

    def _repair_after(self, seconds: float) -> None:
        self._idle_timer = asyncio.get_running_loop().call_later(seconds, self._start_repair)

    def _start_repair(self) -> None:
        self._repairing = asyncio.get_running_loop().create_task(self._repair_one())

    async def _repair_one(self) -> None:
        with contextlib.suppress(IndexFileError):
            if await self._write(self._repair):
                self._repair_after(PAUSE_BETWEEN_REPAIRS_S)
