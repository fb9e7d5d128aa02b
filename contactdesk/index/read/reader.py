"""Answers queries with ordered lists of row ids."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import apsw

from contactdesk.index.malloc import trim_heap
from contactdesk.index.postings.bitmap import from_ids, members_among, to_bytes
from contactdesk.index.read.evaluate import Search
from contactdesk.index.read.people_selection import PeopleSelection
from contactdesk.index.read.selection import QueryCache, Selection, counts_by_account
from contactdesk.index.read.vocabulary import VOCABULARY, Vocabulary
from contactdesk.index.types import Order, Scope, UserWords
from contactdesk.model import Provider
from contactdesk.search.query import Query

T = TypeVar("T")

RELATIVE_DATES_VALID_S = 60
"""How long the hits of a query with relative dates, such as today, are cached."""

MIN_IDS_TO_TRIM_HEAP = 100_000
"""Longer answers leave much freed memory behind."""

CANDIDATE_GROWTH = 8
"""If verification leaves too few of the first rows, this many times the candidates are verified."""


class SupersededError(Exception):
    """A newer request came, or nobody waits for the answer."""


class CancelToken:
    """Cancels one request, from any thread."""

    def __init__(self) -> None:
        self.cancelled = False

    def check(self) -> None:
        if self.cancelled:
            raise SupersededError


class Reader:
    """Searches and sorts; on the index's reading thread, except `interrupt`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        # Outside of a transaction: an interrupt would end it.
        connection.execute(VOCABULARY)
        self.words = UserWords()
        self.providers: Mapping[str, Provider] = {}
        self._running: CancelToken | None = None
        self._cache = QueryCache()

    def interrupt(self, token: CancelToken) -> None:
        """Cancel a request and interrupt its statement. From any thread."""
        token.cancelled = True
        if self._running is token:
            self.connection.interrupt()

    def ids(self, scope: Scope, order: Order, query: Query, token: CancelToken) -> array[int]:
        """All hits in order. Raises SupersededError if cancelled."""

        def answer() -> array[int]:
            selection, search = self._selection(scope, query, token)
            if search is not None:
                search.verify(None, token.check)
                selection.restrict(search.candidates)
            return selection.ordered(order)

        found = self._in_snapshot(answer, token)
        if len(found) > MIN_IDS_TO_TRIM_HEAP:
            trim_heap()
        return found

    def first(
        self,
        scope: Scope,
        order: Order,
        query: Query,
        count: int,
        token: CancelToken,
        cache: QueryCache | None = None,
    ) -> array[int]:
        """The first `count` of `ids`. With a cache of its own, what is cached for the search on
        screen stays."""

        def answer() -> array[int]:
            selection, search = self._selection(scope, query, token, cache)
            if search is None:
                return selection.first(order, count)
            return _first_hits(selection, search, order, count, token)

        return self._in_snapshot(answer, token)

    def hits_by_account(self, query: Query, token: CancelToken) -> dict[str, int]:
        """Account id -> number of contacts that match, in the accounts where any do."""

        def answer() -> dict[str, int]:
            selection, search = self._selection(Scope(), query, token)
            if search is None:
                return {}
            search.verify(None, token.check)
            return counts_by_account(selection.reader, search.candidates)

        return self._in_snapshot(answer, token)

    def count(self, scope: Scope, query: Query, token: CancelToken) -> int:
        """How many contacts in scope match. What is cached for the search on screen stays."""

        def answer() -> int:
            selection, search = self._selection(scope, query, token, QueryCache())
            if search is not None:
                search.verify(None, token.check)
                selection.restrict(search.candidates)
            return len(selection.ordered(Order()))

        return self._in_snapshot(answer, token)

    def _selection(
        self, scope: Scope, query: Query, token: CancelToken, cache: QueryCache | None = None
    ) -> tuple[Selection, Search | None]:
        version = self.connection.pragma("data_version")
        self._cache.renew(version)
        if cache is None:
            cache = self._cache
        else:
            cache.renew(version, self._cache.people)
        token.check()
        selected = PeopleSelection if scope.people else Selection
        selection = selected(self.connection, scope, token.check, cache)
        if query.empty:
            return selection, None
        minute = time.time() // RELATIVE_DATES_VALID_S if query.depends_on_now else 0.0
        key = query, self.words, minute, scope.people
        if cache.search is None or cache.search_key != key:
            # Free the previous one first: both may be large.
            cache.search = None
            cache.search = Search(
                self.connection,
                query,
                token.check,
                self.words,
                cache.terms,
                self.providers,
                cache.people,
                finds_people=scope.people,
            )
            cache.search_key = key
        token.check()
        return selection, cache.search

    def field_values(self, field: str, prefix: str) -> list[str]:
        """See `Vocabulary.values`."""
        vocabulary = Vocabulary(self.connection, self.words)
        return self._in_snapshot(lambda: vocabulary.values(field, prefix), CancelToken())

    def answer(self, work: Callable[[Any], T], token: CancelToken) -> T:
        """`work(connection)` on one state of the index. Raises SupersededError if cancelled."""
        return self._in_snapshot(lambda: work(self.connection), token)

    def _in_snapshot(self, answer: Callable[[], T], token: CancelToken) -> T:
        """Run all statements of an answer on one state of the index."""
        while True:
            token.check()
            self._running = token
            try:
                self.connection.execute("BEGIN")
                return answer()
            except apsw.InterruptError:
                # The interrupt may have been meant for the previous request.
                token.check()
            finally:
                self._running = None
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")


def _first_hits(
    selection: Selection, search: Search, order: Order, count: int, token: CancelToken
) -> array[int]:
    """The first hits, verifying no more candidates than necessary."""
    wanted, size = count, selection.reader.size
    while True:
        selection.restrict(search.candidates)
        ids = selection.first(order, wanted)
        search.verify(from_ids(ids, size), token.check)
        found = array("i", members_among(ids, to_bytes(search.certain, size)))
        if len(found) >= count or len(ids) < wanted:
            return found[:count]
        wanted *= CANDIDATE_GROWTH
