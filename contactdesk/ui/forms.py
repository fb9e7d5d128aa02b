"""How the desktop's own language writes moments, days and numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from PySide6.QtCore import QDate, QLocale, QTime

from contactdesk.values import Forms

_WEEKDAY = re.compile(r"\W*\bdddd?\b\W*|dddd?")


@cache
def forms_of(locale: QLocale) -> Forms:
    """A locale's long day without its weekday and with a short month, and its short time."""
    day_format = short_day(locale.dateFormat(QLocale.FormatType.LongFormat))
    time_format = locale.timeFormat(QLocale.FormatType.ShortFormat)

    def day(at: date) -> str:
        return locale.toString(QDate(at.year, at.month, at.day), day_format)

    def clock(at: datetime) -> str:
        return locale.toString(QTime(at.hour, at.minute), time_format)

    return Forms(
        moment=lambda at: f"{day(at)}, {clock(at)}",
        day=day,
        clock=clock,
        group=locale.groupSeparator(),
        point=locale.decimalPoint(),
    )


def local_forms() -> Forms:
    """The forms of the locale in use now."""
    return forms_of(QLocale())


def short_day(long_format: str) -> str:
    """dddd, d MMMM yyyy -> d MMM yyyy, whatever the order."""
    text = re.sub(r"'[^']*'\s*dddd|dddd\s*'[^']*'", "dddd", long_format)
    return _WEEKDAY.sub("", text).replace("MMMM", "MMM").strip(" ,")
