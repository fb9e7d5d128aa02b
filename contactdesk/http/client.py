"""HTTP client for the vendors: one GET request with its key, one reply or error."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contactdesk.errors import (
    ContactDeskError,
    KeyTextError,
    NetworkError,
    VendorError,
)
from contactdesk.http import tls
from contactdesk.http.decompress import SLICE_BYTES, Decompressor
from contactdesk.http.error_reply import check_body, error_from_reply
from contactdesk.http.network_change import NetworkChangeDetector
from contactdesk.http.pool import Pool, Timeouts, new_client, prepare_off_thread
from contactdesk.http.proxies import ProxyRules, is_loopback
from contactdesk.http.request_log import Request, RequestOutcome
from contactdesk.http.transport_error import translate_error
from contactdesk.model import Params, Provider
from contactdesk.security.redact import remember

if TYPE_CHECKING:  # imported later, as it delays the first window by 170 ms
    import httpx

MAX_BODY_BYTES = 8 << 20
"""Default limit for the decompressed body of a reply."""

MAX_ERROR_BODY_BYTES = 64 << 10
"""Decompressed bytes of an error reply that are searched for the vendor's message."""

TIMEOUT_KINDS = {"connect-timeout", "read-timeout", "slow"}
KEY_CHARACTERS = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of status 200. Header names are in lower case; `body` is decompressed."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    milliseconds: float
    request: Request | None = field(default=None, repr=False)


class Client:
    """HTTP client with one connection pool for all vendors; close it with `aclose`.

    `proxy` is the address of an http or https proxy (not used for loopback), `ca_file` a PEM file
    of additional CA certificates. With `trust_env` the environment's proxies and the system's
    certificates are used too.
    """

    def __init__(
        self,
        *,
        on_request: Callable[[Request], None] | None = None,
        proxy: str | None = None,
        ca_file: str | None = None,
        trust_env: bool = False,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._on_request = on_request
        self._proxy, self._ca_file, self._trust_env = proxy, ca_file, trust_env
        self._timeouts = timeouts or Timeouts()
        self._context: ssl.SSLContext | None = None
        self._pool: Pool | None = None
        self._rules = ProxyRules()
        self._pool_lock = asyncio.Lock()
        self._network_change = NetworkChangeDetector()

    async def get(
        self,
        provider: Provider,
        key: str,
        params: Params,
        *,
        account: str = "",
        max_bytes: int = MAX_BODY_BYTES,
        rows_follow: bool = False,
    ) -> Reply:
        """Send one request to the vendor's list call; returns its reply of status 200.

        A broken connection is replaced and tried once more at once: the vendor may have closed
        it while it was idle. With `rows_follow` a good reply is logged by `log_rows` only. Raises
        a ContactDeskError that names vendor and account for any other status, and for a body of
        more than `max_bytes`.
        """
        for is_last in (False, True):
            outcome = RequestOutcome()
            kind = "cancelled"
            try:
                result = await self._reply_or_error(provider, key, params, max_bytes, outcome)
                kind = result.kind if isinstance(result, ContactDeskError) else ""
            finally:
                entry = outcome.entry(provider, account, params, kind)
                if outcome.started and (kind or not rows_follow):
                    self._log(entry)
            if kind != "broken" or is_last:
                break
            await self.renew()
        # Raised without cause and traceback: httpx's errors hold the request with its key, and
        # frames hold the body, as long as the error is shown.
        if isinstance(result, ContactDeskError):
            result.vendor, result.account = provider.title, account
            result.status = result.status or outcome.status or None
            result.__cause__ = result.__context__ = None
            raise result.with_traceback(None)
        return replace(result, request=entry)

    def log_rows(self, reply: Reply, rows: int | None) -> None:
        """Log a reply that was requested with `rows_follow`."""
        if reply.request is not None:
            reply.request.rows = rows
            self._log(reply.request)

    def _log(self, entry: Request) -> None:
        if self._on_request is not None:
            self._on_request(entry)

    async def use(self, *, proxy: str | None, ca_file: str | None, trust_env: bool) -> None:
        """Apply new network settings; requests under way finish with the old ones."""
        self._proxy, self._ca_file, self._trust_env = proxy, ca_file, trust_env
        self._context = None
        await self.renew()

    async def renew(self) -> None:
        """Replace all connections: after sleep or a change of network they are dead."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.retire()

    async def aclose(self) -> None:
        """Close every connection, including those in use."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.http.aclose()

    async def _reply_or_error(
        self,
        provider: Provider,
        key: str,
        params: Params,
        max_bytes: int,
        outcome: RequestOutcome,
    ) -> Reply | ContactDeskError:
        pool: Pool | None = None
        try:
            if not KEY_CHARACTERS.fullmatch(key):
                raise KeyTextError("key-text")
            remember(key)
            pool = await self._open_pool()
            url = _list_url(provider)
            outcome.started = time.time()
            async with pool.lease() as http, asyncio.timeout(self._timeouts.page):
                return await self._exchange(http, provider, url, key, params, max_bytes, outcome)
        except ContactDeskError as error:
            return error
        except Exception as error:
            is_proxied = self._rules.proxy_for(provider.base_url) is not None
            translated = translate_error(error, is_proxied)
            if translated is None:
                raise
            if translated.kind == "tls" and pool is not None:
                why = tls.why_refused(error, pool.make_client, provider.base_url)
                advice, details = await why
                translated = NetworkError("tls", advice=advice, details=details)
            if translated.kind in TIMEOUT_KINDS and pool is self._pool:
                # The network may be gone: every other connection of the pool would time out too.
                await self.renew()
            return translated

    async def _exchange(
        self,
        http: httpx.AsyncClient,
        provider: Provider,
        url: httpx.URL,
        key: str,
        params: Params,
        max_bytes: int,
        outcome: RequestOutcome,
    ) -> Reply:
        import httpx

        authorization = provider.auth(key)
        async with http.stream(
            "GET", url, params=httpx.QueryParams(tuple(params)), headers=authorization
        ) as response:
            outcome.status = response.status_code
            if response.status_code != 200:
                body = await self._error_body(response, outcome)
                headers = dict(response.headers)
                raise error_from_reply(provider, response.status_code, headers, body)
            body = await _read_body(response, max_bytes, outcome)
        check_body(response.headers.get("content-type", ""), body)
        return Reply(dict(response.headers), body, outcome.milliseconds())

    async def _error_body(self, response: httpx.Response, outcome: RequestOutcome) -> bytes:
        """As much of an error reply's body as arrives in time: the status suffices without it."""
        import httpx

        try:
            async with asyncio.timeout(self._timeouts.read):
                return await _read_body(response, MAX_ERROR_BODY_BYTES, outcome, truncate=True)
        except (httpx.HTTPError, ContactDeskError, TimeoutError):
            return b""

    async def _open_pool(self) -> Pool:
        async with self._pool_lock:
            if self._network_change.has_changed():
                await self.renew()
            if self._pool is None:
                context = await self._trusted_context()
                self._rules = ProxyRules.of(self._proxy, self._trust_env)
                settings = context, self._rules, self._timeouts
                self._pool = Pool(lambda made: new_client(made, *settings), context)
            return self._pool

    async def _trusted_context(self) -> ssl.SSLContext:
        while self._context is None:
            settings = self._ca_file, self._trust_env
            made = await prepare_off_thread(*settings)
            if settings == (self._ca_file, self._trust_env):  # not changed meanwhile
                self._context = made
        return self._context


def _list_url(provider: Provider) -> httpx.URL:
    """The address of the provider's list call. Raises where the key would not be safe."""
    import httpx

    base = httpx.URL(provider.base_url)
    url = httpx.URL(provider.base_url.rstrip("/") + provider.path)
    safe = base.scheme == "https" or (base.scheme == "http" and _is_loopback(provider.base_url))
    same_origin = (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
    # httpx accepts these, and the system does not raise an OSError for them.
    valid = all(0 < len(label) < 64 for label in base.host.removesuffix(".").split("."))
    valid = valid and (base.port is None or 0 < base.port < 65536)
    if not safe or not valid or not same_origin or url.userinfo or base.userinfo:
        raise ContactDeskError("insecure-url")
    return url


def _is_loopback(base_url: str) -> bool:
    import httpx

    return is_loopback(httpx.URL(base_url).host)


async def _read_body(
    response: httpx.Response, max_bytes: int, outcome: RequestOutcome, *, truncate: bool = False
) -> bytes:
    """The decompressed body. Raises for one above `max_bytes`, unless `truncate` cuts it there."""
    decompressor = Decompressor(response.headers.get("content-encoding", ""))
    # Joined once at the end: growing one bytes object would copy it for every piece.
    pieces: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw(SLICE_BYTES):
        outcome.bytes += len(chunk)
        for piece in decompressor.slices(chunk):
            pieces.append(piece)
            size += len(piece)
            if size > max_bytes:
                break
            await asyncio.sleep(0)
        if size > max_bytes:
            # Before the iterator is dropped, which alone would not close the connection.
            await response.aclose()
            break
    if not truncate:
        if size > max_bytes:
            raise VendorError("too-big", status=response.status_code)
        decompressor.check_end()
    return b"".join(pieces)[:max_bytes]
