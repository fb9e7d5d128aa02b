"""Checks a server address before a key is sent to it."""

from __future__ import annotations

import ipaddress
import re
import urllib.parse

from contactdesk.errors import AccountsFileError

HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
LOOPBACK_V6 = ipaddress.IPv6Address("::1")


def check_base_url(url: str) -> str:
    """The normalized address, without a slash at its end; "" stays. Raises AccountsFileError.

    Only https, and http to this computer; no user name, query or fragment. The error does not hold
    the address: it may contain a pasted key.
    """
    url = url.strip()
    if not url:
        return ""
    if not re.fullmatch(r"[!-~]+", url) or re.search(r"[@?#\\]", url):
        raise AccountsFileError("insecure-url", advice="url-parts")
    parts = _split(url)
    if parts is None:
        raise AccountsFileError("insecure-url", advice="url-example")
    is_secure = parts.scheme == "https"
    if not is_secure and not (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        raise AccountsFileError("insecure-url")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _split(url: str) -> urllib.parse.SplitResult | None:
    """The parts of an address; None if its host or port is not valid."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.netloc.startswith("["):
            ipaddress.IPv6Address(host)
        elif not HOST.fullmatch(host) or ".." in host:
            return None
    except ValueError:
        return None
    return None if port == 0 or parts.netloc.endswith(":") else parts


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in LOOPBACK if address.version == 4 else address == LOOPBACK_V6
