"""Which proxy a request goes through: the one in the settings, else the environment's, else none."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK_NAME = "localhost"
SEPARATORS = re.compile(r"[,\s]+")
HOST_OF_ENTRY = re.compile(r"(?:\[([^\]]*)\]|([^:/]*|[^/]*:[^/]*:[^/]*))(?::\d*)?(/\d+)?")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class ProxyRules:
    """The proxies by scheme ("http", "https" or "all"), and the hosts reached without one.

    Loopback never goes through a proxy.
    """

    by_scheme: Mapping[str, str] = field(default_factory=dict)
    bypass: tuple[str, ...] = ()

    @classmethod
    def of(cls, proxy: str | None, trust_env: bool) -> ProxyRules:
        """`proxy` goes before the environment's, which `trust_env` allows."""
        if proxy:
            return cls({"all": proxy})
        found = _system_proxies() if trust_env else {}
        by_scheme = {
            scheme: found[scheme] for scheme in ("http", "https", "all") if scheme in found
        }
        return cls(
            {s: p if "://" in p else f"http://{p}" for s, p in by_scheme.items()},
            tuple(filter(None, SEPARATORS.split(found.get("no", "")))),
        )

    def proxy_for(self, url: str) -> str | None:
        """The address of the proxy for a URL, None for a direct connection or an invalid URL."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        host = (parts.hostname or "").removesuffix(".")
        if is_loopback(host) or any(_matches(entry, host) for entry in self.bypass):
            return None
        return self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")


def _system_proxies() -> Mapping[str, str]:
    """The environment's, else the system's; "no" are the hosts without one."""
    # Imported here, as it delays the first window by 20 ms.
    from urllib.request import getproxies

    return getproxies()


def is_loopback(host: str) -> bool:
    address = _address(host)
    return host == LOOPBACK_NAME if address is None else address.is_loopback


def _matches(entry: str, host: str) -> bool:
    """Whether an entry of NO_PROXY names a host: "*", a domain with its subdomains, an address or
    a range of them (10.0.0.0/8), with or without brackets, scheme and port."""
    found = HOST_OF_ENTRY.fullmatch(entry.rpartition("://")[2].rstrip("/"))
    if found is None:
        return False
    name = (found[1] or found[2]).removeprefix("*").strip(".").lower()
    if not name:
        return entry == "*"
    address = _address(host)
    if address is None:
        return not found[3] and (host == name or host.endswith(f".{name}"))
    try:
        return address in ipaddress.ip_network(name + (found[3] or ""), strict=False)
    except ValueError:
        return False


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
