"""JSON that is nested deeper than anybody reads, cut down so that the rest of it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

DEEPEST = 200
"""Levels that are read. A limit of our own, because JSON readers give up at a depth that differs
from one Python to the next: about 1,000 levels on 3.11, 10,000 on 3.13."""

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def values_in(value: Any) -> Iterable[Any]:
    """The values of an object or a list; none in anything else."""
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def is_deep(value: Any, inside: Callable[[Any], Iterable[Any]] = values_in) -> bool:
    """Whether a decoded value has more than DEEPEST levels of lists and objects."""
    level = [value]
    for _ in range(DEEPEST):
        level = [each for outer in level for each in inside(outer) if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def shallow(body: bytes) -> bytes:
    """The same JSON, byte for byte as long, in which lists and objects at the deepest level are
    empty. What is no JSON stays as it is, or is as little JSON as it was."""
    kept = bytearray(body)
    depth = start = 0
    for token in TOKEN.finditer(body):
        sign = token[0]
        if sign in (b"[", b"{"):
            depth += 1
            if depth == DEEPEST:
                start = token.end()
        elif sign in (b"]", b"}"):
            if depth == DEEPEST:
                kept[start : token.start()] = b" " * (token.start() - start)
            depth -= 1
    return bytes(kept)
