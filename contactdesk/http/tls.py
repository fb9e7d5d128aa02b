"""TLS: trusted certificates, and why a certificate was refused."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from contactdesk.errors import NetworkError
from contactdesk.http.transport_error import causes

if TYPE_CHECKING:  # imported later, as it delays the first window by 170 ms
    import httpx

MakeClient = Callable[[ssl.SSLContext], "httpx.AsyncClient"]

ISSUER_LOOKUP_TIMEOUT_S = 5.0

NOT_VALID_NOW_CODES = {9, 10}
UNKNOWN_ISSUER_CODES = {2, 18, 19, 20, 21}
OTHER_HOST_CODES = {62, 63, 64}
"""X509_V_ERR_… codes of OpenSSL, by what the user can do about them."""

MAX_ISSUER_LENGTH = 80


def context(ca_file: str | None, trust_env: bool) -> ssl.SSLContext:
    """Trusts the program's own CA certificates, those in `ca_file`, and with `trust_env` the
    system's. Reads files: not for the GUI thread."""
    import certifi

    # Not ssl.create_default_context(): it logs session secrets to $SSLKEYLOGFILE.
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
    error: BaseException, make_client: MakeClient, url: str
) -> tuple[str, dict[str, str]]:
    """The advice, with its details, for a refused certificate; "" if there is none.

    An unknown issuer is named, as its name tells a company's TLS inspection from an attack. The
    name is looked up by the client that `make_client` returns, which uses the same proxy.
    """
    found = next((e for e in causes(error) if isinstance(e, ssl.SSLCertVerificationError)), None)
    code = found.verify_code if found is not None else 0
    if code in NOT_VALID_NOW_CODES:
        return "certificate-date", {}
    if code in OTHER_HOST_CODES:
        return "certificate-name", {}
    if code not in UNKNOWN_ISSUER_CODES:
        return "", {}
    issuer = await _issuer(make_client, url)
    return ("certificate-issuer", {"issuer": issuer}) if issuer else ("certificate-untrusted", {})


async def _issuer(make_client: MakeClient, url: str) -> str:
    """The issuer of the certificate a server presents; "" where it cannot be found out.

    `ssl` decodes trusted certificates only. So the first connection takes the certificate's
    bytes, and the second trusts this very certificate. Neither sends a request.
    """
    try:
        async with asyncio.timeout(ISSUER_LOOKUP_TIMEOUT_S):
            der = await _presented(make_client(_inspecting()), url, binary_form=True)
            return issuer_name(await _presented(make_client(_inspecting(der)), url))
    except Exception:  # of any kind: the certificate is refused already
        return ""


def _inspecting(trusted: bytes | None = None) -> ssl.SSLContext:
    """Accepts any certificate, or only the one given (DER). For inspection, never for a request."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    if trusted is None:
        made.verify_mode = ssl.CERT_NONE
    else:
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        made.load_verify_locations(cadata=trusted)
    return made


async def _presented(client: httpx.AsyncClient, url: str, binary_form: bool = False) -> Any:
    """What `getpeercert` returns for the server at `url`; disconnects after the handshake."""
    host, certificate = urlsplit(url).hostname, None
    handshake_with = ""

    async def trace(event: str, info: dict[str, Any]) -> None:
        nonlocal handshake_with, certificate
        if event.endswith(".start_tls.started"):
            handshake_with = info["server_hostname"]
        elif event.endswith(".start_tls.complete") and handshake_with == host:  # not the proxy
            stream = info["return_value"]
            certificate = stream.get_extra_info("ssl_object").getpeercert(binary_form)
            await stream.aclose()
            raise ConnectionAbortedError  # before the request is sent

    async with client as http:
        with contextlib.suppress(Exception):
            await http.get(url, extensions={"trace": trace})
    return certificate


def issuer_name(certificate: Mapping[str, Any]) -> str:
    """The issuer's common name, else its organization, as one line; "" where it has neither."""
    names = dict(pair for part in certificate.get("issuer", ()) for pair in part)
    name = names.get("commonName") or names.get("organizationName") or ""
    return "".join(filter(str.isprintable, name))[:MAX_ISSUER_LENGTH]
