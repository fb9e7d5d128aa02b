"""Translate errors of httpx, the system and timeouts to ContactDeskError."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from contactdesk.errors import ContactDeskError, NetworkError, UnexpectedReplyError


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
        return NetworkError(_connect_error_kind(error, proxied))
    known = (httpx.HTTPError, httpx.StreamError, httpx.CookieConflict, OSError)
    return NetworkError("broken") if isinstance(error, known) else None


def _of_kind(kind: str) -> ContactDeskError:
    if kind == "insecure-url":
        return ContactDeskError(kind)
    return UnexpectedReplyError(kind) if kind == "bad-encoding" else NetworkError(kind)


def _connect_error_kind(error: BaseException, proxied: bool) -> str:
    """The kind of a connect error, from its causes: httpx has one error for all of them."""
    found = list(causes(error))
    for kind, reason in (
        ("tls", ssl.SSLCertVerificationError),
        ("tls-other", ssl.SSLError),
        ("proxy" if proxied else "dns", socket.gaierror),
    ):
        if any(isinstance(each, reason) for each in found):
            return kind
    return "proxy" if proxied else "refused"


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
