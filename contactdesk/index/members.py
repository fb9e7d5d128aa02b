"""Sets of contacts: a million are brought together as quickly as ten are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import Any

import msgspec

Members = int
"""A set of row ids as one number, whose byte at a row id is 1 where the contact belongs to it. So
two sets are joined by | and &, and `bit_count` tells how many there are."""

Check = Callable[[], None]
"""Raises where nobody wants the answer any more."""

AT_ONCE = 16_384
"""Ids that are gone through without letting another thread have its turn."""

SLICE = 65_536
"""Characters of JSON that are read at once: a list of a million numbers is 40 MB of objects."""

FEW = 8
"""Where less than one in so many contacts is a member, each is looked for by itself."""

_decode = msgspec.json.Decoder(list[int]).decode


class Gathering:
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

    def members(self, sql: str, *values: Any) -> Members:
        """What a statement finds as "id"."""
        marks = bytearray()
        for ids in self._lists(sql, values):
            marks = marks or bytearray(self.size)
            for row_id in ids:
                marks[row_id] = 1
        return int.from_bytes(marks, "little")

    def ids(self, sql: str, *values: Any) -> array[int]:
        """What a statement finds as "id", in its order."""
        found = array("i")
        for ids in self._lists(sql, values):
            found.fromlist(ids)
        return found

    def every(self) -> Members:
        """All contacts there are."""
        if self._is_full:
            return filled(self._last + 1) ^ 1
        return self.members("SELECT id FROM contact")

    def _lists(self, sql: str, values: tuple[Any, ...]) -> Iterator[list[int]]:
        # As one JSON text, so that SQLite works without Python's lock until all are found.
        self.check()
        asked = f"SELECT json_group_array(id) FROM ({sql})"
        text = self.connection.execute(asked, values).fetchone()[0]
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


def filled(size: int) -> Members:
    """All row ids below this one."""
    return int.from_bytes(b"\1" * size, "little")


def of_ids(ids: Iterable[int], size: int) -> Members:
    marks = bytearray(size)
    for row_id in ids:
        marks[row_id] = 1
    return int.from_bytes(marks, "little")


def without(members: Members, others: Members) -> Members:
    return members ^ (members & others)


def marks_of(members: Members, size: int) -> bytes:
    """1 for every row id below this one that is among the members, 0 for any other."""
    return members.to_bytes(size, "little")


def listed(members: Members, check: Check) -> array[int]:
    """The row ids, in their order."""
    size = (members.bit_length() + 7) // 8
    marks, found = marks_of(members, size), array("i")
    if members.bit_count() * FEW < size:
        at = marks.find(1)
        while at >= 0:
            found.append(at)
            at = marks.find(1, at + 1)
        return found
    for start in range(0, size, AT_ONCE):
        part = range(start, min(size, start + AT_ONCE))
        found.fromlist(list(compress(part, marks[start : start + AT_ONCE])))
        check()
    return found
