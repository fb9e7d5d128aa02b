"""A walk: one pass after another through one listing of one account."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from contactdesk.errors import ContactDeskError
from contactdesk.index import NOT_LOADED, Listing, Written
from contactdesk.model import Filters, Provider
from contactdesk.profile.accounts import Account
from contactdesk.sync.loop_guard import LoopGuard
from contactdesk.sync.page_size import PageSize

OVERLAP_PART = 10
"""Offset paging: one record in this many is requested again with the next page, so that contacts
deleted meanwhile do not make the walk skip others."""

WIDE_OVERLAP_PART = 2
"""The same once contacts moved by more than the normal overlap."""

NEW_PAGE_WEIGHT = 0.2
"""Weight of the newest page in the moving average of the time per page."""


class State(Enum):
    """State of a walk; the value describes it in logs and reports."""

    NOT_LOADED = "not loaded"
    LOADING = "loading"
    PARTIAL = "partly loaded"
    COMPLETE = "complete"
    FAILED = "failed"
    WAITING = "waiting"


class Changes(Struct, frozen=True):
    """Result of a refresh that requested only changes, which report no deletions. `since` is in
    seconds since 1970."""

    since: float
    new: int = 0
    changed: int = 0


class Reloaded(Struct, frozen=True):
    """Result of a refresh that read pages again.

    `missing` contacts were not on them; a second pass that misses them removes them.
    """

    new: int = 0
    changed: int = 0
    removed: int = 0
    missing: int = 0

    def plus(self, written: Written) -> Reloaded:
        return Reloaded(
            self.new + len(written.new),
            self.changed + len(written.changed),
            self.removed + written.removed,
            self.missing + written.missed,
        )


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class WalkState:
    """Position, passes and waits of one walk. The fetcher keeps keys and rate limits.

    `error` explains FAILED and WAITING. `resumes_at`, on `time.monotonic()`'s clock, is when a
    WAITING walk continues, and when a FAILED one is retried automatically. `oversized_contacts`
    needed a page of their own above the normal size limit. `page_seconds` is the moving average
    from request to written page, without rate limit waits. `rereading` is set while pages that were
    loaded before are read again, `changes` after a refresh by changes, `reloaded` after one that
    read pages again, `cursor_restarted` once a refused cursor has restarted the pass, `wide_overlap`
    if contacts moved by more than the overlap. `read_at` and `pass_began_at` see `ReadTimes`.
    """

    account: Account
    provider: Provider
    filters: Filters
    listing: Listing
    page_size: PageSize
    state: State = State.NOT_LOADED
    error: ContactDeskError | None = None
    resumes_at: float | None = None
    loading_all: bool = False
    refreshing: bool = False
    rereading: bool = False
    changes: Changes | None = None
    reloaded: Reloaded | None = None
    read_at: float | None = None
    pass_began_at: float | None = None
    cursor_restarted: bool = False
    wide_overlap: bool = False
    oversized_contacts: int = 0
    requests: int = 0
    page_seconds: float = 0.0
    loop_guard: LoopGuard = field(default_factory=LoopGuard, repr=False)
    unpaused: asyncio.Event = field(default_factory=_set_event, repr=False)
    retry_now: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def has_more(self) -> bool:
        return not self.listing.complete

    @property
    def busy(self) -> bool:
        return self.state in (State.LOADING, State.WAITING)

    @property
    def paused(self) -> bool:
        return not self.unpaused.is_set()

    def requests_left(self) -> int | None:
        """Requests needed to load the rest, overlaps included; None where the vendor gives no
        honest total."""
        size, total = self.page_size.records, self.listing.total
        if not self.has_more:
            return 0
        if total is None or not size:
            return None
        cursor, overlap = self.listing.next_cursor, self.overlap()
        begun = cursor if self.provider.paging.by_offset and isinstance(cursor, int) else None
        left = total - (self.listing.walked if begun is None else begun)
        return max(1, -(-(left - overlap) // max(1, size - overlap)))

    def seconds_left(self) -> float | None:
        """Estimated time to load the rest, from the measured time per page and the vendor's
        published rate; None where it is unknown."""
        left, rate = self.requests_left(), self.provider.rate
        if left is None or not (self.page_seconds or rate):
            return None
        interval = rate.seconds / rate.requests if rate else 0.0
        return left * max(interval, self.page_seconds)

    def record_page_time(self, seconds: float) -> None:
        average = self.page_seconds or seconds
        self.page_seconds = average + (seconds - average) * NEW_PAGE_WEIGHT

    def idle_state(self) -> State:
        """The state while no request is under way."""
        if self.listing.complete:
            return State.COMPLETE
        # A new pass starts without pages, but the contacts of the last one are still there.
        return State.NOT_LOADED if self.listing.state == NOT_LOADED else State.PARTIAL

    def overlap(self) -> int:
        """Records by which the next page overlaps this one in a walk that must miss nothing."""
        part = WIDE_OVERLAP_PART if self.wide_overlap else OVERLAP_PART
        return self.page_size.records // part if self.provider.paging.by_offset else 0
