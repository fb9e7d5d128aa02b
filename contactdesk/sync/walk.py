"""One listing of one account: how far it was read, what it waits for, what may not go on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from contactdesk.errors import ContactDeskError, UnexpectedReplyError
from contactdesk.index import NOT_LOADED, Listing
from contactdesk.model import Cursor, Filters, Params, Provider
from contactdesk.profile.accounts import Account

EMPTY_PAGES = 3
"""So many empty pages in a row that still promise more end a walk."""

STALE_PAGES = 3
"""So many pages in a row that hold nothing new to the pass end a walk."""

OVERLAP = 10
"""An offset walk that shall miss nothing overlaps pages by one record in so many."""

WIDE_OVERLAP = 2
"""The same, once contacts moved by more than that."""

NEWEST = 0.2
"""How much the newest page counts in the time a page takes."""


class State(Enum):
    """Where a walk stands; the value is what a person reads."""

    NOT_LOADED = "not loaded"
    LOADING = "loading"
    PARTIAL = "partly loaded"
    COMPLETE = "complete"
    FAILED = "failed"
    WAITING = "waiting"


@dataclass
class Guard:
    """Stops a vendor that runs in a circle: any cursor that comes again, and pages that bring
    nothing while they promise more."""

    stale_pages: int = STALE_PAGES
    seen: set[Cursor] = field(default_factory=set, repr=False)
    empty: int = 0
    stale: int = 0

    def check(self, next_cursor: Cursor, count: int, fresh: int) -> None:
        """After a page of `count` records, `fresh` of them not seen before. Raises
        UnexpectedReplyError."""
        self.empty = 0 if count else self.empty + 1
        self.stale = self.stale + 1 if count and not fresh else 0
        if next_cursor is None:
            return
        if next_cursor in self.seen:
            raise UnexpectedReplyError("cursor-loop")
        if self.empty >= EMPTY_PAGES:
            raise UnexpectedReplyError("empty-pages")
        if self.stale >= self.stale_pages:
            raise UnexpectedReplyError("same-page")


class Changes(Struct, frozen=True):
    """What a refresh that asked for changes only has brought. `since` is in seconds since 1970."""

    since: float
    count: int = 0


@dataclass
class WalkState:
    """One listing of one account and how far it was read.

    `resumes_at` is on `time.monotonic()`'s clock: when a walk that is WAITING goes on, and when
    one that FAILED is due to be tried again by itself. `error` is the reason of FAILED and
    WAITING. `again` says that every page is read anew, in a refresh or since contacts moved while
    they were read. `size` is how many records a page is asked for where that is fewer than usual.
    `large` counts pages of one contact that were larger than usual pages may be. `moved` says
    that contacts moved by more than pages overlap. `requests` were sent in this run;
    `page_seconds` is how long one takes by now, until it is written, without the waits that the
    vendor's rate asks for.
    """

    account: Account
    provider: Provider
    filters: Filters
    listing: Listing
    state: State = State.NOT_LOADED
    error: ContactDeskError | None = None
    resumes_at: float | None = None
    loading_all: bool = False
    paused: bool = False
    refreshing: bool = False
    again: bool = False
    changes: Changes | None = None
    size: int = 0
    large: int = 0
    restarted: bool = False
    moved: bool = False
    requests: int = 0
    page_seconds: float = 0.0
    guard: Guard = field(default_factory=Guard, repr=False)
    go_on: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    hurry: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def has_more(self) -> bool:
        return not self.listing.complete

    @property
    def busy(self) -> bool:
        return self.state in (State.LOADING, State.WAITING)

    def requests_left(self) -> int | None:
        """How many requests load the rest; None where the vendor gives no honest total."""
        size, total = self.provider.paging.size, self.listing.total
        if not self.has_more:
            return 0
        if total is None or not size:
            return None
        return max(1, -(-(total - self.listing.walked) // size))

    def seconds_left(self) -> float | None:
        """How long the rest takes, as measured and within the vendor's published rate; None
        where nobody knows."""
        left, rate = self.requests_left(), self.provider.rate
        if left is None or not (self.page_seconds or rate):
            return None
        apart = rate.seconds / rate.requests if rate else 0.0
        return left * max(apart, self.page_seconds)

    def took(self, seconds: float) -> None:
        """One more page was fetched and written in so many seconds."""
        before = self.page_seconds or seconds
        self.page_seconds = before + (seconds - before) * NEWEST

    def resting(self) -> State:
        """The state while nothing is on its way."""
        if self.listing.complete:
            return State.COMPLETE
        # A new pass has no page yet, but what the one before brought is there.
        return State.NOT_LOADED if self.listing.state == NOT_LOADED else State.PARTIAL

    def overlap(self) -> int:
        """By how many records pages overlap where nothing shall be missed."""
        paging = self.provider.paging
        part = WIDE_OVERLAP if self.moved else OVERLAP
        return (self.size or paging.size) // part if paging.by_offset else 0


def request_params(provider: Provider, filters: Filters, cursor: Cursor, size: int = 0) -> Params:
    """The query of one page: the vendor's standing parameters, the filters, the cursor.

    Filters are sent again with every cursor: the vendors' documents promise nothing else. `size`
    asks for another page size than the provider's own.
    """
    known = {each.param: each for each in provider.filters}
    params: Params = [(name, v) for name, v in provider.always.items() if name not in filters]
    for name, value in filters.items():
        if value and name in known:
            params += known[name].params(value)
    page = dict(provider.paging.params(cursor))
    if size and provider.paging.size_param:
        page[provider.paging.size_param] = size
    return params + [(name, str(value)) for name, value in page.items()]
