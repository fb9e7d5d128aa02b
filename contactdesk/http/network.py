"""How the vendors are reached: a proxy, a company's certificates, the system's own settings; and
whether the network is still the same."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from contactdesk.errors import NetworkError

GROUP, PROXY, CA_FILE, SYSTEM = "network", "proxy", "ca_file", "use_system"
"""Where settings.ini keeps them; the values are percent-encoded, which plain addresses and paths
are already."""

PLAIN = "/:@.,_~+-[]"

ASLEEP = 30.0
"""Seconds the wall clock may run ahead of the other before the computer must have slept."""


class Times(Struct, frozen=True):
    """Limits in seconds: to connect (TLS too), between two parts of an answer, for a whole page."""

    connect: float = 10.0
    read: float = 20.0
    page: float = 60.0


class Network(Struct, frozen=True):
    """`proxy` is an http or https address, `ca_file` a file of further certificates in PEM; "" for
    none. With `use_system` the proxies and certificates of the system count too."""

    proxy: str = ""
    ca_file: str = ""
    use_system: bool = False

    def entries(self) -> dict[str, str]:
        """What settings.ini keeps: name within the group -> value."""
        return {
            PROXY: quote(self.proxy, PLAIN),
            CA_FILE: quote(self.ca_file, PLAIN),
            SYSTEM: "yes" if self.use_system else "no",
        }


def read(settings_file: Path) -> Network:
    """The network settings of a profile; the usual ones where none were made or the file cannot
    be read."""
    try:
        text = settings_file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Network()
    if f"[{GROUP}]" not in text:
        return Network()
    # For those who have made some: the others' start does without it.
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return Network()
    if not parser.has_section(GROUP):
        return Network()
    kept = {name: (value or "").strip().strip('"') for name, value in parser.items(GROUP)}
    return Network(
        unquote(kept.get(PROXY, "")), unquote(kept.get(CA_FILE, "")), kept.get(SYSTEM) == "yes"
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


class Whereabouts:
    """Notices that the computer slept, or came into another network: connections are dead then."""

    def __init__(self) -> None:
        self._clocks = 0.0
        self._address = ""

    def moved(self) -> bool:
        """Whether it did since the last look."""
        clocks, address = time.time() - time.monotonic(), own_address()
        moved = clocks - self._clocks > ASLEEP or address != self._address
        self._clocks, self._address = clocks, address
        return moved


def own_address() -> str:
    """This computer's address on the way to the internet, "" where there is none: it changes
    with the network. Nothing is sent."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.connect(("192.0.2.1", 9))  # set aside for documentation: nobody has it
            return str(way.getsockname()[0])
    except OSError:
        return ""
