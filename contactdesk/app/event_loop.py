"""The process's event loop: asyncio on top of Qt's loop."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

import PySide6.QtCore  # qasync takes the first binding it finds imported
import qasync
from PySide6.QtWidgets import QApplication


class CallbackTimers(PySide6.QtCore.QObject):
    """Runs the loop's callbacks from Qt timers, but only while the loop runs, as asyncio's own
    loops do. A callback that is due while other code processes Qt events waits.

    Replaces qasync's `_SimpleTimer`, which runs it at once: `get_running_loop()` then fails in it,
    and a coroutine handed to a new task is lost.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handles: dict[int, asyncio.Handle] = {}
        self._due: deque[asyncio.Handle] = deque()
        self._is_running = False
        self._stopped = False

    def add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        self._handles[self.startTimer(int(max(0, delay) * 1000))] = handle
        return handle

    def timerEvent(self, event: PySide6.QtCore.QTimerEvent) -> None:
        self.killTimer(event.timerId())
        if event.timerId() in self._handles:
            self._due.append(self._handles.pop(event.timerId()))
        if self._stopped:
            self._due.clear()
        if self._is_running:
            self._run_due()

    def resume(self) -> None:
        self._is_running = True
        if self._due:
            self.startTimer(0)

    def pause(self) -> None:
        self._is_running = False

    def stop(self) -> None:
        """Drop callbacks that have not run yet: the loop is closed."""
        self._stopped = True
        self._due.clear()

    def set_debug(self, _enabled: bool) -> None:
        """Required by qasync; does nothing."""

    def _run_due(self) -> None:
        while self._due:
            handle = self._due.popleft()
            if not handle.cancelled():
                handle._run()
            # An exception's traceback holds this frame: it must not lead back to the task.
            del handle


class EventLoop(qasync.QEventLoop):  # type: ignore[misc]
    """qasync's loop, but it processes no Qt events after it was told to stop.

    qasync 0.28 does once more, when the running loop is unset already; with pending tasks this
    hangs on Python 3.14 (qasync issue 176).
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._timer = CallbackTimers()

    def run_forever(self) -> Any:
        """Close abandoned async generators, as asyncio's own loops do and qasync does not."""
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(finalizer=self._close_generator)
        self._timer.resume()
        try:
            return super().run_forever()
        finally:
            self._timer.pause()
            sys.set_asyncgen_hooks(*before)

    def _close_generator(self, generator: Any) -> None:
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    def run_until_complete(self, future: Any) -> Any:
        if self.is_running():
            raise RuntimeError("the event loop is already running")
        future = asyncio.ensure_future(future, loop=self)  # noqa: TID251

        def stop(_future: Any) -> None:
            self.stop()

        future.add_done_callback(stop)
        try:
            self.run_forever()
        finally:
            future.remove_done_callback(stop)
        if not future.done():
            raise RuntimeError("the event loop was stopped before the future was done")
        return future.result()
