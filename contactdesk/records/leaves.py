"""The texts in a value of any shape: every string and number in it, each once, in one order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# As most of them are written first: it is told in half the time.
USUAL = "[0-9]" * 4 + "-[0-9][0-9]" * 2 + "T[0-9][0-9]" + ":[0-9][0-9]" * 2 + r"\.[0-9][0-9][0-9]Z"
ANY = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?"
MOMENT = re.compile(f"{USUAL}|{ANY}")
SHORTEST_MOMENT = 16
TRUTH = ("false no", "true yes")

Texts = dict[str, None]


def is_moment(text: str) -> bool:
    """Whether a text is a date with a time, and nothing else."""
    return len(text) >= SHORTEST_MOMENT and text[4] == "-" and MOMENT.fullmatch(text) is not None


def add_leaves(found: Sequence[Any], texts: Texts) -> None:
    """Every string and number in some values, each once, the last of them first; moments are
    dates, not words."""
    # What a list or an object holds is gone through where it stands, and then what stood before.
    waiting: list[Iterator[Any]] = [reversed(found)]
    while waiting:
        inner = _add(waiting[-1], texts)
        if inner is None:
            waiting.pop()
        else:
            waiting.append(inner)


def _add(values: Iterable[Any], texts: Texts) -> Iterator[Any] | None:
    """Goes on until there is something to go into, or to the end."""
    inner: Iterator[Any]
    for value in values:
        kind = type(value)
        if kind is str:
            # As `is_moment`: nearly every value of a record comes by here.
            if len(value) < SHORTEST_MOMENT or value[4] != "-" or not MOMENT.fullmatch(value):
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
    """Every value under a key as text, truth and moments too."""
    if type(found) is str:
        return {found: None}
    texts: Texts = {}
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, bool):
            texts[TRUTH[value]] = None
        elif isinstance(value, str):
            texts[value] = None
        else:
            add_leaves((value,), texts)
    return texts
