"""Counts of searches that are not on screen."""

from __future__ import annotations

from contactdesk.index.file import IndexFile
from contactdesk.index.types import Scope
from contactdesk.search.query import Query

LANE = "search counts"


class SearchCounts:
    """Counts on the reading thread. Cancel a count to let another search through."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def count(self, scope: Scope, query: Query) -> int:
        """How many contacts in scope match. A newer call supersedes it: CancelledError."""
        return await self._file.read_latest(
            lambda turn: self._file.reader.count(scope, query, turn), LANE
        )
