"""An encrypted SQLite file: opened with its key, made private, set aside when it is unusable."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.errors import IndexFileError

CIPHER = "aegis"
KEY_BYTES = 32
PLAIN_HEADER = b"SQLite format 3\x00"
BUSY_TIMEOUT_MS = 5000
SETTINGS = f"""
PRAGMA busy_timeout = {BUSY_TIMEOUT_MS};
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = OFF;
"""
"""PRAGMAs of every connection to any file."""

BESIDE = ("", "-wal", "-shm")
DAMAGED = ".damaged"
"""Ends the name of an empty file beside an index in which damage was met: it is set aside at the
next start."""


class Schema(Struct, frozen=True):
    """The contents of one kind of file."""

    name: str
    """Prefix of the fault kinds: "index" gives "index-damaged", "index-newer", "index-older"."""

    version: int
    oldest: int
    """Files of versions from this one on are opened; `create` upgrades them."""

    cache: int
    """Kilobytes of pages the writing connection keeps."""

    settings: str
    """PRAGMAs of every connection beyond SETTINGS."""

    create: Callable[[Any], None]
    """Makes the tables that are missing, in one transaction."""

    check: Callable[[Any], object]
    """Reads what must be readable before the file counts as open."""

    add_functions: Callable[[Any], None] = lambda connection: None
    """Gives a new connection the SQL functions its queries use."""


class OtherVersionError(Exception):
    """The file was written by a newer or an older program; the argument is the kind of fault."""


def open_file(path: Path, key: bytes, schema: Schema) -> tuple[Any, str]:
    """The writing connection, and why the file was set aside and a new one begun ("" if not).

    Raises IndexFileError if the file is locked or not writable: no reason to set it aside.
    """
    make_private(path)
    notice = ""
    try:
        if _mark(path).exists():
            raise apsw.CorruptError("damage was met earlier")
        connection = _opened(path, key, schema)
    except (apsw.NotADBError, apsw.CorruptError, apsw.SQLError):
        notice = f"{schema.name}-damaged"
    except OtherVersionError as error:
        notice = str(error)
    if notice:
        set_aside(path)
        make_private(path)
        connection = _opened(path, key, schema)
    check_encrypted(connection, path)
    return connection, notice


def connect(path: Path, key: bytes, schema: Schema, cache: int) -> Any:
    """A keyed connection with the schema's settings; reads nothing but the header."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must have {KEY_BYTES} bytes")
    connection = apsw.Connection(str(path))
    try:
        connection.pragma("cipher", CIPHER)
        connection.execute(f'PRAGMA key = "raw:{key.hex()}"')
        # Fetched to the end: a statement that returns a row would stop the ones after it.
        connection.execute(SETTINGS + schema.settings).fetchall()
        connection.pragma("cache_size", -cache)
        schema.add_functions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, key: bytes, schema: Schema) -> Any:
    connection = connect(path, key, schema, schema.cache)
    try:
        version = int(connection.pragma("user_version"))
        if version > schema.version:
            raise OtherVersionError(f"{schema.name}-newer")
        # A file that was just made has version 0.
        if 0 < version < schema.oldest:
            raise OtherVersionError(f"{schema.name}-older")
        schema.create(connection)
        schema.check(connection)
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
