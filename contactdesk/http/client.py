"""HTTP client for the vendors: one GET request with its key, one reply or error."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ipaddress
import logging
import re
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contactdesk import __version__
from contactdesk.errors import (
    ContactDeskError,
    KeyTextError,
    NetworkError,
    UnexpectedReplyError,
    VendorError,
)
from contactdesk.http import tls
from contactdesk.http.decompress import SLICE_BYTES, Decompressor
from contactdesk.http.error_reply import check_body, error_from_reply
from contactdesk.http.network_change import NetworkChangeDetector
from contactdesk.http.request_log import Request, RequestOutcome
from contactdesk.model import Params, Provider
from contactdesk.security.redact import remember
from contactdesk.worker import Worker

if TYPE_CHECKING:  # imported later, as it delays the first window by 170 ms
    import httpx

MakeClient = Callable[[ssl.SSLContext], "httpx.AsyncClient"]

MAX_BODY_BYTES = 8 << 20
"""Default limit for the decompressed body of a reply."""

MAX_ERROR_BODY_BYTES = 64 << 10
"""Decompressed bytes of an error reply that are searched for the vendor's message."""

TIMEOUT_KINDS = {"connect-timeout", "read-timeout", "slow"}
KEY_CHARACTERS = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds: to connect, TLS included; between two parts of a reply; for a whole page."""

    connect: float = 10.0
    read: float = 20.0
    page: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of status 200. Header names are in lower case; `body` is decompressed."""

    status: int
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
        self._pool: _Pool | None = None
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
        pool: _Pool | None = None
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
            translated = translate_error(
                error, bool(self._proxy) and not _is_loopback(provider.base_url)
            )
            if translated is None:
                raise
            if translated.kind == "tls" and pool is not None:
                why = tls.why_refused(error, pool.make_client, provider.base_url)
                translated = NetworkError("tls", hint=await why)
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

        headers = provider.auth(key)
        async with http.stream(
            "GET", url, params=httpx.QueryParams(tuple(params)), headers=headers
        ) as response:
            outcome.status = response.status_code
            if response.status_code != 200:
                body = await self._error_body(response, outcome)
                headers = dict(response.headers)
                raise error_from_reply(provider, response.status_code, headers, body)
            body = await _read_body(response, max_bytes, outcome)
        check_body(response.headers.get("content-type", ""), body)
        return Reply(200, dict(response.headers), body, outcome.milliseconds())

    async def _error_body(self, response: httpx.Response, outcome: RequestOutcome) -> bytes:
        """As much of an error reply's body as arrives in time: the status suffices without it."""
        import httpx

        try:
            async with asyncio.timeout(self._timeouts.read):
                return await _read_body(response, MAX_ERROR_BODY_BYTES, outcome, truncate=True)
        except (httpx.HTTPError, ContactDeskError, TimeoutError):
            return b""

    async def _open_pool(self) -> _Pool:
        async with self._pool_lock:
            if self._network_change.has_changed():
                await self.renew()
            if self._pool is None:
                context = await self._trusted_context()
                settings = context, self._proxy, self._trust_env, self._timeouts
                self._pool = _Pool(lambda made: _new_client(made, *settings), context)
            return self._pool

    async def _trusted_context(self) -> ssl.SSLContext:
        while self._context is None:
            settings = self._ca_file, self._trust_env
            made = await _prepare_off_thread(*settings)
            if settings == (self._ca_file, self._trust_env):  # not changed meanwhile
                self._context = made
        return self._context


class _Pool:
    """Connection pool that, once retired, closes after its last request."""

    def __init__(self, make_client: MakeClient, context: ssl.SSLContext) -> None:
        self.make_client, self.http = make_client, make_client(context)
        self._users = 0
        self._retired = False

    @contextlib.asynccontextmanager
    async def lease(self) -> AsyncIterator[httpx.AsyncClient]:
        self._users += 1
        try:
            yield self.http
        finally:
            self._users -= 1
            await self._close_unused()

    async def retire(self) -> None:
        self._retired = True
        await self._close_unused()

    async def _close_unused(self) -> None:
        if self._retired and not self._users:
            await self.http.aclose()


async def _prepare_off_thread(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    worker = Worker("contactdesk-client")
    try:
        return await worker.call(lambda: _prepare(ca_file, trust_env))
    finally:
        worker.stop()


def _prepare(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    """Import what is slow to import, and read the certificates."""
    import httpx  # noqa: F401

    with contextlib.suppress(ImportError):  # else it is imported by the first request
        importlib.import_module("anyio._backends._asyncio")
    # These two log whole URLs, including search terms.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return tls.context(ca_file, trust_env)


def _new_client(
    context: ssl.SSLContext,
    proxy_context: ssl.SSLContext,
    proxy: str | None,
    trust_env: bool,
    timeouts: Timeouts,
) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    loopback = ("127.0.0.1", "localhost", "[::1]")
    try:
        secure = proxy is not None and httpx.URL(proxy).scheme == "https"
        return httpx.AsyncClient(
            verify=context,
            proxy=httpx.Proxy(proxy, ssl_context=proxy_context if secure else None)
            if proxy
            else None,
            mounts={f"all://{host}": None for host in loopback},
            trust_env=trust_env,
            follow_redirects=False,
            # Several accounts of a vendor share the pool: a cookie would link them.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"contactdesk/{__version__}",
            },
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        hint = "Only proxies with an http:// or https:// address can be used; SOCKS cannot."
        raise NetworkError("proxy", hint=hint + " Check Help → Network settings.") from None


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

    host = httpx.URL(base_url).host
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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


def translate_error(error: Exception, proxied: bool = False) -> ContactDeskError | None:
    """The ContactDeskError for an error of httpx, the system or a timeout; None for a bug.

    The original text is dropped: it is often empty, and sometimes contains the key.
    """
    import httpx

    for kind, found in (
        ("connect-timeout", (httpx.ConnectTimeout,)),
        ("busy", (httpx.PoolTimeout,)),
        ("read-timeout", (httpx.TimeoutException,)),
        ("proxy", (httpx.ProxyError,)),
        ("slow", (TimeoutError,)),
        ("insecure-url", (httpx.InvalidURL, httpx.UnsupportedProtocol)),
        ("bad-encoding", (httpx.DecodingError,)),
    ):
        if isinstance(error, found):
            return _of_kind(kind)
    if isinstance(error, httpx.ConnectError):
        return NetworkError(tls.connect_error_kind(error, proxied))
    known = (httpx.HTTPError, httpx.StreamError, httpx.CookieConflict, OSError)
    return NetworkError("broken") if isinstance(error, known) else None


def _of_kind(kind: str) -> ContactDeskError:
    if kind == "insecure-url":
        return ContactDeskError(kind)
    return UnexpectedReplyError(kind) if kind == "bad-encoding" else NetworkError(kind)
