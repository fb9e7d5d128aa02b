"""Dates as a person types them into a filter."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime

CENTURY_STARTS_AT = 70
"""Two digits from here on are a year of the 20th century, those below one of the 21st."""

MIN_DIGITS_OF_YEAR = 3
LAST_HOUR, LAST_MINUTE = 23, 59
_NUMBERS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_TIME = re.compile(r"(?:^|[\sT,])(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([^\d\s]*)\s*$")


def read_moment(words: str, locale: QLocale) -> QDateTime | None:
    """The moment, in this computer's zone, that a text means; None if it is not a date.

    A year, a month or a day is its first moment. Numbers that do not begin with a year have the
    order of the locale; digits of any script and names of months are understood.
    """
    if (exact := from_utc(words)) is not None:
        return exact
    words = _plain(words)
    time, rest = _read_time(words, locale)
    if time is None:
        return None
    day = _read_day(rest, locale)
    if day is None:
        return None
    # Where midnight is skipped, the day begins later.
    moment = day.startOfDay() if time == QTime(0, 0) else QDateTime(day, time)
    return moment if moment.isValid() else None


def to_utc(moment: QDateTime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z."""
    return moment.toUTC().toString("yyyy-MM-ddTHH:mm:ss.zzz") + "Z"


def from_utc(text: str) -> QDateTime | None:
    """A moment in this computer's time zone; None for text that is not one with its zone."""
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs)
    has_zone = moment.isValid() and moment.timeSpec() is not Qt.TimeSpec.LocalTime
    return moment.toLocalTime() if has_zone else None


def date_pattern(locale: QLocale) -> str:
    """The locale's short date with a four-digit year; ISO 8601 in the C locale."""
    if locale.language() == QLocale.Language.C:
        return "yyyy-MM-dd"
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")


def moment_text(moment: QDateTime, locale: QLocale) -> str:
    """A moment as `read_moment` reads it; without its time of day at the start of a day."""
    day = locale.toString(moment.date(), date_pattern(locale))
    if moment == moment.date().startOfDay():
        return day
    return f"{day} {locale.toString(moment.time(), QLocale.FormatType.ShortFormat)}"


def _plain(words: str) -> str:
    """With digits 0 to 9 and ordinary spaces, and without marks of direction."""
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in words)
    return "".join(" " if c.isspace() else c for c in digits if not _is_mark(c)).strip()


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _read_time(words: str, locale: QLocale) -> tuple[QTime | None, str]:
    """(time of day, the text before it): midnight if there is none, None if it is no time."""
    found = _TIME.search(words)
    if found is None:
        return QTime(0, 0), words
    hour, minute, half = int(found[1]), int(found[2]), found[3].casefold().strip(".")
    afternoon = {"pm", "p", _plain(locale.pmText()).casefold()}
    morning = {"am", "a", _plain(locale.amText()).casefold()}
    if half in afternoon or half in morning:
        hour = hour % 12 + 12 * (half in afternoon)
    elif half not in ("", "z"):
        return None, words
    time = QTime(hour, minute) if hour <= LAST_HOUR and minute <= LAST_MINUTE else None
    return time, words[: found.start()]


def _read_day(words: str, locale: QLocale) -> QDate | None:
    numbers = _NUMBERS.findall(words)
    month = _named_month(words, locale)
    if month and not numbers:
        return None
    if month:
        year, *others = sorted(numbers, key=len, reverse=True)
        parts = [year, str(month), *others]
    elif numbers and len(numbers[0]) >= MIN_DIGITS_OF_YEAR:
        parts = numbers
    else:
        parts = _ordered(numbers, locale)
    if not 1 <= len(parts) <= 3 or len(parts[0]) > 4:
        return None
    year_number, *rest = (int(part) for part in parts)
    if len(parts[0]) < MIN_DIGITS_OF_YEAR:
        year_number += 1900 if year_number >= CENTURY_STARTS_AT else 2000
    day = QDate(year_number, *(*rest, 1, 1)[:2])
    return day if day.isValid() and year_number else None


def _ordered(numbers: list[str], locale: QLocale) -> list[str]:
    """Numbers in the locale's order, as year, month, day; without a day if there are two."""
    if len(numbers) == 2:
        return [numbers[1], numbers[0]] if len(numbers[1]) >= MIN_DIGITS_OF_YEAR else []
    if len(numbers) != 3:
        return []
    pattern = date_pattern(locale)
    order = sorted("yMd", key=pattern.index)
    named = dict(zip(order, numbers, strict=True))
    return [named["y"], named["M"], named["d"]]


def _named_month(words: str, locale: QLocale) -> int:
    """The month a text names, in the locale's language or in English; 0 for none."""
    found = {word.casefold() for word in _WORDS.findall(words)}
    for each in (locale, QLocale.c()):
        for month in range(1, 13):
            forms = (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)
            names = {each.monthName(month, form).strip(".").casefold() for form in forms}
            if names & found:
                return month
    return 0
