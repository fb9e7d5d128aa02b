"""Load one page into the index: fetch, retry after transient errors, write, report the state."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from functools import partial

from contactdesk.errors import (
    ContactDeskError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
)
from contactdesk.http.client import MAX_BODY_BYTES, Reply
from contactdesk.index import Index, Written
from contactdesk.model import Cursor, Filters
from contactdesk.sync.change_bookmark import ChangeBookmark
from contactdesk.sync.fetcher import Fetcher
from contactdesk.sync.loop_guard import LoopGuard
from contactdesk.sync.rate_limit import CircuitBreaker
from contactdesk.sync.read_time import ReadTimes
from contactdesk.sync.walk import State, WalkState

SHOW_RATE_LIMIT_WAIT_FROM_S = 3.0
"""Rate limit waits from this length on are shown as WAITING."""

TRANSIENT_KINDS = {
    *("refused", "dns", "connect-timeout", "read-timeout", "slow", "broken", "busy", "tls-other"),
    *("server", "rate", "empty", "bad-json", "bad-encoding"),
}
"""Kinds of error worth another attempt."""

MAX_ATTEMPTS_OF_KIND = {"web-page": 3}
"""Kinds that are mostly for the user to end, but may pass by themselves: fewer attempts. All kinds
neither here nor in TRANSIENT_KINDS need the user."""

RESUMABLE_KINDS = {*TRANSIENT_KINDS, "index-full", "index-locked"}
"""Kinds of error after which a walk that was given up is retried later."""


class PageLoader:
    """Loads the next page of a walk, or of its changes; one at a time per account.

    `on_changed` is called whenever a walk's state or listing changed. `backoff` returns the wait
    after a failed attempt (number, Retry-After). A wait longer than `max_pause_s` is an error.
    """

    def __init__(
        self,
        index: Index,
        fetcher: Fetcher,
        bookmark: ChangeBookmark,
        read_times: ReadTimes,
        *,
        on_changed: Callable[[WalkState], None],
        backoff: Callable[[int, float | None], float],
        max_pause_s: float,
    ) -> None:
        self._index = index
        self._fetcher = fetcher
        self._bookmark = bookmark
        self._read_times = read_times
        self._on_changed = on_changed
        self._backoff = backoff
        self._max_pause_s = max_pause_s
        self._locks: dict[str, asyncio.Lock] = {}
        self._breakers: dict[str, CircuitBreaker] = {}

    async def load(self, walk: WalkState, overlap: int) -> Written:
        """Load the next page, overlapping the one after it by `overlap` records."""
        return await self._run(walk, partial(self._page, walk, overlap))

    async def load_changes(
        self, walk: WalkState, filters: Filters, cursor: Cursor, guard: LoopGuard
    ) -> Written:
        """Load a page of changes; the listing keeps its position."""
        return await self._run(walk, partial(self._page_of_changes, walk, filters, cursor, guard))

    async def restart(self, walk: WalkState) -> None:
        """Begin a new pass at the first page."""
        walk.listing = await self._index.restart(walk.listing)
        walk.loop_guard = LoopGuard()

    def set_idle(self, walk: WalkState) -> None:
        """No request is under way; a failure stays visible."""
        if walk.state is not State.FAILED or walk.error is None:
            self.set_state(walk, walk.idle_state())
        else:
            self._on_changed(walk)

    def set_state(
        self,
        walk: WalkState,
        state: State,
        error: ContactDeskError | None = None,
        resumes_at: float | None = None,
    ) -> None:
        walk.state, walk.error, walk.resumes_at = state, error, resumes_at
        self._on_changed(walk)

    def forget(self, account_id: str) -> None:
        self._breakers.pop(account_id, None)

    # Attempts

    async def _run(self, walk: WalkState, page: Callable[[], Awaitable[Written]]) -> Written:
        """Load one page under the account's lock, and set the walk's state in every case."""
        async with self._locks.setdefault(walk.account.id, asyncio.Lock()):
            self.set_state(walk, State.LOADING)
            try:
                written = await self._retry(walk, page)
            except ContactDeskError as error:
                _add_origin(walk, error)
                resumes_at = self._breaker(walk).open() if error.kind in RESUMABLE_KINDS else None
                self.set_state(walk, State.FAILED, error, resumes_at)
                raise
            except BaseException:
                self.set_idle(walk)
                raise
        self.set_idle(walk)
        return written

    async def _retry(self, walk: WalkState, page: Callable[[], Awaitable[Written]]) -> Written:
        breaker = self._breaker(walk)
        attempt, max_attempts = 0, breaker.max_attempts()
        while True:
            seconds = self._fetcher.limiter(walk).seconds_until_free()
            if seconds > SHOW_RATE_LIMIT_WAIT_FROM_S:
                await self._wait(walk, RateLimitedError(seconds), seconds)
            try:
                written = await page()
            except ContactDeskError as error:
                attempt += 1
                if _is_cursor_refused(walk, error):
                    walk.cursor_restarted = True
                    await self.restart(walk)
                    continue
                if attempt >= min(max_attempts, _max_attempts(error.kind)):
                    raise
                await self._wait(walk, error, self._backoff(attempt - 1, _retry_after(error)))
            else:
                breaker.close()
                return written

    async def _wait(self, walk: WalkState, error: ContactDeskError, seconds: float) -> None:
        """Wait before the next attempt, until `walk.retry_now` is set."""
        if seconds > self._max_pause_s:
            raise error
        _add_origin(walk, error)
        walk.retry_now.clear()
        self.set_state(walk, State.WAITING, error, time.monotonic() + seconds)
        try:
            async with asyncio.timeout(seconds):
                await walk.retry_now.wait()
        except TimeoutError:
            pass
        self.set_state(walk, State.LOADING)

    def _breaker(self, walk: WalkState) -> CircuitBreaker:
        return self._breakers.setdefault(walk.account.id, CircuitBreaker())

    # Pages

    async def _page(self, walk: WalkState, overlap: int) -> Written:
        before, cursor = walk.listing, walk.listing.next_cursor

        async def write(body: bytes) -> Written:
            # The page may have been halved since: it must not overlap by more than it holds.
            overlapped = min(overlap, walk.overlap())
            return await self._index.write_page(before, walk.provider, body, overlap=overlapped)

        reply, written = await self._fetch_and_write(walk, cursor, walk.filters, write)
        walk.listing = written.listing
        if cursor is None:
            await self._bookmark.pass_began(walk, reply)
            await self._read_times.began(walk, reply.milliseconds / 1000)
        if walk.listing.complete:
            await self._bookmark.pass_ended(walk.listing)
            await self._read_times.ended(walk)
        _check(walk.loop_guard, cursor, written, walk.listing.walked - before.walked)
        return written

    async def _page_of_changes(
        self, walk: WalkState, filters: Filters, cursor: Cursor, guard: LoopGuard
    ) -> Written:
        write = partial(self._index.write_changes, walk.listing, walk.provider)
        reply, written = await self._fetch_and_write(walk, cursor, filters, write)
        if cursor is None:
            await self._bookmark.pass_began(walk, reply)
        _check(guard, cursor, written, len(written.new) + len(written.changed))
        return written

    async def _fetch_and_write(
        self,
        walk: WalkState,
        cursor: Cursor,
        filters: Filters,
        write: Callable[[bytes], Awaitable[Written]],
    ) -> tuple[Reply, Written]:
        reply = await self._fetcher.page(walk, cursor, filters)
        if len(reply.body) > MAX_BODY_BYTES:  # allowed for a page of one contact only
            walk.oversized_contacts += 1
        written, started = None, time.monotonic()
        try:
            written = await write(reply.body)
        finally:
            self._fetcher.log_rows(reply, written.count if written else None)
        walk.record_page_time(reply.milliseconds / 1000 + time.monotonic() - started)
        return reply, written


def _max_attempts(kind: str) -> float:
    return MAX_ATTEMPTS_OF_KIND.get(kind, math.inf if kind in TRANSIENT_KINDS else 1)


def _is_cursor_refused(walk: WalkState, error: ContactDeskError) -> bool:
    """Whether the pass should restart because its cursor expired. Only once: the request itself
    may be at fault."""
    has_cursor = walk.listing.next_cursor is not None and walk.changes is None
    return error.kind == "bad-request" and has_cursor and not walk.cursor_restarted


def _check(guard: LoopGuard, cursor: Cursor, written: Written, new: int) -> None:
    """Stop a listing that has no valid next page or does not end; what was loaded is kept."""
    if written.problem:
        raise UnexpectedReplyError(written.problem)
    guard.check(cursor, written.next_cursor, written.count, new)


def _add_origin(walk: WalkState, error: ContactDeskError) -> None:
    error.vendor = error.vendor or walk.provider.title
    error.account = error.account or walk.account.label


def _retry_after(error: ContactDeskError) -> float | None:
    return error.retry_after if isinstance(error, RateLimitedError | VendorDownError) else None
