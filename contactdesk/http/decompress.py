"""Handler for Content-Encoding that decompresses in slices, as a safeguard against gzip bombs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from contactdesk.errors import UnexpectedReplyError

SLICE_BYTES = 256 << 10
"""Decompressed bytes per slice."""


class Decompressor:
    """Decompresses gzip, and passes on an identity encoding.

    `encoding` is the value of Content-Encoding. Raises UnexpectedReplyError for any other
    encoding, for several of them, and for a damaged or truncated body.
    """

    def __init__(self, encoding: str) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip"):
            raise UnexpectedReplyError("bad-encoding")
        self._gzip = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None

    def slices(self, chunk: bytes) -> Iterator[bytes]:
        """Decompress a received chunk, in slices of SLICE_BYTES at most."""
        if self._gzip is None:
            yield chunk
            return
        while chunk:
            try:
                piece = self._gzip.decompress(chunk, SLICE_BYTES)
            except zlib.error:
                raise UnexpectedReplyError("bad-encoding") from None
            chunk = self._gzip.unconsumed_tail
            yield piece

    def check_end(self) -> None:
        """Raise for a body that was truncated."""
        if self._gzip is not None and not self._gzip.eof:
            raise UnexpectedReplyError("bad-json")
