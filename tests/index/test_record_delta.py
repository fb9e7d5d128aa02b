"""contactdesk.index.record_delta: old records packed against the one that followed."""

import random

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.index.record_delta import BLOCK_BYTES, pack_old, unpack_old


def edited(text: bytes, edits: int, seed: int) -> bytes:
    """The text after some insertions and deletions."""
    pick, found = random.Random(seed), bytearray(text)
    for _ in range(edits):
        at, size = pick.randrange(len(found) + 1), pick.randrange(60)
        found[at : at + size * pick.randrange(2)] = pick.randbytes(size * pick.randrange(2))
    return bytes(found)


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_record_is_unpacked_with_any_that_followed(old, new):
    assert unpack_old(pack_old(old, new), new) == old


@pytest.mark.parametrize("size", [0, 1, 700, BLOCK_BYTES, 3 * BLOCK_BYTES + 5, 500_000])
def test_record_of_any_size_is_unpacked_after_edits(size):
    old = random.Random(size).randbytes(size)
    for edits in (0, 1, 7):
        new = edited(old, edits, size)
        assert unpack_old(pack_old(old, new), new) == old


def test_small_change_of_a_huge_record_takes_few_bytes():
    lines = [f'{{"role":"user","content":"{random.Random(n).random()}"}}' for n in range(9_000)]
    old = ",".join(lines).encode()
    new = ",".join([*lines[1:4_000], "{}", *lines[4_000:]]).encode()
    assert len(old) > 300_000
    assert len(pack_old(old, new)) < len(old) / 40


def test_another_record_than_the_one_that_followed_is_noticed():
    packed = pack_old(b'{"name":"Ana","n":1}', b'{"name":"Ana","n":2}')
    with pytest.raises(apsw.CorruptError):
        unpack_old(packed, b'{"name":"Bob","n":2}')


@pytest.mark.parametrize("packed", [b"", b"x" * 15, b"\x00" * 8 + b"\xff" * 12, b"\xff" * 40])
def test_damaged_bytes_are_noticed(packed):
    with pytest.raises(apsw.CorruptError):
        unpack_old(packed, b'{"name":"Ana"}')
