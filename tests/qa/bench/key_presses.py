"""What somebody waits for who types: from the key press to rows that are painted."""

from __future__ import annotations

import time

from PySide6.QtGui import QPaintEvent

from tests.qa.bench.clock import spread, until
from tests.qa.bench.measures import QUERIES
from tests.qa.bench.opened import Opened


class FirstRows:
    """Notes when the table has painted the first rows of an answer."""

    def __init__(self, opened: Opened) -> None:
        table = opened.table
        self._paint, table.paint_rows = table.paint_rows, self._on_paint
        self._are_new = False
        self.painted = 0.0
        opened.model.layoutChanged.connect(self._on_answer)

    def _on_answer(self) -> None:
        self._are_new = True

    def _on_paint(self, event: QPaintEvent) -> None:
        self._paint(event)
        if self._are_new and not self.painted:
            self.painted = time.perf_counter()

    def wait(self) -> None:
        self._are_new, self.painted = False, 0.0


async def pressing(opened: Opened) -> dict[str, float]:
    """One key in the window's own field, after which there stands what is searched."""
    rows, field = FirstRows(opened), opened.window.search_field
    firsts, wholes = [], []
    for typed in QUERIES.values():
        for words in [words for _ in range(3) for words in typed]:
            field.setText(words[:-1])
            await until(lambda: opened.at_rest)
            rows.wait()
            started = time.perf_counter()
            field.setText(words)
            await until(lambda: opened.at_rest)
            wholes.append(time.perf_counter() - started)
            # Where there was nothing and is nothing, nothing is painted.
            firsts.append(rows.painted - started if rows.painted else wholes[-1])
    field.clear()
    await until(lambda: opened.at_rest)
    return spread("key press to first rows painted", firsts) | spread(
        "key press to all rows and their count", wholes
    )
