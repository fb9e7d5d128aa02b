"""Requests for one page: the account's key, rate limit and page size."""

from __future__ import annotations

import asyncio
import contextlib

from contactdesk.errors import (
    ContactDeskError,
    KeyRefusedError,
    NetworkError,
    RateLimitedError,
    VendorError,
)
from contactdesk.http.client import MAX_BODY_BYTES, Client, Reply
from contactdesk.http.error_reply import remaining_requests
from contactdesk.index import Index
from contactdesk.model import Cursor, Filters, Page, Params, Provider
from contactdesk.profile.accounts import Account
from contactdesk.profile.keyring import KeyStore
from contactdesk.records.parse import read_page
from contactdesk.sync.key_check import KeyCheck
from contactdesk.sync.rate_limit import RateLimiter
from contactdesk.sync.walk import WalkState

MAX_RECORD_BYTES = 64 << 20
"""Limit for a page of a single contact, decompressed."""

NEW_KEY_S = 60.0
"""How long a key counts as new."""

SLOW_KINDS = {"read-timeout", "slow"}
"""Kinds of error that a shorter page may avoid."""


class Fetcher:
    """Fetches pages. Callers make sure that an account has one request in flight at most."""

    def __init__(self, keys: KeyStore, index: Index, client: Client, key_check: KeyCheck) -> None:
        self._keys = keys
        self._index = index
        self._client = client
        self._key_check = key_check
        self._cached_keys: dict[str, str] = {}
        self._limiters: dict[str, RateLimiter] = {}
        # Pages above the normal limit, of several accounts at once, would take hundreds of MB.
        self._oversized_page_lock = asyncio.Lock()

    def drop_key(self, account_id: str) -> None:
        """Read the key anew before the next request."""
        self._cached_keys.pop(account_id, None)

    def forget(self, account_id: str) -> None:
        self._cached_keys.pop(account_id, None)
        self._limiters.pop(account_id, None)

    def limiter(self, walk: WalkState) -> RateLimiter:
        return self._limiters.setdefault(walk.account.id, RateLimiter(walk.provider.rate))

    async def page(self, walk: WalkState, cursor: Cursor, filters: Filters) -> Reply:
        """Fetch a page; halve the page size until it fits. Call `log_rows` afterward.

        A page that fits but is large or slow makes the next ones smaller.
        """
        _check_filters(walk.provider, filters)
        key = await self._key(walk.account)
        account_id, provider = walk.account.id, walk.provider
        await self._key_check.verify(account_id, provider, key, lambda: self._first_page(walk, key))
        reply = await self._fitting_page(walk, key, cursor, filters)
        self._key_check.record(account_id, provider, key)
        return reply

    async def _fitting_page(
        self, walk: WalkState, key: str, cursor: Cursor, filters: Filters
    ) -> Reply:
        provider, size = walk.provider, walk.page_size
        while True:
            try:
                reply = await self._request(walk, key, cursor, filters, size.records)
            except VendorError as error:
                if error.kind != "too-big" or not provider.paging.size_param:
                    raise
                if size.records == 1:
                    raise VendorError("too-big-one", status=error.status) from None
                size.record_too_large()
            except NetworkError as error:
                if error.kind in SLOW_KINDS:
                    size.record_too_slow()
                raise
            else:
                size.record_page(len(reply.body), reply.milliseconds / 1000)
                return reply

    def log_rows(self, reply: Reply, rows: int | None) -> None:
        self._client.log_rows(reply, rows)

    async def _key(self, account: Account) -> str:
        if account.id not in self._cached_keys:
            self._cached_keys[account.id] = await self._keys.get(account.id, account.keyring)
        return self._cached_keys[account.id]

    async def _first_page(self, walk: WalkState, key: str) -> Page:
        """The first page of the unfiltered listing, which is not written to the index."""
        reply = await self._fitting_page(walk, key, None, {})
        try:
            page = read_page(walk.provider, reply.body)
        except ContactDeskError:
            self.log_rows(reply, None)
            raise
        self.log_rows(reply, len(page.records))
        return page

    async def _request(
        self, walk: WalkState, key: str, cursor: Cursor, filters: Filters, size: int
    ) -> Reply:
        account, limiter = walk.account, self.limiter(walk)
        max_bytes = MAX_RECORD_BYTES if size == 1 else MAX_BODY_BYTES
        await limiter.acquire()
        walk.requests += 1
        self._index.expect_pages()
        try:
            async with self._oversized_page_lock if size == 1 else contextlib.nullcontext():
                reply = await self._client.get(
                    walk.provider,
                    key,
                    request_params(walk.provider, filters, cursor, size),
                    account=account.label,
                    rows_follow=True,
                    max_bytes=max_bytes,
                )
        except RateLimitedError as error:
            limiter.pause(error.retry_after or 0)
            raise
        except KeyRefusedError as error:
            self.drop_key(account.id)
            age = self._keys.seconds_since_change(account.id)
            if error.status == 401 and age < NEW_KEY_S and walk.provider.new_key_delay_s:
                error.advice = "key-new"
            raise
        if (left := remaining_requests(reply.headers)) is not None:
            limiter.update(*left)
        return reply


def _check_filters(provider: Provider, filters: Filters) -> None:
    """Raise for values beyond the vendor's documented limits: no reply would say so as clearly."""
    for each in provider.filters:
        value = filters.get(each.param, "")
        values = [value] if isinstance(value, str) else value
        details: dict[str, str | int] = {"filter": each.label}
        if each.most and len(values) > each.most:
            details["most"] = each.most
            raise VendorError("filter-values", advice="filter-most", details=details)
        if each.longest and any(len(one) > each.longest for one in values):
            details["most"] = each.longest
            raise VendorError("filter-values", advice="filter-longest", details=details)


def request_params(provider: Provider, filters: Filters, cursor: Cursor, size: int = 0) -> Params:
    """The query of one page: the provider's fixed parameters, the filters, the cursor.

    Filters are sent with every cursor, as no vendor's documents promise that a cursor includes
    them. `size` replaces the provider's page size.
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
