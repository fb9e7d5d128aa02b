"""Dates, times and numbers in the desktop's locale: one style in the table, the details and files."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from msgspec.structs import replace
from PySide6.QtCore import QLocale

from contactdesk.records.formatting import ASCII_DIGITS, LocaleFormats
from contactdesk.ui.kit.value_words import distance, phrases

LONG, SHORT = QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
_SECONDS = re.compile(r"('[^']*')|[^\w']?s+")
_TOKEN = re.compile(r"('[^']*')|(d+|M+|y+|h+|H+|m+|[aA][pP]?|t+|.)")
_WEEKDAY = re.compile(r"[^\w']*\bdddd?\b[^\w']*|dddd?")


@cache
def formats_of(locale: QLocale) -> LocaleFormats:
    """A locale's long date without weekday and with a short month, and its short time; in the C
    locale, which belongs to no language, ISO 8601. Made without a call to Qt for each."""
    own_digits = "".join(chr(ord(locale.zeroDigit()) + digit) for digit in range(10))
    plain = LocaleFormats(
        digits=own_digits,
        group=locale.groupSeparator(),
        point=locale.decimalPoint(),
        phrases=phrases(),
        distance=distance,
    )
    if locale.language() == QLocale.Language.C:
        return plain
    day_form = template(short_day(locale.dateFormat(LONG)))
    time_form = template(locale.timeFormat(SHORT))
    months = [locale.monthName(month, SHORT) for month in range(1, 13)]
    halves = locale.amText(), locale.pmText()
    digits = str.maketrans(ASCII_DIGITS, own_digits)

    def day(at: date) -> str:
        form = day_form.format(d=at.day, M=at.month, y=at.year, name=months[at.month - 1])
        return form.translate(digits)

    def clock(at: datetime) -> str:
        twelve, half = at.hour % 12 or 12, halves[at.hour >= 12]
        return time_form.format(H=at.hour, h=twelve, m=at.minute, half=half).translate(digits)

    return replace(plain, moment=lambda at: f"{day(at)}, {clock(at)}", day=day, clock=clock)


def local_formats() -> LocaleFormats:
    """The formats of the current locale."""
    return formats_of(QLocale())


def template(pattern: str) -> str:
    """Converts Qt's date or time pattern to str.format: d/M/yy -> {d}/{M}/{y}.

    Years have four digits; seconds and weekdays are left out.
    """
    pattern = _SECONDS.sub(lambda found: found[1] or "", pattern)
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
