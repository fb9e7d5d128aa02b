"""Unpacks the body of a reply in slices: a megabyte on the wire may hold a gigabyte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from contactdesk.errors import UnexpectedReplyError

SLICE = 256 << 10
"""Bytes unpacked at a time."""


class Decompressor:
    """Unpacks gzip, or passes on what is not packed.

    `packing` is the value of Content-Encoding. Raises UnexpectedReplyError for any other way of
    packing, two in a row included, and for what is damaged or cut short.
    """

    def __init__(self, packing: str) -> None:
        packing = packing.strip().lower()
        if packing not in ("", "identity", "gzip"):
            raise UnexpectedReplyError("bad-encoding")
        self._gzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if packing == "gzip" else None

    def slices(self, chunk: bytes) -> Iterator[bytes]:
        """What the next chunk holds, at most SLICE bytes of it at a time."""
        if self._gzip is None:
            yield chunk
            return
        while chunk:
            try:
                piece = self._gzip.decompress(chunk, SLICE)
            except zlib.error:
                raise UnexpectedReplyError("bad-encoding") from None
            chunk = self._gzip.unconsumed_tail
            yield piece

    def check_end(self) -> None:
        """Refuses a body that ended before its packing did."""
        if self._gzip is not None and not self._gzip.eof:
            raise UnexpectedReplyError("bad-json")
