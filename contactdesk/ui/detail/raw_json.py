"""JSON as the vendor wrote it: digits, key order and repeated keys are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from contactdesk.records.parse import is_deep


class RawNumber(str):
    """A number as its JSON text, so that no digit is lost or rounded."""

    __slots__ = ()


class RawObject(list[tuple[str, Any]]):
    """An object as its (key, value) pairs, so that order and repeated keys are kept."""

    __slots__ = ()


def parse(raw: bytes) -> Any:
    """The value of JSON text, with RawNumber and RawObject in it. Raises ValueError when it is
    not JSON."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=RawNumber,
            parse_float=RawNumber,
            parse_constant=RawNumber,
            object_pairs_hook=RawObject,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if is_deep(value, lambda each: [inner for _key, inner in children(each)]):
        raise ValueError("nested too deeply")
    return value


def children(value: Any) -> list[tuple[str | int, Any]]:
    """(key or index, value) of everything directly in an object or list."""
    if isinstance(value, RawObject):
        return list(value)
    return list(enumerate(value)) if isinstance(value, list) else []


def summary(value: Any) -> str:
    """A scalar as JSON writes it, but text without quotes; of a branch, its number of children."""
    if isinstance(value, RawObject):
        return f"{{{len(value)}}}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, str):
        return str(value)
    return {True: "true", False: "false", None: "null"}[value]


def plain(value: Any) -> Any:
    """A scalar as other readers of the record have it: a number as int or float."""
    if not isinstance(value, RawNumber):
        return value
    try:
        return json.loads(value)
    except ValueError:  # more digits than Python reads
        return str(value)


def dump(value: Any) -> str:
    """A parsed value as indented JSON text; numbers as they came."""
    return "".join(_dump(value, ""))


def _dump(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, RawObject | list) and value:
        opening, closing = "{}" if isinstance(value, RawObject) else "[]"
        inner = indent + "  "
        yield opening
        for at, (key, each) in enumerate(children(value)):
            yield (",\n" if at else "\n") + inner
            if isinstance(key, str):
                yield json.dumps(key, ensure_ascii=False) + ": "
            yield from _dump(each, inner)
        yield f"\n{indent}{closing}"
    elif isinstance(value, RawNumber):
        yield str(value)
    elif isinstance(value, RawObject):
        yield "{}"
    else:
        yield json.dumps(value, ensure_ascii=False)
