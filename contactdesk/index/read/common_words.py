"""Words that very many contacts have, found by who has not got them.

To gather a million row ids out of the full text takes a fifth of a second. But there are sets of
who has a word that begins with the same three letters (see grams.py), and of those, the ones who
only have other such words are often few: they are gathered, and taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, without
from contactdesk.index.postings.prefixes import LONGEST
from contactdesk.index.postings.store import PostingReader
from contactdesk.text.tokenize import MAX_TOKEN_CHARS

LEAST = 160
"""Pages of full text from which on a word is widespread; fewer are gathered more quickly."""

TIMES = 4
"""By how many times those pages are to be more than the pages of the other words."""

MOST = 64
"""How many words that begin so, and how many beginnings of others, are named one by one at most."""

FEW_WORDS, FEW_PAGES = 12, 40
"""A beginning of at most so many words, on so many pages or more, is asked for as those words."""

# Of every segment FTS5 notes the first term that begins on each page; a term there has a "0" before
# it. What follows a segment's last term is not counted, so that a word may seem rarer than it is.
PAGES = """
WITH RECURSIVE segment(id) AS (
    SELECT min(segid) FROM word_idx
    UNION ALL
    SELECT (SELECT min(segid) FROM word_idx WHERE segid > segment.id) FROM segment
    WHERE id IS NOT NULL
)
SELECT sum(
    coalesce(
        (SELECT pgno FROM word_idx WHERE segid = segment.id AND term > ?2 ORDER BY term LIMIT 1),
        (SELECT max(pgno) FROM word_idx WHERE segid = segment.id)
    ) / 2 - coalesce(
        (SELECT pgno FROM word_idx WHERE segid = segment.id AND term <= ?1
            ORDER BY term DESC LIMIT 1),
        2
    ) / 2
) FROM segment WHERE id IS NOT NULL
"""

AFTER_LETTER, AFTER_WORD = "\U0010ffff", "\x01"
"""Behind a beginning: what comes after everything that begins so, after this very word."""


def starting(
    gathering: BitmapReader, grams: PostingReader, word: str, *, is_whole: bool
) -> Bitmap | None:
    """Contacts that have a word that begins so, or that is this one; None where it is better to
    gather them."""
    if len(word) + is_whole <= LONGEST:
        return None
    words = CommonWords(gathering.connection)
    own = words.pages(word, AFTER_WORD if is_whole else AFTER_LETTER)
    if own < LEAST or own < TIMES * (words.pages(word[:LONGEST]) - own):
        return None
    wanted = [word] if is_whole else _unless_too_many(words.starting(word))
    others = _unless_too_many(words.beside(word, is_whole))
    if wanted is None or others is None:
        return None
    if not wanted:
        return 0
    found = grams.starting(word[:LONGEST])
    if found is None or not others:
        return found
    asked = f"({' OR '.join(others)}) NOT ({' OR '.join(_quoted(each) for each in wanted)})"
    return without(found, gathering.members("SELECT rowid AS id FROM word(?)", asked))


def _unless_too_many(found: Iterator[str]) -> list[str] | None:
    every = list(islice(found, MOST + 1))
    return every if len(every) <= MOST else None


def _quoted(word: str) -> str:
    return f'"{word}"'


class CommonWords:
    """The words of the full text, in their order."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def pages(self, start: str, after: str = AFTER_LETTER) -> int:
        """How many pages hold the words that begin so, give or take one a segment."""
        bounds = f"0{start}".encode(), f"0{start}{after}".encode()
        return int(self._connection.execute(PAGES, bounds).fetchone()[0] or 0)

    def starting(self, start: str) -> Iterator[str]:
        """Words that begin so."""
        word = self._next(start, start)
        while word is not None:
            yield word
            word = self._next(word + AFTER_WORD, start)

    def few(self, start: str) -> list[str] | None:
        """The words that begin so, where they are few and widespread."""
        if len(start) < LONGEST or self.pages(start) < FEW_PAGES:
            return None
        found = list(islice(self.starting(start), FEW_WORDS + 1))
        return found if len(found) <= FEW_WORDS else None

    def beside(self, word: str, is_whole: bool) -> Iterator[str]:
        """What finds the words that begin with the same LONGEST letters, and otherwise than this
        one."""
        for size in range(LONGEST, len(word) + is_whole):
            start = word[:size]
            found = self._next(start, start)
            if found == start and size < len(word):
                yield _quoted(start)
            if found == start:
                found = self._next(start + AFTER_WORD, start)
            while found is not None:
                letter = found[size]
                if word[size : size + 1] != letter:
                    yield f"{_quoted(start + letter)} *"
                found = self._next(start + _after(letter), start)

    def _next(self, word: str, start: str) -> str | None:
        """The first word from this one on, if it begins so."""
        row = self._connection.execute(
            "SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", (word,)
        ).fetchone()
        return row[0] if row and row[0].startswith(start) else None


def _after(letter: str) -> str:
    """What comes after everything that begins with a letter."""
    if letter == AFTER_LETTER:  # the last there is: no word is as long as this
        return letter * (MAX_TOKEN_CHARS + 1)
    after = ord(letter) + 1
    return chr(0xE000 if 0xD800 <= after < 0xE000 else after)
