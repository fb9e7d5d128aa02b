"""Long work on the GUI thread, in slices short enough not to block it."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

SLICE_S = 0.008
"""Seconds of work before control returns to the event loop."""


class SlicedWork(QObject):
    """Runs a generator to its end in time slices; starting another drops the current one."""

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_turn)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def start(self, work: Iterator[object]) -> None:
        """Each `next` of `work` is one short step; yielded values are ignored."""
        self._work = work
        self._timer.start()

    def cancel(self) -> None:
        self._work = None
        self._timer.stop()

    def _on_turn(self) -> None:
        work, until = self._work, perf_counter() + SLICE_S
        while work is not None and perf_counter() < until:
            try:
                next(work)
            except StopIteration:
                self.cancel()
                self.finished.emit()
                return
            # A step may have started other work.
            work = self._work if self._work is work else None
