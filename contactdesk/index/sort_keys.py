"""Sort keys: moments as UTC text, days as ISO 8601, numbers exactly, the rest as normalized text."""

from __future__ import annotations

import re
from typing import Any

from contactdesk.model import Kind
from contactdesk.records.formatting import raw_text
from contactdesk.records.moments import parse_day, parse_moment, utc
from contactdesk.search.comparisons import number_of
from contactdesk.text.normalize import normalize

MAX_KEY_CHARS, MAX_NUMBER_CHARS = 200, 5_000

STAND_IN = "\U0010ffff"
"""Begins the name key of a contact without a name, so that what is shown instead sorts after all
names: the highest character there is."""

NUMBER = re.compile(r"\s*([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?\s*", re.ASCII)
DATES = frozenset({Kind.DATE.value, Kind.AGE.value})
NUMBERS = frozenset({Kind.NUMBER.value, Kind.DURATION.value})

NEGATIVE, ZERO, POSITIVE, NO_NUMBER = "0123"
"""How the keys of a column of numbers begin."""

EXPONENT_OFFSET = 50_000
COMPLEMENTS = str.maketrans("0123456789", "9876543210")
END = "~"
"""Sorts after any digit."""

NUMBER_KEY, DATE_KEY, TEXT_KEY, NESTED_KEY = "NTXY"
"""How the keys of a field begin; see `field_key`."""

BOOL_WORDS = {True: "yes", False: "no"}


def sort_value(value: Any, kind: str) -> Any:
    """SQL function: the sort key of a `$.` column's value; None for no value."""
    if kind in NUMBERS and value is not None:
        return _number_key(normalize(str(value))[:MAX_NUMBER_CHARS])
    if not isinstance(value, str):
        return value
    if kind == Kind.DAY.value and (day := parse_day(value)):
        return day.isoformat()
    return normalize(utc(value) if kind in DATES else value)[:MAX_KEY_CHARS] or None


def field_key(value: Any) -> str:
    """The sort key of a field whose values may be of any kind: numbers come first, then dates, then
    texts, then lists and objects."""
    if number_of(value) is not None:
        return NUMBER_KEY + (_number_key(normalize(str(value))) or "")
    if isinstance(value, list | dict):
        return NESTED_KEY + _text_key(raw_text(value))
    if parse_moment(value) is not None:
        return DATE_KEY + utc(value.strip())
    return TEXT_KEY + _text_key(BOOL_WORDS[value] if isinstance(value, bool) else str(value))


def number_field_key(number: str) -> str:
    """The `field_key` of a number as it is typed in a search."""
    return NUMBER_KEY + (_number_key(number) or "")


def after(key: str) -> str:
    """What sorts after a key that begins a field's keys, or after the key of a number: NUMBER_KEY ->
    "O"."""
    return key[:-1] + chr(ord(key[-1]) + 1) if len(key) == 1 else f"{key}\x01"


def _text_key(text: str) -> str:
    return normalize(text)[:MAX_KEY_CHARS]


def _number_key(text: str) -> str | None:
    """Text whose order is that of the numbers, exact at any length; what is no number comes last.

    SQLite would compare whole numbers of more than 64 bits as floats.
    """
    found = NUMBER.fullmatch(text)
    if found is None:
        return f"{NO_NUMBER}{text[:MAX_KEY_CHARS]}" if text else None
    sign, whole, fraction, exponent = found.groups()
    digits = (whole + (fraction or "")).lstrip("0")
    if not digits:
        return ZERO
    leading = len(digits) - len(fraction or "") + int(exponent or 0) + EXPONENT_OFFSET
    key = f"{leading:05}{digits.rstrip('0')}"
    return f"{NEGATIVE}{key.translate(COMPLEMENTS)}{END}" if sign == "-" else POSITIVE + key
