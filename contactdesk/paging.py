"""The paging styles list APIs use. A provider names one; a new style is one function."""

from __future__ import annotations

from contactdesk.model import Cursor, Json, Paging, dig


def by_cursor(
    param: str, next_at: str, more_at: str = "", size_param: str = "", size: int = 0
) -> Paging:
    """The reply carries an opaque cursor for the next page, or none at the end.

    Where `more_at` leads to a plain False, the listing has ended whatever the cursor says.
    """
    fixed: dict[str, str | int] = {size_param: size} if size_param else {}

    def params(cursor: Cursor) -> dict[str, str | int]:
        return {**fixed, param: cursor} if cursor is not None else dict(fixed)

    def next_cursor(reply: Json, _count: int, _cursor: Cursor, _overlap: int) -> Cursor:
        if more_at and dig(reply, more_at) is False:
            return None
        found = dig(reply, next_at)
        return str(found) if isinstance(found, str | int) and found != "" else None

    return Paging(params, next_cursor, size_param=size_param, size=size)


def by_offset(param: str, more_at: str, size_param: str, size: int) -> Paging:
    """Step by as many records as were received; the reply says whether there are more."""

    def params(cursor: Cursor) -> dict[str, str | int]:
        return {size_param: size, param: int(cursor or 0)}

    def next_cursor(reply: Json, count: int, cursor: Cursor, overlap: int) -> Cursor:
        if not count or dig(reply, more_at) is not True:
            return None
        return int(cursor or 0) + max(1, count - overlap)

    return Paging(params, next_cursor, by_offset=True, size_param=size_param, size=size)
