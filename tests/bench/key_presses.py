"""What somebody waits for who types: from the key press to rows that are painted."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject

from tests.bench.clock import spread, until
from tests.bench.measures import QUERIES
from tests.bench.opened import Opened


class Shown(QObject):
    """Notes when the table begins to paint the first rows of an answer, and those of all of it;
    painting takes a millisecond (see "full repaint")."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened.table)
        self.is_awaited = False
        """Whether an answer is there and not painted."""
        self.first = self.last = 0.0
        opened.model.layoutChanged.connect(self._on_answer)
        opened.table.viewport().installEventFilter(self)

    def begin(self) -> None:
        self.is_awaited, self.first, self.last = False, 0.0, 0.0

    def _on_answer(self) -> None:
        self.is_awaited = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.is_awaited:
            self.is_awaited = False
            self.last = time.perf_counter()
            self.first = self.first or self.last
        return False


async def pressing(opened: Opened) -> dict[str, float]:
    """One key after which there stands what is searched, in the window's own field."""
    shown, field = Shown(opened), opened.window.search_field
    firsts, wholes = [], []
    for typed in QUERIES.values():
        for words in [words for _ in range(3) for words in typed]:
            field.setText(words[:-1])
            await until(lambda: opened.at_rest)
            shown.begin()
            started = time.perf_counter()
            field.setText(words)
            await until(lambda: opened.at_rest and not shown.is_awaited)
            # Where nothing was there before and nothing is now, nothing is painted.
            now = time.perf_counter()
            firsts.append((shown.first or now) - started)
            wholes.append((shown.last or now) - started)
    field.clear()
    await until(lambda: opened.at_rest)
    return spread("key press to first rows painted", firsts) | spread(
        "key press to all rows painted", wholes
    )
