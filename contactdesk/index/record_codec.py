"""Codec of stored records: compression, change detection, and the cells a table shows."""

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
from contactdesk.model import Column, Json, Kind
from contactdesk.records.parse import decode_json

FAST_LEVEL = 1
"""Of ISA-L: the size of zlib's level 1 in two fifths of its time."""

RAW_DEFLATE = -15
"""zlib window bits for no header and no checksum: the cipher already checks every page."""

MIN_COMPRESSED_BYTES = 640
"""Shorter records are stored as they are: compressing one takes as long as indexing its words and
saves about a hundred bytes."""

MAX_CELL_CHARS = 1_000
"""Longer values are not cached as cells; they are read from the record when shown."""

Cells = Sequence[tuple[str, str, bool]]
"""Columns to cache: (cell name, path in the record, whether to count the value's items)."""

DEFLATE_STORED_BLOCK = struct.Struct("<BHH").pack
ENCODE = msgspec.json.Encoder().encode


def pack(raw: bytes) -> bytes:
    """Compress a record, on average to a little under half its size."""
    length = len(raw)
    if length >= MIN_COMPRESSED_BYTES:
        from isal import isal_zlib  # Only where pages are prepared.

        return isal_zlib.compress(raw, FAST_LEVEL, RAW_DEFLATE)
    return DEFLATE_STORED_BLOCK(1, length, length ^ 0xFFFF) + raw


def unpack(packed: bytes) -> bytes:
    """The vendor's bytes, unchanged. Raises apsw.CorruptError if they cannot be decompressed."""
    try:
        return zlib.decompress(packed, RAW_DEFLATE)
    except zlib.error as error:
        raise apsw.CorruptError("a record could not be unpacked") from error


def digest(raw: bytes) -> int:
    """A signed 64-bit hash of a record, to detect changes."""
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big", signed=True)


def encode_cells(record: Json, cells: Cells) -> str | None:
    """Values of table columns beyond the contact's own fields, as a JSON object by path.

    No value is null. None if there is nothing to cache. `cells` comes from `cells_of`.
    """
    found = {}
    for name, path, is_count in cells:
        value = cell_value(record, path, is_count)
        if not isinstance(value, str) or len(value) < MAX_CELL_CHARS:
            found[name] = value
    try:
        return ENCODE(found).decode() if found else None
    except UnicodeEncodeError:  # a lone surrogate: read from the record when shown
        return None


def cells_of(columns: Sequence[Column]) -> Cells:
    """The columns worth caching: those shown by default, and counts. Others are read from the
    record when shown."""
    return [
        (_name(column.path), column.path, column.kind is Kind.COUNT)
        for column in columns
        if column.path.startswith("$") and (column.shown or column.kind is Kind.COUNT)
    ]


def cell_value(record: Any, path: str, is_count: bool) -> Any:
    """A value as SQLite reads it: text, a number, 1 or 0 for a boolean, None for no value, JSON
    text for a list or an object, text for a whole number of more than 64 bits; with `is_count`, the
    length of a list."""
    value = dig(record, path)
    if is_count:
        return None if value is None else len(value) if isinstance(value, list) else 0
    return stored_value(value)


def stored_value(value: Any) -> Any:
    """A value as SQLite reads it; see `cell_value`."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)  # SQLite's integers end there; as text, no digit is lost
    return value


def decoded(value: Any) -> Any:
    """The list or the object that `stored_value` made text of."""
    try:
        return decode_json(value.encode())
    except (ValueError, RecursionError):
        return value


def record_value(packed: bytes | None, path: str, is_count: int) -> Any:
    """SQL function: `cell_value` of a packed record; None if the record cannot be parsed."""
    if packed is None:
        return None
    return cell_value(_parse(packed), path, bool(is_count))


def value_sql(path: str, kind: Kind, first: int) -> tuple[str, tuple[str, str]]:
    """SQL for a column's value of contact `c`, from its cells or else its record, and its two
    parameters, numbered from `first`."""
    cell, whole = f"?{first}", f"?{first + 1}"
    is_count = int(kind is Kind.COUNT)
    sql = (
        f"CASE WHEN json_type(c.cells, {cell}) IS NULL THEN"
        f" record_value((SELECT packed FROM record WHERE id = c.id), {whole}, {is_count})"
        f" ELSE json_extract(c.cells, {cell}) END"
    )
    return sql, (f'$."{_name(path)}"', path)


def _name(path: str) -> str:
    """A path as a cell name: SQLite's JSON paths have no escape for a double quote."""
    return path.replace('"', "'")


# The columns of one row are read one after another.
@lru_cache(maxsize=2)
def _parse(packed: bytes) -> Any:
    try:
        return decode_json(unpack(packed))
    except (ValueError, RecursionError):
        return None
