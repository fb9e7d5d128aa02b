"""One order of all contacts, kept in memory, and any of them in that order."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import compress
from operator import itemgetter
from typing import TypeAlias

from contactdesk.index.postings.bitmap import (
    AT_ONCE,
    Bitmap,
    Check,
    bits_of,
    filled,
    listed,
    marks_of,
    those_of,
    without,
)

FEW = 16
"""Where less than one in so many contacts is a hit, the hits are sorted by their places, and where
less than one in so many is none, those are left out; else the whole order is gone through."""

WALKED = 65_536
"""Contacts that are gone through for the first few: always before the place of every one is noted,
afterwards only where the few may well be among them."""
LIKELY = 4
"""How many times what would do, if the hits stood evenly, must fit into WALKED."""

Halves: TypeAlias = "tuple[array[int], array[int]]"
"""(ids of contacts that have the key, in its order; ids of those that have not)."""


class SortCache:
    """All contacts that are in sight, sorted by one key: those that have it, then those that have
    not."""

    def __init__(self, valued: array[int], rest: array[int], size: int) -> None:
        """`size` is one more than the highest row id."""
        # Four bytes each: there is one such order for as long as the window is open.
        self._ids = array("i", valued)
        self._ids.extend(rest)
        self._valued = len(valued)
        self._size = size
        self._noted: array[int] | None = None

    def all(self) -> Halves:
        return self._ids[: self._valued], self._ids[self._valued :]

    def among(self, members: Bitmap, check: Check) -> Halves:
        """`all`, of these contacts alone."""
        hits = members.bit_count()
        if hits * FEW < self._size:
            return self._by_places(members, check)
        if (self._size - hits) * FEW < self._size:
            return self._all_but(without(filled(self._size), members), check)
        marks = marks_of(members, self._size)
        return (
            self._marked(marks, 0, self._valued, check),
            self._marked(marks, self._valued, len(self._ids), check),
        )

    def first(
        self, members: Bitmap | None, count: int, descending: bool, check: Check
    ) -> array[int]:
        """The first so many; all where there are fewer."""
        most = len(self._ids)
        if members is not None and (hits := members.bit_count()) * FEW < self._size:
            evenly = count * most // max(hits, 1)
            most = WALKED if self._noted is None or evenly * LIKELY <= WALKED else 0
        found, is_all = self._walked(members, count, descending, most)
        if is_all or members is None:
            return found
        valued, rest = self._by_places(members, check)
        if descending:
            valued.reverse()
        return (valued + rest)[:count]

    def _walked(
        self, members: Bitmap | None, count: int, descending: bool, most: int
    ) -> tuple[array[int], bool]:
        """(the first so many, whether they are all that are asked for), having gone through so
        many at most."""
        bits = b"" if members is None else bits_of(members, self._size)
        found, passed = array("i"), 0
        for start, stop in self._slices(max(count, 1024), descending):
            if passed >= most:
                return found, False
            part = self._ids[start:stop]
            if descending and start < self._valued:
                part.reverse()
            found.extend(part if members is None else those_of(part, bits))
            passed += len(part)
            if len(found) >= count:
                break
        return found[:count], True

    def _slices(self, step: int, descending: bool) -> list[tuple[int, int]]:
        valued, end = self._valued, len(self._ids)
        first = [(at, min(valued, at + step)) for at in range(0, valued, step)]
        rest = [(at, min(end, at + step)) for at in range(valued, end, step)]
        return (first[::-1] if descending else first) + rest

    def _by_places(self, members: Bitmap, check: Check) -> Halves:
        own, valued = self._placed(members, check)
        at = self._ids.__getitem__
        return array("i", map(at, own[:valued])), array("i", map(at, own[valued:]))

    def _all_but(self, others: Bitmap, check: Check) -> Halves:
        gaps, valued = self._placed(others, check)
        end = len(self._ids)
        return (
            self._between(0, gaps[:valued], self._valued, check),
            self._between(self._valued, gaps[valued:], end, check),
        )

    def _between(self, start: int, gaps: list[int], stop: int, check: Check) -> array[int]:
        """The contacts between two places, without those in the gaps."""
        found = array("i")
        for gap in gaps:
            found.extend(self._ids[start:gap])
            start = gap + 1
        check()
        found.extend(self._ids[start:stop])
        return found

    def _placed(self, members: Bitmap, check: Check) -> tuple[list[int], int]:
        """(places in the order of those that are in it, how many of them have the key)."""
        places = self._places(check)
        own = _sorted([places[row_id] for row_id in listed(members, check)], check)
        del own[bisect_left(own, len(self._ids)) :]
        return own, bisect_left(own, self._valued)

    def _places(self, check: Check) -> array[int]:
        """Row id -> its place in the order; the end of the order for one that is not in it."""
        if self._noted is None:
            places = array("i", [len(self._ids)]) * self._size
            for start in range(0, len(self._ids), AT_ONCE):
                for place, row_id in enumerate(self._ids[start : start + AT_ONCE], start):
                    places[row_id] = place
                check()
            self._noted = places
        return self._noted

    def _marked(self, marks: bytes, start: int, stop: int, check: Check) -> array[int]:
        """The marked contacts between two places."""
        found = array("i")
        for at in range(start, stop, AT_ONCE):
            found.fromlist(_among(self._ids[at : min(stop, at + AT_ONCE)], marks))
            check()
        return found


def _sorted(places: list[int], check: Check) -> list[int]:
    """In order. Part by part, so that other threads get their turn; runs are brought together
    quickly in the end."""
    found: list[int] = []
    for start in range(0, len(places), AT_ONCE):
        found += sorted(places[start : start + AT_ONCE])
        check()
    found.sort()
    return found


def _among(ids: array[int], marks: bytes) -> list[int]:
    """Those of the ids that are marked, in their order."""
    if len(ids) < 2:
        return [row_id for row_id in ids if marks[row_id]]
    # One object for every id, looked up by a single call: half the time of the plain way.
    own = ids.tolist()
    return list(compress(own, itemgetter(*own)(marks)))
