"""Sets of row ids as big-integer bitmaps; union and intersection are single operations."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress
from operator import itemgetter
from typing import Any

import msgspec

Bitmap = int
"""Bit n is set if row id n is a member. `|` and `&` combine two sets, `bit_count` counts one."""

CancelCheck = Callable[[], None]
"""Raises if the caller no longer wants the answer."""

IDS_PER_STEP = 16_384
"""Row ids processed between two cancel checks, which also let other threads run."""

JSON_CHARS_PER_STEP = 65_536
"""Characters of JSON parsed at once: a list of a million numbers is 40 MB of objects."""

SPARSE_BELOW_ONE_IN = 8
"""Below this density, members are searched for one at a time."""

MAX_JSON_CHARS_BIT_BY_BIT = 400_000
"""Longer lists of ids are first marked in an array of bytes, which is twice as fast per id, and
then converted to bits all at once."""

_TO_DIGITS = bytes.maketrans(b"\0\1", b"01")
_FROM_DIGITS = bytes.maketrans(b"01", b"\0\1")

_decode = msgspec.json.Decoder(list[int]).decode


class BitmapReader:
    """Reads row ids from one snapshot of the index."""

    def __init__(self, connection: Any, check: CancelCheck) -> None:
        self.connection = connection
        self.check = check
        last, last_in_delta, count = connection.execute(
            "SELECT coalesce((SELECT max(id) FROM contact), 0),"
            " coalesce((SELECT max(id) FROM delta), 0),"
            " (SELECT coalesce(sum(contacts), 0) FROM account)"
        ).fetchone()
        # Deleted contacts stay in the delta for a while; see store.py.
        self.size: int = max(last, last_in_delta) + 1
        """One more than the highest row id."""
        self._last = last
        self._has_no_gaps = last == count

    def bitmap(self, sql: str, *values: Any) -> Bitmap:
        """The "id" column of a query as a set."""
        self.check()
        text = self.json(sql, *values)
        if len(text) <= MAX_JSON_CHARS_BIT_BY_BIT:
            return from_ids(chain.from_iterable(parse_ids(text)), self.size)
        flags = bytearray(self.size)
        for ids in self.batches_of_json(text):
            for row_id in ids:
                flags[row_id] = 1
        return from_flags(flags)

    def ids(self, sql: str, *values: Any) -> array[int]:
        """The "id" column of a query, in the query's order."""
        self.check()
        return self.ids_of_json(self.json(sql, *values))

    def ids_of_json(self, text: str) -> array[int]:
        return ids_of_batches(self.batches_of_json(text))

    def all_contacts(self) -> Bitmap:
        if self._has_no_gaps:
            return all_below(self._last + 1) ^ 1
        return self.bitmap("SELECT id FROM contact")

    def among(self, ids: array[int], members: Bitmap | None) -> array[int]:
        """The ids that are members, in their order; all for None."""
        return ids if members is None else self.flagged(ids, to_flags(members, self.size))

    def flagged(self, ids: array[int], flags: bytes | bytearray) -> array[int]:
        """The ids whose byte is not 0, in their order."""
        return ids_of_batches(flagged(each, flags) for each in batches_of_ids(ids, self.check))

    def json(self, sql: str, *values: Any) -> str:
        """The "id" column of a query as a JSON array, in the query's order."""
        # One JSON text, so that SQLite collects all ids without holding the GIL.
        text: str = self.connection.execute(
            f"SELECT json_group_array(id) FROM ({sql})", values
        ).fetchone()[0]
        return text

    def batches_of_json(self, text: str) -> Iterator[list[int]]:
        for ids in parse_ids(text):
            yield ids
            self.check()


def parse_ids(text: str) -> Iterator[list[int]]:
    """The numbers of a JSON array, a batch at a time."""
    at, end = 1, len(text) - 1
    while at < end:
        stop = text.find(",", at + JSON_CHARS_PER_STEP, end)
        stop = end if stop < 0 else stop
        yield _decode(f"[{text[at:stop]}]")
        at = stop + 1


def ids_of_batches(batches: Iterable[list[int]]) -> array[int]:
    found = array("i")
    for ids in batches:
        found.fromlist(ids)
    return found


def batches_of_ids(ids: array[int], check: CancelCheck) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_PER_STEP):
        yield ids[start : start + IDS_PER_STEP].tolist()
        check()


def all_below(size: int) -> Bitmap:
    """All row ids below `size`."""
    return (1 << size) - 1


def from_ids(ids: Iterable[int], size: int) -> Bitmap:
    """The set of these ids, all below `size`."""
    bits = bytearray(size // 8 + 1)
    for row_id in ids:
        bits[row_id >> 3] |= 1 << (row_id & 7)
    return int.from_bytes(bits, "little")


def from_many_ids(ids: array[int], size: int, check: CancelCheck) -> Bitmap:
    """`from_ids` of a long list, in half the time."""
    flags = bytearray(size)
    for start in range(0, len(ids), IDS_PER_STEP):
        for row_id in ids[start : start + IDS_PER_STEP]:
            flags[row_id] = 1
        check()
    return from_flags(flags)


def from_flags(flags: bytes | bytearray) -> Bitmap:
    """The set of positions whose byte is 1; all other bytes are 0.

    Converts by way of binary digits, the fastest route in Python.
    """
    return int(flags[::-1].translate(_TO_DIGITS) or b"0", 2)


def to_flags(bitmap: Bitmap, size: int) -> bytes:
    """One byte for every row id below `size`: 1 for members, else 0."""
    digits = format(bitmap, f"0{size}b")
    return digits[::-1].encode().translate(_FROM_DIGITS)


def flagged(ids: list[int], flags: bytes | bytearray) -> list[int]:
    """The ids whose byte is not 0, in their order."""
    return list(compress(ids, _bytes_of(ids, flags)))


def bytes_of(ids: list[int], flags: bytes | bytearray) -> bytes:
    """The byte of each id."""
    return bytes(_bytes_of(ids, flags))


def _bytes_of(ids: list[int], flags: bytes | bytearray) -> Sequence[int]:
    if len(ids) < 2:
        return [flags[row_id] for row_id in ids]
    # One call looks up all ids, in half the time of a loop.
    return itemgetter(*ids)(flags)  # type: ignore[no-any-return]


def to_bytes(bitmap: Bitmap, size: int) -> bytes:
    """One bit for every row id below `size`, the first eight in the first byte."""
    return bitmap.to_bytes(size // 8 + 1, "little")


def to_ids(bitmap: Bitmap, check: CancelCheck) -> array[int]:
    """The row ids in ascending order."""
    found = array("i")
    for part in _parts(bitmap, descending=False):
        found.extend(part)
        check()
    return found


def first_ids(bitmap: Bitmap, count: int, *, descending: bool) -> array[int]:
    """The `count` lowest row ids in ascending order, or the highest in descending order."""
    found = array("i")
    for part in _parts(bitmap, descending=descending):
        if descending:
            part.reverse()
        found.extend(part)
        if len(found) >= count:
            break
    return found[:count]


def difference(bitmap: Bitmap, other: Bitmap) -> Bitmap:
    return bitmap ^ (bitmap & other)


def members_among(ids: Iterable[int], bits: bytes) -> Iterator[int]:
    """The ids whose bit is set, in their order; for short lists of ids."""
    return (row_id for row_id in ids if bits[row_id >> 3] >> (row_id & 7) & 1)


def _parts(bitmap: Bitmap, *, descending: bool) -> Iterator[array[int]]:
    """The row ids in batches, each in ascending order."""
    bits = to_bytes(bitmap, bitmap.bit_length())
    starts = range(0, len(bits), IDS_PER_STEP // 8)
    for at in reversed(starts) if descending else starts:
        part = int.from_bytes(bits[at : at + IDS_PER_STEP // 8], "little")
        if part:
            found = array("i")
            _append_ids(part, 8 * at, found)
            yield found


def _append_ids(part: Bitmap, first: int, found: array[int]) -> None:
    size = part.bit_length()
    flags = to_flags(part, size)
    if part.bit_count() * SPARSE_BELOW_ONE_IN >= size:
        found.fromlist(list(compress(range(first, first + size), flags)))
        return
    at = flags.find(1)
    while at >= 0:
        found.append(first + at)
        at = flags.find(1, at + 1)
