"""The one event loop of the process: asyncio on Qt's own loop."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

os.environ.setdefault("QT_API", "pyside6")

import PySide6.QtCore  # noqa: F401  qasync takes the first binding it finds imported
import qasync


class EventLoop(qasync.QEventLoop):  # type: ignore[misc]
    """qasync's loop without the extra pumping of Qt after it was told to stop.

    qasync 0.28 processes Qt events once more after the running loop is unset, which hangs on
    Python 3.14 when tasks are pending (its issue 176).
    """

    def run_forever(self) -> Any:
        """Ends async generators that were dropped, as asyncio's own loops do; qasync does not."""
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(finalizer=self._end_generator)
        try:
            return super().run_forever()
        finally:
            sys.set_asyncgen_hooks(*before)

    def _end_generator(self, generator: Any) -> None:
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, generator.aclose())

    def run_until_complete(self, future: Any) -> Any:
        if self.is_running():
            raise RuntimeError("the event loop is running already")
        future = asyncio.ensure_future(future, loop=self)  # noqa: TID251

        def stop(_future: Any) -> None:
            self.stop()

        future.add_done_callback(stop)
        try:
            self.run_forever()
        finally:
            future.remove_done_callback(stop)
        if not future.done():
            raise RuntimeError("the event loop was stopped before its work was done")
        return future.result()
