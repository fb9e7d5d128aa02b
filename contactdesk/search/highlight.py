"""The spans of a text that a query matches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from contactdesk.model import CONTACT_FIELDS
from contactdesk.search.fields import REGIONS_OF_FIELD, STORED_FIELDS
from contactdesk.search.numbers import DIGIT, TypedNumber
from contactdesk.search.query import Query
from contactdesk.search.stored_terms import meets
from contactdesk.search.terms import NAME_FIELDS, NAMES, Term
from contactdesk.text.normalize import normalize_mapped
from contactdesk.text.phones import (
    EXTENSION_IN_TEXT,
    EXTENSION_MARK,
    KEYPAD,
    TRUNK_ZERO,
    UNUSUAL,
    WrittenPhone,
    find_phones,
    phone_number,
    phone_numbers,
    with_plain_signs,
)
from contactdesk.text.spellings import (
    Spelling,
    may_be_respelled,
    name_spellings,
    spelled,
    spellings,
)
from contactdesk.text.tokenize import JOINER, UNSPACED_RUN, blank_separators

Span = tuple[int, int]
"""[start, end) of a part of a text."""

NUMBER = re.compile(rf"(\+?\(?\d(?:[\d ()./-]*\d)?)(?:{EXTENSION_IN_TEXT})?")
"""A number or a part of one."""

NOT_DIALED = re.compile(r"[\W_]+")

MAX_PHONE_CHARS = 80
"""Characters of a text that may be a phone number as a whole."""

SPACED_CHARACTER = "[!-\u0dff]"
"""Most characters of scripts with spaces, as one range that costs nothing to compile: there is no
word boundary beside them. `_is_boundary` decides the others."""


def hits(text: str, query: Query) -> list[Span]:
    """The spans that a term of the query matches in any field, in order, never touching."""
    return _hits(text, query, None)


def hits_in(place: str, text: str, query: Query) -> list[Span]:
    """`hits` of only those terms that search the text's place.

    `place` is one of CONTACT_FIELDS or REGIONS, a region with a key (`fact.time_zone`, or
    `custom.plan=cf_1` where it has two), or "" for a text in none.
    """
    return _hits(text, query, place)


def matches(text: str, term: Term) -> bool:
    """Whether a term matches anywhere in a text."""
    return bool(_term_hits(text, [term, *term.alternatives], False, strict=False))


def _hits(text: str, query: Query, place: str | None) -> list[Span]:
    terms = [term for term in query.terms if _searches(term, place)] if text else []
    if not terms:
        return []
    strict = place is not None and place not in CONTACT_FIELDS
    terms += [each for term in terms for each in term.alternatives if _searches(each, place)]
    return _term_hits(text.replace(JOINER, " "), terms, place in NAME_FIELDS, strict=strict)


def _term_hits(text: str, terms: Sequence[Term], is_name: bool, *, strict: bool) -> list[Span]:
    own = Spelling(*normalize_mapped(text))
    blanked = blank_separators(own.text)
    found = {
        span
        for term in terms
        for start, end in _spans(own.text, blanked, term, strict=strict)
        for span in _mapped_back(own.origin[start:end], own.origin, len(text))
    }
    for other in _other_spellings(text, own, is_name):
        blanked = blank_separators(other.text)
        for term in terms:
            for start, end in _word_spans(blanked, term) if term.words else ():
                found |= {*_mapped_back(other.origin[start:end], own.origin, len(text))}
    return _merged(sorted(found))


def _other_spellings(text: str, own: Spelling, is_name: bool) -> Iterator[Spelling]:
    if may_be_respelled(text):
        yield from spellings(text)
    if is_name:
        for places in name_spellings(own.text):
            yield Spelling(spelled(own.text, places), [own.origin[place] for place in places])


def _searches(term: Term, place: str | None) -> bool:
    if term.field in STORED_FIELDS or place in STORED_FIELDS:
        return place == term.field or (term.field == "priority" and place == "open")
    if place is None or not term.field:
        return True
    if term.field == NAMES:
        return place in NAME_FIELDS
    region, _, keys = place.partition(".")
    return region in REGIONS_OF_FIELD.get(term.field, (term.field,)) and (
        not term.key or term.key in keys.split("=")
    )


def _spans(normalized: str, blanked: str, term: Term, *, strict: bool) -> Iterable[Span]:
    """Where a term matches normalized text: all of it for a term that compares values."""
    if term.field == "priority" or term.comparison is not None:
        return [(0, len(normalized))] if meets(term, normalized) else ()
    return _text_spans(normalized, blanked, term, strict=strict)


def _text_spans(normalized: str, blanked: str, term: Term, *, strict: bool) -> Iterator[Span]:
    """Where a term matches normalized text, also given with its separators blanked. `strict` is for
    running text, where no part of a word or of a number matches."""
    if term.words:
        yield from _word_spans(blanked, term)
    if term.has_parts and not strict:
        for match in re.finditer(re.escape(term.text), normalized):
            yield match.span()
    if term.number is not None and DIGIT.search(normalized):
        numbers = list(_number_spans(with_plain_signs(normalized), term.number, strict))
        yield from numbers
        if numbers:
            return
    for part in term.parts:
        yield from _text_spans(normalized, blanked, part, strict=strict)


def _word_spans(text: str, term: Term) -> Iterator[Span]:
    """Where a term's words follow one another in blanked text, the last as a prefix."""
    pattern, starts_word, ends_word = _phrase_pattern(term.text, term.whole)
    for match in pattern.finditer(text):
        start, end = match.span(1)
        if (not starts_word or _is_boundary(text, start - 1)) and (
            not ends_word or _is_boundary(text, end)
        ):
            yield start, end


@lru_cache(maxsize=64)
def _phrase_pattern(text: str, whole: bool) -> tuple[re.Pattern[str], bool, bool]:
    """(pattern of a phrase in blanked text, must it start at a boundary, must it end at one).

    A lookahead only, because one match may start within another. The boundaries of unspaced
    scripts are not in the pattern: a class of all their letters takes longer to compile than a
    screen of cells to search.
    """
    runs = UNSPACED_RUN.sub(r" \g<0> ", blank_separators(text)).split()
    spaced = [not UNSPACED_RUN.match(run) for run in runs]
    phrase = re.escape(runs[0]) if runs else ""
    for run, before, own in zip(runs[1:], spaced, spaced[1:], strict=False):
        phrase += (" +" if before and own else " *") + re.escape(run)
    starts, ends = (spaced[0], spaced[-1] and whole) if runs else (False, False)
    # Rejects most places within words right away: one by one they would take very long.
    not_after = f"(?<!{SPACED_CHARACTER})" if starts else ""
    not_before = f"(?!{SPACED_CHARACTER})" if ends else ""
    return re.compile(f"(?=({phrase}){not_before}){not_after}"), starts, ends


def _is_boundary(text: str, at: int) -> bool:
    """Whether the character of blanked text is no part of a word that is set off by spaces."""
    return not 0 <= at < len(text) or text[at] == " " or UNSPACED_RUN.match(text[at]) is not None


def _number_spans(text: str, number: TypedNumber, strict: bool) -> Iterator[Span]:
    """Where a number is in normalized text, however it is punctuated. With `strict`, only in whole
    phone numbers."""
    is_found, ending = False, number.ending
    for written in find_phones(text) if strict else _numbers(text):
        part = text[written.start : written.digits_end]
        digits = NOT_DIALED.sub("", part)
        digits = digits if digits.isdecimal() else digits.translate(KEYPAD)
        at = -1 if number.extension else digits.find(number.digits)
        if at >= 0:
            places = [place for place, each in enumerate(part, written.start) if each.isalnum()]
            span = places[at], places[at + len(number.digits) - 1] + 1
        elif ending in digits or TRUNK_ZERO.search(part):
            span = _whole_span(text, written, number)
        else:
            at = text.find(number.digits, written.digits_end, written.end)
            span = at, at + len(number.digits) * (at >= 0)
        if span[0] < span[1]:
            is_found = True
            yield span
    if strict or is_found or len(text) > MAX_PHONE_CHARS:
        return
    spells_or_lists = UNUSUAL.search(text) is not None or "/" in text
    if spells_or_lists and any(map(number.matches, phone_numbers(text))):
        yield 0, len(text)


def _numbers(text: str) -> Iterator[WrittenPhone]:
    """Every run of digits and the signs between them."""
    for match in NUMBER.finditer(text):
        yield WrittenPhone(match.start(), match.end(), match.end(1), "")


def _whole_span(text: str, written: WrittenPhone, number: TypedNumber) -> Span:
    """The written number, with its extension if one is typed; empty if it is another number."""
    stored = phone_number(text[written.start : written.end])
    if not number.matches(stored):
        return written.start, written.start
    start = len(text[: written.start].rstrip("+("))
    has_extension = number.extension and EXTENSION_MARK in stored
    return start, written.end if has_extension else written.digits_end


def _mapped_back(places: Sequence[int], origin: Sequence[int], length: int) -> Iterator[Span]:
    """The spans that the characters of a match come from: one, or several where their order differs.
    `origin` are the positions at which parts of the text begin that normalize by themselves."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] < places[end - 1]:
            after = bisect_right(origin, places[end - 1])
            yield places[start], origin[after] if after < len(origin) else length
            start = end


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
