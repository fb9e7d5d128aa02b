from __future__ import annotations

import gzip

import pytest

from contactdesk.errors import UnexpectedReplyError
from contactdesk.http.decompress import SLICE, Decompressor

DATA = b'{"data": []}' * 10_000


def unpacked(packing, data, chunk=1000):
    inflater = Decompressor(packing)
    parts = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    found = b"".join(piece for part in parts for piece in inflater.slices(part))
    inflater.check_end()
    return found


@pytest.mark.parametrize("packing", ["", "identity", " Identity "])
def test_what_is_not_packed_is_passed_on(packing):
    assert unpacked(packing, DATA) == DATA


@pytest.mark.parametrize("chunk", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize("packing", ["gzip", "GZIP "])
def test_gzip(packing, chunk):
    assert unpacked(packing, gzip.compress(DATA), chunk) == DATA


def test_slices_are_small_however_much_a_chunk_holds():
    pieces = list(Decompressor("gzip").slices(gzip.compress(bytes(16 << 20))))
    assert sum(map(len, pieces)) == 16 << 20
    assert max(map(len, pieces)) <= SLICE


def test_a_slice_is_unpacked_only_when_it_is_asked_for():
    pieces = Decompressor("gzip").slices(gzip.compress(bytes(16 << 20)))
    assert len(next(pieces)) <= SLICE


@pytest.mark.parametrize(
    ("packing", "data", "kind"),
    [
        ("br", DATA, "bad-encoding"),
        ("deflate", DATA, "bad-encoding"),
        ("gzip, gzip", gzip.compress(gzip.compress(DATA)), "bad-encoding"),
        ("gzip", DATA, "bad-encoding"),
        ("gzip", gzip.compress(DATA)[:-20], "bad-json"),
        ("gzip", b"", "bad-json"),
    ],
)
def test_what_cannot_be_unpacked(packing, data, kind):
    with pytest.raises(UnexpectedReplyError) as caught:
        unpacked(packing, data)
    assert caught.value.kind == kind
