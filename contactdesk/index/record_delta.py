"""Old records, packed against the record that followed: about 70 bytes where little changed.

What two records have in common at their beginning and end is left out, and the rest is deflated in
blocks, each with what the newer record has around that place as preset dictionary.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import apsw

from contactdesk.index.record_codec import RAW_DEFLATE

ZLIB_LEVEL = 6

BLOCK_BYTES, MARGIN_BYTES = 16_384, 8_192
"""A block and what is around it fill the window of deflate, 32 KB: more of a dictionary is not used."""

HEAD = struct.Struct("<IIII")
"""Bytes in common at the beginning and at the end, bytes between them, checksum of the old record."""


def pack_old(old: bytes, new: bytes) -> bytes:
    """Pack a record; the one that followed is needed to unpack it."""
    start = _common_start(old, new)
    end = _common_end(old[start:], new[start:])
    middle = old[start : len(old) - end]
    packed = [HEAD.pack(start, end, len(middle), zlib.crc32(old))]
    for at, dictionary in _dictionaries(len(middle), new, start, end):
        deflate = zlib.compressobj(ZLIB_LEVEL, zlib.DEFLATED, RAW_DEFLATE, zdict=dictionary)
        packed += [deflate.compress(middle[at : at + BLOCK_BYTES]), deflate.flush()]
    return b"".join(packed)


def unpack_old(packed: bytes, new: bytes) -> bytes:
    """The record that was packed. Raises apsw.CorruptError where it cannot be unpacked or `new` is
    not the one that followed."""
    try:
        start, end, size, checksum = HEAD.unpack_from(packed)
        rest, middle = packed[HEAD.size :], []
        for _, dictionary in _dictionaries(size, new, start, end):
            inflate = zlib.decompressobj(RAW_DEFLATE, zdict=dictionary)
            middle.append(inflate.decompress(rest))
            rest = inflate.unused_data
    except (struct.error, zlib.error) as error:
        raise apsw.CorruptError("an old record could not be unpacked") from error
    old = b"".join([new[:start], *middle, new[len(new) - end :]])
    if zlib.crc32(old) != checksum:
        raise apsw.CorruptError("an old record was packed against another one")
    return old


def _dictionaries(size: int, new: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """(where a block begins, its dictionary) for `size` bytes that are in the old record instead of
    what the new one has between `start` and its last `end` bytes."""
    for at in range(0, size, BLOCK_BYTES):
        # Where the block is likely to be in the new record, if all changed evenly.
        place = start + at * (len(new) - end - start) // size
        yield at, new[max(0, place - MARGIN_BYTES) : place + BLOCK_BYTES + MARGIN_BYTES]


def _common_start(one: bytes, other: bytes) -> int:
    """The number of bytes that two texts have in common at their beginning, by bisection."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(one: bytes, other: bytes) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle :] == other[len(other) - middle :]:
            low = middle
        else:
            high = middle - 1
    return low
