from __future__ import annotations

import gzip

import pytest

from contactdesk.errors import UnexpectedReplyError
from contactdesk.http.decompress import SLICE_BYTES, Decompressor

DATA = b'{"data": []}' * 10_000


def unpacked(encoding, data, chunk=1000):
    decompressor = Decompressor(encoding)
    parts = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    found = b"".join(piece for part in parts for piece in decompressor.slices(part))
    decompressor.check_end()
    return found


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
def test_identity_encoding_is_passed_on(encoding):
    assert unpacked(encoding, DATA) == DATA


@pytest.mark.parametrize("chunk", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize("encoding", ["gzip", "GZIP "])
def test_gzip(encoding, chunk):
    assert unpacked(encoding, gzip.compress(DATA), chunk) == DATA


def test_slices_are_bounded():
    pieces = list(Decompressor("gzip").slices(gzip.compress(bytes(16 << 20))))
    assert sum(map(len, pieces)) == 16 << 20
    assert max(map(len, pieces)) <= SLICE_BYTES


def test_slices_are_decompressed_lazily():
    pieces = Decompressor("gzip").slices(gzip.compress(bytes(16 << 20)))
    assert len(next(pieces)) <= SLICE_BYTES


@pytest.mark.parametrize(
    ("encoding", "data", "kind"),
    [
        ("br", DATA, "bad-encoding"),
        ("deflate", DATA, "bad-encoding"),
        ("gzip, gzip", gzip.compress(gzip.compress(DATA)), "bad-encoding"),
        ("gzip", DATA, "bad-encoding"),
        ("gzip", gzip.compress(DATA)[:-20], "bad-json"),
        ("gzip", b"", "bad-json"),
    ],
)
def test_invalid_body_raises(encoding, data, kind):
    with pytest.raises(UnexpectedReplyError) as caught:
        unpacked(encoding, data)
    assert caught.value.kind == kind
