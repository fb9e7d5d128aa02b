"""The profile's lock file: one process at a time uses a profile, and says how to reach it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ANNOUNCEMENT = re.compile(rb"([1-9][0-9]{0,4}) ([!-~]{1,200})\n")
MAX_ANNOUNCEMENT_BYTES = 300
MAX_PORT = 65535
OPEN_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
LOCKED_BYTE_OFFSET = 0x7FFF0000
"""Windows locks a range against readers too, so it is one far beyond the announcement."""


class Lock:
    """Held by one process at a time; the kernel releases it however that process ends."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The lock, or None if another process, or another part of this one, holds it.

        Raises OSError if the file cannot be created or the file system has no locks.
        """
        file = os.open(path, OPEN_FLAGS, 0o600)
        try:
            if not try_lock(file):
                os.close(file)
                return None
            # The announcement of a killed process is no longer true.
            os.ftruncate(file, 0)
        except OSError:
            os.close(file)
            raise
        return cls(file)

    def announce(self, port: int, word: str) -> None:
        """Writes how to reach this process: a loopback port, and a secret word to send."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{port} {word}\n".encode("ascii"))

    def release(self) -> None:
        """Releases the lock. The file stays: removing it would let two processes lock two files."""
        if self._file < 0:
            return
        file, self._file = self._file, -1
        os.ftruncate(file, 0)
        _unlock(file)
        os.close(file)


def read_announcement(path: Path) -> tuple[int, str] | None:
    """(port, word) of the process that holds the lock; None if it has announced nothing."""
    try:
        with path.open("rb") as file:
            found = ANNOUNCEMENT.fullmatch(file.read(MAX_ANNOUNCEMENT_BYTES))
    except OSError:
        return None
    if found is None or int(found[1]) > MAX_PORT:
        return None
    return int(found[1]), found[2].decode("ascii")


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: int) -> bool:
        """Locks an open file without waiting; False if another process, or this one, holds it."""
        os.lseek(file, LOCKED_BYTE_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, LOCKED_BYTE_OFFSET, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: int) -> bool:
        """Locks an open file without waiting; False if another process, or this one, holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
