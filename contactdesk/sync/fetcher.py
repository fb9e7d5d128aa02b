"""One request of an account's listing: its key, its turn, its size, and whose contacts come."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from datetime import UTC, datetime, timedelta

from contactdesk.errors import (
    ContactDeskError,
    KeyRefusedError,
    NetworkError,
    RateLimitedError,
    VendorError,
)
from contactdesk.http.client import LARGEST_BODY, Client, Reply
from contactdesk.http.error_reply import room
from contactdesk.index import Index, Listing
from contactdesk.jsonpath import text_at
from contactdesk.model import Cursor, Filters, Page, Provider
from contactdesk.profile.accounts import Account
from contactdesk.profile.keyring import KeyStore
from contactdesk.records.parse import read_page, read_record
from contactdesk.sync.rate_limit import RateLimiter
from contactdesk.sync.walk import WalkState, request_params

LARGEST_RECORD = 64 << 20
"""Bytes of a page of one contact, inflated, beyond which it is refused."""

GOOD_PAGES = 8
"""After so many pages of a smaller size, a larger one is tried again."""

COMPARED = 200
"""Contacts of the index that a new key's first page is held against where records do not name
their organisation."""

UNVERIFIED, BEGAN, SINCE = "unverified", "began", "since"
"""Names of what is remembered of an account: that its key changed and nobody has seen yet whose
contacts it reads; when its pass began, and up to when its changes are known, by the vendor's
clock."""


class Fetch:
    """Asks the vendors, one request for an account at a time; callers see to that."""

    def __init__(self, keys: KeyStore, index: Index, client: Client) -> None:
        self._keys = keys
        self._index = index
        self._client = client
        self._held: dict[str, str] = {}
        self._paces: dict[str, RateLimiter] = {}
        self._unverified: set[str] = set()
        self._proven: dict[str, bytes] = {}
        self._good_pages: dict[str, int] = {}
        # Of several accounts at a time, such pages would take hundreds of megabytes.
        self._one_large = asyncio.Lock()

    # Keys

    def key_changed(self, account_id: str) -> None:
        """The key is read anew; its contacts must prove to be the account's before any is kept."""
        self._held.pop(account_id, None)
        self._unverified.add(account_id)

    async def recall(self, account_id: str) -> None:
        """What an earlier run found out of the account's key."""
        if await self._index.remembered(account_id, UNVERIFIED):
            self._unverified.add(account_id)

    def trust(self, account_id: str) -> None:
        """Whatever the key reads is the account's: nothing else is kept of it."""
        self._unverified.discard(account_id)

    def forget(self, account_id: str) -> None:
        for kept in (self._held, self._paces, self._proven, self._good_pages):
            kept.pop(account_id, None)
        self._unverified.discard(account_id)

    async def _key(self, account: Account) -> str:
        if account.id not in self._held:
            self._held[account.id] = await self._keys.get(account.id, account.keyring)
        return self._held[account.id]

    # Pace

    def pace(self, walk: WalkState) -> RateLimiter:
        return self._paces.setdefault(walk.account.id, RateLimiter(walk.provider.rate))

    # Requests

    async def page(self, walk: WalkState, cursor: Cursor, filters: Filters) -> Reply:
        """A page of the listing; one that is too large is asked for again with half as many
        contacts. To be followed by `log_rows`."""
        await self._verify(walk)
        smallest = 1 if walk.provider.paging.size_param else 0
        while True:
            largest = LARGEST_RECORD if walk.size == 1 else LARGEST_BODY
            try:
                reply = await self._ask(walk, cursor, filters, largest)
            except VendorError as error:
                if error.kind != "too-big" or not smallest:
                    raise
                if walk.size == 1:
                    raise VendorError("too-big-one", status=error.status) from None
                walk.size = (walk.size or walk.provider.paging.size) // 2 or 1
                self._good_pages[walk.account.id] = 0
            else:
                self._proven[walk.account.id] = await self._mark(walk)
                self._grow(walk, reply)
                return reply

    def log_rows(self, reply: Reply, rows: int | None) -> None:
        self._client.log_rows(reply, rows)

    async def _ask(
        self, walk: WalkState, cursor: Cursor, filters: Filters, largest: int = LARGEST_BODY
    ) -> Reply:
        account, pace = walk.account, self.pace(walk)
        key = await self._key(account)
        await pace.turn()
        walk.requests += 1
        self._index.expect_pages()
        try:
            async with self._one_large if largest > LARGEST_BODY else contextlib.nullcontext():
                reply = await self._client.get(
                    walk.provider,
                    key,
                    request_params(walk.provider, filters, cursor, walk.size),
                    account=account.label,
                    rows_follow=True,
                    largest=largest,
                )
        except RateLimitedError as error:
            pace.pause(error.retry_after or 0)
            raise
        except KeyRefusedError:
            self._held.pop(account.id, None)
            raise
        if (left := room(reply.headers)) is not None:
            pace.learn(*left)
        return reply

    def _grow(self, walk: WalkState, reply: Reply) -> None:
        """Back to the usual size, step by step, once pages fit again."""
        if not walk.size:
            return
        if walk.size == 1 and len(reply.body) > LARGEST_BODY:
            walk.large += 1
        good = self._good_pages[walk.account.id] = self._good_pages.get(walk.account.id, 0) + 1
        # A large contact has been passed with its page: the next size up may do.
        if good >= GOOD_PAGES:
            self._good_pages[walk.account.id] = 0
            walk.size = 0 if walk.size * 2 >= walk.provider.paging.size else walk.size * 2

    # Whose contacts

    async def _verify(self, walk: WalkState) -> None:
        """After the key changed: the first page must be of the organisation that the index holds.

        Raises KeyRefusedError("other-organization") where it is not; nothing was written then.
        """
        account_id = walk.account.id
        if account_id not in self._unverified:
            return
        # Saved again without a change, or changed back: its pages were written before.
        is_proven = self._proven.get(account_id) == await self._mark(walk)
        if not is_proven and self._index.some(account_id, 1):
            await self._index.remember(account_id, UNVERIFIED, "yes")
            size, walk.size = walk.size, 0
            try:
                reply = await self._ask(walk, None, {})
            finally:
                walk.size = size
            try:
                page = read_page(walk.provider, reply.body)
            except ContactDeskError:
                self.log_rows(reply, None)
                raise
            self.log_rows(reply, len(page.records))
            if not self._is_same(walk, page):
                raise KeyRefusedError("other-organization", status=200)
        await self._index.remember(account_id, UNVERIFIED, "")
        self._unverified.discard(account_id)

    async def _mark(self, walk: WalkState) -> bytes:
        """Tells one key at one server from another without being it."""
        said = f"{walk.provider.base_url} {await self._key(walk.account)}"
        return hashlib.sha256(said.encode()).digest()

    def _is_same(self, walk: WalkState, page: Page) -> bool:
        account_id, at = walk.account.id, walk.provider.organisation_at
        if any(self._index.row_id(account_id, record.contact.id) for record in page.records):
            return True
        if not at:
            return False
        ours = {_organisation(walk.provider, s.raw) for s in self._index.some(account_id, COMPARED)}
        theirs = {text_at(record.contact.raw, at) for record in page.records}
        return bool((ours & theirs) - {""})

    # Changes

    async def since(self, walk: WalkState) -> float | None:
        """Up to when the account's changes are known, in seconds since 1970 by the vendor's
        clock; None where every page has to be read."""
        if walk.filters or walk.has_more or not walk.provider.updated_after:
            return None
        try:
            return float(await self._index.remembered(walk.account.id, SINCE))
        except ValueError:
            return None

    async def begun(self, walk: WalkState, reply: Reply) -> None:
        """The first page of a pass, or of changes, came: what changes from now on is news."""
        if not walk.filters and walk.provider.updated_after:
            at = _vendor_time(reply) - reply.milliseconds / 1000 - 1
            await self._index.remember(walk.account.id, BEGAN, repr(at))

    async def ended(self, listing: Listing) -> None:
        """The last page came: all changes up to where it began are known."""
        if not listing.filters:
            began = await self._index.remembered(listing.account_id, BEGAN)
            if began:
                await self._index.remember(listing.account_id, SINCE, began)


def changed_since(provider: Provider, since: float) -> Filters:
    """The filter that asks for what changed after a moment, in seconds since 1970."""
    at = datetime.fromtimestamp(since, UTC)
    return {provider.updated_after: f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"}


def woken(error: ContactDeskError) -> bool:
    """Whether a wait for this is over when the computer woke up or found a network."""
    return isinstance(error, NetworkError)


def _organisation(provider: Provider, raw: bytes) -> str:
    return text_at(read_record(provider.contact, raw).contact.raw, provider.organisation_at)


def _vendor_time(reply: Reply) -> float:
    """The vendor's clock: ours may be wrong."""
    from email.utils import parsedate_to_datetime

    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(reply.headers.get("date", ""))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if abs(aware - datetime.now(UTC)) < timedelta(days=3650):
            return aware.timestamp()
    return time.time()
