"""The one door to the vendors: a GET request goes out with its key, a reply or an error comes back."""

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
from contactdesk.http.decompress import SLICE, Decompressor
from contactdesk.http.error_reply import check_body, refusal
from contactdesk.http.network import Times, Whereabouts
from contactdesk.http.request_log import Course, Request
from contactdesk.model import Params, Provider
from contactdesk.security.redact import remember
from contactdesk.worker import Worker

if TYPE_CHECKING:  # httpx and what it imports take 170 ms: no window waits for them
    import httpx

HttpWith = Callable[[ssl.SSLContext], "httpx.AsyncClient"]
LARGEST_BODY = 8 << 20
"""Bytes of a reply, inflated, beyond which it is refused."""

LARGEST_REFUSAL = 64 << 10
"""Bytes of a failure's body that are looked at for the vendor's words."""

TIMED_OUT = {"connect-timeout", "read-timeout", "slow"}
KEY = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of status 200. `headers` have names in lower case; `body` is inflated."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    milliseconds: float
    request: Request | None = field(default=None, repr=False)


class Client:
    """One connection pool for all vendors; close it with `aclose`.

    `proxy` is the address of an http or https proxy (never asked for loopback), `ca_file` a file
    of further certificates to trust, in PEM. With `trust_env` the proxies of the environment and
    the certificates of the system count too.
    """

    def __init__(
        self,
        *,
        on_request: Callable[[Request], None] | None = None,
        proxy: str | None = None,
        ca_file: str | None = None,
        trust_env: bool = False,
        times: Times | None = None,
    ) -> None:
        self._on_request = on_request
        self._proxy, self._ca_file, self._trust_env = proxy, ca_file, trust_env
        self._times = times or Times()
        self._context: ssl.SSLContext | None = None
        self._pool: _Pool | None = None
        self._opening = asyncio.Lock()
        self._whereabouts = Whereabouts()

    async def get(
        self,
        provider: Provider,
        key: str,
        params: Params,
        *,
        account: str = "",
        largest: int = LARGEST_BODY,
        rows_follow: bool = False,
    ) -> Reply:
        """The vendor's reply to one request of its list call, if its status is 200.

        A connection that broke is tried once more at once: the vendor may have closed it while
        nobody used it. With `rows_follow` a good reply is logged by `log_rows` only. Raises a
        ContactDeskError that names vendor and account for anything but status 200, and for a body
        of more than `largest` bytes.
        """
        for is_last in (False, True):
            course = Course()
            kind = "cancelled"
            try:
                outcome = await self._outcome(provider, key, params, largest, course)
                kind = outcome.kind if isinstance(outcome, ContactDeskError) else ""
            finally:
                line = course.line(provider, account, params, kind)
                if course.started and (kind or not rows_follow):
                    self._log(line)
            if kind != "broken" or is_last:
                break
            await self.renew()
        # Raised here, with nothing behind it: httpx's errors hold the request with its key, and
        # frames the body, for as long as the error is shown.
        if isinstance(outcome, ContactDeskError):
            outcome.vendor, outcome.account = provider.title, account
            outcome.status = outcome.status or course.status or None
            outcome.__cause__ = outcome.__context__ = None
            raise outcome.with_traceback(None)
        return replace(outcome, request=line)

    def log_rows(self, reply: Reply, rows: int | None) -> None:
        """Logs a reply that was asked for with `rows_follow`."""
        if reply.request is not None:
            reply.request.rows = rows
            self._log(reply.request)

    def _log(self, line: Request) -> None:
        if self._on_request is not None:
            self._on_request(line)

    async def use(self, *, proxy: str | None, ca_file: str | None, trust_env: bool) -> None:
        """Other ways to the vendors from now on; requests under way go on by the old ones."""
        self._proxy, self._ca_file, self._trust_env = proxy, ca_file, trust_env
        self._context = None
        await self.renew()

    async def renew(self) -> None:
        """Lets go of all connections: after sleep or a change of network they are dead."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.retire()

    async def aclose(self) -> None:
        """Ends every connection, also those in use."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.http.aclose()

    async def _outcome(
        self, provider: Provider, key: str, params: Params, largest: int, course: Course
    ) -> Reply | ContactDeskError:
        """The reply, or the error that says why there is none."""
        pool: _Pool | None = None
        try:
            if not KEY.fullmatch(key):
                raise KeyTextError("key-text")
            remember(key)
            pool = await self._lent()
            url = _target(provider)
            course.started = time.time()
            async with pool.lease() as http, asyncio.timeout(self._times.page):
                return await self._exchange(http, provider, url, key, params, largest, course)
        except ContactDeskError as error:
            return error
        except Exception as error:
            translated = translate(error, bool(self._proxy) and not _is_loopback(provider.base_url))
            if translated is None:
                raise
            if translated.kind == "tls" and pool is not None:
                why = tls.why_refused(error, pool.http_with, provider.base_url)
                advice, details = await why
                translated = NetworkError("tls", advice=advice, details=details)
            if translated.kind in TIMED_OUT and pool is self._pool:
                # After a cable was pulled, every connection of the pool costs a time-out.
                await self.renew()
            return translated

    async def _exchange(
        self,
        http: httpx.AsyncClient,
        provider: Provider,
        url: httpx.URL,
        key: str,
        params: Params,
        largest: int,
        course: Course,
    ) -> Reply:
        import httpx

        headers = provider.auth(key)
        async with http.stream(
            "GET", url, params=httpx.QueryParams(tuple(params)), headers=headers
        ) as response:
            course.status = response.status_code
            if response.status_code != 200:
                body = await self._refusal_body(response, course)
                raise refusal(provider, response.status_code, dict(response.headers), body)
            body = await _body(response, largest, course)
        check_body(response.headers.get("content-type", ""), body)
        return Reply(200, dict(response.headers), body, course.milliseconds())

    async def _refusal_body(self, response: httpx.Response, course: Course) -> bytes:
        """What can be had of a failure's body: the status says enough without it."""
        import httpx

        try:
            async with asyncio.timeout(self._times.read):
                return await _body(response, LARGEST_REFUSAL, course, cut=True)
        except (httpx.HTTPError, ContactDeskError, TimeoutError):
            return b""

    async def _lent(self) -> _Pool:
        async with self._opening:
            if self._whereabouts.moved():
                await self.renew()
            if self._pool is None:
                own = await self._trusted()
                way = own, self._proxy, self._trust_env, self._times
                self._pool = _Pool(lambda context: _http(context, *way), own)
            return self._pool

    async def _trusted(self) -> ssl.SSLContext:
        while self._context is None:
            asked = self._ca_file, self._trust_env
            made = await _prepared(*asked)
            if asked == (self._ca_file, self._trust_env):  # else they were changed meanwhile
                self._context = made
        return self._context


class _Pool:
    """Connections that end when nobody uses them any more, once they are retired."""

    def __init__(self, http_with: HttpWith, own: ssl.SSLContext) -> None:
        self.http_with, self.http = http_with, http_with(own)
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


async def _prepared(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    worker = Worker("contactdesk-client")
    try:
        return await worker.call(lambda: _prepare(ca_file, trust_env))
    finally:
        worker.stop()


def _prepare(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    """Imports what is slow to import and reads the certificates; runs off the GUI thread."""
    import httpx  # noqa: F401

    with contextlib.suppress(ImportError):  # else it is imported by the first request
        importlib.import_module("anyio._backends._asyncio")
    # These two write whole URLs, search terms and all.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return tls.context(ca_file, trust_env)


def _http(
    context: ssl.SSLContext,
    of_proxy: ssl.SSLContext | None,
    proxy: str | None,
    trust_env: bool,
    times: Times,
) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    loopback = ("127.0.0.1", "localhost", "[::1]")
    try:
        secure = proxy is not None and httpx.URL(proxy).scheme == "https"
        return httpx.AsyncClient(
            verify=context,
            proxy=httpx.Proxy(proxy, ssl_context=of_proxy if secure else None) if proxy else None,
            mounts={f"all://{host}": None for host in loopback},
            trust_env=trust_env,
            follow_redirects=False,
            # One pool serves several accounts of a vendor: a cookie would tie them together.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(times.read, connect=times.connect),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"contactdesk/{__version__}",
            },
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise NetworkError("proxy", advice="proxy-scheme") from None


def _target(provider: Provider) -> httpx.URL:
    """Where the provider's list call is; refused where the key would not be safe."""
    import httpx

    base = httpx.URL(provider.base_url)
    url = httpx.URL(provider.base_url.rstrip("/") + provider.path)
    safe = base.scheme == "https" or (base.scheme == "http" and _is_loopback(provider.base_url))
    stays = (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
    # Names and ports that only the system would find fault with, and not as an OSError.
    sound = all(0 < len(label) < 64 for label in base.host.removesuffix(".").split("."))
    sound = sound and (base.port is None or 0 < base.port < 65536)
    if not safe or not sound or not stays or url.userinfo or base.userinfo:
        raise ContactDeskError("insecure-url")
    return url


def _is_loopback(base_url: str) -> bool:
    import httpx

    host = httpx.URL(base_url).host
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _body(
    response: httpx.Response, largest: int, course: Course, *, cut: bool = False
) -> bytes:
    """The body, inflated. One that is too large is refused, or with `cut` left where it is."""
    inflater = Decompressor(response.headers.get("content-encoding", ""))
    # Joined once: what grows piece by piece is held three times before it is whole.
    pieces: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw(SLICE):
        course.bytes += len(chunk)
        for piece in inflater.slices(chunk):
            pieces.append(piece)
            size += len(piece)
            if size > largest:
                break
            await asyncio.sleep(0)
        if size > largest:
            # Before the iterator goes: let go of by itself, it could not close the connection.
            await response.aclose()
            break
    if not cut:
        if size > largest:
            raise VendorError("too-big", status=response.status_code)
        inflater.check_end()
    return b"".join(pieces)[:largest]


def translate(error: Exception, proxied: bool = False) -> ContactDeskError | None:
    """Our error for one of httpx, of the system or of a time limit; None for a bug.

    Nothing of the text is taken over: it is often empty, and sometimes holds the key.
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
        return NetworkError(tls.why_unconnected(error, proxied))
    known = (httpx.HTTPError, httpx.StreamError, httpx.CookieConflict, OSError)
    return NetworkError("broken") if isinstance(error, known) else None


def _of_kind(kind: str) -> ContactDeskError:
    if kind == "insecure-url":
        return ContactDeskError(kind)
    return UnexpectedReplyError(kind) if kind == "bad-encoding" else NetworkError(kind)
