"""Containers of posting lists: the contacts of one chunk that have a token.

As in a Roaring bitmap, a container is a sorted array of two-byte offsets, or a bitmap where that is
smaller. https://roaringbitmap.org
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Sequence

from contactdesk.index.postings.bitmap import Bitmap, difference, from_flags, from_ids, to_ids

CHUNK_SIZE = 8_192
"""Row ids per chunk."""

BITMAP_BYTES = CHUNK_SIZE // 8
"""Size of a bitmap container; arrays are always shorter."""


def encode(offsets: Sequence[int]) -> bytes:
    if len(offsets) * 2 < BITMAP_BYTES:
        found = array("H", sorted(offsets))
        if sys.byteorder == "big":
            found.byteswap()
        return found.tobytes()
    flags = bytearray(CHUNK_SIZE)
    for offset in offsets:
        flags[offset] = 1
    return from_flags(flags).to_bytes(BITMAP_BYTES, "little")


def decode(container: bytes) -> Bitmap:
    """The set of offsets in a container."""
    if len(container) == BITMAP_BYTES:
        return int.from_bytes(container, "little")
    return from_ids(_offsets(container), CHUNK_SIZE)


def bits(container: bytes) -> bytes:
    """A container as a bitmap of BITMAP_BYTES."""
    if len(container) == BITMAP_BYTES:
        return container
    return decode(container).to_bytes(BITMAP_BYTES, "little")


def intersection(containers: Sequence[bytes]) -> bytes:
    """The offsets common to all containers, as a bitmap of BITMAP_BYTES."""
    common = (1 << CHUNK_SIZE) - 1
    for each in containers:
        if len(each) == BITMAP_BYTES:
            common &= decode(each)
    arrays = [set(_offsets(each)) for each in containers if len(each) != BITMAP_BYTES]
    if arrays:
        common &= from_ids(set.intersection(*arrays), CHUNK_SIZE)
    return common.to_bytes(BITMAP_BYTES, "little")


class Change:
    """A change to many containers of a chunk: these offsets go from each, others come to some."""

    def __init__(self, removed: Collection[int]) -> None:
        self._removed = frozenset(removed)
        self._removed_bits = from_ids(removed, CHUNK_SIZE)

    def affects(self, container: bytes) -> bool:
        """Whether any offset would go from this container."""
        if len(container) == BITMAP_BYTES:
            return bool(decode(container) & self._removed_bits)
        return not self._removed.isdisjoint(_offsets(container))

    def apply(self, container: bytes, added: Sequence[int], min_size: int) -> bytes:
        """The changed container; empty if fewer than `min_size` offsets are left."""
        if len(container) == BITMAP_BYTES:
            kept = difference(decode(container), self._removed_bits)
            members = kept | from_ids(added, CHUNK_SIZE)
            if members.bit_count() >= max(min_size, BITMAP_BYTES // 2):
                return members.to_bytes(BITMAP_BYTES, "little")
            offsets = to_ids(members, _never_cancelled).tolist()
        else:
            kept_offsets = [each for each in _offsets(container) if each not in self._removed]
            offsets = kept_offsets + list(added)
        return encode(offsets) if len(offsets) >= min_size else b""


def _offsets(container: bytes) -> array[int]:
    """The offsets of an array container."""
    found = array("H", container)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _never_cancelled() -> None:
    """A chunk is short."""
