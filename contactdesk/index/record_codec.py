"""A vendor's record as it is kept: packed, with what the table shows of it beside it."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import apsw
import msgspec

from contactdesk.jsonpath import dig
from contactdesk.model import CONTACT_FIELDS, Column, Json, Kind
from contactdesk.records.parse import decode_json

QUICKLY = 1
"""How hard zlib tries: at 6 it takes twice as long for a twentieth less."""

BARE = -15
"""Deflate without a head and a sum: every page of the file is checked by its cipher."""

SHORTEST_PACKED = 640
"""Bytes of a record that are worth it: a shorter one would take as long as a contact's words, to
be a hundred bytes less."""

LONGEST_CELL = 1_000
"""Characters of a value, as JSON, that is kept for the table; a longer one is read from the record
where it is wanted."""

Asked = Sequence[tuple[str, str, bool]]
"""(name of the cell, path in the record, whether it is to be counted)"""

STORED = struct.Struct("<BHH").pack
ENCODE = msgspec.json.Encoder().encode


def pack(raw: bytes) -> bytes:
    """A record's bytes as they are kept; on average a little less than half as many."""
    length = len(raw)
    if length >= SHORTEST_PACKED:
        return zlib.compress(raw, QUICKLY, BARE)
    # What deflate calls a stored block, which is the last one.
    return STORED(1, length, length ^ 0xFFFF) + raw


def unpack(packed: bytes) -> bytes:
    """The vendor's bytes, each as it came. Raises apsw.CorruptError where they are no more."""
    try:
        return zlib.decompress(packed, BARE)
    except zlib.error as error:
        raise apsw.CorruptError("a record could not be unpacked") from error


def digest(raw: bytes) -> int:
    """A number that differs, but for one time in 2^64, where the bytes do."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big", signed=True)


def cells(record: Json, asked: Asked) -> str | None:
    """What a table's columns say of a record beyond the contact's own fields, as a JSON object by
    path, null for no value; None where nothing is kept. What is `asked` is `asked_by(columns)`."""
    found = {}
    for name, path, is_count in asked:
        value = shown(record, path, is_count)
        if not isinstance(value, str) or len(value) < LONGEST_CELL:
            found[name] = value
    try:
        return ENCODE(found).decode() if found else None
    except UnicodeEncodeError:  # half a character: read from the record where it is wanted
        return None


def asked_by(columns: Sequence[Column]) -> Asked:
    """The columns that have cells: those that are shown unless somebody hides them, and those that
    count. The others are read from the record when somebody shows them."""
    return [
        (_name(column.path), column.path, column.kind is Kind.COUNT)
        for column in columns
        if column.path not in CONTACT_FIELDS and (column.shown or column.kind is Kind.COUNT)
    ]


def shown(record: Any, path: str, is_count: bool) -> Any:
    """A value as SQLite reads it: text, a number, 1 or 0 for a boolean, None for no value, JSON
    text for a list or an object; with `is_count`, how many a list has."""
    value = dig(record, path)
    if is_count:
        return None if value is None else len(value) if isinstance(value, list) else 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return float(value) if abs(value) < 10**300 else str(value)
    return value


def shown_in(packed: bytes | None, path: str, is_count: int) -> Any:
    """SQL function: `shown` of a packed record; None for one that cannot be read."""
    if packed is None:
        return None
    return shown(_read(packed), path, bool(is_count))


def shown_value(path: str, kind: Kind, first: int) -> tuple[str, tuple[str, str]]:
    """(SQL for what a column says of the contact `c`, from its cells, else from its record; its
    two parameters, of which one is number `first`)."""
    cell, whole = f"?{first}", f"?{first + 1}"
    is_count = int(kind is Kind.COUNT)
    sql = (
        f"CASE WHEN json_type(c.cells, {cell}) IS NULL THEN"
        f" shown_in((SELECT packed FROM record WHERE id = c.id), {whole}, {is_count})"
        f" ELSE json_extract(c.cells, {cell}) END"
    )
    return sql, (f'$."{_name(path)}"', path)


def _name(path: str) -> str:
    """A path as the name of a cell: SQLite's own paths know no quotes within quotes."""
    return path.replace('"', "'")


# The columns of a row are asked for one after another.
@lru_cache(maxsize=2)
def _read(packed: bytes) -> Any:
    try:
        return decode_json(unpack(packed))
    except (ValueError, RecursionError):
        return None
