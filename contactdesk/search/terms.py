"""Terms of a query, and the lexer that cuts what was typed into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.search.dates import Period, written_day
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import is_international, phone_digits
from contactdesk.text.tokenize import UNSPACED_RUN, blank_separators, query_tokens

MIN_SUBSTRING_CHARS = 3
"""Characters from which on a term is also found inside a word: those of a trigram."""

MIN_NATIONAL_DIGITS, MIN_INTERNATIONAL_DIGITS = 8, 10
MAX_COUNTRY_DIGITS = 3
MIN_TYPED_PHONE_DIGITS = 5
# One word of a phone number, which may be typed with spaces.
PHONE_WORD = re.compile(r"[+(]{0,2}\d[\d()./-]*|\(\d+\)[\d()./-]*")

SUBSTRING_FIELDS = ("", "name", "email")
"""Fields in which a term is found inside a word too."""

DIGIT_FIELDS = ("", "phone")


class Term(Struct, frozen=True):
    """A term matches in any of these ways.

    `words`: as a phrase, the last word as a prefix unless the term is `whole`. `text`: normalized,
    anywhere in a name, an e-mail address or the digits of a number (from MIN_SUBSTRING_CHARS on,
    unless whole). `digits`: part of a phone number; `nationals`: a whole number stored without its
    country code. `parts`: terms that must all match, of a phone number typed with spaces.

    `field` is "" for anywhere; with `key`, only the values of that key. `period` is set for a date
    field; for the field "has", `text` is what a contact must have.
    """

    text: str
    words: tuple[str, ...]
    digits: str = ""
    nationals: tuple[str, ...] = ()
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
    found = tuple(query_tokens(word))
    if not found:
        return None
    term = Term(word, found, field=field, whole=whole)
    is_number = PHONE_WORD.fullmatch(word) and not whole
    return with_digits(term, word) if is_number or field == "phone" else term


def number_term(words: Sequence[str]) -> Term:
    """The term of a phone number typed with spaces."""
    parts = tuple(term for word in words if (term := word_term(word)))
    return with_digits(Term("", (), parts=parts), " ".join(words))


def day_term(words: Sequence[str], field: str = "", *, whole: bool = False) -> Term | None:
    """The term of a day that was typed as people write it: the day in ISO 8601, as it is indexed,
    or the words themselves. None if they are no day."""
    day = written_day(words)
    if not day:
        return None
    typed = [" ".join(words)] if whole else words
    parts = tuple(term for each in typed if (term := word_term(each, field, whole=whole)))
    return Term(day, tuple(query_tokens(day)), parts=parts, field=field, whole=True)


def with_digits(term: Term, number: str) -> Term:
    digits = phone_digits(number)
    if len(digits) < MIN_SUBSTRING_CHARS or term.field not in DIGIT_FIELDS:
        return term
    nationals: tuple[str, ...] = ()
    if is_international(number) or len(digits) > MIN_INTERNATIONAL_DIGITS:
        cut = (digits[size:].removeprefix("0") for size in range(1, MAX_COUNTRY_DIGITS + 1))
        nationals = tuple(rest for rest in cut if len(rest) >= MIN_NATIONAL_DIGITS)
    return replace(term, digits=digits, nationals=nationals)


def number_at(words: Sequence[str], at: int) -> int:
    """The end of the phone number that starts at this word; `at` if none does."""
    end = at
    while end < len(words) and PHONE_WORD.fullmatch(words[end]):
        end += 1
    long_enough = len(phone_digits(" ".join(words[at:end]))) >= MIN_TYPED_PHONE_DIGITS
    return end if end - at > 1 and long_enough else at


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
