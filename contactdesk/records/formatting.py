"""Values formatted for people, by kind: dates, ages, durations, numbers, tags and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from msgspec import Struct, field

from contactdesk.model import Kind
from contactdesk.records.moments import EPOCH, local, parse_day, parse_moment, today
from contactdesk.records.parse import is_deep
from contactdesk.records.scalars import BOOLS

EMPTY = "—"
"""Shown for a value that was sent empty."""

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
# Unambiguous: a key of forty letters and a question mark must not backtrack forever.
_IDENTIFIER = re.compile(r"[A-Za-z](?:[_-]?[A-Za-z0-9])*\Z")
_GENERATED_ID = re.compile(r"\d[A-Za-z]")
_MAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]+\.[^\s@<>,;.]{2,}\Z")
_PHONE = re.compile(r"\+\d[\d ().-]{6,22}\Z")
_WEB = re.compile(r"https?://\S+\Z")
MAX_SHORT_TEXT_CHARS = 120
MAX_TIMEZONE_CHARS = 60
MAX_ZONES = 12
"""Zones of a list whose time is looked up."""

MAX_DURATION_DIGITS = 12


Phrases = Mapping[str, str]
"""Key -> words, as in PLAIN_PHRASES."""

PLAIN_PHRASES = {
    "yes": "Yes",
    "no": "No",
    "now": "just now",
    "today": "today",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "hours": "{hours} h {minutes:02} min",
    "minutes": "{minutes} min {seconds:02} s",
    "seconds": "{seconds} s",
    "there": "{zone} · {clock} there (UTC{offset})",
    "there-tomorrow": "{zone} · {clock} tomorrow there (UTC{offset})",
    "there-yesterday": "{zone} · {clock} yesterday there (UTC{offset})",
}


def plain_distance(count: int, unit: str, *, is_past: bool) -> str:
    """3, "day" -> "3 days ago" or "in 3 days"."""
    words = f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{words} ago" if is_past else f"in {words}"


class Distance(Protocol):
    def __call__(self, count: int, unit: str, *, is_past: bool) -> str: ...


ASCII_DIGITS = "0123456789"


class LocaleFormats(Struct, frozen=True):
    """How moments, days, clock times, numbers, ages and fixed words are written.

    The defaults are ISO 8601: they know no locale and need no window.
    """

    moment: Callable[[datetime], str] = lambda at: at.isoformat(" ", "minutes")[:16]
    day: Callable[[date], str] = lambda at: at.isoformat()[:10]  # of a datetime, too
    clock: Callable[[datetime], str] = lambda at: at.strftime("%H:%M")
    group: str = ","
    point: str = "."
    digits: str = ASCII_DIGITS
    phrases: Phrases = field(default_factory=lambda: PLAIN_PHRASES)
    distance: Distance = plain_distance


PLAIN_FORMATS = LocaleFormats()


def format_value(
    value: Any, kind: Kind, now: datetime, formats: LocaleFormats = PLAIN_FORMATS
) -> str:
    """A value as text for people; "" if it is empty.

    Moments are in this computer's zone, and `now` is any aware moment. A value that does not fit
    its kind is shown as sent; no value of any type raises.
    """
    if is_empty(value):
        return ""
    text = _FORMATTERS[kind](value, now, formats) if kind in _FORMATTERS else None
    return raw_text(value) if text is None else text


def format_cell(value: Any, kind: Kind, formats: LocaleFormats = PLAIN_FORMATS) -> str:
    """A value as the short text of a table cell, in this computer's zone and with no age.

    Takes values as the index stores them: lists and objects as JSON text, a bool as 0 or 1.
    """
    if kind is Kind.TIMEZONE:
        return raw_text(value)
    kind = Kind.DATE if kind is Kind.AGE else kind
    if kind in (Kind.TAGS, Kind.COUNT, Kind.JSON) and isinstance(value, str):
        value = decoded(value)
    if kind is Kind.COUNT and isinstance(value, int):
        return in_digits(raw_text(value), formats)
    return "" if is_empty(value) else _FORMATTERS[kind](value, EPOCH, formats) or raw_text(value)


def decoded(text: str) -> Any:
    """The list or object of a JSON text; other text as it is."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if is_deep(value) else value


def is_empty(value: Any) -> bool:
    """Whether a value is None, blank text, or an empty list or object. False and 0 are values."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def raw_text(value: Any) -> str:
    """A value as it was sent, for copying: text as it is, anything nested as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    except (ValueError, RecursionError):
        # A number of thousands of digits, a cycle, or thousands of levels.
        return f"({type(value).__name__} too large to show)"


def copied_text(value: Any, kind: Kind) -> str:
    """A value for the clipboard and for programs: a day as ISO 8601, anything else as it was sent."""
    day = parse_day(value) if kind is Kind.DAY else None
    return raw_text(value) if day is None else day.isoformat()


def humanize(text: str) -> str:
    """An identifier in words: reply-received, in_transit, createdAt.

    Other text keeps its words, as does a generated ID such as cf_4kTqW8 (letters after digits).
    """
    if _GENERATED_ID.search(text) and _IDENTIFIER.match(text):
        return text
    if not _IDENTIFIER.match(text):
        return text[:1].upper() + text[1:]
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("_", " ").replace("-", " ").split()
    parts = [part.upper() if part.lower() in _ACRONYMS else part for part in parts]
    parts = [part if part.isupper() else part.lower() for part in parts]
    parts = ["e-mail" if part == "email" else part for part in parts]
    return " ".join([parts[0][:1].upper() + parts[0][1:], *parts[1:]])


def label_words(label: str) -> str:
    """A label as it is shown: some vendors give a type such as url or phone_number."""
    if not label.islower():
        return label
    is_word = label.replace("_", "").isalpha()
    return humanize(label) if is_word else label[:1].upper() + label[1:]


def tag_texts(value: Any, formats: LocaleFormats = PLAIN_FORMATS) -> list[str]:
    """Each item of a list as text; any other value is a list of one."""
    every = value if isinstance(value, list | tuple) else [value]
    return [one_line(each, formats) for each in every if not is_empty(each)]


def one_line(value: Any, formats: LocaleFormats = PLAIN_FORMATS) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return formats.phrases["yes" if value else "no"]
    if isinstance(value, list | tuple) and not any(_is_nested(each) for each in value):
        return ", ".join(one_line(each, formats) for each in value if not is_empty(each))
    text = raw_text(value)
    return " ".join(text.split()) if _is_nested(value) else text


def guess_kind(value: Any, key: str = "") -> Kind:
    """The likely kind of a value whose field no provider declares."""
    if not isinstance(value, str):
        if isinstance(value, list | tuple | Mapping):
            return Kind.JSON if _is_multiline(value) else Kind.TAGS
        return Kind.BOOL if isinstance(value, bool) else Kind.TEXT
    if key.lower().replace("_", "").replace(" ", "").endswith("timezone"):
        return Kind.TIMEZONE
    if len(value) > MAX_SHORT_TEXT_CHARS or "\n" in value:
        return Kind.LINK if _WEB.match(value) else Kind.LONG
    found = next((kind for pattern, kind in _KIND_PATTERNS if pattern.match(value)), None)
    return found or _kind_of_time(value)


_KIND_PATTERNS = ((_WEB, Kind.LINK), (_MAIL, Kind.EMAIL), (_PHONE, Kind.PHONE))


def _kind_of_time(text: str) -> Kind:
    at = parse_moment(text)
    return Kind.TEXT if at is None else Kind.DATE if isinstance(at, datetime) else Kind.DAY


def relative_time(
    at: datetime | date, now: datetime, formats: LocaleFormats = PLAIN_FORMATS
) -> str:
    """How long ago, or in how long, in the largest unit that fits."""
    passed = now - at if isinstance(at, datetime) else today(now) - at
    if not isinstance(at, datetime) and passed.days in _NEAR_DAYS:
        return formats.phrases[_NEAR_DAYS[passed.days]]
    count, unit = _largest_unit(abs(passed))
    if not count:
        return formats.phrases["now"]
    return formats.distance(count, unit, is_past=passed > timedelta(0))


_NEAR_DAYS = {0: "today", 1: "yesterday", -1: "tomorrow"}
_UNITS_OF_AGE = ((2 * 365, 365, "year"), (2 * 30, 30, "month"), (2 * 7, 7, "week"), (1, 1, "day"))
"""(days from which on the unit is used, days of it, unit)"""


def _largest_unit(length: timedelta) -> tuple[int, str]:
    for min_days, days, unit in _UNITS_OF_AGE:
        if length.days >= min_days:
            return length.days // days, unit
    minutes = int(length.total_seconds()) // 60
    return (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")


def format_number(value: Any, formats: LocaleFormats = PLAIN_FORMATS) -> str | None:
    """Digits grouped from five on; None for anything but a plain decimal number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = _NUMBER.match(raw_text(value).strip())
    if match is None:
        return None
    sign, whole, fraction = match.groups()
    if len(whole) > 4:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+\Z)", lambda _: formats.group, whole)
    text = f"{'−' if sign else ''}{whole}{(fraction or '').replace('.', formats.point)}"
    return in_digits(text, formats)


def in_digits(text: str, formats: LocaleFormats) -> str:
    """A number of ours with the digits of the locale."""
    if formats.digits == ASCII_DIGITS:
        return text
    return text.translate(str.maketrans(ASCII_DIGITS, formats.digits))


def _text(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return None if _is_multiline(value) else one_line(value, formats)


def _number(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return format_number(value, formats)


def _date(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    at = parse_moment(value)
    if not isinstance(at, datetime):
        return None if at is None else formats.day(at)
    here = local(at)
    return None if here is None else formats.moment(here)


def _day(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    day = parse_day(value)
    return None if day is None else formats.day(day)


def _age(value: Any, now: datetime, formats: LocaleFormats) -> str | None:
    text, at = _date(value, now, formats), parse_moment(value)
    return None if text is None or at is None else f"{text} · {relative_time(at, now, formats)}"


def _duration(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = _NUMBER.match(raw_text(value).strip())
    if match is None or match[1] or len(match[2]) > MAX_DURATION_DIGITS:
        return None
    minutes, seconds = divmod(int(match[2]), 60)
    hours, minutes = divmod(minutes, 60)
    pattern = formats.phrases["hours" if hours else "minutes" if minutes else "seconds"]
    text = pattern.format(hours=hours, minutes=minutes, seconds=seconds)
    return in_digits(text, formats)


def _bool(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    known = None if _is_nested(value) else BOOLS.get(raw_text(value).strip().lower())
    return None if known is None else formats.phrases["yes" if known else "no"]


def _words(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return humanize(value) if isinstance(value, str) else one_line(value, formats)


def _timezone(value: Any, now: datetime, formats: LocaleFormats) -> str | None:
    """America/Los_Angeles · 02:15 there (UTC−7); of a list, zones with the same time together."""
    zones = [value] if isinstance(value, str) else value
    if not isinstance(zones, list | tuple) or any(not isinstance(each, str) for each in zones):
        return None
    zones_at: dict[str, list[str]] = {}
    for zone in map(str.strip, zones[:MAX_ZONES]):
        zones_at.setdefault(_pattern_there(zone, now, formats), []).append(zone)
    if not any(zones_at):
        return None if isinstance(value, str) else _tags(value, now, formats)
    same = (pattern.format(zone=", ".join(zones)) for pattern, zones in zones_at.items() if pattern)
    return "; ".join([*same, *zones_at.get("", ()), *zones[MAX_ZONES:]])


def _pattern_there(zone: str, now: datetime, formats: LocaleFormats) -> str:
    """The time in a zone now, with `{zone}` for its name; "" if there is no such zone."""
    # Deferred: its import looks for the system's zones, and no start should wait for that.
    from zoneinfo import ZoneInfo

    here = local(now) or now
    try:
        there = now.astimezone(ZoneInfo(zone[: MAX_TIMEZONE_CHARS + 1]))
    except (KeyError, ValueError, OSError, OverflowError):
        return ""
    minutes = int((there.utcoffset() or timedelta(0)).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    day = {1: "there-tomorrow", -1: "there-yesterday"}.get(
        (there.date() - here.date()).days, "there"
    )
    return formats.phrases[day].format(
        zone="{zone}", clock=formats.clock(there), offset=offset if minutes else ""
    )


def _tags(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return ", ".join(tag_texts(value, formats))


def _count(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return format_number(len(value), formats) if isinstance(value, list | tuple | Mapping) else None


def _json(value: Any, _now: datetime, formats: LocaleFormats) -> str | None:
    return None if _is_nested(value) else one_line(value, formats)


def _is_nested(value: Any) -> bool:
    return isinstance(value, list | tuple | Mapping)


def _is_multiline(value: Any) -> bool:
    """Whether it needs several lines: an object, or a list of lists or objects."""
    if isinstance(value, list | tuple):
        return any(_is_nested(each) for each in value)
    return isinstance(value, Mapping)


_FORMATTERS: Mapping[Kind, Callable[[Any, datetime, LocaleFormats], str | None]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.LINK: _text,
    Kind.EMAIL: _text,
    Kind.PHONE: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.DAY: _day,
    Kind.AGE: _age,
    Kind.DURATION: _duration,
    Kind.BOOL: _bool,
    Kind.WORDS: _words,
    Kind.TIMEZONE: _timezone,
    Kind.TAGS: _tags,
    Kind.COUNT: _count,
    Kind.JSON: _json,
}
