"""Sets of contacts: a million are brought together as quickly as ten are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, compress
from typing import Any

import msgspec

Bitmap = int
"""A set of row ids as one number, whose bit at a row id is 1 where the contact belongs to it. So
two sets are joined by | and &, and `bit_count` tells how many there are."""

Check = Callable[[], None]
"""Raises where nobody wants the answer any more."""

AT_ONCE = 16_384
"""Ids that are gone through without letting another thread have its turn."""

SLICE = 65_536
"""Characters of JSON that are read at once: a list of a million numbers is 40 MB of objects."""

FEW = 8
"""Where less than one in so many contacts is a member, each is looked for by itself."""

EACH = 400_000
"""Characters of JSON up to which each number becomes a bit by itself. More of them are marked as
bytes first, which is twice as quick a number, and all of these then become bits at once."""

_TO_DIGITS = bytes.maketrans(b"\0\1", b"01")
_FROM_DIGITS = bytes.maketrans(b"01", b"\0\1")

_decode = msgspec.json.Decoder(list[int]).decode


class BitmapReader:
    """Row ids of one state of an index, asked of its connection."""

    def __init__(self, connection: Any, check: Check) -> None:
        self.connection = connection
        self.check = check
        last, given, there = connection.execute(
            "SELECT coalesce((SELECT max(id) FROM contact), 0),"
            " coalesce((SELECT max(id) FROM fresh), 0),"
            " (SELECT coalesce(sum(contacts), 0) FROM account)"
        ).fetchone()
        # Contacts that went may be fresh; see grams.py.
        self.size: int = max(last, given) + 1
        """One more than the highest row id."""
        self._last = last
        self._is_full = last == there

    def members(self, sql: str, *values: Any) -> Bitmap:
        """What a statement finds as "id"."""
        self.check()
        text = self._text(sql, values)
        if len(text) <= EACH:
            return of_ids(chain.from_iterable(read(text)), self.size)
        marks = bytearray(self.size)
        for ids in self._lists(text):
            for row_id in ids:
                marks[row_id] = 1
        return of_marks(marks)

    def ids(self, sql: str, *values: Any) -> array[int]:
        """What a statement finds as "id", in its order."""
        self.check()
        return self.numbers(self._text(sql, values))

    def numbers(self, text: str) -> array[int]:
        """What is in a JSON array of numbers."""
        found = array("i")
        for ids in self._lists(text):
            found.fromlist(ids)
        return found

    def every(self) -> Bitmap:
        """All contacts there are."""
        if self._is_full:
            return filled(self._last + 1) ^ 1
        return self.members("SELECT id FROM contact")

    def _text(self, sql: str, values: tuple[Any, ...]) -> str:
        # As one JSON text, so that SQLite works without Python's lock until all are found.
        asked = f"SELECT json_group_array(id) FROM ({sql})"
        text: str = self.connection.execute(asked, values).fetchone()[0]
        return text

    def _lists(self, text: str) -> Iterator[list[int]]:
        for ids in read(text):
            yield ids
            self.check()


def read(text: str) -> Iterator[list[int]]:
    """The numbers of a JSON array, some at a time."""
    at, end = 1, len(text) - 1
    while at < end:
        stop = text.find(",", at + SLICE, end)
        stop = end if stop < 0 else stop
        yield _decode(f"[{text[at:stop]}]")
        at = stop + 1


def filled(size: int) -> Bitmap:
    """All row ids below this one."""
    return (1 << size) - 1


def of_ids(ids: Iterable[int], size: int) -> Bitmap:
    """These, all of them below `size`."""
    bits = bytearray(size // 8 + 1)
    for row_id in ids:
        bits[row_id >> 3] |= 1 << (row_id & 7)
    return int.from_bytes(bits, "little")


def of_marks(marks: bytes | bytearray) -> Bitmap:
    """The row ids at which there is a 1, and not a 0. By way of digits: nothing else in Python is
    as quick."""
    return int(marks[::-1].translate(_TO_DIGITS) or b"0", 2)


def marks_of(members: Bitmap, size: int) -> bytes:
    """1 for every row id below this one that is among the members, 0 for any other."""
    digits = format(members, f"0{size}b")
    return digits[::-1].encode().translate(_FROM_DIGITS)


def without(members: Bitmap, others: Bitmap) -> Bitmap:
    return members ^ (members & others)


def bits_of(members: Bitmap, size: int) -> bytes:
    """A bit for every row id below this one, the first eight in the first byte."""
    return members.to_bytes(size // 8 + 1, "little")


def those_of(ids: Iterable[int], bits: bytes) -> Iterator[int]:
    """Those of a few ids whose bit is set, in their order."""
    return (row_id for row_id in ids if bits[row_id >> 3] >> (row_id & 7) & 1)


def listed(members: Bitmap, check: Check) -> array[int]:
    """The row ids, in their order."""
    found = array("i")
    for part in _parts(members, descending=False):
        found.extend(part)
        check()
    return found


def first_of(members: Bitmap, count: int, *, descending: bool) -> array[int]:
    """The lowest so many row ids in their order, or the highest from the highest on."""
    found = array("i")
    for part in _parts(members, descending=descending):
        if descending:
            part.reverse()
        found.extend(part)
        if len(found) >= count:
            break
    return found[:count]


def _parts(members: Bitmap, *, descending: bool) -> Iterator[array[int]]:
    """The row ids part by part, each in its order."""
    bits = bits_of(members, members.bit_length())
    starts = range(0, len(bits), AT_ONCE // 8)
    for at in reversed(starts) if descending else starts:
        part = int.from_bytes(bits[at : at + AT_ONCE // 8], "little")
        if part:
            found = array("i")
            _list(part, 8 * at, found)
            yield found


def _list(part: Bitmap, first: int, found: array[int]) -> None:
    size = part.bit_length()
    marks = marks_of(part, size)
    if part.bit_count() * FEW >= size:
        found.fromlist(list(compress(range(first, first + size), marks)))
        return
    at = marks.find(1)
    while at >= 0:
        found.append(first + at)
        at = marks.find(1, at + 1)
