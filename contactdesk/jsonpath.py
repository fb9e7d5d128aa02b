"""JSON paths such as `$.emails[0].email`: parsing, and lookups that never raise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

STEP = re.compile(r'\.([A-Za-z0-9_@/ -]+)|\[(\d+)\]|\."([^"]+)"')


def steps(path: str) -> list[str | int]:
    """The keys and indexes of a JSON path: '$.emails[0].email' -> ['emails', 0, 'email']."""
    return list(_steps(path))


# Cached: a provider has a few dozen paths, followed in every record of a million.
@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(
        int(number) if number else (name or quoted)
        for name, number, quoted in STEP.findall(path.removeprefix("$"))
    )


def dig(value: Any, path: str) -> Any:
    """The value at a JSON path such as '$.emails[0].email'; None if there is none."""
    for step in _steps(path):
        if type(value) is dict:
            value = value.get(step)
        elif isinstance(step, int):
            if not isinstance(value, list | tuple) or step >= len(value):
                return None
            value = value[step]
        else:
            if not isinstance(value, Mapping) or step not in value:
                return None
            value = value[step]
    return value


def text_at(value: Any, path: str) -> str:
    """The string or number at a path as text; "" for anything else."""
    found = dig(value, path)
    if type(found) is str:
        return found
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""


def items_at(value: Any, path: str) -> Sequence[Any]:
    """The list at a path; empty for anything else."""
    found = dig(value, path)
    return found if isinstance(found, list | tuple) else ()


def texts_at(value: Any, list_path: str, path: str, first: str = "") -> tuple[str, ...]:
    """The non-empty texts at `path` in every item of the list at `list_path`.

    With `first`, a path into an item, items with True there come first.
    """
    items = items_at(value, list_path)
    if first:
        items = sorted(items, key=lambda item: dig(item, first) is not True)
    return tuple(text for item in items if (text := text_at(item, path)))


def label_at(path: str) -> str:
    """The last key of a JSON path in words: '$.createdByUserId' -> 'Created by user ID'."""
    name = next((step for step in reversed(steps(path)) if isinstance(step, str)), path)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", name).lower().removesuffix(" at")
    words = words.replace("email", "e-mail").capitalize()
    return re.sub(r"\b(id|crm)\b", lambda found: found[0].upper(), words, flags=re.IGNORECASE)
