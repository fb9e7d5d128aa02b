"""Brings pages of the vendors' listings into the index: the next one, all of them, or all again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from contactdesk.accounts import Account, Accounts, located
from contactdesk.client import Client
from contactdesk.errors import (
    ContactDeskError,
    KeyRefusedError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
)
from contactdesk.index import NOT_LOADED, Index, Listing, Written
from contactdesk.keys import Keys
from contactdesk.model import Cursor, Filters, Params, Provider
from contactdesk.pace import Pace, backoff

TRIES = 6
"""How often one page is asked for before the walk gives up and waits for the user."""

OVERLAP = 10
"""An offset walk that shall miss nothing overlaps pages by one record in so many."""

EMPTY_PAGES = 3
"""So many empty pages in a row that still promise more end a walk."""

NEWEST = 0.2
"""How much the newest page counts in the time a page takes."""

TRIED_AGAIN = {
    *("refused", "dns", "connect-timeout", "read-timeout", "slow", "broken", "busy", "tls-other"),
    *("server", "rate", "empty", "bad-json", "bad-encoding"),
}
"""Kinds of fault that may pass by themselves; every other one needs the user."""


class State(Enum):
    """Where a walk stands; the value is what a person reads."""

    NOT_LOADED = "not loaded"
    LOADING = "loading"
    PARTIAL = "partly loaded"
    COMPLETE = "complete"
    FAILED = "failed"
    WAITING = "waiting"


@dataclass
class Walk:
    """One listing of one account and how far it was read.

    `resumes_at` is on `time.monotonic()`'s clock while the state is WAITING. `error` is the
    reason of FAILED and WAITING. `requests` were sent in this run; `page_seconds` is how long one
    takes by now, until it is written, without the waits that the vendor's rate asks for.
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
    requests: int = 0
    page_seconds: float = 0.0
    seen: set[Cursor] = field(default_factory=set, repr=False)
    empty_pages: int = 0
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


class Sync:
    """All walks of all accounts: at most one request in flight for an account.

    `changed` is called, on the event loop's thread, with every walk whose state or listing moved;
    `written` with a walk and what a page brought.
    """

    def __init__(
        self,
        accounts: Accounts,
        keys: Keys,
        index: Index,
        client: Client,
        *,
        changed: Callable[[Walk], None] = lambda _walk: None,
        written: Callable[[Walk, Written], None] = lambda _walk, _written: None,
        wait: Callable[[int, float | None], float] = backoff,
    ) -> None:
        self.accounts = accounts
        self._keys = keys
        self._index = index
        self._client = client
        self._changed = changed
        self._written = written
        self._wait = wait
        self._walks: dict[tuple[str, str], Walk] = {}
        self._held: dict[str, str] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._paces: dict[str, Pace] = {}

    # Walks

    async def walk(self, account_id: str, filters: Filters | None = None) -> Walk:
        """The walk of this account with these of the vendor's filters, as far as it was read."""
        chosen = dict(filters or {})
        name = (account_id, repr(sorted(chosen.items())))
        if name not in self._walks:
            account = self.accounts.get(account_id)
            listing = await self._index.listing(account_id, chosen)
            walk = Walk(account, located(account), chosen, listing)
            walk.state = _resting(walk)
            self._walks.setdefault(name, walk)
        return self._walks[name]

    def walks(self, account_id: str = "") -> list[Walk]:
        """The walks that were opened, of one account or of all."""
        return [w for w in self._walks.values() if account_id in ("", w.account.id)]

    def forget(self, account_id: str) -> None:
        """Lets go of an account's walks and key; its data is the index's to forget."""
        self._walks = {name: w for name, w in self._walks.items() if name[0] != account_id}
        self.key_changed(account_id)

    def account_changed(self, account: Account) -> None:
        """A label or server address changed: walks go on under it."""
        for walk in self.walks(account.id):
            walk.account, walk.provider = account, located(account)
            self._changed(walk)

    def key_changed(self, account_id: str) -> None:
        """The key is read anew before the next request."""
        self._held.pop(account_id, None)

    # Commands

    async def next_page(self, walk: Walk) -> Written | None:
        """Fetches exactly the next page; None where there is none or one is on its way."""
        if walk.busy or walk.loading_all or not walk.has_more:
            return None
        return await self._guarded(walk, overlap=0)

    async def load_all(self, walk: Walk) -> None:
        """Fetches page after page to the end of the listing; `pause`, `resume`, `cancel`."""
        if walk.loading_all:
            return
        walk.loading_all, walk.paused = True, False
        walk.go_on.set()
        try:
            while walk.has_more:
                await walk.go_on.wait()
                await self._guarded(walk, overlap=_overlap(walk.provider))
        finally:
            walk.loading_all = walk.paused = False
            self._rest(walk)

    async def refresh(self, walk: Walk) -> None:
        """Reads again, from the first page, as much as was read before; rows stay meanwhile."""
        if walk.busy or walk.loading_all:
            return
        wanted = walk.listing.walked if walk.has_more else None
        walk.refreshing = True
        try:
            await self._restart(walk)
            while walk.has_more and (wanted is None or walk.listing.walked < max(1, wanted)):
                await self._guarded(walk, overlap=_overlap(walk.provider))
        finally:
            walk.refreshing = False
            self._rest(walk)

    def pause(self, walk: Walk) -> None:
        walk.paused = True
        walk.go_on.clear()
        self._changed(walk)

    def resume(self, walk: Walk) -> None:
        walk.paused = False
        walk.go_on.set()
        self._changed(walk)

    def retry_now(self, walk: Walk) -> None:
        """Ends the pause between two tries."""
        walk.hurry.set()

    # One page

    async def _guarded(self, walk: Walk, overlap: int) -> Written:
        """One page, with the walk's state kept true whatever happens."""
        turn = self._turns.setdefault(walk.account.id, asyncio.Lock())
        async with turn:
            self._to(walk, State.LOADING)
            try:
                written = await self._tried(walk, overlap)
            except ContactDeskError as error:
                error.vendor = error.vendor or walk.provider.title
                error.account = error.account or walk.account.label
                self._to(walk, State.FAILED, error)
                raise
            except BaseException:
                self._rest(walk)
                raise
        self._rest(walk)
        self._written(walk, written)
        return written

    async def _tried(self, walk: Walk, overlap: int) -> Written:
        """One page, asked for again after faults that may pass."""
        restarted = False
        for attempt in range(TRIES):
            try:
                return await self._fetch(walk, overlap)
            except ContactDeskError as error:
                if error.kind == "bad-request" and walk.listing.next_cursor and not restarted:
                    restarted = True
                    await self._restart(walk)
                elif error.kind not in TRIED_AGAIN or attempt == TRIES - 1:
                    raise
                else:
                    await self._pause(walk, error, attempt)
        raise UnexpectedReplyError("http")

    async def _fetch(self, walk: Walk, overlap: int) -> Written:
        account, provider = walk.account, walk.provider
        key = await self._key(account)
        cursor = walk.listing.next_cursor
        pace = self._paces.setdefault(account.id, Pace(provider.rate))
        await pace.turn()
        walk.requests += 1
        began = time.monotonic()
        try:
            reply = await self._client.get(
                provider, key, request_params(provider, walk.filters, cursor), account=account.label
            )
        except RateLimitedError as error:
            pace.pause(error.retry_after or 0)
            raise
        except KeyRefusedError:
            self.key_changed(account.id)
            raise
        walk.seen.add(cursor)
        written = await self._index.write_page(walk.listing, provider, reply.body, overlap=overlap)
        walk.took(time.monotonic() - began)
        walk.listing = written.listing
        self._guard(walk, written)
        return written

    def _guard(self, walk: Walk, written: Written) -> None:
        """A vendor that runs in a circle is stopped; what came is kept."""
        walk.empty_pages = 0 if written.count else walk.empty_pages + 1
        if not walk.has_more:
            return
        if walk.listing.next_cursor in walk.seen:
            raise UnexpectedReplyError("cursor-loop")
        if walk.empty_pages >= EMPTY_PAGES:
            raise UnexpectedReplyError("empty-pages")

    async def _key(self, account: Account) -> str:
        if account.id not in self._held:
            self._held[account.id] = await self._keys.get(account.id, account.keyring)
        return self._held[account.id]

    async def _restart(self, walk: Walk) -> None:
        walk.listing = await self._index.restart(walk.listing)
        walk.seen.clear()
        walk.empty_pages = 0

    async def _pause(self, walk: Walk, error: ContactDeskError, attempt: int) -> None:
        """Waits before the next try, as long as the vendor asks or our back-off says."""
        asked = error.retry_after if isinstance(error, RateLimitedError | VendorDownError) else None
        seconds = self._wait(attempt, asked)
        error.vendor = error.vendor or walk.provider.title
        error.account = error.account or walk.account.label
        walk.hurry.clear()
        walk.resumes_at = time.monotonic() + seconds
        self._to(walk, State.WAITING, error)
        try:
            async with asyncio.timeout(seconds):
                await walk.hurry.wait()
        except TimeoutError:
            pass
        self._to(walk, State.LOADING)

    # State

    def _rest(self, walk: Walk) -> None:
        if walk.state is not State.FAILED or walk.error is None:
            self._to(walk, _resting(walk))
        else:
            self._changed(walk)

    def _to(self, walk: Walk, state: State, error: ContactDeskError | None = None) -> None:
        walk.state, walk.error = state, error
        if state is not State.WAITING:
            walk.resumes_at = None
        self._changed(walk)


def _resting(walk: Walk) -> State:
    """The state of a walk while nothing is on its way."""
    if walk.listing.complete:
        return State.COMPLETE
    # A new pass has no page yet, but what the one before brought is there.
    return State.NOT_LOADED if walk.listing.state == NOT_LOADED else State.PARTIAL


def _overlap(provider: Provider) -> int:
    return provider.paging.size // OVERLAP if provider.paging.by_offset else 0


def request_params(provider: Provider, filters: Filters, cursor: Cursor) -> Params:
    """The query of one page: the vendor's standing parameters, the filters, the cursor.

    Filters are sent again with every cursor: the vendors' documents promise nothing else.
    """
    known = {each.param: each for each in provider.filters}
    params: Params = [(name, v) for name, v in provider.always.items() if name not in filters]
    for name, value in filters.items():
        if value and name in known:
            params += known[name].params(value)
    return params + [(name, str(v)) for name, v in provider.paging.params(cursor).items()]
