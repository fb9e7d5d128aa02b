"""Recent and saved searches, and the place in each account, in an encrypted file of their own.

The file is called marks.db and its key's user in the keyring marks: older versions called searches
marks, and renaming either would lose the searches of existing profiles.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import apsw
import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from contactdesk.model import Filters
from contactdesk.storage.database import (
    Schema,
    erase,
    open_file,
    transaction,
    translated,
)
from contactdesk.worker import Worker

T = TypeVar("T")

VERSION, OLDEST_VERSION = 2, 1
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
# Version 2
SCOPES_AND_PLACES = """
ALTER TABLE saved ADD COLUMN account TEXT;
ALTER TABLE saved ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';
CREATE TABLE place(account TEXT PRIMARY KEY, state TEXT NOT NULL);
"""


class SavedSearch(Struct, frozen=True):
    """A search under a name the user gave it, with the scope it was made in.

    `account` is an account's id, "" for all contacts, None where it was saved before scopes were.
    `filters` are the vendor's.
    """

    name: str
    text: str
    account: str | None = None
    filters: Filters = field(default_factory=dict)

    def is_of(self, text: str, account: str, filters: Filters) -> bool:
        """Whether it is this search in this scope."""
        is_scope = self.account is None or (
            self.account == account and _as_json(self.filters) == _as_json(filters)
        )
        return self.text == text and is_scope


ContactKey = tuple[str, str]
"""Account id and the vendor's id of a contact: the same after the index was filled again."""


class Place(Struct, frozen=True):
    """Where the user was in an account, or in all contacts.

    `contact` was open; `top` was the first row on screen, `top_pixels` of it scrolled away.
    `sideways` is the horizontal scroll position in pixels. `sort` is a column's path, "" for the
    original order. `filters` are the vendor's.
    """

    search: str = ""
    contact: ContactKey | None = None
    top: ContactKey | None = None
    top_pixels: int = 0
    sideways: int = 0
    sort: str = ""
    descending: bool = False
    filters: Filters = field(default_factory=dict)


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

        def read() -> tuple[Any, str, list[str], dict[str, SavedSearch], dict[str, Place]]:
            connection, notice = open_file(path, key, SEARCHES)
            return connection, notice, *_stored(connection), _places(connection)

        try:
            opened = await searches._do(path, read)
        except BaseException:
            searches._worker.stop()
            raise
        searches._path = path
        searches._connection, searches.notice = opened[:2]
        searches._recent, searches._saved, searches._places = opened[2:]
        return searches

    def __init__(self) -> None:
        """In memory, for this run only."""
        self.notice = ""
        self._path: Path | None = None
        self._worker = Worker("searches")
        self._connection: Any = None
        self._recent: list[str] = []
        self._saved: dict[str, SavedSearch] = {}
        self._places: dict[str, Place] = {}

    # Recent searches

    def recent(self) -> list[str]:
        """The last searches, newest first."""
        return list(self._recent)

    async def note(self, text: str) -> None:
        """Make a search the newest of the recent ones."""
        kept = [text, *(each for each in self._recent if each != text)][:MAX_RECENT]
        await self._keep_recent(kept)

    async def forget_recent(self, text: str = "") -> None:
        """Delete one of the recent searches, or all of them with the searches, contacts and filters of
        every place, from the write-ahead log too."""
        await self._keep_recent([each for each in self._recent if text and each != text])
        if not text:
            for account_id, place in self._places.items():
                self._places[account_id] = replace(
                    place, search="", contact=None, top=None, filters={}
                )
            await self.write_places()
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
        return sorted(self._saved.values(), key=lambda each: (each.name.casefold(), each.name))

    def name_of(self, text: str, account: str = "", filters: Filters | None = None) -> str:
        """The name a search in this scope is saved under, "" where it is not saved."""
        found = (each for each in self._saved.values() if each.is_of(text, account, filters or {}))
        return next((each.name for each in found), "")

    async def save(self, search: SavedSearch) -> None:
        """Save a search, in place of any that has its name."""
        self._saved[search.name] = search
        await self._write(lambda connection: _insert(connection, [search]))

    async def rename(self, name: str, other: str) -> None:
        """Give a saved search another name, in place of any that has the name."""
        if name == other or name not in self._saved:
            return
        self._saved[other] = renamed = replace(self._saved.pop(name), name=other)

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM saved WHERE name = ?", (name,))
            _insert(connection, [renamed])

        await self._write(write)

    async def remove(self, name: str) -> None:
        """Remove a saved search, if there is one of this name."""
        self._saved.pop(name, None)
        await self._write(
            lambda connection: connection.execute("DELETE FROM saved WHERE name = ?", (name,))
        )

    # Places

    def place(self, account_id: str) -> Place | None:
        """Where the user was in an account ("" for all contacts); None if never."""
        return self._places.get(account_id)

    def keep_place(self, account_id: str, place: Place) -> None:
        """Remember it for this run; `write_places` and `close` write it."""
        self._places[account_id] = place

    async def write_places(self) -> None:
        rows = [(each, msgspec.json.encode(p).decode()) for each, p in self._places.items()]

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM place")
            connection.executemany("INSERT INTO place VALUES (?, ?)", rows)

        await self._write(write)

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
        self._recent, self._places = [], {}
        saved = list(self._saved.values())

        def create() -> Any:
            erase(path)
            connection, _notice = open_file(path, key, SEARCHES)
            try:
                with transaction(connection):
                    _insert(connection, saved)
            except BaseException:
                connection.close()
                raise
            return connection

        self._connection, self._path = await self._do(path, create), path

    async def close(self, last: str = "") -> None:
        """Finish what is being written and close the file. Calling it again does nothing. `last`,
        the search that was shown at the end, becomes a recent one."""
        if self._connection is not None:
            await self.write_places()
            if last.strip():
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


def _as_json(filters: Filters) -> bytes:
    return msgspec.json.encode(filters, order="sorted")


def _insert(connection: Any, searches: Iterable[SavedSearch]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO saved(name, text, account, filters) VALUES (?, ?, ?, ?)",
        (
            (each.name, each.text, each.account, _as_json(each.filters).decode())
            for each in searches
        ),
    )


def _stored(connection: Any) -> tuple[list[str], dict[str, SavedSearch]]:
    """The recent searches, newest first, and the saved ones by name."""
    recent = connection.execute("SELECT text FROM recent ORDER BY used DESC")
    saved = {
        name: SavedSearch(name, text, account, msgspec.json.decode(filters))
        for name, text, account, filters in connection.execute(
            "SELECT name, text, account, filters FROM saved"
        )
    }
    return [text for (text,) in recent], saved


def _places(connection: Any) -> dict[str, Place]:
    places = {}
    for account_id, state in connection.execute("SELECT account, state FROM place"):
        # One that another version wrote is no loss.
        with contextlib.suppress(msgspec.MsgspecError):
            places[account_id] = msgspec.json.decode(state, type=Place)
    return places


def _create(connection: Any) -> None:
    with transaction(connection):
        version = int(connection.pragma("user_version"))
        connection.execute(TABLES).fetchall()
        if version < VERSION:
            connection.execute(SCOPES_AND_PLACES).fetchall()
        connection.pragma("user_version", VERSION)


SEARCHES = Schema(
    name="searches",
    version=VERSION,
    oldest=OLDEST_VERSION,
    cache=CACHE_KB,
    settings=SETTINGS,
    create=_create,
    check=_stored,
)
