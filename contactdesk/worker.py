"""A daemon thread with a queue of calls, awaited from an event loop."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Worker:
    """Runs calls one after another off the caller's thread.

    Not an executor: those are joined at exit, and a call that never returns, such as a keyring
    waiting at a prompt, would keep a closed program alive.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work` on the thread and return its result. If the caller is cancelled, a call that
        has begun runs to its end, and one that has not is skipped."""
        return await self.submit(work)

    def submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Queue `work` for the thread at once. Cancelling the future skips what has not begun."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put((work, loop, future))
        return future

    def stop(self) -> None:
        """End the thread after the calls queued so far. Does not wait."""
        self._queue.put(None)

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            work, loop, future = job
            if not future.cancelled():
                self._do(work, loop, future)
            # Free the result now, not at the next call.
            del job, work, loop, future

    def _do(
        self,
        work: Callable[[], Any],
        loop: asyncio.AbstractEventLoop,
        future: asyncio.Future[Any],
    ) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = work()
        except BaseException as caught:  # raised where the call is awaited
            error = caught

        def finish() -> None:
            if future.done():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        try:
            loop.call_soon_threadsafe(finish)
        except RuntimeError:  # the loop is closed
            return
