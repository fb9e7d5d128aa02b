"""Paging styles: cursor and offset. A provider names one; a new style is one function."""

from __future__ import annotations

from typing import Any

from contactdesk.jsonpath import dig
from contactdesk.model import Cursor, Json, Paging

MAX_CURSOR_CHARS = 8192
"""A longer cursor would not fit into an address."""


def by_cursor(
    param: str, next_at: str, more_at: str = "", size_param: str = "", size: int = 0
) -> Paging:
    """Cursor paging: the reply has an opaque cursor for the next page, or none at the end.

    False at `more_at` ends the listing despite a cursor; True without a cursor is a fault. Any
    other value there is ignored.
    """
    fixed: dict[str, str | int] = {size_param: size} if size_param else {}

    def params(cursor: Cursor) -> dict[str, str | int]:
        return {**fixed, param: cursor} if cursor is not None else dict(fixed)

    def next_cursor(reply: Json, _count: int, _cursor: Cursor, _overlap: int) -> Cursor:
        if more_at and dig(reply, more_at) is False:
            return None
        found = dig(reply, next_at)
        return str(found) if _is_cursor(found) else None

    def problem(reply: Json, _count: int) -> str:
        more = dig(reply, more_at) if more_at else None
        found = dig(reply, next_at)
        if more is False or _is_cursor(found):
            return ""
        if found is None or found == "":
            return "no-cursor" if more is True else ""
        return "bad-cursor"

    return Paging(params, next_cursor, size_param=size_param, size=size, problem=problem)


def _is_cursor(found: Any) -> bool:
    if isinstance(found, str):
        return 0 < len(found) <= MAX_CURSOR_CHARS
    return isinstance(found, int) and not isinstance(found, bool)


def by_offset(param: str, more_at: str, size_param: str, size: int) -> Paging:
    """Offset paging: steps by the number of records received; the reply says if there are more.

    If that is not a boolean, a page with no records beyond the overlap is the last.
    """

    def params(cursor: Cursor) -> dict[str, str | int]:
        return {size_param: size, param: int(cursor or 0)}

    def next_cursor(reply: Json, count: int, cursor: Cursor, overlap: int) -> Cursor:
        more = dig(reply, more_at)
        if not isinstance(more, bool):
            more = count > overlap
        if not count or not more:
            return None
        return int(cursor or 0) + max(1, count - overlap)

    def problem(reply: Json, count: int) -> str:
        return "empty-pages" if not count and dig(reply, more_at) is True else ""

    return Paging(
        params, next_cursor, by_offset=True, size_param=size_param, size=size, problem=problem
    )
