"""Values and keys of facts in a form that compares: what two agents noted alike is equal.

Nothing is guessed: "1,000" is no number, as it is 1 in some countries, and 03/04/2026 is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from contactdesk.records.formatting import is_empty
from contactdesk.records.moments import MAX_MOMENT_CHARS, parse_moment, utc_text
from contactdesk.text.normalize import normalize
from contactdesk.text.phones import EXTENSION_MARK, MAX_PHONE_DIGITS, phone_numbers
from contactdesk.text.phones import MIN_PHONE_DIGITS as MIN_DIGITS

Form = str | tuple[str | int, ...]
"""A value that compares and hashes: text for a scalar, a flat sequence for a list or an object."""

EMPTY: Form = ""
"""The form of everything that says nothing: None, blank text, an empty list or object."""

LIST, OBJECT, END = range(3)
"""Where a list or an object starts and ends in a sequence; never a text."""

TRUE, FALSE = "yes", "no"
BOOLS = {"true": TRUE, "yes": TRUE, "y": TRUE, "false": FALSE, "no": FALSE, "n": FALSE}

NUMBER = re.compile(r"([+-]?)(0|[1-9]\d*)(?:\.(\d+))?", re.ASCII)
"""A decimal number. Leading zeros mean something, as in a postal code: 007 is not 7."""

MAX_NUMBER_BITS = 10_000
"""Python writes no integer of more than 4,300 digits, which are 14,000 bits."""

SPACES = re.compile(r"\s+")
SEPARATORS = re.compile(r"[\s_-]+")
CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")

PHONE_KEY = re.compile("phone|mobile|cell|fax|whatsapp|telefon|telephone|callback_?number")
PHONE_START = re.compile(r"\s*(?:\+|\(\s*\+|00[1-9]\d* ?[ ()./-]|tel:)")
MAX_PHONE_CHARS = 60
MAX_CACHED_CHARS = 100
"""Longer texts are words: no number, day or phone number."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ORDINAL = r"(?:st|nd|rd|th)?"
DAY = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<y1>\d{4})([-/.])(?P<m1>\d\d?)\2(?P<d1>\d\d?)"
    r"|(?P<d2>\d\d?)\.\s?(?P<m2>\d\d?)\.\s?(?P<y2>\d{4})"
    rf"|(?P<d3>\d\d?){ORDINAL}\.?\s(?:of\s)?{MONTH.format('m3')}\.?,?\s(?P<y3>\d{{4}})"
    rf"|{MONTH.format('m4')}\.?\s(?P<d4>\d\d?){ORDINAL},?\s(?P<y4>\d{{4}})"
    r")(?![\w/-]|[.,]\d)",
    re.ASCII,
)
"""A day with its year, in notations that mean one day only, in normalized text."""


def same_value(value: Any, key: str = "") -> Form:
    """A form of any JSON that is equal for values that say the same.

    Case, spaces, accents, notations of numbers, bools, dates and moments make no difference, nor
    do those of phone numbers: texts with a country code, or any under a `key` that names a phone.
    The order of a list does, that of an object's keys does not. Any depth is read.
    """
    if type(value) is str:
        return _text_form(value, _is_phone_key(key))
    if is_empty(value):
        return EMPTY
    if not isinstance(value, list | tuple | Mapping):
        return _scalar_form(value, key)
    return tuple(_sequence(value, key))


@lru_cache(maxsize=4096)
def same_key(key: str) -> str:
    """A fact's key without case, accents, spaces, "_" and "-": "timeZone", "Time zone" and
    time_zone are one."""
    normalized = normalize(key)
    return SEPARATORS.sub("", normalized) or normalized


@lru_cache(maxsize=1024)
def words_of_key(key: str) -> str:
    """A key in normalized words with "_" between them: "callbackNumber" -> callback_number."""
    return SEPARATORS.sub("_", normalize(CAMEL.sub("_", key)))


def find_days(normalized: str) -> Iterator[tuple[int, int, date]]:
    """(start, end, day) of the days with a year that are written in normalized text."""
    for found in DAY.finditer(normalized):
        day = _day(found)
        if day is not None:
            yield found.start(), found.end(), day


def phone_of(text: str, key: str = "") -> str:
    """A text that is a whole phone number, as numbers compare; "" if it is none.

    It has a country code, or a key that says what it is: other digits may be any number.
    """
    return _phone(text, _is_phone_key(key))


def _sequence(value: Any, key: str) -> Iterator[str | int]:
    """The tokens of a list or an object, from the outside in: no recursion, however deep."""
    stack: list[tuple[Any, str] | int | str] = [(value, key)]
    while stack:
        part = stack.pop()
        if not isinstance(part, tuple):
            yield part
            continue
        inner, own = part
        if is_empty(inner):
            yield ""
        elif isinstance(inner, Mapping):
            yield OBJECT
            stack.append(END)
            for name in sorted(inner, key=_key_order, reverse=True):
                stack.append((inner[name], str(name)))
                stack.append(same_key(str(name)))
        elif isinstance(inner, list | tuple):
            yield LIST
            stack.append(END)
            stack.extend((each, own) for each in reversed(inner))
        else:
            yield _scalar_form(inner, own)


def _key_order(key: Any) -> tuple[str, str]:
    return same_key(str(key)), str(key)


def _scalar_form(value: Any, key: str) -> str:
    if isinstance(value, str):
        return _text_form(value, _is_phone_key(key))
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, float):
        return _float_form(value)
    if isinstance(value, int):
        return str(value) if value.bit_length() < MAX_NUMBER_BITS else hex(value)
    return normalize(str(value))


def _float_form(value: float) -> str:
    text = repr(value)
    if "e" in text and value.is_integer():
        return str(int(value))
    return _number(text) or text


def _text_form(text: str, may_be_national: bool) -> str:
    if len(text) > MAX_CACHED_CHARS:
        return SPACES.sub(" ", normalize(text)).strip()
    return _short_text_form(text, may_be_national)


# The same values are kept by many memories of a contact.
@lru_cache(maxsize=2048)
def _short_text_form(text: str, may_be_national: bool) -> str:
    plain = SPACES.sub(" ", normalize(text)).strip()
    if (known := BOOLS.get(plain)) is not None:
        return known
    if found := _number(plain):
        return found
    if any(map(str.isdigit, plain[:MAX_PHONE_CHARS])):
        return _time_form(text, plain) or _phone(text, may_be_national) or plain
    return plain


def _number(plain: str) -> str:
    """A decimal number without a plus sign and zeros that say nothing; "" for other texts."""
    found = NUMBER.fullmatch(plain)
    if found is None:
        return ""
    sign, whole, fraction = found.groups()
    fraction = (fraction or "").rstrip("0")
    size = f"{whole}.{fraction}" if fraction else whole
    return f"-{size}" if sign == "-" and size != "0" else size


def _time_form(text: str, plain: str) -> str:
    """A moment in UTC, or a day, which midnight in UTC is too; "" for other texts."""
    if len(plain) > MAX_MOMENT_CHARS:
        return ""
    found = parse_moment(text.strip())
    if found is None and (match := DAY.fullmatch(plain)):
        found = _day(match)
    if not isinstance(found, datetime):
        return "" if found is None else found.isoformat()
    try:
        moment = utc_text(found)
    except OverflowError:
        return ""
    return moment[:10] if moment.endswith("T00:00:00.000Z") else moment


def _phone(text: str, may_be_national: bool) -> str:
    if len(text) > MAX_PHONE_CHARS or not (may_be_national or PHONE_START.match(text)):
        return ""
    numbers = phone_numbers(text)
    if len(numbers) != 1:
        return ""
    digits = numbers[0].partition(EXTENSION_MARK)[0]
    has_words = sum(map(str.isalpha, text)) > len(digits)
    return numbers[0] if MIN_DIGITS <= len(digits) <= MAX_PHONE_DIGITS and not has_words else ""


@lru_cache(maxsize=1024)
def _is_phone_key(key: str) -> bool:
    return bool(key) and PHONE_KEY.search(words_of_key(key)) is not None


def _day(found: re.Match[str]) -> date | None:
    """The day of a match of DAY; None if the calendar has none such."""
    parts: Sequence[str] = next(
        found.group(*names)
        for names in (
            ("y1", "m1", "d1"),
            ("y2", "m2", "d2"),
            ("y3", "m3", "d3"),
            ("y4", "m4", "d4"),
        )
        if found[names[0]]
    )
    year, month, day = parts
    number = int(month) if month.isdigit() else 1 + MONTHS.index(month[:3])
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
