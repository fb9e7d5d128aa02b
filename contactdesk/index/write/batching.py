"""Pages that wait for the writing thread at the same time are written together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from contactdesk.index.types import Written
from contactdesk.index.write.writer import Arrived

AT_MOST = 8
"""Pages in one transaction. Nothing is read or written beside it, and a fault costs all of them a
second try."""

Write = Callable[[Sequence[Arrived]], Sequence[Written | Exception]]


class PendingPage:
    """A page on its way to the writing thread; whoever brings it may give it up until then."""

    def __init__(self, page: Arrived) -> None:
        self.page = page
        self.given_up = False
        self.outcome: Written | Exception | None = None


class GroupCommit:
    """What waits: put in by the loop's thread, taken out by the writing one."""

    def __init__(self) -> None:
        self._waiting: deque[PendingPage] = deque()

    def add(self, page: Arrived) -> PendingPage:
        waiting = PendingPage(page)
        self._waiting.append(waiting)
        return waiting

    def written(self, mine: PendingPage, write: Write) -> Written:
        """What became of a page, which is written now, with others that wait, unless it was
        with another. Raises why it was not."""
        while mine.outcome is None:
            pages = self._taken()
            outcomes = write([each.page for each in pages])
            for each, outcome in zip(pages, outcomes, strict=True):
                each.outcome = outcome
        if isinstance(mine.outcome, Exception):
            raise mine.outcome
        return mine.outcome

    def _taken(self) -> list[PendingPage]:
        taken: list[PendingPage] = []
        while self._waiting and len(taken) < AT_MOST:
            first = self._waiting.popleft()
            if not first.given_up:
                taken.append(first)
        return taken
