"""Whose certificates are trusted, and why one was not, or no connection made."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from contactdesk.errors import NetworkError

LOOK = 5.0
"""Seconds that finding out who issued a certificate may take."""

NOT_NOW = {9, 10}
UNKNOWN_ISSUER = {2, 18, 19, 20, 21}
OTHER_NAME = {62, 63, 64}
"""OpenSSL's numbers for why a certificate was refused."""

COMMON_NAME, ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"


def context(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    """Trusts the certificates that come with the program, those in `ca_file`, and with
    `trust_env` the system's own. Reads files: not for the GUI thread."""
    import certifi

    # Not ssl.create_default_context(): it writes the session's secrets to $SSLKEYLOGFILE.
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_verify_locations(certifi.where())
    if trust_env:
        made.load_default_certs()
    if ca_file:
        try:
            made.load_verify_locations(ca_file)
        except OSError:
            raise NetworkError("tls", advice="ca-file") from None
    return made


async def why_refused(
    error: BaseException, http_with: Callable[[ssl.SSLContext], Any], url: str
) -> tuple[str, dict[str, str]]:
    """The advice, with its details, for a refused certificate; "" if there is none.

    To name who issued it, the server is asked once more, for its certificate only: by the client
    that `http_with` makes, which goes the way of the request, through the same proxy.
    """
    found = next((e for e in chain(error) if isinstance(e, ssl.SSLCertVerificationError)), None)
    code = found.verify_code if found is not None else 0
    if code in NOT_NOW:
        return "certificate-date", {}
    if code in OTHER_NAME:
        return "certificate-name", {}
    if code not in UNKNOWN_ISSUER:
        return "", {}
    issuer = issuer_name(await _shown(lambda: http_with(_unchecked()), url))
    return ("certificate-issuer", {"issuer": issuer}) if issuer else ("certificate-untrusted", {})


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything behind it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def why_unconnected(error: BaseException, proxied: bool) -> str:
    """The kind of fault: one error stands for every reason; the cause behind it tells them apart."""
    causes = list(chain(error))
    for kind, reason in (
        ("tls", ssl.SSLCertVerificationError),
        ("tls-other", ssl.SSLError),
        ("proxy" if proxied else "dns", socket.gaierror),
    ):
        if any(isinstance(each, reason) for each in causes):
            return kind
    return "proxy" if proxied else "refused"


def _unchecked() -> ssl.SSLContext:
    """Takes any certificate: for looking at one, never for a request."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


async def _shown(make: Callable[[], Any], url: str) -> bytes:
    """The certificate a server shows, b"" where none was seen. Nothing but a greeting is sent, and
    to a proxy, where it shall lead."""
    host, shown = urlsplit(url).hostname, b""
    greeted = ""

    async def look(event: str, about: dict[str, Any]) -> None:
        nonlocal greeted, shown
        if event.endswith(".start_tls.started"):
            greeted = about["server_hostname"]
        elif event.endswith(".start_tls.complete") and greeted == host:  # it may be a proxy's
            stream = about["return_value"]
            shown = stream.get_extra_info("ssl_object").getpeercert(binary_form=True)
            await stream.aclose()
            raise ConnectionAbortedError  # before anything is asked for

    try:
        async with asyncio.timeout(LOOK), make() as http:
            await http.get(url, extensions={"trace": look})
    except Exception:  # whatever stands in the way: it is known already that it cannot be trusted
        return shown
    return shown


def issuer_name(der: bytes) -> str:
    """The issuer's common name, else its organisation, in a certificate; "" where there is none."""
    try:
        _tag, start, _end = _part(der, 0)
        _tag, at, _end = _part(der, start)
        if der[at] == 0xA0:  # the version, which old certificates lack
            at = _part(der, at)[2]
        for _ in range(2):  # serial number, algorithm
            at = _part(der, at)[2]
        _tag, start, end = _part(der, at)
        names = dict(_names(der, start, end))
    except IndexError:
        return ""
    found = names.get(COMMON_NAME) or names.get(ORGANISATION) or b""
    text = found.decode("utf-8", "replace")
    return "".join(c for c in text if c.isprintable())[:80]


def _names(der: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """(object id, text) of every part of a name."""
    while at < end:
        _tag, inside, at = _part(der, at)
        _tag, inside, _end = _part(der, inside)
        _tag, start, stop = _part(der, inside)
        _tag, text, text_end = _part(der, stop)
        yield der[start:stop], der[text:text_end]


def _part(der: bytes, at: int) -> tuple[int, int, int]:
    """(tag, where its content starts, where it ends) of the DER part at a place."""
    tag, length, start = der[at], der[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(der[start : start + count], "big")
        start += count
    if start + length > len(der):
        raise IndexError
    return tag, start, start + length
