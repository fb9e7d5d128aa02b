"""One connection as a fault sees it: what may be done to it short of a proper answer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any

from contactdesk.sandbox.wire import Ask, Reply, Vendor


class Line:
    """Writes to the client, byte by byte if need be. The connection is closed afterwards."""

    def __init__(
        self,
        connection: socket.socket,
        out: BufferedIOBase,
        ended: threading.Event,
        entry: dict[str, Any],
    ) -> None:
        self._connection = connection
        self._out = out
        self._ended = ended
        self._entry = entry

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        self._entry["status"] = status
        lines = [f"HTTP/1.1 {status} Sandbox", *(f"{k}: {v}" for k, v in headers.items())]
        self.raw(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def raw(self, data: bytes) -> None:
        self._out.write(data)
        self._out.flush()

    def wait(self, seconds: float | None = None) -> bool:
        """True where the sandbox was closed meanwhile."""
        return self._ended.wait(seconds)

    def drip(self, data: bytes, seconds: float) -> None:
        """One byte at a time."""
        for at in range(len(data)):
            self.raw(data[at : at + 1])
            if self.wait(seconds):
                return

    def reset(self) -> None:
        """Ends the connection with RST instead of FIN."""
        linger = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        # both file objects hold the socket: only closing its descriptor sends the RST now
        socket.close(self._connection.detach())


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that is to go wrong."""

    vendor: Vendor
    ask: Ask
    target: str
    port: int
    line: Line
    value: Any  # the rule's own
    memory: dict[str, Any]  # the rule's own, kept between requests
    answer: Callable[[], Reply]

    def error(self, status: int, message: str, **headers: str) -> Reply:
        """The vendor's own failure body."""
        reply = self.vendor.error(status, message)
        reply.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        return reply
