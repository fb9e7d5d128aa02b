"""Where replies are read: on threads of their own, or, while many come, in processes of their own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TypeVar

from contactdesk.index.ingest.prepare import PagePreparer, PreparedPage
from contactdesk.index.ingest.process import PageProcess
from contactdesk.index.postings.build import Fresh, sets_of
from contactdesk.model import Cursor, Provider
from contactdesk.worker import Worker

T = TypeVar("T")
Sets = list[tuple[str, bytes]]

RESTS_AFTER = 20.0
"""Seconds without a page after which the processes that read them end."""

SIDES = min(2, os.cpu_count() or 1)
"""How many pages are read at a time. Reading one takes twice as long as writing it."""


class PageWorker:
    """Reads one reply after another."""

    def __init__(self, number: int) -> None:
        self.waiting = 0
        """How much is to be read, in bytes: one vendor's page can take as long as ten of another."""
        self.apart: PageProcess | None = None
        self._worker, self._reading = Worker(f"index pages {number}"), PagePreparer()

    async def ready(
        self, provider: Provider, body: bytes, cursor: Cursor, overlap: int
    ) -> PreparedPage:
        apart = self.apart

        def read() -> PreparedPage:
            found = apart.ready(provider, body, cursor, overlap) if apart is not None else None
            return found or self._reading.ready(provider, body, cursor, overlap)

        return await self._call(read, len(body))

    async def sets(self, fresh: Fresh) -> Sets:
        apart = self.apart

        def make() -> Sets:
            found = apart.sets(fresh) if apart is not None else None
            return sets_of(fresh) if found is None else found

        return await self._call(make, sum(len(each) for _, *texts in fresh for each in texts))

    async def _call(self, work: Callable[[], T], size: int) -> T:
        self.waiting += size
        try:
            return await self._worker.call(work)
        finally:
            self.waiting -= size

    def stop(self) -> None:
        self._worker.stop()
        if self.apart is not None:
            self.apart.stop()
            self.apart = None


class PagePool:
    """Reads replies, none of them on the caller's thread."""

    def __init__(self) -> None:
        self._sides = [PageWorker(number) for number in range(SIDES)]
        self._resting: asyncio.TimerHandle | None = None
        self._is_apart = False

    def read_apart(self) -> None:
        """From now on they are read in other processes, which are there while there are any."""
        self._is_apart = True
        for side in self._sides:
            side.apart = PageProcess()

    def expect(self) -> None:
        """Says that some will come: what it takes to read them is made ready meanwhile, and let
        go of when none have come for a while. Returns at once."""
        if not self._is_apart:
            return
        for side in self._sides:
            if side.apart is not None:
                side.apart.start()
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(RESTS_AFTER, self._rest)

    def _rest(self) -> None:
        for side in self._sides:
            if side.apart is not None:
                side.apart.stop()

    async def ready(
        self, provider: Provider, body: bytes, cursor: Cursor, overlap: int
    ) -> PreparedPage:
        """As `Reading.ready`."""
        self.expect()
        return await self._free().ready(provider, body, cursor, overlap)

    async def sets(self, fresh: Fresh) -> Sets:
        """As `sets_of`."""
        return await self._free().sets(fresh)

    def _free(self) -> PageWorker:
        return min(self._sides, key=lambda each: each.waiting)

    def stop(self) -> None:
        """For good."""
        self._is_apart = False
        if self._resting is not None:
            self._resting.cancel()
        for side in self._sides:
            side.stop()
