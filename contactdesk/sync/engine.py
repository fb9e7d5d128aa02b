"""Sync: loads vendors' listings into the index, page by page, completely, or again."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from contactdesk.errors import ContactDeskError, NetworkError
from contactdesk.http.client import Client
from contactdesk.index import Index, MalformedRecords, Written
from contactdesk.model import Filters
from contactdesk.profile.accounts import Account, Accounts, provider_of
from contactdesk.profile.keyring import KeyStore
from contactdesk.sync.change_bookmark import ChangeBookmark, changed_since
from contactdesk.sync.fetcher import Fetcher
from contactdesk.sync.key_check import KeyCheck
from contactdesk.sync.loop_guard import LoopGuard
from contactdesk.sync.page_loader import PageLoader
from contactdesk.sync.page_size import PageSize
from contactdesk.sync.rate_limit import backoff
from contactdesk.sync.read_time import ReadTimes
from contactdesk.sync.walk import Changes, Reloaded, State, WalkState

__all__ = ["State", "Sync", "WalkState"]

MAX_EXTRA_PASSES = 1
"""Further passes through a listing whose contacts moved while it was read."""

MAX_STALE_CHANGE_PAGES = 100
"""Pages of changes in a row that change nothing before a refresh is stopped."""


class Sync:
    """The walks of all accounts and the commands on them.

    `changed` is called on the event loop's thread with every walk whose state or listing changed,
    `written` with a walk and what a page added. `backoff` returns the wait after a failed attempt
    (number, Retry-After). A vendor that requires a longer pause than `max_pause_s` is not waited
    for.
    """

    def __init__(
        self,
        accounts: Accounts,
        keys: KeyStore,
        index: Index,
        client: Client,
        *,
        changed: Callable[[WalkState], None] = lambda _walk: None,
        written: Callable[[WalkState, Written], None] = lambda _walk, _written: None,
        backoff: Callable[[int, float | None], float] = backoff,
        max_pause_s: float = math.inf,
    ) -> None:
        self.accounts = accounts
        self._index = index
        self._client = client
        self._changed = changed
        self._written = written
        self._key_check = KeyCheck(index)
        self._bookmark = ChangeBookmark(index)
        self._read_times = ReadTimes(index)
        self._fetcher = Fetcher(keys, index, client, self._key_check)
        self._pages = PageLoader(
            index,
            self._fetcher,
            self._bookmark,
            self._read_times,
            on_changed=lambda walk: self._changed(walk),
            backoff=backoff,
            max_pause_s=max_pause_s,
        )
        self._walks: dict[tuple[str, str], WalkState] = {}

    # Walks

    async def walk(self, account_id: str, filters: Filters | None = None) -> WalkState:
        """The walk of an account with these vendor filters, where it was left."""
        chosen = dict(filters or {})
        key = (account_id, repr(sorted(chosen.items())))
        if key not in self._walks:
            account = self.accounts.get(account_id)
            provider = provider_of(account)
            listing = await self._index.listing(account_id, chosen)
            await self._key_check.restore(account_id)
            walk = WalkState(account, provider, chosen, listing, PageSize(provider.paging.size))
            await self._read_times.restore(walk)
            walk.state = walk.idle_state()
            self._walks.setdefault(key, walk)
        return self._walks[key]

    def walks(self, account_id: str = "") -> list[WalkState]:
        """The open walks of one account, or of all."""
        return [w for w in self._walks.values() if account_id in ("", w.account.id)]

    def forget(self, account_id: str) -> None:
        """Drop an account's walks and key. Its contacts are removed by the index."""
        self._walks = {key: w for key, w in self._walks.items() if key[0] != account_id}
        self._pages.forget(account_id)
        self._key_check.forget(account_id)
        self._fetcher.forget(account_id)

    def account_changed(self, account: Account) -> None:
        """Apply a new label or server address to the account's walks."""
        for walk in self.walks(account.id):
            walk.account, walk.provider = account, provider_of(account)
            self._changed(walk)

    def key_changed(self, account_id: str) -> None:
        """Read the key anew, and check its organization, before the next request."""
        self._fetcher.drop_key(account_id)
        self._key_check.require(account_id)

    async def start_over(self, account_id: str) -> None:
        """Delete an account's contacts: its key now belongs to another organization."""
        await self._index.forget(account_id)
        self._key_check.accept(account_id)
        for walk in self.walks(account_id):
            walk.listing = await self._index.listing(account_id, walk.filters)
            walk.loop_guard, walk.rereading = LoopGuard(), False
            walk.changes = walk.reloaded = walk.read_at = walk.pass_began_at = None
            self._pages.set_state(walk, walk.idle_state())

    async def malformed(self, account_id: str, most: int) -> MalformedRecords:
        """The account's malformed records, at most `most` of them listed."""
        return await self._index.malformed(account_id, most)

    # Commands

    async def next_page(self, walk: WalkState) -> Written | None:
        """Load one page; None at the end of the listing or while another page is loading."""
        if walk.busy or walk.loading_all or not walk.has_more:
            return None
        return await self._next(walk, overlap=0)

    async def load_all(self, walk: WalkState) -> None:
        """Load every page to the end of the listing. Can be paused, resumed and cancelled."""
        if walk.loading_all:
            return
        walk.loading_all, walk.cursor_restarted = True, False
        walk.unpaused.set()
        try:
            await self._read_to_end(walk)
        finally:
            walk.loading_all = walk.rereading = False
            walk.unpaused.set()
            self._pages.set_idle(walk)

    async def refresh(self, walk: WalkState, whole: bool = False) -> None:
        """Load changes since the last complete pass.

        Where the vendor cannot filter by update time, the listing is incomplete, or with `whole`:
        reload as many pages as were loaded before. Rows stay in place meanwhile.
        """
        if walk.busy or walk.loading_all:
            return
        walk.refreshing, walk.cursor_restarted = True, False
        walk.changes = walk.reloaded = None
        walk.unpaused.set()
        try:
            since = None if whole else await self._bookmark.since(walk)
            if since is None or not await self._read_changes(walk, since):
                await self._reread(walk)
        except BaseException:
            # What came before the error is no result.
            walk.changes = walk.reloaded = None
            raise
        finally:
            walk.refreshing = walk.rereading = False
            self._pages.set_idle(walk)

    def pause(self, walk: WalkState) -> None:
        walk.unpaused.clear()
        self._changed(walk)

    def resume(self, walk: WalkState) -> None:
        walk.unpaused.set()
        self._changed(walk)

    def retry_now(self, walk: WalkState) -> None:
        """End the wait before the next attempt, even one the vendor required."""
        self._fetcher.limiter(walk).end_pause()
        walk.retry_now.set()

    async def on_wakeup(self) -> None:
        """The computer was suspended: replace connections, and retry what waits for the network."""
        await self._client.renew()
        for walk in self.walks():
            if walk.state is State.WAITING and isinstance(walk.error, NetworkError):
                walk.retry_now.set()

    # Passes

    async def _read_to_end(self, walk: WalkState) -> None:
        """Finish the pass; add another with a wider overlap where contacts moved meanwhile."""
        for extra in range(MAX_EXTRA_PASSES + 1):
            while walk.has_more:
                await walk.unpaused.wait()
                await self._next(walk, walk.overlap())
            if not walk.listing.shifted or extra == MAX_EXTRA_PASSES:
                return
            walk.rereading = walk.wide_overlap = True
            await self._pages.restart(walk)

    async def _reread(self, walk: WalkState) -> None:
        """Read from the first page as far as before."""
        wanted = walk.listing.walked if walk.has_more else None
        walk.rereading, walk.reloaded = True, Reloaded()
        await self._pages.restart(walk)
        if wanted is None:
            await self._read_to_end(walk)
        while walk.has_more and walk.listing.walked < max(1, wanted or 0):
            await self._next(walk, walk.overlap())
        await self._read_times.ended(walk)

    async def _read_changes(self, walk: WalkState, since: float) -> bool:
        """Read all changes since a time; False where the vendor rejected the filter."""
        filters = changed_since(walk.provider, since)
        guard, cursor, began_at = LoopGuard(MAX_STALE_CHANGE_PAGES), None, time.time()
        walk.changes = changes = Changes(since)
        while True:
            try:
                written = await self._pages.load_changes(walk, filters, cursor, guard)
            except ContactDeskError as error:
                if error.kind != "bad-request":
                    raise
                walk.changes = None
                return False
            self._written(walk, written)
            new, changed = changes.new + len(written.new), changes.changed + len(written.changed)
            walk.changes = changes = Changes(since, new, changed)
            if (cursor := written.next_cursor) is None:
                await self._bookmark.pass_ended(walk.listing)
                await self._read_times.ended(walk, began_at)
                return True

    async def _next(self, walk: WalkState, overlap: int) -> Written:
        written = await self._pages.load(walk, overlap)
        if walk.reloaded is not None:
            walk.reloaded = walk.reloaded.plus(written) if walk.rereading else None
        self._written(walk, written)
        if not walk.has_more:
            walk.cursor_restarted = False
        return written
