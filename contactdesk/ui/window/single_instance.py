"""One window a profile: a second start raises the first one's window and ends."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from contactdesk.profile.lock import Lock, read_announcement

LOOPBACK = "127.0.0.1"
SECONDS = 2.0


class FirstInstance:
    """Listens on loopback for a second start, which must say the word the lock file holds."""

    def __init__(self, lock: Lock, raise_window: Callable[[], None]) -> None:
        self._lock = lock
        self._raise = raise_window
        self._word = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        """From now on a second start can reach this one; without a socket it just cannot."""
        with contextlib.suppress(OSError):
            self._server = await asyncio.start_server(self._on_call, LOOPBACK, 0)
            port = self._server.sockets[0].getsockname()[1]
            self._lock.announce(port, self._word)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _on_call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                said = (await reader.readline()).strip().decode("ascii", "replace")
            if secrets.compare_digest(said, self._word):
                self._raise()
                writer.write(b"raised\n")
        except (TimeoutError, ValueError, OSError):
            pass
        finally:
            writer.close()


def raise_first(lock_file: Path) -> bool:
    """Asks the process that holds the profile to come to the front; whether it answered."""
    found = read_announcement(lock_file)
    if found is None:
        return False
    port, word = found
    try:
        with socket.create_connection((LOOPBACK, port), SECONDS) as caller:
            caller.settimeout(SECONDS)
            caller.sendall(word.encode("ascii") + b"\n")
            return caller.recv(16) == b"raised\n"
    except OSError:
        return False
