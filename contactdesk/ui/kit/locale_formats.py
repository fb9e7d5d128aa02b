"""Dates, times and numbers in the desktop's locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from PySide6.QtCore import QDate, QLocale, QTime

from contactdesk.records.formatting import LocaleFormats
from contactdesk.ui.kit.value_words import distance, phrases

SHORT = QLocale.FormatType.ShortFormat
_SECONDS = re.compile(r"\W?s+")
_TOKEN = re.compile(r"('[^']*')|(d+|M+|y+|h+|H+|m+|[aA][pP]?|t+|.)")
_WEEKDAY = re.compile(r"\W*\bdddd?\b\W*|dddd?")


@cache
def formats_of(locale: QLocale) -> LocaleFormats:
    """A locale's long date without weekday and with a short month, and its short time."""
    day_format = short_day(locale.dateFormat(QLocale.FormatType.LongFormat))
    time_format = locale.timeFormat(QLocale.FormatType.ShortFormat)

    def day(at: date) -> str:
        return locale.toString(QDate(at.year, at.month, at.day), day_format)

    def clock(at: datetime) -> str:
        return locale.toString(QTime(at.hour, at.minute), time_format)

    return _formats(locale, day, clock, ", ")


def _formats(
    locale: QLocale, day: Callable[[date], str], clock: Callable[[datetime], str], between: str
) -> LocaleFormats:
    return LocaleFormats(
        moment=lambda at: f"{day(at)}{between}{clock(at)}",
        day=day,
        clock=clock,
        group=locale.groupSeparator(),
        point=locale.decimalPoint(),
        digits="".join(chr(ord(locale.zeroDigit()) + digit) for digit in range(10)),
        phrases=phrases(),
        distance=distance,
    )


def local_formats() -> LocaleFormats:
    """The formats of the current locale."""
    return formats_of(QLocale())


@cache
def cell_formats(locale: QLocale) -> LocaleFormats:
    """A locale's short date and time for table cells, without a call to Qt for each."""
    # The C locale belongs to no language: ISO dates are read everywhere.
    is_plain = locale.language() == QLocale.Language.C
    day_form = template("yyyy-MM-dd" if is_plain else locale.dateFormat(SHORT))
    time_form = template(locale.timeFormat(SHORT))
    months = [locale.monthName(month, SHORT) for month in range(1, 13)]
    halves = locale.amText(), locale.pmText()

    def day(at: date) -> str:
        return day_form.format(d=at.day, M=at.month, y=at.year, name=months[at.month - 1])

    def clock(at: datetime) -> str:
        twelve = at.hour % 12 or 12
        return time_form.format(H=at.hour, h=twelve, m=at.minute, half=halves[at.hour >= 12])

    return _formats(locale, day, clock, " ")


def template(pattern: str) -> str:
    """Converts Qt's date or time pattern to str.format: d/M/yy -> {d}/{M}/{y}.

    Years have four digits; seconds and weekdays are left out.
    """
    pattern = _SECONDS.sub("", pattern)
    has_halves = re.search("ap?", pattern, re.IGNORECASE) is not None
    made = ""
    for quoted, token in _TOKEN.findall(pattern):
        if not token:
            made += (quoted[1:-1] or "'").replace("{", "{{").replace("}", "}}")
        elif token[0] in "hH":
            made += f"{{{'h' if has_halves and token[0] == 'h' else 'H'}:{_digits(token)}}}"
        elif token[0] in "aA":
            made += "{half}"
        elif token[0] == "M" and len(token) > 2:
            made += "{name}"
        elif token[0] == "y":
            made += "{y}"
        elif token[0] in "dMm" and len(token) < 3:
            made += f"{{{token[0]}:{_digits(token)}}}"
        else:
            made += "" if token[0] in "dt" else token
    return made.strip(" ,")


def _digits(token: str) -> str:
    return "02" if len(token) > 1 else ""


def short_day(long_format: str) -> str:
    """dddd, d MMMM yyyy -> d MMM yyyy, in any order."""
    text = re.sub(r"'[^']*'\s*dddd|dddd\s*'[^']*'", "dddd", long_format)
    return _WEEKDAY.sub("", text).replace("MMMM", "MMM").strip(" ,")
