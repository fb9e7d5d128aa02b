"""Looks up posting lists: contacts by word prefix, and candidates for a substring."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import apsw

from contactdesk.index.postings import containers
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, difference
from contactdesk.index.postings.prefixes import is_longest_prefix, prefix_token
from contactdesk.index.postings.store import chunk_count
from contactdesk.index.postings.trigrams import NUMBER_DIGITS, query_trigrams

NUMBER_CHARS = frozenset("0123456789\n")


class PostingReader:
    """The posting lists of one snapshot of the index."""

    def __init__(self, reader: BitmapReader) -> None:
        self._reader = reader
        self._chunks = array("i", range(chunk_count(reader.connection)))
        self._delta = reader.bitmap("SELECT id FROM delta")

    def with_prefix(self, prefix: str) -> Bitmap | None:
        """Contacts with a word that begins with 1 to MAX_PREFIX_CHARS characters; None if too rare
        to have posting lists."""
        token = prefix_token(prefix)
        merged, is_in_all_chunks = self._with_tokens({token})
        if is_longest_prefix(token) and not is_in_all_chunks:
            return None
        sql = "SELECT id FROM delta WHERE instr(prefixes, ?)"
        return merged | self._reader.bitmap(sql, f" {prefix}")

    def candidates(self, text: str, place: str, sql: str) -> Bitmap:
        """Contacts that have the trigrams of a text, a superset of those that have the text.

        `place` is a key of `substrings.PLACES`, `sql` its expression. Merged contacts may have
        the trigrams in any order and in any section; digits and other text have separate trigrams.
        """
        found = 0
        if place not in ("number", "phone"):
            found |= self._with_trigrams(text)
        if place in ("", "number", "phone") and NUMBER_CHARS.issuperset(text):
            found |= self._with_trigrams(text.translate(NUMBER_DIGITS))
        # Deleted contacts in the delta have no substring text.
        return found | self._reader.bitmap(
            "SELECT s.id FROM delta d CROSS JOIN substring_text s ON s.id = d.id"
            f" WHERE instr({sql}, ?)",
            text,
        )

    def _with_trigrams(self, text: str) -> Bitmap:
        return self._with_tokens(query_trigrams(text))[0]

    def _with_tokens(self, tokens: Collection[str]) -> tuple[Bitmap, bool]:
        """Merged contacts that have all tokens, and whether every chunk has all of them."""
        self._reader.check()
        if not self._chunks:
            return 0, True
        rows = self._reader.connection.execute(
            "SELECT p.chunk, p.container FROM carray(?) c CROSS JOIN posting p"
            f" ON p.chunk = c.value AND p.token IN ({', '.join('?' * len(tokens))})",
            (apsw.carray(self._chunks), *tokens),
        ).fetchall()
        size, full = containers.BITMAP_BYTES, 0
        bits = bytearray(len(self._chunks) * size)
        for chunk, common in _intersections(rows, len(tokens)):
            full += 1
            bits[chunk * size : (chunk + 1) * size] = common
        merged = int.from_bytes(bits, "little")
        return difference(merged, self._delta), full == len(self._chunks)


def _intersections(rows: Iterable[tuple[int, bytes]], count: int) -> Iterator[tuple[int, bytes]]:
    """(chunk, bitmap of the common contacts) of the chunks that have `count` containers."""
    for chunk, group in groupby(rows, itemgetter(0)):
        own = [container for _, container in group]
        if len(own) == count:
            yield chunk, containers.bits(own[0]) if count == 1 else containers.intersection(own)
