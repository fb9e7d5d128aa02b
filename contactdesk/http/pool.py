"""Connection pool: httpx clients with the network settings, closed after their last request."""

from __future__ import annotations

import contextlib
import importlib
import logging
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contactdesk import __version__
from contactdesk.http import tls
from contactdesk.http.proxies import ProxyRules
from contactdesk.worker import Worker

if TYPE_CHECKING:  # imported later, as it delays the first window by 170 ms
    import httpx


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds: to connect, TLS included; between two parts of a reply; for a whole page."""

    connect: float = 10.0
    read: float = 20.0
    page: float = 60.0


class Pool:
    """Connection pool that, once retired, closes after its last request."""

    def __init__(self, make_client: tls.MakeClient, context: ssl.SSLContext) -> None:
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


async def prepare_off_thread(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
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


def new_client(
    context: ssl.SSLContext,
    proxy_context: ssl.SSLContext,
    rules: ProxyRules,
    timeouts: Timeouts,
) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    from contactdesk.http.transport import RoutingTransport

    limits = httpx.Limits(max_connections=20, max_keepalive_connections=10)
    return httpx.AsyncClient(
        transport=RoutingTransport(rules, context, proxy_context, limits),
        trust_env=False,  # The rules have read the environment.
        follow_redirects=False,
        # Several accounts of a vendor share the pool: a cookie would link them.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect),
        headers={
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"contactdesk/{__version__}",
        },
    )
