"""One window per profile: a second start raises the first window and exits."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from contactdesk.profile.lock import Lock, read_announcement

LOOPBACK = "127.0.0.1"
TIMEOUT_S = 2.0


class FirstInstance:
    """Listens on loopback for a second start, which proves itself by the token in the lock file."""

    def __init__(self, lock: Lock, raise_window: Callable[[], None]) -> None:
        self._lock = lock
        self._raise = raise_window
        self._token = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        """Starts listening. Without a socket, a second start just cannot raise the window."""
        with contextlib.suppress(OSError):
            self._server = await asyncio.start_server(self._on_call, LOOPBACK, 0)
            port = self._server.sockets[0].getsockname()[1]
            self._lock.announce(port, self._token)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _on_call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                said = (await reader.readline()).strip().decode("ascii", "replace")
            if secrets.compare_digest(said, self._token):
                self._raise()
                writer.write(b"raised\n")
        except (TimeoutError, ValueError, OSError):
            pass
        finally:
            writer.close()


def raise_first(lock_file: Path) -> bool:
    """Asks the process that holds the profile to raise its window. Returns whether it did."""
    found = read_announcement(lock_file)
    if found is None:
        return False
    port, token = found
    try:
        with socket.create_connection((LOOPBACK, port), TIMEOUT_S) as caller:
            caller.settimeout(TIMEOUT_S)
            caller.sendall(token.encode("ascii") + b"\n")
            return caller.recv(16) == b"raised\n"
    except OSError:
        return False
