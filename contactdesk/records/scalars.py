"""The scalars of a JSON value as texts: every string and number in it, at any depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from contactdesk.model import Kind
from contactdesk.records.moments import (
    MIN_MOMENT_CHARS,
    MOMENT,
    local_day,
    parse_day,
)

BOOL, DAY = Kind.BOOL, Kind.DAY
BOOLS: Mapping[str, bool] = {
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
}
"""What a vendor may send as text for a bool, in lower case."""

BOOL_TEXTS = ("false no", "true yes")
LONGEST = 10**4_000
"""Python writes no number of more than 4,300 digits."""

Texts = dict[str, None]
"""An ordered set of texts."""


def add_scalars(values: Sequence[Any], texts: Texts) -> None:
    """Add every string and number in some values, the last first; moments are dates, not words."""
    # Depth first with a stack of iterators: no recursion limit, however deep the value.
    stack: list[Iterator[Any]] = [reversed(values)]
    while stack:
        inner = _add_until_nested(stack[-1], texts)
        if inner is None:
            stack.pop()
        else:
            stack.append(inner)


def _add_until_nested(values: Iterable[Any], texts: Texts) -> Iterator[Any] | None:
    """Add scalars up to the next list or object, and return what iterates it; None at the end."""
    inner: Iterator[Any]
    for value in values:
        kind = type(value)
        if kind is str:
            # `is_moment` inlined: nearly every value of a record passes here.
            if len(value) < MIN_MOMENT_CHARS or value[4] != "-" or not MOMENT.fullmatch(value):
                texts[value] = None
        elif kind is dict:
            inner = reversed(value.values())
            return inner
        elif kind is list:
            inner = reversed(value)
            return inner
        elif kind is float or (kind is int and -LONGEST < value < LONGEST):
            texts[str(value)] = None
    return None


def field_texts(found: Any, kind: Kind = Kind.TEXT) -> Texts:
    """Every scalar of a field's value as it is searched: as it was sent, and by `read_as`. `kind`
    is the one that the provider declares."""
    if type(found) is str:
        read = read_as(found, kind)
        return {found: None, read: None} if read else {found: None}
    texts: Texts = {}
    stack = [found]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, bool):
            texts[BOOL_TEXTS[value]] = None
        elif isinstance(value, str):
            texts |= field_texts(value, kind)
        else:
            add_scalars((value,), texts)
    return texts


def read_as(text: str, kind: Kind) -> str:
    """What else a text is searched by: a bool's words, a day as ISO 8601, of a moment the day that
    it is on here; "" for any other text."""
    if kind is BOOL:
        known = BOOLS.get(text.strip().lower())
        return "" if known is None else BOOL_TEXTS[known]
    if kind is DAY:
        day = parse_day(text)
        return "" if day is None else day.isoformat()
    if len(text) < MIN_MOMENT_CHARS or text[4] != "-":
        return ""
    return local_day(text)
