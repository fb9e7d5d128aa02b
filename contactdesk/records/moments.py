"""Moments and days: read as vendors write them, and moments brought into this computer's time zone.

Everything shown, searched or compared in local time goes through `local`. The zone of
`datetime.now().astimezone()` is only the offset that holds now: wrong in the other half of the year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

# The most frequent notation comes first, which halves the time to match.
USUAL_MOMENT = (
    "[0-9]" * 4 + "-[0-9][0-9]" * 2 + "T[0-9][0-9]" + ":[0-9][0-9]" * 2 + r"\.[0-9][0-9][0-9]Z"
)
ANY_MOMENT = (
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?"
    r"\s*(?:[Zz]|UTC|GMT|([+-]\d\d)(?::?(\d\d))?)?"
)
MOMENT = re.compile(f"{USUAL_MOMENT}|{ANY_MOMENT}")
MIN_MOMENT_CHARS, MAX_MOMENT_CHARS = 16, 40

NORMAL_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The ends of what Python's calendar reaches."""


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time, and nothing else."""
    return len(text) >= MIN_MOMENT_CHARS and text[4] == "-" and MOMENT.fullmatch(text) is not None


def parse_moment(value: Any) -> datetime | date | None:
    """An ISO 8601 day or moment; a moment without a zone is UTC. None for anything else."""
    if not isinstance(value, str) or len(value) > MAX_MOMENT_CHARS:
        return None
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        return _moment(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Raises ValueError for a date or a time that does not exist."""
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:  # a notation that Python does not read
        day, clock, fraction, hours, minutes = found.groups()
        zone = f"{hours}:{minutes or '00'}" if hours else "+00:00"
        clock = clock if fraction is None else f"{clock}.{fraction[:6]:0<6}"
        at = datetime.fromisoformat(f"{day}T{clock}{zone}")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def parse_day(value: Any) -> date | None:
    """The day that a text names: of a moment, its own day as it is written, in no other zone."""
    found = parse_moment(value)
    return found.date() if isinstance(found, datetime) else found


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z. Raises OverflowError beyond the calendar."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc(text: str) -> str:
    """An ISO 8601 moment as UTC with milliseconds, so that text order is time order.

    A moment without a zone is taken as UTC. Dates without a time, and anything that is not a
    moment, are returned unchanged.
    """
    if NORMAL_MOMENT.fullmatch(text) or not MOMENT.fullmatch(text):
        return text
    moment = parse_moment(text)
    try:
        return utc_text(moment) if isinstance(moment, datetime) else text
    except OverflowError:
        return text


def local(moment: datetime) -> datetime | None:
    """An aware moment with the offset that this computer's zone has at that moment; None where its
    calendar does not reach."""
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def local_moment(value: Any) -> datetime | None:
    """A vendor's moment in this computer's zone; None for a day and for anything else."""
    found = parse_moment(value)
    return local(found) if isinstance(found, datetime) else None


def local_day(text: str) -> str:
    """The day, as ISO 8601, that a moment is on here; "" for other texts."""
    try:
        at = _moment(text)
        # A third of the time of `local`: nearly every record has such values.
        return date.fromtimestamp(at.timestamp()).isoformat() if at else ""
    except (OverflowError, ValueError, OSError):
        return ""


def local_at(seconds: float) -> datetime | None:
    """Seconds since 1970 as a moment in this computer's zone, as `local`."""
    try:
        return local(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return None


def today(now: datetime) -> date:
    """The day that `now`, an aware moment, is on here."""
    return (local(now) or now).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a day in this computer's zone, in UTC.

    Where midnight is skipped, that is the end of the gap; where it comes twice, the first that no
    moment of the day before follows.
    """
    midnight = datetime.combine(day, time())
    try:
        early, late = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        if early == late or _is_first(early, late, day):
            return early
        # Clocks change between the two; a minute later, the day has begun in any case.
        late += timedelta(minutes=1)
        while late - early > timedelta(seconds=1):
            middle = early + (late - early) // 2
            if middle.astimezone().date() < day:
                early = middle
            else:
                late = middle
        return late.replace(microsecond=0)
    except (OverflowError, ValueError, OSError):
        return FIRST if day.year < 5000 else LAST


def _is_first(early: datetime, late: datetime, day: date) -> bool:
    """Whether a day that has two midnights begins with the first of them."""
    before = (late - timedelta(seconds=1)).astimezone()
    return early.astimezone().date() == day == before.date()
