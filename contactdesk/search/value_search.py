"""Search texts made of a record's values: what finds a value again, and who else has the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contactdesk.model import CONTACT_FIELDS, Kind
from contactdesk.records.formatting import copied_text
from contactdesk.records.moments import is_moment, local_day
from contactdesk.records.scalars import BOOLS, field_texts
from contactdesk.search.fields import FIELDS, KEYED_FIELDS
from contactdesk.search.query import NOTHING, parse
from contactdesk.search.terms import QUOTES
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import MAX_TOKEN_CHARS, blank_separators, key_token, query_tokens

MAX_SEARCH_CHARS = 160
"""A longer text is searched by the whole words that fit."""

MAX_PHRASES = 6
"""Only the first items of a longer list are searched."""

DATE_FIELD_OF_PLACE = {"created_at": "created", "updated_at": "updated"}

OWN_FIELDS = (*CONTACT_FIELDS, "id")

TYPED_KINDS = (Kind.EMAIL, Kind.PHONE)
"""Searched without quotes where that means one term: a phone number in any of its notations."""


def text_search(value: Any, kind: Kind, place: str = "") -> str:
    """The search that finds a value in any field; "" where no search covers it.

    `place` is the value's place in the search language, as `Regions.places` gives it, or one of
    TIME_FIELDS.
    """
    found = list(_phrases(value, kind, place))
    is_searched = not (place in OWN_FIELDS and isinstance(value, str) and is_moment(value))
    if _is_bool(value, kind) or not (found and is_searched):
        return ""
    if len(found) == 1 and kind in TYPED_KINDS and _is_one_term(found[0]):
        return found[0].strip()
    return " ".join(map(quoted, found))


def field_search(value: Any, kind: Kind, place: str) -> str:
    """The search for contacts with the same value at the same place; "" where the search language
    has no field for it."""
    if place in DATE_FIELD_OF_PLACE:
        day = local_day(value) if isinstance(value, str) and is_moment(value) else value
        found = f"{DATE_FIELD_OF_PLACE[place]}:{day}"
        return found if day and not parse(found).problems else ""
    name, _, keys = place.partition(".")
    key = keys.partition("=")[0]
    is_name = key and isinstance(value, str) and key_token(value) in keys.split("=")
    if is_name or name not in FIELDS or (key and name not in KEYED_FIELDS):
        return ""
    field = f"{name}.{key}" if key else name
    return " ".join(f"{field}:{quoted(each)}" for each in _phrases(value, kind, place))


def part_search(value: Any, kind: Kind, selected: str, place: str = "") -> str:
    """The search for a selected part of a value, with the whole of the words that it begins and
    ends in; "" where the value has no such part."""
    whole, selected = copied_text(value, kind), selected.strip()
    start = whole.find(selected) if selected else -1
    if start < 0 or not text_search(value, kind, place):
        return ""
    end, blanked = start + len(selected), blank_separators(whole)
    start = blanked.rfind(" ", 0, start + (blanked[start] == " ")) + 1
    next_space = blanked.find(" ", end - (blanked[end - 1] == " "))
    end = len(whole) if next_space < 0 else next_space
    return text_search(whole[start:end], Kind.TEXT)


def quoted(text: str) -> str:
    """A phrase in quotes. A quotation mark inside cannot be typed, and separates words like a
    space."""
    return f'"{" ".join(_without_quotes(text).split())}"'


def _without_quotes(text: str) -> str:
    return "".join(" " if each in QUOTES else each for each in text)


def _phrases(value: Any, kind: Kind, place: str) -> Iterator[str]:
    """The texts that a value is searched by, on one line and not too long each."""
    room = MAX_SEARCH_CHARS
    for text in list(_texts(value, kind, place))[:MAX_PHRASES]:
        short = _shortened(" ".join(text.split()), room)
        if not query_tokens(normalize(_without_quotes(short))):
            continue
        yield short
        room -= len(short)
        if room < MAX_TOKEN_CHARS:
            return


def _is_bool(value: Any, kind: Kind) -> bool:
    return kind is Kind.BOOL or isinstance(value, bool)


def _texts(value: Any, kind: Kind, place: str) -> Iterator[str]:
    if kind is Kind.COUNT or value is None:
        return
    if _is_bool(value, kind):
        known = BOOLS.get(str(value).strip().lower())
        if place and known is not None:
            yield "yes" if known else "no"
        return
    if not isinstance(value, str):
        yield from reversed(field_texts(value))
    elif kind is Kind.DAY:
        yield copied_text(value, kind)
    elif not is_moment(value) or place in OWN_FIELDS:
        yield value
    elif place:
        # A search covers moments in regions, by their day.
        yield local_day(value) or value


def _shortened(text: str, most: int) -> str:
    """As many whole words of a text as fit; the beginning of a single longer one, which has more
    characters than are indexed."""
    if len(text) <= most:
        return text
    blanked = blank_separators(text)
    if blanked[most] == " ":
        return text[:most]
    end = blanked.rfind(" ", 0, most)
    return text[:end] if end > 0 and blanked[:end].strip() else text[:most]


def _is_one_term(text: str) -> bool:
    """Whether a text, typed without quotes, is understood as one term in any field."""
    if any(each in QUOTES for each in text):
        return False
    query = parse(text)
    if query.problems or len(query.clauses) != 1 or len(query.clauses[0]) != 1:
        return False
    (term,) = query.clauses[0]
    return term != NOTHING and not (term.negated or term.field)
