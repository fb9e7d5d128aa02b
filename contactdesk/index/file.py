"""The index's file: opened with its key, made private, set aside when it cannot be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from contactdesk.errors import IndexFileError
from contactdesk.index.schema import VERSION, create, set_up

CIPHER = "aegis"
KEY_BYTES = 32
PLAIN_HEADER = b"SQLite format 3\x00"
WRITER_CACHE, READER_CACHE, ROWS_CACHE = 32_000, 4_000, 3_000
"""Kilobytes of pages a connection keeps."""

BESIDE = ("", "-wal", "-shm")
DAMAGED = ".damaged"
"""Ends the name of an empty file beside an index in which damage was met: it is set aside at the
next start."""


class OtherFileError(Exception):
    """The file belongs to a newer program, or an older one, as the kind of fault says."""


def open_file(path: Path, key: bytes) -> tuple[Any, str]:
    """The writing connection, and the kind of fault for which the file was begun anew ("").

    Raises IndexFileError where the file is locked or cannot be written, which is no reason to
    set it aside.
    """
    make_private(path)
    notice = ""
    try:
        if _mark(path).exists():
            raise apsw.CorruptError("damage was met earlier")
        connection = _opened(path, key)
    except (apsw.NotADBError, apsw.CorruptError, apsw.SQLError):
        notice = "index-damaged"
    except OtherFileError as error:
        notice = str(error)
    if notice:
        set_aside(path)
        make_private(path)
        connection = _opened(path, key)
    check_encrypted(connection, path)
    return connection, notice


def connect(path: Path, key: bytes, cache: int) -> Any:
    """A keyed connection with the settings of the index; nothing is read yet but the header."""
    if len(key) != KEY_BYTES:
        raise ValueError("the key of the index has 32 bytes")
    connection = apsw.Connection(str(path))
    try:
        connection.pragma("cipher", CIPHER)
        connection.execute(f'PRAGMA key = "raw:{key.hex()}"')
        set_up(connection, cache)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, key: bytes) -> Any:
    connection = connect(path, key, WRITER_CACHE)
    try:
        version = int(connection.pragma("user_version"))
        # A file that was just made has version 0.
        if version not in (0, VERSION):
            raise OtherFileError("index-newer" if version > VERSION else "index-older")
        create(connection)
        # Damage in these would come to light only after the window is up.
        for table in ("account", "listing", "settled"):
            connection.execute(f"SELECT * FROM {table}").fetchall()
        for number in ("id) FROM contact", "chunk) FROM gram"):
            connection.execute(f"SELECT max({number}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def make_private(path: Path) -> None:
    """The folder and an empty file, for their owner only; SQLite gives -wal and -shm the same
    rights."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise IndexFileError("index-unusable", said=error.strerror or "") from error


def check_encrypted(connection: Any, path: Path) -> None:
    """Fails loudly where another package of the same name, without encryption, is installed."""
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if connection.pragma("cipher") != CIPHER or header == PLAIN_HEADER:
        connection.close()
        raise RuntimeError("the index would not be encrypted: apsw-sqlite3mc is needed, not apsw")


def set_aside(path: Path) -> Path:
    """Renames the file, and what SQLite keeps beside it, to index.bad-<date-time>."""
    stem = f"{path.stem}.bad-{datetime.now():%Y%m%d-%H%M%S}"
    aside, copies = path.with_name(stem), 1
    while aside.exists():
        copies += 1
        aside = path.with_name(f"{stem}-{copies}")
    for end in BESIDE:
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    _mark(path).unlink(missing_ok=True)
    return aside


def erase(path: Path) -> None:
    """Deletes the file and everything beside it that is, or was, an index. Raises IndexFileError
    where the folder does not let it go."""
    try:
        for end in (*BESIDE, "-journal", DAMAGED):
            path.with_name(path.name + end).unlink(missing_ok=True)
        remove_set_aside(path)
    except OSError as error:
        raise IndexFileError("index-unusable", said=error.strerror or "") from error


def remove_set_aside(path: Path) -> None:
    """Deletes every file that was set aside: it may hold what a person wants forgotten."""
    for aside in path.parent.glob(f"{path.stem}.bad-*"):
        aside.unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(path.name + DAMAGED)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's own errors into ours; what is left is a bug."""
    try:
        yield
    except apsw.FullError as error:
        raise IndexFileError("index-full") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise IndexFileError("index-locked") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        _mark(path).touch()
        raise IndexFileError("index-damaged") from error
    except (apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise IndexFileError("index-unusable", said=str(error)) from error


@contextmanager
def transaction(connection: Any) -> Iterator[None]:
    """All or nothing; takes the write lock at once, so that it cannot fail half-way for it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
