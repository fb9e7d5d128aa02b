"""Numbers and dates that are compared: `>5`, `<=2026-12-01`, `3..7`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from contactdesk.records.moments import parse_moment
from contactdesk.search.dates import AGE, DAYS_AGO, SIGNED, Period, bounds, day_from, parse_period

NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
"""With a plus it is a phone number; leading zeros mean something, as in a postal code."""

MAX_NUMBER_CHARS = 100

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


class Comparison(Struct, frozen=True):
    """What a value must be: by `sign`, one of COMPARE, or, with the sign "..", from `first` to `last`.

    `first` and `last` are numbers as typed, "" for none. `period` is set where dates are compared:
    2026 is both a number and a year.
    """

    sign: str
    first: str = ""
    last: str = ""
    period: Period | None = None

    @property
    def depends_on_now(self) -> bool:
        """Whether the same value may meet it today and not tomorrow."""
        typed = (self.period.first, self.period.last) if self.period else ()
        return any(AGE.fullmatch(each) or each in DAYS_AGO for each in typed)

    def test(self, now: datetime) -> Callable[[Any], bool]:
        """A function that tells whether a value, or any of those in a list or an object, is a
        number or a date that meets it."""
        meets_number, meets_date = self.test_number(), self._date_test(now)
        return lambda value: any(meets_number(each) or meets_date(each) for each in _scalars(value))

    def test_number(self) -> Callable[[Any], bool]:
        """A function that tells whether a value is a number that meets it."""
        if not self.first and not self.last:
            return lambda _value: False
        first, last = (Decimal(each) if each else None for each in (self.first, self.last))
        compare = COMPARE.get(self.sign)

        def meets(value: Any) -> bool:
            number = number_of(value)
            if number is None:
                return False
            if compare is not None and first is not None:
                return compare(number, first)
            return (first is None or number >= first) and (last is None or number <= last)

        return meets

    def _date_test(self, now: datetime) -> Callable[[Any], bool]:
        if self.period is None:
            return lambda _value: False
        start, end = bounds(self.period, now)
        first_day, day_after = day_from(start), day_from(end)

        def meets(value: Any) -> bool:
            at = parse_moment(value)
            if isinstance(at, datetime):
                return start <= at < end
            return at is not None and first_day <= at.isoformat() < day_after

        return meets


def parse_comparison(text: str) -> Comparison | None:
    """The comparison of normalized text that has a sign or a range; None for other text."""
    text = text.strip()
    numbers = _numbers(text)
    if numbers is None and ".." not in text and not text.startswith(("<", ">", "=")):
        return None
    period = parse_period(text)
    if numbers is None and period is None:
        return None
    if numbers is None:
        return Comparison(period.sign if period else "", period=period)
    return Comparison(*numbers, period)


def parse_count(text: str) -> Comparison | None:
    """The comparison of a whole number, with or without a sign; None for other text."""
    text = text.strip()
    found = parse_comparison(text if not text.isdecimal() else f"={text}")
    ends = (found.first, found.last) if found else ()
    is_whole = all(not each or each.isdecimal() for each in ends)
    return Comparison(found.sign, *ends) if found and any(ends) and is_whole else None


def number_of(value: Any) -> Decimal | None:
    """A number, or a text that is nothing but one; None for anything else, such as a bool."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int) and abs(value) >= 10**MAX_NUMBER_CHARS:
        return None
    text = str(value).strip()
    return Decimal(text) if len(text) <= MAX_NUMBER_CHARS and NUMBER.fullmatch(text) else None


def _numbers(text: str) -> tuple[str, str, str] | None:
    """(sign, first, last) of compared numbers; None for other text."""
    if ".." in text:
        first, _, last = (each.strip() for each in text.partition(".."))
        is_range = (first or last) and all(not each or _is_number(each) for each in (first, last))
        return ("..", first, last) if is_range else None
    found = SIGNED.fullmatch(text)
    if found is None or not found[1] or not _is_number(found[2].strip()):
        return None
    return found[1], found[2].strip(), ""


def _is_number(text: str) -> bool:
    return len(text) <= MAX_NUMBER_CHARS and NUMBER.fullmatch(text) is not None


def _scalars(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        inner = stack.pop()
        if isinstance(inner, dict):
            stack.extend(inner.values())
        elif isinstance(inner, list | tuple):
            stack.extend(inner)
        else:
            yield inner
