"""Brings pages of the vendors' listings into the index: the next one, all of them, or all again."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from contactdesk.errors import (
    ContactDeskError,
    RateLimitedError,
    UnexpectedReplyError,
    VendorDownError,
)
from contactdesk.http.client import Client
from contactdesk.index import Index, MalformedRecords, Written
from contactdesk.model import Cursor, Filters
from contactdesk.profile.accounts import Account, Accounts, located
from contactdesk.profile.keyring import Keys
from contactdesk.sync.fetcher import Fetch, changed_since, woken
from contactdesk.sync.rate_limit import TRIES, CircuitBreaker, backoff
from contactdesk.sync.walk import Changes, Guard, State, WalkState, request_params

__all__ = ["TRIES", "State", "Sync", "WalkState", "request_params"]

EXTRA_PASSES = 1
"""How often a listing whose contacts moved while it was read is read once more."""

STALE_CHANGES = 100
"""So many pages of changes in a row that change nothing end a refresh."""

LONG_TURN = 3.0
"""Seconds until the account's next turn beyond which the wait is shown."""

TRIED_AGAIN = {
    *("refused", "dns", "connect-timeout", "read-timeout", "slow", "broken", "busy", "tls-other"),
    *("server", "rate", "empty", "bad-json", "bad-encoding"),
}
"""Kinds of fault that may pass by themselves; every other one needs the user."""

DUE_LATER = {*TRIED_AGAIN, "index-full", "index-locked"}
"""Kinds of fault after which a walk that was given up is tried again later by itself."""


class Sync:
    """All walks of all accounts: at most one request in flight for an account.

    `changed` is called, on the event loop's thread, with every walk whose state or listing moved;
    `written` with a walk and what a page brought. A vendor that asks for a longer pause than
    `patience`, in seconds, is not waited for.
    """

    def __init__(
        self,
        accounts: Accounts,
        keys: Keys,
        index: Index,
        client: Client,
        *,
        changed: Callable[[WalkState], None] = lambda _walk: None,
        written: Callable[[WalkState, Written], None] = lambda _walk, _written: None,
        wait: Callable[[int, float | None], float] = backoff,
        patience: float = math.inf,
    ) -> None:
        self.accounts = accounts
        self._index = index
        self._client = client
        self._changed = changed
        self._written = written
        self._wait = wait
        self._patience = patience
        self._fetch = Fetch(keys, index, client)
        self._walks: dict[tuple[str, str], WalkState] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._circuits: dict[str, CircuitBreaker] = {}

    # Walks

    async def walk(self, account_id: str, filters: Filters | None = None) -> WalkState:
        """The walk of this account with these of the vendor's filters, as far as it was read."""
        chosen = dict(filters or {})
        name = (account_id, repr(sorted(chosen.items())))
        if name not in self._walks:
            account = self.accounts.get(account_id)
            listing = await self._index.listing(account_id, chosen)
            await self._fetch.recall(account_id)
            walk = WalkState(account, located(account), chosen, listing)
            walk.state = walk.resting()
            self._walks.setdefault(name, walk)
        return self._walks[name]

    def walks(self, account_id: str = "") -> list[WalkState]:
        """The walks that were opened, of one account or of all."""
        return [w for w in self._walks.values() if account_id in ("", w.account.id)]

    def forget(self, account_id: str) -> None:
        """Lets go of an account's walks and key; its data is the index's to forget."""
        self._walks = {name: w for name, w in self._walks.items() if name[0] != account_id}
        self._circuits.pop(account_id, None)
        self._fetch.forget(account_id)

    def account_changed(self, account: Account) -> None:
        """A label or server address changed: walks go on under it."""
        for walk in self.walks(account.id):
            walk.account, walk.provider = account, located(account)
            self._changed(walk)

    def key_changed(self, account_id: str) -> None:
        """The key is read anew before the next request; where it turns out to be another
        organisation's, nothing is written."""
        self._fetch.key_changed(account_id)

    async def start_afresh(self, account_id: str) -> None:
        """Lets go of everything an account has loaded: its key now reads another organisation."""
        await self._index.forget(account_id)
        self._fetch.trust(account_id)
        for walk in self.walks(account_id):
            walk.listing = await self._index.listing(account_id, walk.filters)
            walk.guard, walk.changes, walk.again = Guard(), None, False
            self._to(walk, walk.resting())

    async def malformed(self, account_id: str, most: int) -> MalformedRecords:
        """What of an account does not fit the vendor's documents; at most so many are listed."""
        return await self._index.malformed(account_id, most)

    # Commands

    async def next_page(self, walk: WalkState) -> Written | None:
        """Fetches exactly the next page; None where there is none or one is on its way."""
        if walk.busy or walk.loading_all or not walk.has_more:
            return None
        return await self._next(walk, overlap=0)

    async def load_all(self, walk: WalkState) -> None:
        """Fetches page after page to the end of the listing; `pause`, `resume`, `cancel`."""
        if walk.loading_all:
            return
        walk.loading_all, walk.paused, walk.restarted = True, False, False
        walk.go_on.set()
        try:
            await self._to_the_end(walk)
        finally:
            walk.loading_all = walk.paused = walk.again = False
            self._rest(walk)

    async def refresh(self, walk: WalkState, whole: bool = False) -> None:
        """Asks for what changed where the vendor can tell and all was read before; else, or where
        the `whole` is wanted, reads again from the first page as much as was read before. Rows
        stay meanwhile."""
        if walk.busy or walk.loading_all:
            return
        walk.refreshing, walk.restarted, walk.changes = True, False, None
        walk.go_on.set()
        try:
            since = None if whole else await self._fetch.since(walk)
            if since is None or not await self._changes(walk, since):
                await self._again(walk)
        finally:
            walk.refreshing = walk.again = False
            self._rest(walk)

    def pause(self, walk: WalkState) -> None:
        walk.paused = True
        walk.go_on.clear()
        self._changed(walk)

    def resume(self, walk: WalkState) -> None:
        walk.paused = False
        walk.go_on.set()
        self._changed(walk)

    def retry_now(self, walk: WalkState) -> None:
        """Ends the pause between two tries, also one a vendor asked for."""
        self._fetch.pace(walk).lift()
        walk.hurry.set()

    async def woke(self) -> None:
        """The computer slept: connections are dead, and who waits for the network waits no more."""
        await self._client.renew()
        for walk in self.walks():
            if walk.state is State.WAITING and walk.error is not None and woken(walk.error):
                walk.hurry.set()

    # Passes

    async def _to_the_end(self, walk: WalkState) -> None:
        """To the end of the pass, and once more where contacts moved while they were read."""
        for extra in range(EXTRA_PASSES + 1):
            while walk.has_more:
                await walk.go_on.wait()
                await self._next(walk, walk.overlap())
            if not walk.listing.shifted or extra == EXTRA_PASSES:
                return
            walk.again = walk.moved = True
            await self._restart(walk)

    async def _again(self, walk: WalkState) -> None:
        """From the first page as far as was read before."""
        wanted = walk.listing.walked if walk.has_more else None
        walk.again = True
        await self._restart(walk)
        if wanted is None:
            await self._to_the_end(walk)
        while walk.has_more and walk.listing.walked < max(1, wanted or 0):
            await self._next(walk, walk.overlap())

    async def _changes(self, walk: WalkState, since: float) -> bool:
        """What changed since a moment; False where the vendor refused to tell."""
        filters = changed_since(walk.provider, since)
        walk.changes = Changes(since)
        guard, cursor = Guard(STALE_CHANGES), None
        while True:

            async def fetch(cursor: Cursor = cursor) -> Written:
                return await self._page_of_changes(walk, filters, cursor, guard)

            try:
                written = await self._guarded(walk, fetch)
            except ContactDeskError as error:
                if error.kind != "bad-request":
                    raise
                walk.changes = None
                return False
            walk.changes = Changes(
                since, walk.changes.count + len(written.new) + len(written.changed)
            )
            if (cursor := written.next_cursor) is None:
                await self._fetch.ended(walk.listing)
                return True

    # One page

    async def _next(self, walk: WalkState, overlap: int) -> Written:
        written = await self._guarded(walk, lambda: self._page(walk, overlap))
        if not walk.has_more:
            walk.restarted = False
        return written

    async def _guarded(self, walk: WalkState, fetch: Callable[[], Awaitable[Written]]) -> Written:
        """One page, with the walk's state kept true whatever happens."""
        turn = self._turns.setdefault(walk.account.id, asyncio.Lock())
        async with turn:
            self._to(walk, State.LOADING)
            try:
                written = await self._tried(walk, fetch)
            except ContactDeskError as error:
                self._name(walk, error)
                due = error.kind in DUE_LATER
                self._to(walk, State.FAILED, error, self._circuit(walk).open() if due else None)
                raise
            except BaseException:
                self._rest(walk)
                raise
        self._rest(walk)
        self._written(walk, written)
        return written

    async def _tried(self, walk: WalkState, fetch: Callable[[], Awaitable[Written]]) -> Written:
        """One page, asked for again after faults that may pass."""
        circuit = self._circuit(walk)
        attempt, tries = 0, circuit.tries()
        while True:
            if (seconds := self._fetch.pace(walk).waits()) > LONG_TURN:
                await self._pause(walk, RateLimitedError(seconds), seconds)
            try:
                written = await fetch()
            except ContactDeskError as error:
                attempt += 1
                if self._cursor_was_refused(walk, error):
                    walk.restarted = True
                    await self._restart(walk)
                    continue
                if error.kind not in TRIED_AGAIN or attempt >= tries:
                    raise
                await self._pause(walk, error, self._wait(attempt - 1, _asked(error)))
            else:
                circuit.close()
                return written

    def _cursor_was_refused(self, walk: WalkState, error: ContactDeskError) -> bool:
        """Cursors grow old. The pass begins anew, but only once: it may be the request itself."""
        under_way = walk.listing.next_cursor is not None and walk.changes is None
        return error.kind == "bad-request" and under_way and not walk.restarted

    async def _page(self, walk: WalkState, overlap: int) -> Written:
        cursor, before = walk.listing.next_cursor, walk.listing
        reply = await self._fetch.page(walk, cursor, walk.filters)
        walk.guard.seen.add(cursor)
        written, began = None, time.monotonic()
        try:
            written = await self._index.write_page(
                walk.listing, walk.provider, reply.body, overlap=overlap
            )
        finally:
            self._fetch.log_rows(reply, written.count if written else None)
        walk.took(reply.milliseconds / 1000 + time.monotonic() - began)
        walk.listing = written.listing
        if cursor is None:
            await self._fetch.begun(walk, reply)
        if walk.listing.complete:
            await self._fetch.ended(walk.listing)
        _check(walk.guard, written, walk.listing.walked - before.walked)
        return written

    async def _page_of_changes(
        self, walk: WalkState, filters: Filters, cursor: Cursor, guard: Guard
    ) -> Written:
        reply = await self._fetch.page(walk, cursor, filters)
        guard.seen.add(cursor)
        written = None
        try:
            written = await self._index.write_changes(walk.listing, walk.provider, reply.body)
        finally:
            self._fetch.log_rows(reply, written.count if written else None)
        if cursor is None:
            await self._fetch.begun(walk, reply)
        _check(guard, written, len(written.new) + len(written.changed))
        return written

    async def _restart(self, walk: WalkState) -> None:
        walk.listing = await self._index.restart(walk.listing)
        walk.guard = Guard()

    def _circuit(self, walk: WalkState) -> CircuitBreaker:
        return self._circuits.setdefault(walk.account.id, CircuitBreaker())

    async def _pause(self, walk: WalkState, error: ContactDeskError, seconds: float) -> None:
        """Waits before the next try, as long as the vendor asks or our back-off says."""
        if seconds > self._patience:
            raise error
        self._name(walk, error)
        walk.hurry.clear()
        self._to(walk, State.WAITING, error, time.monotonic() + seconds)
        try:
            async with asyncio.timeout(seconds):
                await walk.hurry.wait()
        except TimeoutError:
            pass
        self._to(walk, State.LOADING)

    # State

    def _name(self, walk: WalkState, error: ContactDeskError) -> None:
        error.vendor = error.vendor or walk.provider.title
        error.account = error.account or walk.account.label

    def _rest(self, walk: WalkState) -> None:
        if walk.state is not State.FAILED or walk.error is None:
            self._to(walk, walk.resting())
        else:
            self._changed(walk)

    def _to(
        self,
        walk: WalkState,
        state: State,
        error: ContactDeskError | None = None,
        resumes_at: float | None = None,
    ) -> None:
        walk.state, walk.error, walk.resumes_at = state, error, resumes_at
        self._changed(walk)


def _asked(error: ContactDeskError) -> float | None:
    return error.retry_after if isinstance(error, RateLimitedError | VendorDownError) else None


def _check(guard: Guard, written: Written, fresh: int) -> None:
    """A vendor that does not say how to go on, or runs in a circle, is stopped; what came stays."""
    if written.problem:
        raise UnexpectedReplyError(written.problem)
    guard.check(written.next_cursor, written.count, fresh)
