"""Brings contacts into the sets they are found by, while pages go on being written."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from contactdesk.errors import IndexFileError
from contactdesk.index.postings.build import Fresh
from contactdesk.index.write.writer import Writer

LULL = 20.0
"""Seconds without a page or a search after which what changed is brought into the sets, too."""

BETWEEN = 0.3
"""Seconds between two chunks of them, in which whoever searches or writes has his turn."""


class Maintenance:
    """`write` does something on the writing thread, `sets` makes sets of contacts elsewhere, and
    `mend` brings what changed into some of them: on the writing thread; whether there was any."""

    def __init__(
        self,
        write: Callable[[Callable[[], Any]], Awaitable[Any]],
        sets: Callable[[Fresh], Awaitable[list[tuple[str, bytes]]]],
        mend: Callable[[], bool],
    ) -> None:
        self._write, self._sets, self._mend = write, sets, mend
        self._is_at_it = self._has_ended = False
        self._lull: asyncio.TimerHandle | None = None
        self._mending: asyncio.Task[None] | None = None

    async def settle(self, writer: Writer) -> None:
        """Thousands at a time, so that now and then the one who brought a page waits for it."""
        self.wait()
        if self._has_ended or self._is_at_it or not writer.has_due:
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

    def wait(self) -> None:
        """What changed is brought into the sets once no page has come, and nothing was searched,
        for a while: until then a search looks at all of it. Returns at once."""
        self._stop()
        if not self._has_ended:
            self._mend_after(LULL)

    def end(self) -> None:
        """The index is being closed. A page may still be on its way: nothing waits after it, for
        there will be no thread that could write."""
        self._has_ended = True
        self._stop()

    def _stop(self) -> None:
        for each in (self._lull, self._mending):
            if each is not None:
                each.cancel()
        self._lull = self._mending = None

    def _mend_after(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._lull = loop.call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._mending = asyncio.get_running_loop().create_task(self._mend_some())

    async def _mend_some(self) -> None:
        with contextlib.suppress(IndexFileError):
            if await self._write(self._mend):
                self._mend_after(BETWEEN)
