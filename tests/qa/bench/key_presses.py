"""Time from a key press in the search field until the matching rows are painted."""

from __future__ import annotations

import time

from PySide6.QtGui import QPaintEvent

from tests.qa.bench.measures import QUERIES
from tests.qa.bench.metrics import percentiles_ms, until
from tests.qa.bench.open_window import OpenWindow


class FirstRows:
    """Records when the table has painted the first rows of a new result."""

    def __init__(self, opened: OpenWindow) -> None:
        table = opened.table
        self._paint, table.paint_rows = table.paint_rows, self._on_paint
        self._is_new = False
        self.painted = 0.0
        opened.model.layoutChanged.connect(self._on_result)

    def _on_result(self) -> None:
        self._is_new = True

    def _on_paint(self, event: QPaintEvent) -> None:
        self._paint(event)
        if self._is_new and not self.painted:
            self.painted = time.perf_counter()

    def reset(self) -> None:
        self._is_new, self.painted = False, 0.0


async def press_keys(opened: OpenWindow) -> dict[str, float]:
    """Presses the last key of each query in the window's search field."""
    rows, field = FirstRows(opened), opened.window.search_field
    firsts, wholes = [], []
    for typed in QUERIES.values():
        for words in [words for _ in range(3) for words in typed]:
            field.setText(words[:-1])
            await until(lambda: opened.is_idle)
            rows.reset()
            started = time.perf_counter()
            field.setText(words)
            await until(lambda: opened.is_idle)
            wholes.append(time.perf_counter() - started)
            # Nothing is painted if the result was empty and stays empty.
            firsts.append(rows.painted - started if rows.painted else wholes[-1])
    field.clear()
    await until(lambda: opened.is_idle)
    return percentiles_ms("key press to first rows painted", firsts) | percentiles_ms(
        "key press to all rows and their count", wholes
    )
