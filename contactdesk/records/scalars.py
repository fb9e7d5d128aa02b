"""The scalars of a JSON value as texts: every string and number in it, at any depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# The most frequent notation comes first, which halves the time to match.
USUAL_MOMENT = (
    "[0-9]" * 4 + "-[0-9][0-9]" * 2 + "T[0-9][0-9]" + ":[0-9][0-9]" * 2 + r"\.[0-9][0-9][0-9]Z"
)
ANY_MOMENT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?"
MOMENT = re.compile(f"{USUAL_MOMENT}|{ANY_MOMENT}")
MIN_MOMENT_CHARS = 16
BOOL_TEXTS = ("false no", "true yes")

Texts = dict[str, None]
"""An ordered set of texts."""


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time, and nothing else."""
    return len(text) >= MIN_MOMENT_CHARS and text[4] == "-" and MOMENT.fullmatch(text) is not None


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
        elif kind is float or (kind is int and -(2**63) <= value < 2**64):
            texts[str(value)] = None
    return None


def keyed_texts(found: Any) -> Texts:
    """Every scalar under a key as text, including bools and moments."""
    if type(found) is str:
        return {found: None}
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
        else:
            add_scalars((value,), texts)
    return texts
