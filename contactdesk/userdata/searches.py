"""The user's own marks in a file of their own: recent and saved searches."""

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
RECENT = 20
"""Searches that are kept as recent."""

LONGEST_NAME = 80
CACHE = 256
"""Kilobytes of pages the connection keeps."""

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
    """What is read is kept in memory; what is written goes to the file on a thread of its own.

    The index may be dropped and read again from the vendors, this cannot: every write is on disk
    before it counts as done, and a file that cannot be read is set aside, never written over.
    """

    notice: str
    """The kind of fault for which the file was begun anew when it was opened; "" for none."""

    @classmethod
    async def open(cls, path: Path, key: bytes) -> SearchStore:
        """Opens the file, or makes it. `key` has 32 bytes. Raises IndexFileError."""
        marks = cls()
        try:
            marks._connection, marks.notice = await marks._do(
                path, lambda: open_file(path, key, SEARCHES)
            )
            marks._path = path
            marks._recent, marks._saved = await marks._do(path, lambda: _kept(marks._connection))
        except BaseException:
            marks._worker.stop()
            raise
        return marks

    def __init__(self) -> None:
        """In memory, for this run only."""
        self.notice = ""
        self._path: Path | None = None
        self._worker = Worker("marks")
        self._connection: Any = None
        self._recent: list[str] = []
        self._saved: dict[str, str] = {}

    # Recent searches

    def recent(self) -> list[str]:
        """The last searches, the newest first."""
        return list(self._recent)

    async def note(self, text: str) -> None:
        """Makes a search the newest of the recent ones."""
        kept = [text, *(each for each in self._recent if each != text)][:RECENT]
        await self._keep_recent(kept)

    async def forget_recent(self, text: str = "") -> None:
        """Forgets one of the recent searches, or all of them, in the write-ahead log too."""
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
        """The name a search is saved under, "" where it is not."""
        return next((name for name, kept in self._saved.items() if kept == text), "")

    async def save(self, name: str, text: str) -> None:
        """Keeps a search under a name; the one of that name, if any, is replaced."""
        self._saved[name] = text
        await self._write(
            lambda connection: connection.execute(
                "INSERT INTO saved(name, text) VALUES (?, ?)"
                " ON CONFLICT(name) DO UPDATE SET text = excluded.text",
                (name, text),
            )
        )

    async def rename(self, name: str, other: str) -> None:
        """Gives a saved search another name; one that had that name is replaced."""
        if name == other or name not in self._saved:
            return
        text = self._saved.pop(name)
        self._saved[other] = text

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM saved WHERE name IN (?, ?)", (name, other))
            connection.execute("INSERT INTO saved(name, text) VALUES (?, ?)", (other, text))

        await self._write(write)

    async def remove(self, name: str) -> None:
        """Removes a saved search; one that is not there is no harm."""
        self._saved.pop(name, None)
        await self._write(
            lambda connection: connection.execute("DELETE FROM saved WHERE name = ?", (name,))
        )

    # The file

    @property
    def lasts(self) -> bool:
        """Whether they are there at the next start."""
        return self._connection is not None

    async def leave_disk(self) -> None:
        """Goes on in memory. The file is closed, as it is; it may be erased from then on."""
        connection, self._connection, self._path = self._connection, None, None
        if connection is not None:
            # Behind whatever is still to be written: there is one thread.
            await asyncio.shield(self._worker.call(connection.close))

    async def move_to_disk(self, path: Path, key: bytes) -> None:
        """Goes on in a new file, in place of one that may be there. Saved searches come along;
        recent ones were made while nothing was to be kept. Raises IndexFileError."""
        await self.leave_disk()
        self._recent = []
        saved = dict(self._saved)

        def begin() -> Any:
            erase(path)
            connection, _notice = open_file(path, key, SEARCHES)
            try:
                with transaction(connection):
                    connection.executemany("INSERT INTO saved VALUES (?, ?)", saved.items())
            except BaseException:
                connection.close()
                raise
            return connection

        self._connection, self._path = await self._do(path, begin), path

    async def close(self, last: str = "") -> None:
        """Writes what is on its way and closes the file. Twice is once. `last` is the search that
        was shown at the end: it is a recent one from now on."""
        if self._connection is not None and last.strip():
            await self.note(last.strip())
        await self.leave_disk()
        self._worker.stop()

    async def _write(self, work: Callable[[Any], object]) -> None:
        def in_transaction(connection: Any) -> None:
            with transaction(connection):
                work(connection)

        await self._run(in_transaction)

    async def _run(self, work: Callable[[Any], object]) -> None:
        """The file may be closed before it is this one's turn, so what it writes to is asked for
        now."""
        connection, path = self._connection, self._path
        if connection is not None and path is not None:
            await self._do(path, lambda: work(connection))

    async def _do(self, path: Path, work: Callable[[], T]) -> T:
        def guarded() -> T:
            with translated(path):
                return work()

        # A window that is closing cancels whoever waits; what was to be kept is kept all the same.
        return await asyncio.shield(self._worker.call(guarded))


def _kept(connection: Any) -> tuple[list[str], dict[str, str]]:
    """The recent searches, the newest first, and the saved ones by name."""
    recent = connection.execute("SELECT text FROM recent ORDER BY used DESC")
    saved = connection.execute("SELECT name, text FROM saved")
    return [text for (text,) in recent], dict(saved)


def _create(connection: Any) -> None:
    with transaction(connection):
        connection.execute(TABLES).fetchall()
        connection.pragma("user_version", VERSION)


SEARCHES = Schema(
    name="marks",
    version=VERSION,
    oldest=VERSION,
    cache=CACHE,
    settings=SETTINGS,
    create=_create,
    check=_kept,
)
