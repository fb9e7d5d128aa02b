"""How a value is said: one place for dates, ages, durations, numbers, tags and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from contactdesk.model import Kind
from contactdesk.records.parse import is_deep

EMPTY = "—"
"""Stands for a value that is there and empty."""

_ACRONYMS = {
    "ai",
    "api",
    "crm",
    "csv",
    "id",
    "mms",
    "nps",
    "sip",
    "sms",
    "uk",
    "url",
    "us",
    "utc",
    "vip",
    "voip",
}
_NUMBER = re.compile(r"(-?)(0|[1-9]\d*)(\.\d+)?\Z")
# One way to match only: a key of forty letters and a question mark would take for ever.
_IDENTIFIER = re.compile(r"[A-Za-z](?:[_-]?[A-Za-z0-9])*\Z")
_ID = re.compile(r"\d[A-Za-z]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_MAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]+\.[^\s@<>,;.]{2,}\Z")
_PHONE = re.compile(r"\+\d[\d ().-]{6,22}\Z")
_WEB = re.compile(r"https?://\S+\Z")
_LONG = 120


class LocaleFormats(Struct, frozen=True):
    """How moments, days, clock times and numbers are written; the plain ones know no locale."""

    moment: Callable[[datetime], str] = lambda at: at.strftime("%Y-%m-%d %H:%M")
    day: Callable[[date], str] = lambda at: at.isoformat()
    clock: Callable[[datetime], str] = lambda at: at.strftime("%H:%M")
    group: str = ","
    point: str = "."


PLAIN = LocaleFormats()


def say(value: Any, kind: Kind, now: datetime, forms: LocaleFormats = PLAIN) -> str:
    """The words of a value for a person; "" where there is none.

    `now` is aware: its zone is the reader's. A value that does not fit its kind is said as it
    came, and no value of any type raises.
    """
    if is_empty(value):
        return ""
    said = _SAYERS[kind](value, now, forms) if kind in _SAYERS else None
    return plain(value) if said is None else said


def cell(value: Any, kind: Kind, forms: LocaleFormats = PLAIN) -> str:
    """The words of a value in a table's cell, short and without a now, in this computer's zone.

    Takes values as the index gives them: lists and objects as JSON text, a bool as 0 or 1.
    """
    if kind in (Kind.DATE, Kind.AGE):
        return _local(value, forms)
    if kind is Kind.TIMEZONE:
        return plain(value)
    if kind in (Kind.TAGS, Kind.COUNT, Kind.JSON) and isinstance(value, str):
        value = _decoded(value)
    if kind is Kind.COUNT and isinstance(value, int):
        return plain(value)
    return "" if is_empty(value) else _SAYERS[kind](value, _NEVER, forms) or plain(value)


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def _local(value: Any, forms: LocaleFormats) -> str:
    at = moment(value)
    if not isinstance(at, datetime):
        return plain(value) if at is None else forms.day(at)
    try:
        return forms.moment(at.astimezone())
    except (OverflowError, ValueError, OSError):
        return plain(value)


def _decoded(text: str) -> Any:
    """What JSON text of a list or an object holds; other text as it is."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if is_deep(value) else value


def is_empty(value: Any) -> bool:
    """None, blank text, and lists and objects without anything in them. False and 0 are values."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def plain(value: Any) -> str:
    """A value as it came, for copying: text as it is, anything nested as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    except (ValueError, RecursionError):
        # A number of thousands of digits, a circle, or thousands of levels.
        return f"({type(value).__name__} that is too large to be shown)"


def words(text: str) -> str:
    """An identifier in words: reply-received, in_transit, createdAt; other text stays as it is.

    So does an ID such as cf_4kTqW8: letters that follow on digits are no words.
    """
    if _ID.search(text) and _IDENTIFIER.match(text):
        return text
    if not _IDENTIFIER.match(text):
        return text[:1].upper() + text[1:]
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("_", " ").replace("-", " ").split()
    said = [part.upper() if part.lower() in _ACRONYMS else part for part in parts]
    said = [part if part.isupper() else part.lower() for part in said]
    said = ["e-mail" if part == "email" else part for part in said]
    return " ".join([said[0][:1].upper() + said[0][1:], *said[1:]])


def tags(value: Any) -> list[str]:
    """Each text of a list; one text is a list of one."""
    every = value if isinstance(value, list | tuple) else [value]
    return [compact(each) for each in every if not is_empty(each)]


def compact(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple) and not any(_is_nested(each) for each in value):
        return ", ".join(compact(each) for each in value if not is_empty(each))
    text = plain(value)
    return " ".join(text.split()) if _is_nested(value) else text


def guess(value: Any, key: str = "") -> Kind:
    """The kind of a value that nobody declared, by what it looks like."""
    if not isinstance(value, str):
        if isinstance(value, list | tuple | Mapping):
            return Kind.JSON if _is_nested_deep(value) else Kind.TAGS
        return Kind.BOOL if isinstance(value, bool) else Kind.TEXT
    if key.lower().replace("_", "").replace(" ", "").endswith("timezone"):
        return Kind.TIMEZONE
    if len(value) > _LONG or "\n" in value:
        return Kind.LINK if _WEB.match(value) else Kind.LONG
    return next((kind for pattern, kind in _LOOKS if pattern.match(value)), Kind.TEXT)


_LOOKS = (
    (_WEB, Kind.LINK),
    (_MAIL, Kind.EMAIL),
    (_PHONE, Kind.PHONE),
    (_DAY, Kind.DATE),
    (_MOMENT, Kind.DATE),
)


def moment(value: Any) -> datetime | date | None:
    """An ISO 8601 day or moment; a moment without a zone is UTC. None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    text = _FRACTION.sub(r"\1", value.strip())
    try:
        if _DAY.match(text):
            return date.fromisoformat(text)
        if not _MOMENT.match(text):
            return None
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def local(value: Any, now: datetime) -> datetime | None:
    """A moment in the zone of `now`; None for a day, and for what is no moment."""
    at = moment(value)
    if not isinstance(at, datetime):
        return None
    try:
        return at.astimezone(now.tzinfo)
    except (OverflowError, ValueError):
        return None


def ago(at: datetime | date, now: datetime) -> str:
    """How long ago, or in how long, in the largest unit that fits."""
    if not isinstance(at, datetime):
        days = (now.date() - at).days
        return {0: "today", 1: "yesterday", -1: "tomorrow"}.get(days) or _distance(
            timedelta(days=days)
        )
    return _distance(now - at)


_UNITS = ((365, "year"), (30, "month"), (7, "week"), (1, "day"))


def _distance(passed: timedelta) -> str:
    length = abs(passed)
    count, unit = 0, ""
    for days, name in _UNITS:
        # Weeks give way to months, and days are counted up to a fortnight.
        if length.days >= days * (2 if name in ("week", "month", "year") else 1):
            count, unit = length.days // days, name
            break
    if not unit:
        minutes = int(length.total_seconds()) // 60
        if minutes < 1:
            return "just now"
        count, unit = (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
    said = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{said} ago" if passed > timedelta(0) else f"in {said}"


def number(value: Any, forms: LocaleFormats = PLAIN) -> str | None:
    """Digits in groups from five on; None for what is no plain decimal number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = _NUMBER.match(plain(value).strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    if len(whole) > 4:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", lambda _: forms.group, whole)
    return f"{'−' if sign else ''}{whole}{(fraction or '').replace('.', forms.point)}"


def _text(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    return None if _is_nested_deep(value) else compact(value)


def _number(value: Any, _now: datetime, forms: LocaleFormats) -> str | None:
    return number(value, forms)


def _date(value: Any, now: datetime, forms: LocaleFormats) -> str | None:
    at = local(value, now)
    if at is not None:
        return forms.moment(at)
    day = moment(value)
    return None if day is None or isinstance(day, datetime) else forms.day(day)


def _age(value: Any, now: datetime, forms: LocaleFormats) -> str | None:
    said, at = _date(value, now, forms), moment(value)
    return None if said is None or at is None else f"{said} · {ago(at, now)}"


def _duration(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = _NUMBER.match(plain(value).strip())
    if match is None or match[1] or len(match[2]) > 12:
        return None
    minutes, seconds = divmod(int(match[2]), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _bool(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    said = {"true": "Yes", "false": "No", "1": "Yes", "0": "No", "yes": "Yes", "no": "No"}
    return said.get(plain(value).strip().lower()) if not _is_nested(value) else None


def _words(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    return words(value) if isinstance(value, str) else compact(value)


def _timezone(value: Any, now: datetime, forms: LocaleFormats) -> str | None:
    """America/Los_Angeles · 02:15 there (UTC−7)."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    # Looks for the system's zones when it is imported: no start waits for that.
    from zoneinfo import ZoneInfo

    try:
        there = now.astimezone(ZoneInfo(value.strip()))
    except (KeyError, ValueError, OSError, OverflowError):
        return None
    minutes = int((there.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    days = (there.date() - now.date()).days
    day = {1: " tomorrow", -1: " yesterday"}.get(days, "")
    return f"{value.strip()} · {forms.clock(there)}{day} there (UTC{offset if minutes else ''})"


def _tags(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    return ", ".join(tags(value))


def _count(value: Any, _now: datetime, forms: LocaleFormats) -> str | None:
    return number(len(value), forms) if isinstance(value, list | tuple | Mapping) else None


def _json(value: Any, _now: datetime, _forms: LocaleFormats) -> str | None:
    return None if _is_nested(value) else compact(value)


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | tuple | Mapping)


def _is_nested_deep(value: Any) -> bool:
    """Whether it takes more than one line to say: an object, or a list of lists or objects."""
    if isinstance(value, list | tuple):
        return any(_is_nested(each) for each in value)
    return isinstance(value, Mapping)


_SAYERS: Mapping[Kind, Callable[[Any, datetime, LocaleFormats], str | None]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.LINK: _text,
    Kind.EMAIL: _text,
    Kind.PHONE: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.AGE: _age,
    Kind.DURATION: _duration,
    Kind.BOOL: _bool,
    Kind.WORDS: _words,
    Kind.TIMEZONE: _timezone,
    Kind.TAGS: _tags,
    Kind.COUNT: _count,
    Kind.JSON: _json,
}
