"""One term of a search: what is looked for, in which part of a contact, and in which ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.search.dates import Period
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import is_international, phone_digits
from contactdesk.text.tokenize import UNSPACED_RUN, blank_separators, query_tokens

SHORTEST_PART = 3
"""Characters from which on a term is also found in the middle of a word."""

SHORTEST_NATIONAL = 8
SHORTEST_INTERNATIONAL = 10
LONGEST_COUNTRY = 3

# What a phone number is typed in; a number may stand in several such words.
PHONE_PART = re.compile(r"[+(]{0,2}\d[\d()./-]*|\(\d+\)[\d()./-]*")
SHORTEST_TYPED_PHONE = 5

WITH_PARTS = ("", "name", "email")
"""Fields in which a term is found in the middle of a word too."""

WITH_DIGITS = ("", "phone")


class Term(Struct, frozen=True):
    """One thing that is looked for, in any of these ways.

    `words`: all of them in a row, the last as the beginning of a word unless the term is `whole`.
    `text`: folded, anywhere in a name, an e-mail address or the digits of a number (from
    SHORTEST_PART characters on, and unless whole). `digits`: part of a phone number; `nationals`: the whole of one that was kept
    without its country. `parts`: terms that must all match, for a phone number that was typed
    with spaces.

    `field` is "" for anywhere; with `key`, only what stands under that key counts. `period` is
    set where the field is a date; for the field "has", `text` is what a contact shall have.
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
        """Whether it is found in the middle of a word, too."""
        enough = len(self.text) >= SHORTEST_PART
        return enough and not self.whole and self.field in WITH_PARTS and not self.key

    @property
    def ends_a_word(self) -> bool:
        """Whether its last word must be a whole one. Scripts without spaces have no whole words."""
        end = blank_separators(self.text).rstrip()[-1:]
        return self.whole and not UNSPACED_RUN.match(end)


def word_term(word: str, field: str = "", *, whole: bool = False) -> Term | None:
    """The term of folded text without spaces, or of a phrase; None where it holds no word."""
    found = tuple(query_tokens(word))
    if not found:
        return None
    term = Term(word, found, field=field, whole=whole)
    is_number = PHONE_PART.fullmatch(word) and not whole
    return with_digits(term, word) if is_number or field == "phone" else term


def number_term(words: Sequence[str]) -> Term:
    """The term of a phone number that was typed with spaces."""
    parts = tuple(term for word in words if (term := word_term(word)))
    return with_digits(Term("", (), parts=parts), " ".join(words))


def with_digits(term: Term, number: str) -> Term:
    digits = phone_digits(number)
    if len(digits) < SHORTEST_PART or term.field not in WITH_DIGITS:
        return term
    nationals: tuple[str, ...] = ()
    if is_international(number) or len(digits) > SHORTEST_INTERNATIONAL:
        cut = (digits[size:].removeprefix("0") for size in range(1, LONGEST_COUNTRY + 1))
        nationals = tuple(rest for rest in cut if len(rest) >= SHORTEST_NATIONAL)
    return replace(term, digits=digits, nationals=nationals)


def number_at(words: Sequence[str], at: int) -> int:
    """Where the phone number ends that begins at this word; `at` where none does."""
    end = at
    while end < len(words) and PHONE_PART.fullmatch(words[end]):
        end += 1
    long_enough = len(phone_digits(" ".join(words[at:end]))) >= SHORTEST_TYPED_PHONE
    return end if end - at > 1 and long_enough else at


class Piece(Struct, frozen=True):
    """A stretch of what was typed: [-][name[.key]:]value. `name` is folded, `is_field` whether
    there is one; `value` is without its quotes. `value_start` is where it, or its quote, begins."""

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
    """What was typed, cut at its spaces, quotes heeded."""
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
