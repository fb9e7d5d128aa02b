"""Dates and ages as they are typed into a search, and the time range they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from contactdesk.records.moments import FIRST, LAST, local, start_of_day, today

AGE = re.compile(r"(\d{1,7})([hdwmy])")
DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
SIGNED = re.compile(r"(<=|>=|<|>|=)?([^<>=]+)")
"""A value with the sign that compares it, if there is one."""

HOURS_OF_UNIT = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
DAYS_AGO = {"today": 0, "yesterday": 1}

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MIN_MONTH_CHARS, WORDS_OF_DAY = 3, 3
WRITTEN_DAY = re.compile(
    r"(?:(?P<month>[a-z]+)\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,?"
    r"|(?P<day_first>\d\d?)(?:st|nd|rd|th|\.)? (?P<month_last>[a-z]+)\.?,?) (?P<year>\d{4}),?"
)

TimeRange = tuple[datetime, datetime]
"""[start, end)"""


class Period(Struct, frozen=True):
    """`first` with a sign before it ("" for within it), or, with the sign "..", from `first` to
    `last`, either "" if unbounded. Both are valid, as typed."""

    sign: str
    first: str
    last: str = ""


def parse_period(text: str) -> Period | None:
    text = text.strip().lower()
    if ".." in text:
        first, _, last = text.partition("..")
        first, last = first.strip(), last.strip()
        valid = (first or last) and all(not each or _is_valid(each) for each in (first, last))
        return Period("..", first, last) if valid else None
    found = SIGNED.fullmatch(text)
    if not found or not _is_valid(found[2].strip()):
        return None
    return Period(
        (found[1] or "").replace("=", "") + "=" * ("=" in (found[1] or "")), found[2].strip()
    )


def hours_of(age: str) -> int | None:
    """The hours of an age such as 30d; None for other text."""
    found = AGE.fullmatch(age)
    return int(found[1]) * HOURS_OF_UNIT[found[2]] if found else None


def bounds(period: Period, now: datetime) -> TimeRange:
    """The time range of a period in UTC; days are those of this computer's zone.

    Ages count back from `now`, which is aware: `<30d` is younger than 30 days, as is `30d`.
    """
    if period.sign == "..":
        ends = [_time_range(each, now) for each in (period.first, period.last) if each]
        start, end = min(each[0] for each in ends), max(each[1] for each in ends)
        return (start if period.first else FIRST, end if period.last else LAST)
    start, end = _time_range(period.first, now)
    sign = period.sign
    if AGE.fullmatch(period.first):
        return (FIRST, start) if sign.startswith(">") else (start, LAST)
    return {
        ">": (end, LAST),
        ">=": (start, LAST),
        "<": (FIRST, start),
        "<=": (FIRST, end),
    }.get(sign, (start, end))


def day_from(moment: datetime) -> str:
    """The first day, as ISO 8601 and in this computer's time zone, whose noon is not before a
    moment: where days begin and end that are compared with the bounds of a period."""
    here = local(moment) or moment
    try:
        return (here.date() + timedelta(days=here.time() > time(12))).isoformat()
    except OverflowError:
        return here.date().isoformat()


def written_day(words: Sequence[str]) -> str:
    """The day, as ISO 8601, that normalized words write as people do: sep 11, 2024 or 11 september
    2024; "" for other words."""
    found = WRITTEN_DAY.fullmatch(" ".join(words)) if len(words) == WORDS_OF_DAY else None
    if found is None:
        return ""
    name = found["month"] or found["month_last"]
    numbers = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name)]
    try:
        day = date(int(found["year"]), numbers[0], int(found["day"] or found["day_first"]))
    except (IndexError, ValueError):
        return ""
    return day.isoformat() if len(name) >= MIN_MONTH_CHARS else ""


def _is_valid(text: str) -> bool:
    try:
        _time_range(text, datetime(2026, 1, 1, tzinfo=UTC))
    except ValueError:
        return False
    return True


def _time_range(text: str, now: datetime) -> TimeRange:
    """The range of a day, month or year; an age is one moment. Raises ValueError."""
    if text in DAYS_AGO:
        day = today(now) - timedelta(days=DAYS_AGO[text])
        return _days(day.year, day.month, day.day)
    if age := AGE.fullmatch(text):
        try:
            moment = (now - timedelta(hours=int(age[1]) * HOURS_OF_UNIT[age[2]])).astimezone(UTC)
        except OverflowError:
            moment = FIRST
        return moment, moment
    found = DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return _days(*map(int, filter(None, found.groups())))


def _days(year: int, month: int | None = None, day: int | None = None) -> TimeRange:
    """The range of a day, a month or a year. Raises ValueError."""
    first = date(year, 1 if month is None else month, 1 if day is None else day)
    try:
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (OverflowError, ValueError):
        return start_of_day(first), LAST
    return start_of_day(first), start_of_day(after)
