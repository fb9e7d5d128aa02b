"""Group commit: pages waiting for the writing thread at the same time share a transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from contactdesk.index.types import Written
from contactdesk.index.write.writer import IncomingPage

MAX_PAGES_PER_COMMIT = 8
"""Other reads and writes wait for a commit, and if one page fails, all of them are tried again."""

GATHER_S = 0.05
"""Seconds that a page waits for others that are being prepared: the people of pages that are written
together are linked once, and a commit costs as much for several pages as for one."""

Write = Callable[[Sequence[IncomingPage]], Sequence[Written | Exception]]


class PendingPage:
    """A page on its way to the writing thread, which may be cancelled until it gets there."""

    def __init__(self, page: IncomingPage) -> None:
        self.page = page
        self.cancelled = False
        self.outcome: Written | Exception | None = None


class GroupCommit:
    """The pages waiting to be written: added on the event loop's thread, taken on the writing
    thread."""

    def __init__(self) -> None:
        self._queue: deque[PendingPage] = deque()

    def add(self, page: IncomingPage) -> PendingPage:
        pending = PendingPage(page)
        self._queue.append(pending)
        return pending

    def commit(self, own: PendingPage, write: Write) -> Written:
        """The outcome of a page, which is written now with others that wait, unless it has been
        already. Raises the page's error."""
        while own.outcome is None:
            batch = self._take()
            outcomes = write([each.page for each in batch])
            for each, outcome in zip(batch, outcomes, strict=True):
                each.outcome = outcome
        if isinstance(own.outcome, Exception):
            raise own.outcome
        return own.outcome

    def _take(self) -> list[PendingPage]:
        batch: list[PendingPage] = []
        while self._queue and len(batch) < MAX_PAGES_PER_COMMIT:
            first = self._queue.popleft()
            if not first.cancelled:
                batch.append(first)
        return batch
