"""Connections for each way to a vendor: direct, or through a proxy.

A way is opened when a request first needs it, so that a proxy that cannot be used fails nothing
else. Imports httpx, so it is itself imported late.
"""

from __future__ import annotations

import ssl

import httpx

from contactdesk.errors import NetworkError
from contactdesk.http.proxies import ProxyRules


class RoutingTransport(httpx.AsyncBaseTransport):
    """Sends each request the way the proxy rules choose for its host."""

    def __init__(
        self,
        rules: ProxyRules,
        context: ssl.SSLContext,
        proxy_context: ssl.SSLContext,
        limits: httpx.Limits,
    ) -> None:
        self._rules = rules
        self._context, self._proxy_context = context, proxy_context
        self._limits = limits
        self._ways: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._rules.proxy_for(str(request.url))
        if proxy not in self._ways:
            self._ways[proxy] = self._open(proxy)
        return await self._ways[proxy].handle_async_request(request)

    def _open(self, address: str | None) -> httpx.AsyncHTTPTransport:
        try:
            proxy = None if address is None else self._proxy(address)
            return httpx.AsyncHTTPTransport(
                verify=self._context, proxy=proxy, limits=self._limits, trust_env=False
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            raise NetworkError("proxy", advice="proxy-scheme") from None

    def _proxy(self, address: str) -> httpx.Proxy:
        secure = httpx.URL(address).scheme == "https"
        return httpx.Proxy(address, ssl_context=self._proxy_context if secure else None)

    async def aclose(self) -> None:
        for way in self._ways.values():
            await way.aclose()
