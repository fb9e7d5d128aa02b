"""The index's file: its connections, their threads, and the one method that switches files."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from contactdesk.errors import IndexFileError
from contactdesk.index.read.reader import CancelToken, Reader, SupersededError
from contactdesk.index.read.rows import Rows, no_rows
from contactdesk.index.schema import INDEX, READER_CACHE_KB, ROWS_CACHE_KB
from contactdesk.index.write.listings import GoneError
from contactdesk.index.write.writer import Writer
from contactdesk.storage.database import KEY_BYTES, connect, erase, open_file, translated
from contactdesk.worker import Worker

T = TypeVar("T")

TEMPORARY_FOLDER_PREFIX = "contactdesk-"

OnTrouble = Callable[[IndexFileError], None]


class Place(Struct, frozen=True):
    """Where a file is and the key it has. `folder`: a temporary file's own folder."""

    path: Path
    key: bytes
    folder: Path | None = None

    @classmethod
    def at(cls, path: Path | None, key: bytes = b"") -> Place:
        """For None, a private temporary folder and a key that is stored nowhere."""
        if path is not None:
            return cls(path, key)
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY_FOLDER_PREFIX))
        return cls(folder / "index.db", secrets.token_bytes(KEY_BYTES), folder)

    def connect(self) -> Connections:
        with translated(self.path):
            connection, notice = open_file(self.path, self.key, INDEX)
            return Connections(
                Writer(connection),
                Reader(connect(self.path, self.key, INDEX, READER_CACHE_KB)),
                Rows(connect(self.path, self.key, INDEX, ROWS_CACHE_KB)),
                notice,
            )

    def remove_folder(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


class Connections(Struct):
    """One connection for each thread, and why the file had to be started anew ("" if it did not)."""

    writer: Writer
    reader: Reader
    rows: Rows
    notice: str


class IndexFile:
    """Runs work on the index: writes one after another on one thread, searches on another, and
    reads of single rows at once on the GUI thread.

    `on_trouble` hears, on the event loop's thread, of damage met anywhere and of every error
    that left a read unanswered.
    """

    @classmethod
    async def open(cls, path: Path | None, key: bytes, on_trouble: OnTrouble) -> IndexFile:
        """Open the file, or create it; for None, a temporary one that is deleted when it is closed.

        A file that is damaged, has another key or belongs to a newer version is set aside as
        index.bad-<date-time>. `key` has 32 bytes.
        """
        place, writing = Place.at(path, key), Worker("index writer")
        try:
            connections = await writing.call(place.connect)
        except BaseException:
            writing.stop()
            place.remove_folder()
            raise
        return cls(place, connections, writing, on_trouble)

    def __init__(
        self, place: Place, connections: Connections, writing: Worker, on_trouble: OnTrouble
    ) -> None:
        self.writer, self.reader = connections.writer, connections.reader
        self.rows, self.notice = connections.rows, connections.notice
        self.is_closed = False
        self._place = place
        self._writing, self._reading = writing, Worker("index reader")
        self._on_trouble = on_trouble
        self._turns: dict[str, CancelToken] = {}
        self._is_open = asyncio.Event()
        self._is_open.set()

    @property
    def path(self) -> Path:
        return self._place.path

    @property
    def is_kept(self) -> bool:
        """Whether the contacts are still there at the next start."""
        return self._place.folder is None

    # Work

    async def write(self, work: Callable[[], T]) -> T:
        """The result of `work()` on the writing thread. Raises CancelledError where the account it
        is about was removed meanwhile."""
        await self._is_open.wait()
        try:
            return await self._writing.call(self._translated(work))
        except IndexFileError as error:
            if error.kind == "index-damaged":
                self._on_trouble(error)
            raise
        except GoneError:
            raise asyncio.CancelledError("the account was removed") from None

    async def read(self, work: Callable[[], T]) -> T:
        """The result of `work()` on the reading thread."""
        await self._is_open.wait()
        try:
            return await self._reading.call(self._translated(work))
        except IndexFileError as error:
            self._on_trouble(error)
            raise

    async def read_latest(self, work: Callable[[CancelToken], T], lane: str = "") -> T:
        """As `read`, but interrupts the previous call in this lane, which raises CancelledError."""
        self._interrupt(lane)
        self._turns[lane] = turn = CancelToken()
        try:
            return await self.read(lambda: work(turn))
        except SupersededError:
            raise asyncio.CancelledError("a newer call came") from None
        except asyncio.CancelledError:
            self.reader.interrupt(turn)
            raise
        finally:
            if self._turns.get(lane) is turn:
                del self._turns[lane]

    def read_at_once(self, read: Callable[[], T], otherwise: T) -> T:
        """The result of `read()` on the GUI thread. Painting must not fail: where the file cannot
        be read, the answer is `otherwise`."""
        try:
            return self._translated(read)()
        except IndexFileError as error:
            self._on_trouble(error)
            return otherwise

    def _translated(self, work: Callable[[], T]) -> Callable[[], T]:
        path = self.path

        def translating() -> T:
            with translated(path):
                return work()

        return translating

    def _interrupt(self, lane: str) -> None:
        if turn := self._turns.get(lane):
            self.reader.interrupt(turn)

    # Another file, or none

    async def reopen(
        self, path: Path | None, key: bytes = b"", *, put_away: Callable[[Path], object] = erase
    ) -> None:
        """Close the file, erase it (or set it aside), and open an empty one: at `path` with `key`,
        or, for None, a temporary one. Work that is asked for meanwhile waits.

        No account may be loading: the listings it knows are gone. Where the file cannot be put
        away or the new one not be made, the new one is temporary, and IndexFileError is raised.
        """
        self._is_open.clear()
        try:
            await self._disconnect(put_away)
            await self._connect_or_erase(path, key)
        except IndexFileError:
            await self._connect(Place.at(None))
            raise
        finally:
            self._is_open.set()

    async def close(self) -> None:
        """Interrupt a running search, finish what is being written, and close. Calling it again
        does nothing."""
        if self.is_closed:
            return
        self.is_closed = True
        try:
            await self._disconnect(lambda _path: None)
        finally:
            self._writing.stop()
            self._reading.stop()
            self._place.remove_folder()

    async def _connect_or_erase(self, path: Path | None, key: bytes) -> None:
        try:
            await self._connect(Place.at(path, key))
        except IndexFileError:
            if path is not None:
                with contextlib.suppress(IndexFileError):
                    erase(path)
            raise

    async def _connect(self, place: Place) -> None:
        # Known before it exists, so that closing deletes it even after an error.
        self._place = place
        connections = await self._writing.call(place.connect)
        connections.reader.words = self.reader.words
        connections.reader.providers = self.reader.providers
        self.writer, self.reader = connections.writer, connections.reader
        self.rows, self.notice = connections.rows, connections.notice

    async def _disconnect(self, put_away: Callable[[Path], object]) -> None:
        """Each connection ends behind the work that its thread already has."""
        place, writer = self._place, self.writer
        for lane in self._turns:
            self._interrupt(lane)
        self.rows.connection.close()
        self.rows = no_rows()
        await self._reading.call(self._translated(self.reader.connection.close))

        def end() -> None:
            writer.connection.close()
            put_away(place.path)
            place.remove_folder()

        await self._writing.call(self._translated(end))
