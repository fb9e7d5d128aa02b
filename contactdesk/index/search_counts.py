"""Searches that are not on screen: how many contacts match, and the first of them."""

from __future__ import annotations

from array import array

from contactdesk.index.file import IndexFile
from contactdesk.index.people import People
from contactdesk.index.read.selection import QueryCache
from contactdesk.index.types import Order, Scope
from contactdesk.search.query import Query

LANE, FIRST_LANE = "search counts", "first matches"


class SearchCounts:
    """Searches on the reading thread. Cancel one to let another search through."""

    def __init__(self, file: IndexFile, people: People) -> None:
        self._file, self._people = file, people

    async def count(self, scope: Scope, query: Query) -> int:
        """How many contacts in scope match. A newer call supersedes it: CancelledError."""
        await self._people.prepare(Order(), query)
        return await self._file.read_latest(
            lambda turn: self._file.reader.count(scope, query, turn), LANE
        )

    async def first(self, scope: Scope, query: Query, count: int) -> array[int]:
        """The row ids of the first `count` contacts in scope that match, in loading order. A newer
        call supersedes it: CancelledError."""
        await self._people.prepare(Order(), query)
        return await self._file.read_latest(
            lambda turn: self._file.reader.first(scope, Order(), query, count, turn, QueryCache()),
            FIRST_LANE,
        )
