"""The sort order of all contacts by one key, cached in memory, and subsets in that order."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TypeAlias

from contactdesk.index.postings.bitmap import (
    IDS_PER_STEP,
    Bitmap,
    CancelCheck,
    all_below,
    difference,
    flagged,
    members_among,
    to_bytes,
    to_flags,
    to_ids,
)

SORT_BELOW_ONE_IN = 16
"""If fewer than one in this many contacts is a hit, the hits are sorted by position; if fewer are
not, those are cut out. Otherwise the whole order is filtered."""

MAX_SCANNED_FOR_FIRST = 65_536
"""Contacts scanned for the first few hits, instead of sorting all hits by position."""

SCAN_MARGIN = 4
"""Once positions are known, scanning is only worth it if this many times the contacts that an even
distribution of hits would need still fit into MAX_SCANNED_FOR_FIRST."""

Halves: TypeAlias = "tuple[array[int], array[int]]"
"""(ids of contacts that have the key, in its order; ids of those that lack it)."""


class SortCache:
    """All visible contacts sorted by one key: those that have it, then those that lack it."""

    def __init__(
        self, with_key: array[int], without_key: array[int], size: int, *, turns: bool = False
    ) -> None:
        """`size` is one more than the highest row id. With `turns`, the contacts that lack the key
        are sorted too, and reversed in descending order."""
        # Four bytes per id: one order stays in memory for as long as the window is open.
        self._ids = array("i", with_key)
        self._ids.extend(without_key)
        self._with_key = len(with_key)
        self._size = size
        self._turns = turns
        self._positions: array[int] | None = None

    def all(self) -> Halves:
        return self._ids[: self._with_key], self._ids[self._with_key :]

    def among(self, members: Bitmap, check: CancelCheck) -> Halves:
        """These contacts, in order."""
        hits = members.bit_count()
        if hits * SORT_BELOW_ONE_IN < self._size:
            return self._sort(members, check)
        if (self._size - hits) * SORT_BELOW_ONE_IN < self._size:
            return self._cut_out(difference(all_below(self._size), members), check)
        flags = to_flags(members, self._size)
        return (
            self._filter(flags, 0, self._with_key, check),
            self._filter(flags, self._with_key, len(self._ids), check),
        )

    def first(
        self, members: Bitmap | None, count: int, descending: bool, check: CancelCheck
    ) -> array[int]:
        """The first `count` of these contacts, or of all for None."""
        limit = len(self._ids)
        if members is not None and (hits := members.bit_count()) * SORT_BELOW_ONE_IN < self._size:
            needed = count * limit // max(hits, 1)
            is_likely = needed * SCAN_MARGIN <= MAX_SCANNED_FOR_FIRST
            limit = MAX_SCANNED_FOR_FIRST if self._positions is None or is_likely else 0
        found, is_complete = self._scan(members, count, descending, limit)
        if is_complete or members is None:
            return found
        with_key, without_key = self._sort(members, check)
        if descending:
            with_key.reverse()
            if self._turns:
                without_key.reverse()
        return (with_key + without_key)[:count]

    def _scan(
        self, members: Bitmap | None, count: int, descending: bool, limit: int
    ) -> tuple[array[int], bool]:
        """The first hits among about `limit` contacts, and whether they are all that is wanted."""
        bits = b"" if members is None else to_bytes(members, self._size)
        found, scanned = array("i"), 0
        for start, stop in self._slices(max(count, 1024), descending):
            if scanned >= limit:
                return found, False
            part = self._ids[start:stop]
            if descending and (self._turns or start < self._with_key):
                part.reverse()
            found.extend(part if members is None else members_among(part, bits))
            scanned += len(part)
            if len(found) >= count:
                break
        return found[:count], True

    def _slices(self, step: int, descending: bool) -> list[tuple[int, int]]:
        middle, end = self._with_key, len(self._ids)
        with_key = [(at, min(middle, at + step)) for at in range(0, middle, step)]
        without_key = [(at, min(end, at + step)) for at in range(middle, end, step)]
        if descending:
            with_key.reverse()
            if self._turns:
                without_key.reverse()
        return with_key + without_key

    def _sort(self, members: Bitmap, check: CancelCheck) -> Halves:
        own, middle = self._sorted_positions(members, check)
        at = self._ids.__getitem__
        return array("i", map(at, own[:middle])), array("i", map(at, own[middle:]))

    def _cut_out(self, others: Bitmap, check: CancelCheck) -> Halves:
        gaps, middle = self._sorted_positions(others, check)
        end = len(self._ids)
        return (
            self._between(0, gaps[:middle], self._with_key, check),
            self._between(self._with_key, gaps[middle:], end, check),
        )

    def _between(self, start: int, gaps: list[int], stop: int, check: CancelCheck) -> array[int]:
        """The contacts between two positions, without those at the gaps."""
        found = array("i")
        for gap in gaps:
            found.extend(self._ids[start:gap])
            start = gap + 1
        check()
        found.extend(self._ids[start:stop])
        return found

    def _sorted_positions(self, members: Bitmap, check: CancelCheck) -> tuple[list[int], int]:
        """The members' positions, and how many of these have the key."""
        positions = self._position_by_id(check)
        own = _sorted([positions[row_id] for row_id in to_ids(members, check)], check)
        del own[bisect_left(own, len(self._ids)) :]
        return own, bisect_left(own, self._with_key)

    def _position_by_id(self, check: CancelCheck) -> array[int]:
        """Position of each row id; the end of the order for ids that are not in it."""
        if self._positions is None:
            positions = array("i", [len(self._ids)]) * self._size
            for start in range(0, len(self._ids), IDS_PER_STEP):
                for position, row_id in enumerate(self._ids[start : start + IDS_PER_STEP], start):
                    positions[row_id] = position
                check()
            self._positions = positions
        return self._positions

    def _filter(self, flags: bytes, start: int, stop: int, check: CancelCheck) -> array[int]:
        """The flagged contacts between two positions."""
        found = array("i")
        for at in range(start, stop, IDS_PER_STEP):
            found.fromlist(flagged(self._ids[at : min(stop, at + IDS_PER_STEP)].tolist(), flags))
            check()
        return found


def _sorted(positions: list[int], check: CancelCheck) -> list[int]:
    """Sorts in batches, so that other threads run in between; merging sorted runs is fast."""
    found: list[int] = []
    for start in range(0, len(positions), IDS_PER_STEP):
        found += sorted(positions[start : start + IDS_PER_STEP])
        check()
    found.sort()
    return found
