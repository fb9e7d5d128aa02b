"""The scalars of a JSON value as texts: every string and number in it, at any depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from contactdesk.model import Kind
from contactdesk.records.moments import (
    MIN_MOMENT_CHARS,
    MOMENT,
    is_moment,
    local_moment,
    parse_day,
)

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
    """Every scalar of a field's value as it is searched: as it was sent, and where that is not what
    is shown, also as that. `kind` is the one that the provider declares."""
    if type(found) is str:
        return {found: None, **_as_shown(found, kind)}
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
            texts[value] = None
            texts |= _as_shown(value, kind)
        else:
            add_scalars((value,), texts)
    return texts


def is_sent_as_shown(text: str, kind: Kind) -> bool:
    """Whether a text is all that a field with this value is searched by."""
    return kind is not Kind.BOOL and kind is not Kind.DAY and not is_moment(text)


def _as_shown(text: str, kind: Kind) -> Texts:
    """A bool in words, a day as ISO 8601, a moment as day and time in this computer's zone."""
    if is_sent_as_shown(text, kind):
        return {}
    if kind is Kind.BOOL:
        known = BOOLS.get(text.strip().lower())
        return {} if known is None else {BOOL_TEXTS[known]: None}
    if kind is Kind.DAY:
        day = parse_day(text)
        return {} if day is None else {day.isoformat(): None}
    here = local_moment(text)
    return {} if here is None else {here.isoformat(" ", "minutes")[:16]: None}
