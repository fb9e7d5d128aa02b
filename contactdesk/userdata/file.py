"""The encrypted file of what the user made: a connection on a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import apsw

from contactdesk.errors import IndexFileError
from contactdesk.storage.database import connect, erase, open_file, transaction, translated
from contactdesk.userdata.schema import USERDATA
from contactdesk.worker import Worker

T = TypeVar("T")
OnConnection = Callable[[Any], object]
Writing = Coroutine[Any, Any, None]
"""What is awaited until a write is on disk."""


class UserFile:
    """Writes go through to the file, one transaction after another; without a file they do nothing.

    The index can be loaded again from the vendors, what the user made cannot: every write is on disk
    before it counts as done, and a file that cannot be read is set aside, never overwritten.
    """

    notice: str
    """The kind of fault for which the file was started anew when it was opened; "" for none."""

    def __init__(self) -> None:
        """In memory, for this run only."""
        self.notice = ""
        self._path: Path | None = None
        self._worker = Worker("userdata")
        self._connection: Any = None

    @property
    def is_kept(self) -> bool:
        """Whether what is written is still there at the next start."""
        return self._connection is not None

    async def open(self, path: Path, key: bytes, read: OnConnection) -> None:
        """Open the file, or create it, and read from it on its thread. `key` has 32 bytes. Raises
        IndexFileError."""

        def opened() -> tuple[Any, str]:
            connection, notice = open_file(path, key, USERDATA)
            _or_close(connection, read)
            return connection, notice

        try:
            self._connection, self.notice = await self._do(path, opened)
        except BaseException:
            self._worker.stop()
            raise
        self._path = path

    async def read(self, path: Path, key: bytes, read: OnConnection) -> None:
        """Read from a file that may be open elsewhere, and leave it as it is; one of an older
        version is not read. Raises IndexFileError."""

        def reading() -> None:
            try:
                connection = connect(path, key, USERDATA, USERDATA.cache)
                with contextlib.closing(connection):
                    version = int(connection.pragma("user_version"))
                    if version > USERDATA.version:
                        raise IndexFileError("userdata-newer")
                    if version == USERDATA.version:
                        read(connection)
            except (apsw.NotADBError, apsw.CorruptError, apsw.SQLError) as error:
                raise IndexFileError("userdata-damaged") from error

        try:
            await self._do(path, reading)
        finally:
            self._worker.stop()

    async def create(self, path: Path, key: bytes, fill: OnConnection) -> None:
        """Start a new file, in place of any that is there, and fill it. Raises IndexFileError."""

        def created() -> Any:
            erase(path)
            connection, _notice = open_file(path, key, USERDATA)
            _or_close(connection, lambda connection: _in_transaction(connection, fill))
            return connection

        self._connection, self._path = await self._do(path, created), path

    async def release(self) -> None:
        """Close the file after what is being written; go on in memory."""
        connection, self._connection, self._path = self._connection, None, None
        if connection is not None:
            # After all pending writes: there is one thread.
            await asyncio.shield(self._worker.call(connection.close))

    async def close(self) -> None:
        """Close the file and end its thread. Calling it again does nothing."""
        await self.release()
        self._worker.stop()

    def write(self, work: OnConnection) -> Writing:
        """Write in one transaction, whether or not what is returned is awaited to its end: closing
        the window cancels tasks, and what was to be saved is saved all the same. Raises
        IndexFileError where it is awaited, and then nothing of it is written."""
        return self._run(lambda connection: _in_transaction(connection, work))

    def truncate_log(self) -> Writing:
        """Empty the write-ahead log, which still holds what was deleted."""
        return self._run(
            lambda connection: connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        )

    def _run(self, work: OnConnection) -> Writing:
        connection, path = self._connection, self._path
        if connection is None or path is None:
            return _nothing()

        def run() -> None:
            work(connection)

        # Queued now: the file may be closed and another one opened before this is awaited.
        return self._do(path, run)

    def _do(self, path: Path, work: Callable[[], T]) -> Coroutine[Any, Any, T]:
        def guarded() -> T:
            with translated(path):
                return work()

        return _shielded(self._worker.submit(guarded))


async def _shielded(done: asyncio.Future[T]) -> T:
    return await asyncio.shield(done)


async def _nothing() -> None:
    """There is no file to write to."""


def _in_transaction(connection: Any, work: OnConnection) -> None:
    with transaction(connection):
        work(connection)


def _or_close(connection: Any, work: OnConnection) -> None:
    try:
        work(connection)
    except BaseException:
        connection.close()
        raise
