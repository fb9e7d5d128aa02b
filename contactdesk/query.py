"""What was typed into the search field as terms, and where they match a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from contactdesk.fold import (
    NATIONAL_ZERO,
    RUN,
    UNSPACED,
    fold,
    fold_mapped,
    is_international,
    phone_digits,
    sought_words,
    split,
)

SHORTEST_PART = 3
"""Characters from which on a term is also found in the middle of a word."""

SHORTEST_NATIONAL = 8
SHORTEST_INTERNATIONAL = 10
LONGEST_COUNTRY = 3

# What a phone number is typed in; a number may stand in several such words.
PHONE_PART = re.compile(r"[+(]{0,2}\d[\d()./-]*|\(\d+\)[\d()./-]*")
SHORTEST_TYPED_PHONE = 5
DIGITS_SHOWN = re.compile(r"\+?\(?\d[\d \u00a0()./-]*\d|\d")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing every hit must have, in any of these ways.

    `words`: all of them in a row, the last as the beginning of a word. `text`: folded, anywhere
    in a name or an e-mail address (from SHORTEST_PART characters on). `digits`: part of a phone
    number; `nationals`: the whole of one that was kept without its country. `parts`: terms that
    must all match, for a phone number that was typed with spaces.
    """

    text: str
    words: tuple[str, ...]
    digits: str = ""
    nationals: tuple[str, ...] = ()
    parts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A search: every term must match. `text` is as it was typed."""

    text: str
    terms: tuple[Term, ...]

    @property
    def empty(self) -> bool:
        return not self.terms


def parse(text: str) -> Query:
    """Plain words, each of which must match. What holds no word at all is passed over."""
    return Query(text, tuple(_terms(fold(text).split())))


def _terms(typed: list[str]) -> Iterator[Term]:
    at = 0
    while at < len(typed):
        end = at
        while end < len(typed) and PHONE_PART.fullmatch(typed[end]):
            end += 1
        number = " ".join(typed[at:end])
        if end - at > 1 and len(phone_digits(number)) >= SHORTEST_TYPED_PHONE:
            parts = tuple(term for word in typed[at:end] if (term := _term(word)))
            yield _with_digits(Term("", (), parts=parts), number)
            at = end
        else:
            if term := _term(typed[at]):
                yield term
            at += 1


def _term(word: str) -> Term | None:
    found = tuple(sought_words(word))
    if not found:
        return None
    term = Term(word, found)
    return _with_digits(term, word) if PHONE_PART.fullmatch(word) else term


def _with_digits(term: Term, number: str) -> Term:
    digits = phone_digits(number)
    if len(digits) < SHORTEST_PART:
        return term
    nationals: tuple[str, ...] = ()
    if is_international(number) or len(digits) > SHORTEST_INTERNATIONAL:
        cut = (digits[size:].removeprefix("0") for size in range(1, LONGEST_COUNTRY + 1))
        nationals = tuple(rest for rest in cut if len(rest) >= SHORTEST_NATIONAL)
    return Term(term.text, term.words, digits, nationals, term.parts)


def hits(text: str, query: Query) -> list[tuple[int, int]]:
    """[start, end) of every part of `text` that a term of the query matches, in order, none
    touching another."""
    if query.empty or not text:
        return []
    folded, origin = fold_mapped(text)
    found = {span for term in query.terms for span in _spans(folded, term) if span[0] < span[1]}
    return _merged(sorted(_back(span, origin, len(text)) for span in found))


def _spans(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    """Where a term matches folded text."""
    if term.words:
        for match in _pattern(term.text).finditer(split(folded)):
            yield match.span()
    if len(term.text) >= SHORTEST_PART:
        for match in re.finditer(re.escape(term.text), folded):
            yield match.span()
    if term.digits:
        yield from _number_spans(folded, term)
    for part in term.parts:
        yield from _spans(folded, part)


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    """Finds a term in split text: its runs in a row, the last as the beginning of a word."""
    runs = re.findall(f"[{UNSPACED}]+|[^ {UNSPACED}]+", split(text))
    parts = []
    for at, run in enumerate(runs):
        spaced = not RUN.match(run)
        begin = f"(?<![^ {UNSPACED}])" if spaced else ""
        end = f"(?![^ {UNSPACED}])" if spaced and at < len(runs) - 1 else ""
        parts.append(f"{begin}{re.escape(run)}{end}")
    return re.compile(" *".join(parts))


def _number_spans(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    """Where the digits of a term stand in a number, whatever stands between them."""
    for match in DIGITS_SHOWN.finditer(folded):
        number = match[0]
        places = [match.start() + at for at, each in enumerate(number) if each.isdecimal()]
        digits = "".join(folded[place] for place in places)
        start = digits.find(term.digits)
        if start >= 0:
            yield places[start], places[start + len(term.digits) - 1] + 1
        elif phone_digits(number) in term.nationals or _has_inner_zero(number, term):
            yield match.span()


def _has_inner_zero(number: str, term: Term) -> bool:
    """+44 (0)20 …: the digits of the term are not next to each other in what is written."""
    return NATIONAL_ZERO.search(number) is not None and term.digits in phone_digits(number)


def _back(span: tuple[int, int], origin: list[int], length: int) -> tuple[int, int]:
    """A span of folded text as one of the text it came from."""
    start, end = span
    after = end
    while after < len(origin) and origin[after] == origin[end - 1]:
        after += 1
    return origin[start], origin[after] if after < len(origin) else length


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
