"""Sort keys: moments as UTC text, numbers as numbers, everything else as normalized text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from contactdesk.model import Kind
from contactdesk.records.scalars import MOMENT
from contactdesk.text.normalize import normalize

MAX_KEY_CHARS = 200

STAND_IN = "\U0010ffff"
"""Begins the name key of a contact without a name, so that what is shown instead sorts after all
names: the highest character there is."""

NORMAL_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z")
NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?\s*")
DATES = frozenset({Kind.DATE.value, Kind.AGE.value})
NUMBERS = frozenset({Kind.NUMBER.value, Kind.DURATION.value, Kind.COUNT.value})


def utc(text: str) -> str:
    """An ISO 8601 moment as UTC with milliseconds, so that text order is time order.

    A moment without a zone is taken as UTC. Dates without a time, and anything that is not a
    moment, are returned unchanged.
    """
    if NORMAL_MOMENT.fullmatch(text) or not MOMENT.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text.replace(",", ".").replace(" ", "T", 1))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sort_value(value: Any, kind: str) -> Any:
    """SQL function: the sort key of a `$.` column's value; None for no value."""
    if not isinstance(value, str):
        return value
    if kind in NUMBERS and NUMBER.fullmatch(value):
        return float(value)
    return normalize(utc(value) if kind in DATES else value)[:MAX_KEY_CHARS] or None
