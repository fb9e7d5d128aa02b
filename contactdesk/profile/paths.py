"""Where a profile's files are, and the lock that lets one window at a time use them."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

NAMES = ("accounts.toml", "index.db", "settings.ini", "contactdesk.app.log", "lock")
OURS = re.compile(
    r"\.?(forgotten|accounts|index|marks|settings|lock|log|contactdesk)\b.*", re.ASCII
)
"""Names of what contactdesk itself leaves in a profile's folder, older and temporary files too."""

ANNOUNCEMENT = re.compile(rb"([1-9][0-9]{0,4}) ([!-~]{1,200})\n")
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
LOCKED_BYTE = 0x7FFF0000
"""Windows locks a range for readers too, so it is one far beyond the announcement."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The files of one profile. Nothing exists until `make` and whoever writes them."""

    accounts_file: Path
    index_file: Path
    settings_file: Path
    log_file: Path
    lock_file: Path

    @classmethod
    def at(cls, folder: Path) -> Profile:
        """Everything in one folder."""
        return cls.of_user(folder, folder, folder)

    @classmethod
    def of_user(cls, config: Path, data: Path, state: Path) -> Profile:
        """The platform's own folders for contactdesk; they may be one and the same."""
        accounts, index, settings, log, lock = NAMES
        return cls(
            config / accounts, data / index, config / settings, state / "log" / log, state / lock
        )

    @property
    def searches_file(self) -> Path:
        """Recent and saved searches, beside the index."""
        return self.index_file.with_name("marks.db")

    def make(self) -> None:
        """Makes the folders, for the owner only. Raises OSError."""
        for path in (self.lock_file, self.accounts_file, self.index_file, self.log_file):
            private_folder(path.parent)


def private_folder(folder: Path) -> None:
    """Makes the folder with mode 0700. One that is there already is closed to others as well,
    unless something that is not ours lies in it: it may be a folder other people need."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    open_to_others = mode & 0o077 and folder.stat().st_uid == os.geteuid()
    if open_to_others and all(OURS.fullmatch(name) for name in os.listdir(folder)):
        folder.chmod(0o700)


class Lock:
    """Held by one process at a time; the kernel frees it however that process ends."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """The lock, or None where another process, or another part of this one, holds it.

        Raises OSError where the file cannot be made or the file system knows no locks.
        """
        file = os.open(path, FLAGS, 0o600)
        try:
            if not locked_now(file):
                os.close(file)
                return None
            # What a killed process announced is no longer true.
            os.ftruncate(file, 0)
        except OSError:
            os.close(file)
            raise
        return cls(file)

    def announce(self, port: int, word: str) -> None:
        """Writes down how to reach this process: a loopback port, and a secret word to say."""
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{port} {word}\n".encode("ascii"))

    def release(self) -> None:
        """Frees the lock. The file stays: removing it would let two processes lock two files."""
        if self._file < 0:
            return
        file, self._file = self._file, -1
        os.ftruncate(file, 0)
        _unlock(file)
        os.close(file)


def read_announcement(path: Path) -> tuple[int, str] | None:
    """(port, word) of the process that holds the lock; None where it has announced nothing."""
    try:
        with path.open("rb") as file:
            found = ANNOUNCEMENT.fullmatch(file.read(300))
    except OSError:
        return None
    if found is None or int(found[1]) > 65535:
        return None
    return int(found[1]), found[2].decode("ascii")


if sys.platform == "win32":
    import msvcrt

    def locked_now(file: int) -> bool:
        """Takes the lock of an open file, unless another process, or part of this one, has it."""
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def locked_now(file: int) -> bool:
        """Takes the lock of an open file, unless another process, or part of this one, has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
