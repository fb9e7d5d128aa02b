"""Answers with whole ordered lists of row ids: a scope, an order, a search."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from typing import Any, TypeVar

import apsw

from contactdesk.index.malloc import give_back
from contactdesk.index.postings.bitmap import bits_of, of_ids, those_of
from contactdesk.index.read.evaluate import Search
from contactdesk.index.read.selection import QueryCache, Selection
from contactdesk.index.read.vocabulary import VOCABULARY, Vocabulary
from contactdesk.index.types import Names, Order, Scope
from contactdesk.search.query import Query

T = TypeVar("T")

FRESH = 60
"""Seconds for which the hits of a search for ages, or for today, hold."""

LARGE = 100_000
"""Ids that take much memory for a moment, before they are what is answered."""

MORE = 8
"""Where texts leave too few of the first rows, those of so many times as many are looked at."""


class SupersededError(Exception):
    """A newer wish came, or nobody waits any more."""


class Turn:
    """One wish for ids; it may be called off from another thread at any time."""

    def __init__(self) -> None:
        self.called_off = False

    def check(self) -> None:
        if self.called_off:
            raise SupersededError


class Reader:
    """All of it runs on the index's reading thread, but `interrupt`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        # Not within a transaction: interrupted, it would end it.
        connection.execute(VOCABULARY)
        self.names: Names = {}
        self._running: Turn | None = None
        self._kept = QueryCache()

    def interrupt(self, turn: Turn) -> None:
        """Calls a wish off; the statement it is at ends soon. From any thread."""
        turn.called_off = True
        if self._running is turn:
            self.connection.interrupt()

    def ids(self, scope: Scope, order: Order, query: Query, turn: Turn) -> array[int]:
        """Raises SupersededError where the turn was called off."""

        def answer() -> array[int]:
            wanted, search = self._wanted(scope, query, turn)
            if search is not None:
                search.settle(None, turn.check)
                wanted.only(search.possible)
            return wanted.ordered(order)

        found = self._in_snapshot(answer, turn)
        if len(found) > LARGE:
            give_back()
        return found

    def first(self, scope: Scope, order: Order, query: Query, count: int, turn: Turn) -> array[int]:
        """The first `count` of `ids`; all of them where there are fewer."""

        def answer() -> array[int]:
            wanted, search = self._wanted(scope, query, turn)
            if search is None:
                return wanted.first(order, count)
            return _first(wanted, search, order, count, turn)

        return self._in_snapshot(answer, turn)

    def _wanted(self, scope: Scope, query: Query, turn: Turn) -> tuple[Selection, Search | None]:
        self._kept.renew(self.connection.pragma("data_version"))
        turn.check()
        wanted = Selection(self.connection, scope, turn.check, self._kept)
        if query.empty:
            return wanted, None
        names = self.names
        # What is younger than an hour changes while nothing is written.
        asked = query, names, time.time() // FRESH if query.depends_on_now else 0.0
        if self._kept.search is None or self._kept.asked != asked:
            # The one before goes first: both may be large.
            self._kept.search = None
            self._kept.search = Search(self.connection, query, turn.check, names, self._kept.found)
            self._kept.asked = asked
        turn.check()
        return wanted, self._kept.search

    def loaded(self, scope: Scope) -> int:
        """How many contacts of a scope are in the index."""
        turn = Turn()
        return self._in_snapshot(
            lambda: Selection(self.connection, scope, turn.check, QueryCache()).size, turn
        )

    def known(self, field: str, prefix: str) -> list[str]:
        known = Vocabulary(self.connection, self.names)
        return self._in_snapshot(lambda: known.values(field, prefix), Turn())

    def _in_snapshot(self, answer: Callable[[], T], turn: Turn) -> T:
        """One state of the index for all statements, whatever is written meanwhile."""
        while True:
            turn.check()
            self._running = turn
            try:
                self.connection.execute("BEGIN")
                return answer()
            except apsw.InterruptError:
                # It may have been meant for the one before.
                turn.check()
            finally:
                self._running = None
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")


def _first(wanted: Selection, search: Search, order: Order, count: int, turn: Turn) -> array[int]:
    """The first so many hits; of the texts that have to be looked at only theirs are."""
    asked = count
    while True:
        wanted.only(search.possible)
        ids = wanted.first(order, asked)
        search.settle(of_ids(ids, wanted.gathering.size), turn.check)
        found = array("i", those_of(ids, bits_of(search.sure, wanted.gathering.size)))
        if len(found) >= count or len(ids) < asked:
            return found[:count]
        asked *= MORE
