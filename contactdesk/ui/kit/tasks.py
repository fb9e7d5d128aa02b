"""Coroutines started from Qt slots. The only module that may make tasks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from contactdesk.errors import ContactDeskError

T = TypeVar("T")

IDS_PER_STEP = 512
"""Rows that are read before the event loop goes on."""

_RUNNING: set[asyncio.Task[Any]] = set()


def spawn(
    coroutine: Coroutine[Any, Any, T],
    done: Callable[[T], None] | None = None,
    failed: Callable[[ContactDeskError], None] | None = None,
) -> asyncio.Task[T]:
    """Runs a coroutine as a task and keeps a reference until it ends.

    A ContactDeskError goes to `failed`. Any other exception, or one without `failed`, goes to the
    event loop's exception handler.
    """
    task = asyncio.get_running_loop().create_task(coroutine)
    _RUNNING.add(task)

    def finished(task: asyncio.Task[T]) -> None:
        _RUNNING.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            if done is not None:
                done(task.result())
        elif isinstance(error, ContactDeskError) and failed is not None:
            failed(error)
        else:
            raise error

    task.add_done_callback(finished)
    return task


def can_start() -> bool:
    """Whether the event loop runs: a timer may fire while Qt alone processes events, as at the very
    start and end."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def in_steps(ids: Sequence[int]) -> AsyncIterator[Sequence[int]]:
    """The ids of many rows, some at a time, for reading them on the GUI thread: in between, the event
    loop goes on."""
    for start in range(0, len(ids), IDS_PER_STEP):
        yield ids[start : start + IDS_PER_STEP]
        await asyncio.sleep(0)


def running() -> int:
    """The number of tasks that have not ended."""
    return len(_RUNNING)


def cancel_all() -> None:
    """Cancels all tasks; the program is closing."""
    for task in list(_RUNNING):
        task.cancel()


class LatestTask(QObject):
    """Runs one coroutine at a time; starting another cancels the one before.

    A superseded result never arrives. A ContactDeskError is emitted by `failed`; any other
    exception goes to the event loop's exception handler.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: asyncio.Task[Any] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def start(self, coroutine: Coroutine[Any, Any, T], done: Callable[[T], None]) -> None:
        was_busy = self._task is not None
        self._drop()
        task: asyncio.Task[T] = asyncio.get_running_loop().create_task(coroutine)
        self._task = task
        _RUNNING.add(task)
        task.add_done_callback(lambda task: self._on_finished(task, done))
        if not was_busy:
            self.busy_changed.emit(True)

    def cancel(self) -> None:
        if self._task is not None:
            self._drop()
            self.busy_changed.emit(False)

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_finished(self, task: asyncio.Task[T], done: Callable[[T], None]) -> None:
        _RUNNING.discard(task)
        if task is not self._task:  # superseded or canceled
            if not task.cancelled():
                task.exception()  # retrieved, so that asyncio does not report it
            return
        self._task = None
        self.busy_changed.emit(False)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            done(task.result())
        elif isinstance(error, ContactDeskError):
            self.failed.emit(error)
        else:
            raise error
