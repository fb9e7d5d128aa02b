"""Brings contacts into the sets they are found by, while pages go on being written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from contactdesk.errors import IndexFileError
from contactdesk.index.sets import Fresh
from contactdesk.index.writer import Writer


class Settling:
    """`write` does something on the writing thread, `sets` makes sets of contacts elsewhere."""

    def __init__(
        self,
        write: Callable[[Callable[[], Any]], Awaitable[Any]],
        sets: Callable[[Fresh], Awaitable[list[tuple[str, bytes]]]],
    ) -> None:
        self._write, self._sets = write, sets
        self._is_at_it = False

    async def settle(self, writer: Writer) -> None:
        """Thousands at a time, so that now and then the one who brought a page waits for it."""
        if self._is_at_it or not writer.has_due:
            return
        self._is_at_it = True
        try:
            due = await self._write(writer.due)
            if due is not None:
                made = await self._sets(due.fresh)
                await self._write(lambda: writer.bring(due, made))
        except IndexFileError:
            pass  # The page is written, and these are found as they are; the next one tells.
        finally:
            self._is_at_it = False
