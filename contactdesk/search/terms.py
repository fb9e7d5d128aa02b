"""Terms of a query, and the lexer that cuts what was typed into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from contactdesk.search.dates import Period
from contactdesk.search.numbers import TypedNumber, is_number, typed_number, uri_at
from contactdesk.text.normalize import normalize
from contactdesk.text.phone_uris import dialed_by_uri
from contactdesk.text.tokenize import UNSPACED_RUN, blank_separators, query_tokens

MIN_SUBSTRING_CHARS = 3
"""Characters from which on a term is also found inside a word: those of a trigram."""

SUBSTRING_FIELDS = ("", "name", "email")
"""Fields in which a term is found inside a word too."""

DIGIT_FIELDS = ("", "phone")


class Term(Struct, frozen=True):
    """A term matches in any of these ways.

    `words`: as a phrase, the last word as a prefix unless the term is `whole`. `text`: normalized,
    anywhere in a name, an e-mail address or the digits of a number (from MIN_SUBSTRING_CHARS on,
    unless whole). `number`: a phone number or a part of one. `parts`: terms that must all match, of
    a phone number typed with spaces.

    `field` is "" for anywhere; with `key`, only the values of that key. `period` is set for a date
    field; for the field "has", `text` is what a contact must have.
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

    @property
    def has_parts(self) -> bool:
        """Whether it is found inside a word too."""
        is_long = len(self.text) >= MIN_SUBSTRING_CHARS
        return is_long and not self.whole and self.field in SUBSTRING_FIELDS and not self.key

    @property
    def ends_a_word(self) -> bool:
        """Whether its last word must be a whole one; scripts without spaces have no whole words."""
        end = blank_separators(self.text).rstrip()[-1:]
        return self.whole and not UNSPACED_RUN.match(end)


def word_term(word: str, field: str = "", *, whole: bool = False) -> Term | None:
    """The term of a normalized word or phrase; None if it has no token."""
    dialed = "" if whole else dialed_by_uri(word)
    word = dialed if is_number(dialed) or "@" in dialed else word
    found = tuple(query_tokens(word))
    if not found:
        return None
    may_be_number = field == "phone" or (not field and not whole and is_number(word))
    return Term(
        word, found, typed_number(word) if may_be_number else None, field=field, whole=whole
    )


def number_term(words: Sequence[str]) -> Term:
    """The term of a phone number typed with spaces."""
    parts = tuple(term for word in words if (term := word_term(word)))
    return Term("", (), typed_number(" ".join(words)), parts)


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
