"""Ages in one short word, for lists: today, yesterday, 9 d, 3 mo, 2 y."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication

from contactdesk.records.moments import local, parse_moment, today
from contactdesk.ui.kit.locale_formats import local_formats

MAX_DAYS, MAX_MONTHS = 60, 24
"""From this age on, months are counted, then years."""

DAYS_OF_MONTH, DAYS_OF_YEAR = 30.44, 365.25

translate = QCoreApplication.translate


def short_age(text: str, now: datetime | None = None) -> str:
    """The age of a moment or a day in whole days here; its date if it is to come, "" if it is
    neither. `now` is an aware moment, the current one by default."""
    day = _day(text)
    if day is None:
        return ""
    days = (today(now or datetime.now(UTC)) - day).days
    if days < 0:
        return local_formats().day(day)
    if days < 2:
        return translate("ages", "yesterday") if days else translate("ages", "today")
    if days < MAX_DAYS:
        return translate("ages", "%Ln d", "", days)
    if (months := int(days / DAYS_OF_MONTH)) < MAX_MONTHS:
        return translate("ages", "%Ln mo", "", months)
    return translate("ages", "%Ln y", "", int(days / DAYS_OF_YEAR))


def full_date(text: str) -> str:
    """A moment with its time of day here, or a day, in the locale's way; "" if it is neither."""
    found = parse_moment(text)
    if isinstance(found, datetime):
        at = local(found)
        return local_formats().moment(at) if at else ""
    return local_formats().day(found) if found else ""


def _day(text: str) -> date | None:
    """The day here that a moment is on, or the day itself."""
    found = parse_moment(text)
    if isinstance(found, datetime):
        at = local(found)
        return at.date() if at else None
    return found
