"""Network settings of a profile: proxy, additional CA certificates, the system's settings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from contactdesk.errors import NetworkError

GROUP, PROXY, CA_FILE, SYSTEM = "network", "proxy", "ca_file", "use_system"
"""The group and names in settings.ini. Values are percent-encoded."""

SAFE_CHARACTERS = "/:@.,_~+-[]"
"""Characters that are not percent-encoded, so that common addresses and paths stay readable."""


class Network(Struct, frozen=True):
    """`proxy` is an http or https address, `ca_file` a PEM file of additional CA certificates; ""
    for none. With `use_system` the system's proxies and certificates are used too."""

    proxy: str = ""
    ca_file: str = ""
    use_system: bool = False

    def entries(self) -> dict[str, str]:
        """Name within the group -> value in settings.ini."""
        return {
            PROXY: quote(self.proxy, SAFE_CHARACTERS),
            CA_FILE: quote(self.ca_file, SAFE_CHARACTERS),
            SYSTEM: "yes" if self.use_system else "no",
        }


def read(settings_file: Path) -> Network:
    """The network settings in a settings.ini; the defaults where it has none or is unreadable."""
    try:
        text = settings_file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Network()
    if f"[{GROUP}]" not in text:
        return Network()
    # Imported here, as most profiles have no network settings: saves time at start.
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return Network()
    if not parser.has_section(GROUP):
        return Network()
    stored = {name: (value or "").strip().strip('"') for name, value in parser.items(GROUP)}
    return Network(
        unquote(stored.get(PROXY, "")),
        unquote(stored.get(CA_FILE, "")),
        stored.get(SYSTEM) == "yes",
    )


def checked(network: Network) -> Network:
    """The settings, tidied. Raises NetworkError with advice for what cannot work."""
    proxy = network.proxy.strip()
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        parts = urlsplit(proxy)
        usable = not proxy or (parts.scheme in ("http", "https") and bool(parts.hostname))
        _ = parts.port
    except ValueError:
        usable = False
    if proxy.lower().startswith("socks"):
        raise NetworkError("socks")
    if not usable:
        raise NetworkError("proxy", advice="proxy-address")
    ca_file = network.ca_file.strip()
    if ca_file:
        _check_file(Path(ca_file))
    return Network(proxy, ca_file, network.use_system)


def _check_file(path: Path) -> None:
    try:
        found = b"-----BEGIN CERTIFICATE-----" in path.read_bytes()
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise NetworkError("tls", advice="ca-file-unreadable", details=details) from None
    if not found:
        raise NetworkError("tls", advice="ca-file-not-pem")
