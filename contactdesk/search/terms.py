"""Terms of a query, and the lexer that cuts what was typed into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from contactdesk.search.comparisons import Comparison
from contactdesk.search.dates import Period, written_day
from contactdesk.search.numbers import TypedNumber, is_number, typed_number, uri_at
from contactdesk.text.normalize import normalize
from contactdesk.text.phone_uris import dialed_by_uri
from contactdesk.text.spellings import (
    DIGRAPH,
    MAX_JOINED_CHARS,
    joined_words,
    respelled,
    spelled,
)
from contactdesk.text.tokenize import UNSPACED_RUN, blank_separators, query_tokens

MIN_SUBSTRING_CHARS = 3
"""Characters from which on a term is also found inside a word: those of a trigram."""

SUBSTRING_FIELDS = ("", "name", "email")
"""Fields in which a term is found inside a word too."""

NUMBER_FIELDS = ("", "persona", "empty")
"""Fields in which what is written like a number is one; in "phone", everything is."""

NAMES = "names"
"""The field of terms that search names and companies; it cannot be typed."""

NAME_FIELDS = ("name", "company")

MAX_INITIALS = 5
MAX_PARTICLE_CHARS = 3
"""Letters of a word such as "de" or "von", with which three words may be one."""

MAX_NEIGHBORS = MAX_INITIALS - 1
"""Words before and after one that may be written together with it."""


class Variant(Struct, frozen=True):
    """Another spelling of a term's words. `in_names`: only in names and companies. `as_word`: not
    inside a word."""

    text: str
    words: tuple[str, ...]
    whole: bool = False
    in_names: bool = False
    as_word: bool = False


class Term(Struct, frozen=True):
    """A term matches in any of these ways.

    `words`: as a phrase, the last word as a prefix unless the term is `whole`. `text`: normalized,
    anywhere in a name, an e-mail address or the digits of a number (from MIN_SUBSTRING_CHARS on,
    unless whole). `number`: a phone number or a part of one. `parts`: terms that must all match, of
    a phone number typed with spaces. `variants`: other spellings of its words. `as_word`: not
    inside a word.

    `field` is "" for anywhere; with `key`, only the values of that key. `period` is set for a date
    field, `comparison` where numbers, dates or priorities are compared; for the fields "has" and
    "is", `text` is what a contact must have or be, for "changed" what must have changed in it.
    """

    text: str
    words: tuple[str, ...]
    number: TypedNumber | None = None
    parts: tuple[Term, ...] = ()
    field: str = ""
    key: str = ""
    whole: bool = False
    negated: bool = False
    period: Period | None = None
    comparison: Comparison | None = None
    variants: tuple[Variant, ...] = ()
    as_word: bool = False

    @property
    def depends_on_now(self) -> bool:
        """Whether it may match something else tomorrow."""
        return self.period is not None or (
            self.comparison is not None and self.comparison.depends_on_now
        )

    @property
    def has_parts(self) -> bool:
        """Whether it is found inside a word too."""
        is_word = self.whole or self.as_word or len(self.text) < MIN_SUBSTRING_CHARS
        return not is_word and self.field in SUBSTRING_FIELDS and not self.key

    @property
    def alternatives(self) -> tuple[Term, ...]:
        """A term for each of its variants."""
        return tuple(
            Term(
                each.text,
                each.words,
                field=NAMES if each.in_names and not self.field else self.field,
                key=self.key,
                whole=each.whole,
                as_word=each.as_word,
            )
            for each in self.variants
        )

    @property
    def ends_a_word(self) -> bool:
        """Whether its last word must be a whole one; scripts without spaces have no whole words."""
        end = blank_separators(self.text).rstrip()[-1:]
        return self.whole and not UNSPACED_RUN.match(end)


def word_term(
    typed: str, field: str = "", *, whole: bool = False, neighbors: Iterable[str] = ()
) -> Term | None:
    """The term of a word or phrase; None if it has no token.

    `neighbors` are what `joined_with_neighbors` gives for the word.
    """
    word = normalize(typed).strip()
    dialed = "" if whole else dialed_by_uri(word)
    if dialed != word and (is_number(dialed) or "@" in dialed):
        typed = word = dialed
    found = tuple(query_tokens(word))
    if not found:
        return None
    variants = [*_variants(typed, word, field, whole), *map(_neighbor_variant, neighbors)]
    may_be_number = field == "phone" or (field in NUMBER_FIELDS and not whole and is_number(word))
    number = typed_number(word) if may_be_number else None
    return Term(
        word, found, number, field=field, whole=whole, variants=tuple(dict.fromkeys(variants))
    )


def _variants(typed: str, word: str, field: str, whole: bool) -> Iterator[Variant]:
    texts = [word, *(normalize(each).strip() for each in respelled(typed))]
    for number, text in enumerate(texts):
        if number:
            yield Variant(text, tuple(query_tokens(text)), whole)
        joined = _without_joiners(text)
        if joined:
            yield Variant(joined, tuple(query_tokens(joined)), whole)
    if field in ("", *NAME_FIELDS):
        dropped = [match.start() for match in DIGRAPH.finditer(word)]
        if dropped:
            text = DIGRAPH.sub("", word)
            # With one letter after it, as in "baer", the beginning of many other words.
            is_short = len(word) - dropped[-1] <= 2
            yield Variant(
                text, tuple(query_tokens(text)), whole or is_short, in_names=True, as_word=True
            )


def _without_joiners(text: str) -> str:
    """A word of normalized text without the separators inside it; "" if it has none."""
    runs = list(joined_words(text))
    letters = len(text) - blank_separators(text).count(" ")
    return spelled(text, runs[0]) if len(runs) == 1 and len(runs[0]) == letters else ""


def _neighbor_variant(joined: str) -> Variant:
    return Variant(joined, tuple(query_tokens(joined)), as_word=True)


def joined_with_neighbors(words: Sequence[str], at: int) -> list[str]:
    """What a typed word gives together with those beside it: van kirk -> vankirk, j r -> jr.

    `words` has "" for what is no plain word; only MAX_NEIGHBORS on either side matter.
    """
    own = [blank_separators(normalize(each)).replace(" ", "") for each in words]
    spans = [(start, start + 2) for start in (at - 1, at)]
    spans += [(start, start + 3) for start in (at - 2, at - 1, at) if _are_particles(own, start)]
    spans += _initials(own, at)
    joined = ("".join(own[start:end]) for start, end in spans if _are_words(own, start, end))
    return [
        each for each in dict.fromkeys(joined) if len(each) <= MAX_JOINED_CHARS if each.isalnum()
    ]


def _initials(words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """The bounds of the three or more single letters that a word is among."""
    first = last = at
    while first >= 0 and len(words[first]) == 1:
        first -= 1
    while last < len(words) and len(words[last]) == 1:
        last += 1
    if 2 < last - first - 1 <= MAX_INITIALS:
        yield first + 1, last


def _are_particles(words: Sequence[str], start: int) -> bool:
    return start >= 0 and max(map(len, words[start : start + 2])) <= MAX_PARTICLE_CHARS


def _are_words(words: Sequence[str], start: int, end: int) -> bool:
    inside = start >= 0 and end <= len(words) and all(words[start:end])
    return inside and not "".join(words[start:end]).isdecimal()


def number_term(words: Sequence[str]) -> Term:
    """The term of a phone number typed with spaces."""
    parts = tuple(term for word in words if (term := word_term(word)))
    return Term("", (), typed_number(" ".join(words)), parts)


def day_term(words: Sequence[str], field: str = "", *, whole: bool = False) -> Term | None:
    """The term of a day that was typed as people write it: the day in ISO 8601, as it is indexed,
    or the words themselves. None if they are no day."""
    day = written_day(words)
    if not day:
        return None
    typed = [" ".join(words)] if whole else words
    parts = tuple(term for each in typed if (term := word_term(each, field, whole=whole)))
    return Term(day, tuple(query_tokens(day)), parts=parts, field=field, whole=True)


class Piece(Struct, frozen=True):
    """One lexical unit: [-][name[.key]:]value. `name` is normalized, `is_field` tells if there is
    one; `value` is without its quotes, `value_start` where it or its quote starts."""

    start: int
    end: int
    negated: bool
    name: str
    key: str
    value: str
    value_start: int
    is_field: bool = False
    quoted: bool = False
    closed: bool = True

    @property
    def is_plain(self) -> bool:
        return not (self.negated or self.is_field or self.quoted)


QUOTES = '"“”„'
NAME = re.compile(
    rf"([^\W\d_][\w-]*)(?:\.(?:[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s:{QUOTES}]+)))?:"
)


def pieces(text: str) -> Iterator[Piece]:
    """Split a query at the spaces outside quotes."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        piece = _piece(text, at)
        yield piece
        at = piece.end


def _piece(text: str, start: int) -> Piece:
    negated = text[start] == "-" and not text[start + 1 : start + 2].isspace()
    negated = negated and start + 1 < len(text)
    at = start + negated
    name = key = ""
    found = NAME.match(text, at)
    number_start = uri_at(text, at) if found else -1
    if number_start >= 0:
        found, at = None, number_start
    if found and not text.startswith("//", found.end()):
        name, key = normalize(found[1]), found[2] or found[3] or ""
        at = found.end()
    else:
        found = None
    quoted = text[at : at + 1] in QUOTES and at < len(text)
    closed = True
    if quoted:
        end = next((n for n in range(at + 1, len(text)) if text[n] in QUOTES), len(text))
        value, closed = text[at + 1 : end], end < len(text)
        end += closed
    else:
        end = next((n for n in range(at, len(text)) if text[n].isspace()), len(text))
        value = text[at:end]
    return Piece(start, end, negated, name, key, value, at, found is not None, quoted, closed)
