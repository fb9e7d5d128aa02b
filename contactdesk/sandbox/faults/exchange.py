"""One faulty exchange: the request, the connection under it, and the rule's own values."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any

from contactdesk.sandbox.vendors.api import ListRequest, Reply, Vendor


class RawConnection:
    """Writes to the client without regard to HTTP. The server closes it afterwards."""

    def __init__(
        self,
        connection: socket.socket,
        out: BufferedIOBase,
        closing: threading.Event,
        log_entry: dict[str, Any],
    ) -> None:
        self._connection = connection
        self._out = out
        self._closing = closing
        self._log_entry = log_entry

    def send_head(self, status: int, headers: Mapping[str, str]) -> None:
        self._log_entry["status"] = status
        lines = [f"HTTP/1.1 {status} Sandbox", *(f"{k}: {v}" for k, v in headers.items())]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def send(self, data: bytes) -> None:
        self._out.write(data)
        self._out.flush()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the sandbox was closed meanwhile. None waits until it is."""
        return self._closing.wait(seconds)

    def drip(self, data: bytes, seconds: float) -> None:
        """Send one byte at a time, `seconds` apart."""
        for at in range(len(data)):
            self.send(data[at : at + 1])
            if self.wait(seconds):
                return

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        linger = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        # both file objects hold the socket, so only closing its descriptor sends the RST now
        socket.close(self._connection.detach())


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that a fault will answer. `answer` gives the correct reply."""

    vendor: Vendor
    request: ListRequest
    target: str
    port: int
    connection: RawConnection
    # the rule's parameter
    value: Any
    # the rule's own, kept between requests
    state: dict[str, Any]
    answer: Callable[[], Reply]

    def error(self, status: int, message: str, **headers: str) -> Reply:
        """The vendor's own error body. Underscores in the names of headers become hyphens."""
        reply = self.vendor.error(status, message)
        reply.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        return reply


Fault = Callable[[Exchange], Reply | None]
JSON_HEADERS = {"Content-Type": "application/json"}
MEGABYTE = 1 << 20


def fixed_reply(status: int, body: bytes, content_type: str, _exchange: Exchange) -> Reply:
    """A fault that always sends the same reply. An empty Content-Type is not sent."""
    return Reply(status, body, {"Content-Type": content_type})
