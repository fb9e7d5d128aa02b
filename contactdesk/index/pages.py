"""Where replies are read: on a thread of its own, or, while many come, in a process of its own."""

from __future__ import annotations

import asyncio

from contactdesk.index.apart import Apart
from contactdesk.index.reading import Reading, Ready
from contactdesk.model import Cursor, Provider
from contactdesk.worker import Worker

RESTS_AFTER = 20.0
"""Seconds without a page after which the process that reads them ends."""


class Pages:
    """Reads one reply after another, none of them on the caller's thread."""

    def __init__(self) -> None:
        self._worker, self._reading = Worker("index pages"), Reading()
        self._apart: Apart | None = None
        self._resting: asyncio.TimerHandle | None = None

    def read_apart(self) -> None:
        """From now on they are read in another process, which is there while there are any."""
        self._apart = Apart()

    def expect(self) -> None:
        """Says that some will come: what it takes to read them is made ready meanwhile, and let
        go of when none have come for a while. Returns at once."""
        if self._apart is None:
            return
        self._apart.start()
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(RESTS_AFTER, self._apart.stop)

    async def ready(self, provider: Provider, body: bytes, cursor: Cursor, overlap: int) -> Ready:
        """As `Reading.ready`."""
        self.expect()
        apart = self._apart

        def read() -> Ready:
            found = apart.ready(provider, body, cursor, overlap) if apart is not None else None
            return found or self._reading.ready(provider, body, cursor, overlap)

        return await self._worker.call(read)

    def stop(self) -> None:
        """For good."""
        self._worker.stop()
        if self._resting is not None:
            self._resting.cancel()
        if self._apart is not None:
            self._apart.stop()
            self._apart = None
