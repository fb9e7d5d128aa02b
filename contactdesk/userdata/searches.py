"""Recent and saved searches, in an encrypted file of their own.

The file is called marks.db and its key's user in the keyring marks: older versions called searches
marks, and renaming either would lose the searches of existing profiles.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import apsw
from msgspec import Struct

from contactdesk.storage.database import (
    Schema,
    erase,
    open_file,
    transaction,
    translated,
)
from contactdesk.worker import Worker

T = TypeVar("T")

VERSION = 1
MAX_RECENT = 20
CACHE_KB = 256

SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
"""
TABLES = """
CREATE TABLE IF NOT EXISTS recent(text TEXT PRIMARY KEY, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS saved(name TEXT PRIMARY KEY, text TEXT NOT NULL);
"""


class SavedSearch(Struct, frozen=True):
    """A search under a name the user gave it."""

    name: str
    text: str


class SearchStore:
    """Reads come from memory; writes go through to the file, on a thread of its own.

    The index can be loaded again from the vendors, searches cannot: every write is on disk before
    it counts as done, and a file that cannot be read is set aside, never overwritten.
    """

    notice: str
    """The kind of fault for which the file was started anew when it was opened; "" for none."""

    @classmethod
    async def open(cls, path: Path, key: bytes) -> SearchStore:
        """Open the file, or create it. `key` has 32 bytes. Raises IndexFileError."""
        searches = cls()

        def read() -> tuple[Any, str, list[str], dict[str, str]]:
            connection, notice = open_file(path, key, SEARCHES)
            return connection, notice, *_stored(connection)

        try:
            opened = await searches._do(path, read)
        except BaseException:
            searches._worker.stop()
            raise
        searches._path = path
        searches._connection, searches.notice, searches._recent, searches._saved = opened
        return searches

    def __init__(self) -> None:
        """In memory, for this run only."""
        self.notice = ""
        self._path: Path | None = None
        self._worker = Worker("searches")
        self._connection: Any = None
        self._recent: list[str] = []
        self._saved: dict[str, str] = {}

    # Recent searches

    def recent(self) -> list[str]:
        """The last searches, newest first."""
        return list(self._recent)

    async def note(self, text: str) -> None:
        """Make a search the newest of the recent ones."""
        kept = [text, *(each for each in self._recent if each != text)][:MAX_RECENT]
        await self._keep_recent(kept)

    async def forget_recent(self, text: str = "") -> None:
        """Delete one of the recent searches, or all of them, from the write-ahead log too."""
        await self._keep_recent([each for each in self._recent if text and each != text])
        await self._run(
            lambda connection: connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        )

    async def _keep_recent(self, kept: list[str]) -> None:
        self._recent = kept
        rows = [(text, len(kept) - place) for place, text in enumerate(kept)]

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM recent")
            connection.executemany("INSERT INTO recent(text, used) VALUES (?, ?)", rows)

        await self._write(write)

    # Saved searches

    def saved(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        names = sorted(self._saved, key=lambda name: (name.casefold(), name))
        return [SavedSearch(name, self._saved[name]) for name in names]

    def name_of(self, text: str) -> str:
        """The name a search is saved under, "" where it is not saved."""
        return next((name for name, kept in self._saved.items() if kept == text), "")

    async def save(self, name: str, text: str) -> None:
        """Save a search under a name, in place of any that has the name."""
        self._saved[name] = text
        await self._write(
            lambda connection: connection.execute(
                "INSERT INTO saved(name, text) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET text = excluded.text",
                (name, text),
            )
        )

    async def rename(self, name: str, other: str) -> None:
        """Give a saved search another name, in place of any that has the name."""
        if name == other or name not in self._saved:
            return
        text = self._saved.pop(name)
        self._saved[other] = text

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM saved WHERE name IN (?, ?)", (name, other))
            connection.execute("INSERT INTO saved(name, text) VALUES (?, ?)", (other, text))

        await self._write(write)

    async def remove(self, name: str) -> None:
        """Remove a saved search, if there is one of this name."""
        self._saved.pop(name, None)
        await self._write(
            lambda connection: connection.execute("DELETE FROM saved WHERE name = ?", (name,))
        )

    # The file

    @property
    def is_kept(self) -> bool:
        """Whether they are still there at the next start."""
        return self._connection is not None

    async def reopen(self, path: Path | None, key: bytes = b"") -> None:
        """Close the file as it is, and continue in memory (None), or in a new file, in place of any
        that is there. Saved searches come along to a new file. Recent ones do not: they were made
        while nothing was to be saved. Raises IndexFileError, and then continues in memory.
        """
        await self._close_file()
        if path is None:
            return
        self._recent = []
        saved = dict(self._saved)

        def create() -> Any:
            erase(path)
            connection, _notice = open_file(path, key, SEARCHES)
            try:
                with transaction(connection):
                    connection.executemany("INSERT INTO saved VALUES (?, ?)", saved.items())
            except BaseException:
                connection.close()
                raise
            return connection

        self._connection, self._path = await self._do(path, create), path

    async def close(self, last: str = "") -> None:
        """Finish what is being written and close the file. Calling it again does nothing. `last`,
        the search that was shown at the end, becomes a recent one."""
        if self._connection is not None and last.strip():
            await self.note(last.strip())
        await self._close_file()
        self._worker.stop()

    async def _close_file(self) -> None:
        connection, self._connection, self._path = self._connection, None, None
        if connection is not None:
            # After all pending writes: there is one thread.
            await asyncio.shield(self._worker.call(connection.close))

    async def _write(self, work: Callable[[Any], object]) -> None:
        def in_transaction(connection: Any) -> None:
            with transaction(connection):
                work(connection)

        await self._run(in_transaction)

    async def _run(self, work: Callable[[Any], object]) -> None:
        # Read now: the file may be closed and another one opened before the thread gets to this.
        connection, path = self._connection, self._path
        if connection is not None and path is not None:
            await self._do(path, lambda: work(connection))

    async def _do(self, path: Path, work: Callable[[], T]) -> T:
        def guarded() -> T:
            with translated(path):
                return work()

        # Closing the window cancels the caller; what was to be saved is saved all the same.
        return await asyncio.shield(self._worker.call(guarded))


def _stored(connection: Any) -> tuple[list[str], dict[str, str]]:
    """The recent searches, newest first, and the saved ones by name."""
    recent = connection.execute("SELECT text FROM recent ORDER BY used DESC")
    saved = connection.execute("SELECT name, text FROM saved")
    return [text for (text,) in recent], dict(saved)


def _create(connection: Any) -> None:
    with transaction(connection):
        connection.execute(TABLES).fetchall()
        connection.pragma("user_version", VERSION)


SEARCHES = Schema(
    name="searches",
    version=VERSION,
    oldest=VERSION,
    cache=CACHE_KB,
    settings=SETTINGS,
    create=_create,
    check=_stored,
)
