"""The user's own marks in a file of their own: recent and saved searches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import apsw

from contactdesk.index.file import (
    OtherFileError,
    check_encrypted,
    connect,
    make_private,
    set_aside,
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

TABLES = """
CREATE TABLE IF NOT EXISTS recent(text TEXT PRIMARY KEY, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS saved(name TEXT PRIMARY KEY, text TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """A search under a name the user gave it."""

    name: str
    text: str


class Marks:
    """What is read is kept in memory; what is written goes to the file on a thread of its own.

    The index may be dropped and read again from the vendors, this cannot: every write is on disk
    before it counts as done, and a file that cannot be read is set aside, never written over.
    """

    notice: str
    """The kind of fault for which the file was begun anew when it was opened; "" for none."""

    @classmethod
    async def open(cls, path: Path, key: bytes) -> Marks:
        """Opens the file, or makes it. `key` has 32 bytes. Raises IndexFileError."""
        marks = cls(path)
        try:
            await marks._do(lambda: marks._begin(key))
        except BaseException:
            marks._worker.stop()
            raise
        return marks

    def __init__(self, path: Path | None = None) -> None:
        """Without a path they are in memory, for this run only."""
        self.notice = ""
        self._path = path
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
        """Forgets one of the recent searches, or all of them."""
        await self._keep_recent([each for each in self._recent if text and each != text])

    async def _keep_recent(self, kept: list[str]) -> None:
        self._recent = kept
        rows = [(text, len(kept) - place) for place, text in enumerate(kept)]

        def write() -> None:
            self._connection.execute("DELETE FROM recent")
            self._connection.executemany("INSERT INTO recent(text, used) VALUES (?, ?)", rows)

        await self._write(write)

    # Saved searches

    def saved(self) -> list[Saved]:
        """Every saved search, by name."""
        names = sorted(self._saved, key=lambda name: (name.casefold(), name))
        return [Saved(name, self._saved[name]) for name in names]

    def name_of(self, text: str) -> str:
        """The name a search is saved under, "" where it is not."""
        return next((name for name, kept in self._saved.items() if kept == text), "")

    async def save(self, name: str, text: str) -> None:
        """Keeps a search under a name; the one of that name, if any, is replaced."""
        self._saved[name] = text
        await self._write(
            lambda: self._connection.execute(
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

        def write() -> None:
            self._connection.execute("DELETE FROM saved WHERE name IN (?, ?)", (name, other))
            self._connection.execute("INSERT INTO saved(name, text) VALUES (?, ?)", (other, text))

        await self._write(write)

    async def remove(self, name: str) -> None:
        """Removes a saved search; one that is not there is no harm."""
        self._saved.pop(name, None)
        await self._write(
            lambda: self._connection.execute("DELETE FROM saved WHERE name = ?", (name,))
        )

    # The file

    async def close(self, last: str = "") -> None:
        """Writes what is on its way and closes the file. Twice is once. `last` is the search that
        was shown at the end: it is a recent one from now on."""
        if self._connection is not None and last.strip():
            await self.note(last.strip())
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await self._worker.call(connection.close)
        self._worker.stop()

    async def _write(self, work: Callable[[], object]) -> None:
        if self._connection is None:
            return

        def in_transaction() -> None:
            with transaction(self._connection):
                work()

        await self._do(in_transaction)

    async def _do(self, work: Callable[[], T]) -> T:
        path = self._path
        assert path is not None

        def guarded() -> T:
            with translated(path):
                return work()

        # A window that is closing cancels whoever waits; what was to be kept is kept all the same.
        return await asyncio.shield(self._worker.call(guarded))

    def _begin(self, key: bytes) -> None:
        path = self._path
        assert path is not None
        make_private(path)
        try:
            self._connection = _opened(path, key)
        except (apsw.NotADBError, apsw.CorruptError, apsw.SQLError):
            self.notice = "marks-damaged"
        except OtherFileError as error:
            self.notice = str(error)
        if self.notice:
            set_aside(path)
            make_private(path)
            self._connection = _opened(path, key)
        check_encrypted(self._connection, path)
        read = self._connection.execute
        self._recent = [text for (text,) in read("SELECT text FROM recent ORDER BY used DESC")]
        self._saved = dict(read("SELECT name, text FROM saved"))


def _opened(path: Path, key: bytes) -> Any:
    connection = connect(path, key, CACHE)
    try:
        connection.pragma("synchronous", "FULL")
        if int(connection.pragma("user_version")) > VERSION:
            raise OtherFileError("marks-newer")
        with transaction(connection):
            connection.execute(TABLES).fetchall()
            connection.pragma("user_version", VERSION)
        for table in ("recent", "saved"):
            connection.execute(f"SELECT * FROM {table}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
