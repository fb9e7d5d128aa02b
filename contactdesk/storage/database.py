"""Encrypted SQLite files: opening, file permissions, setting unusable files aside, errors."""

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

FILE_SUFFIXES = ("", "-wal", "-shm")
DAMAGED_SUFFIX = ".damaged"
"""Suffix of an empty marker file: damage was found, and the next start sets the file aside."""


class Schema(Struct, frozen=True):
    """What one kind of file contains."""

    name: str
    """Prefix of the fault kinds: "index" gives "index-damaged", "index-newer", "index-older"."""

    version: int
    oldest: int
    """The oldest version that can be opened; `create` upgrades it."""

    cache: int
    """Page cache of the writing connection, in kilobytes."""

    settings: str
    """PRAGMAs of every connection beyond SETTINGS."""

    create: Callable[[Any], None]
    """Creates missing tables, in one transaction."""

    check: Callable[[Any], object]
    """Reads what must be readable for the file to count as open."""

    add_functions: Callable[[Any], None] = lambda connection: None
    """Registers the SQL functions that queries use, on a new connection."""


class OtherVersionError(Exception):
    """The file was written by a newer or older program; the argument is the kind of fault."""


def open_file(path: Path, key: bytes, schema: Schema) -> tuple[Any, str]:
    """Open or create a file. Returns the writing connection, and the kind of fault for which an
    existing file was set aside and a new one created ("" for none).

    Raises IndexFileError if the file is locked or not writable, which is no reason to set it aside.
    """
    make_private(path)
    notice = ""
    try:
        if _damage_marker(path).exists():
            raise apsw.CorruptError("damage was found earlier")
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
    """Connect with the key and the schema's settings. Reads nothing but the header; `cache` is in
    kilobytes."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must have {KEY_BYTES} bytes")
    connection = apsw.Connection(str(path))
    try:
        connection.pragma("cipher", CIPHER)
        connection.execute(f'PRAGMA key = "raw:{key.hex()}"')
        # Fetch all rows: a statement that returns one would stop those after it.
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
        # A new file has version 0.
        if 0 < version < schema.oldest:
            raise OtherVersionError(f"{schema.name}-older")
        schema.create(connection)
        schema.check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def make_private(path: Path) -> None:
    """Create the folder and an empty file that only their owner can access. SQLite gives -wal and
    -shm the same permissions."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise IndexFileError("index-unusable", said=error.strerror or "") from error


def check_encrypted(connection: Any, path: Path) -> None:
    """Raise RuntimeError if plain apsw, which cannot encrypt, is installed instead of
    apsw-sqlite3mc."""
    with path.open("rb") as file:
        header = file.read(len(PLAIN_HEADER))
    if connection.pragma("cipher") != CIPHER or header == PLAIN_HEADER:
        connection.close()
        raise RuntimeError("the index would not be encrypted: apsw-sqlite3mc is needed, not apsw")


def set_aside(path: Path) -> Path:
    """Rename the file, with its -wal and -shm, to <stem>.bad-<date-time>."""
    stem = f"{path.stem}.bad-{datetime.now():%Y%m%d-%H%M%S}"
    aside, copies = path.with_name(stem), 1
    while aside.exists():
        copies += 1
        aside = path.with_name(f"{stem}-{copies}")
    for suffix in FILE_SUFFIXES:
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.rename(aside.with_name(aside.name + suffix))
    _damage_marker(path).unlink(missing_ok=True)
    return aside


def erase(path: Path) -> None:
    """Delete the file, everything SQLite keeps with it, and all files set aside. Raises
    IndexFileError if the folder does not permit it."""
    try:
        for suffix in (*FILE_SUFFIXES, "-journal", DAMAGED_SUFFIX):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        remove_set_aside(path)
    except OSError as error:
        raise IndexFileError("index-unusable", said=error.strerror or "") from error


def remove_set_aside(path: Path) -> None:
    """Delete all files that were set aside: they may hold contacts a person wants forgotten."""
    for aside in path.parent.glob(f"{path.stem}.bad-*"):
        aside.unlink(missing_ok=True)


def _damage_marker(path: Path) -> Path:
    return path.with_name(path.name + DAMAGED_SUFFIX)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into IndexFileError. Any other error is a bug."""
    try:
        yield
    except apsw.FullError as error:
        raise IndexFileError("index-full") from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise IndexFileError("index-locked") from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        _damage_marker(path).touch()
        raise IndexFileError("index-damaged") from error
    except (apsw.IOError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise IndexFileError("index-unusable", said=str(error)) from error


@contextmanager
def transaction(connection: Any) -> Iterator[None]:
    """A transaction that takes the write lock at once, so that it cannot fail for it later."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back already, as it does when the disk is full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
