"""When to ask for the next page: by how fast the user scrolls and how fast the vendor answers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

MIN_ROWS_LEFT = 20
"""With no more rows than these below the screen, the next page is asked for at any pace."""

ANSWERS_AHEAD = 1.5
"""Below the screen there should be the rows that pass in this many answers of the vendor."""

MAX_PAGES_AHEAD = 2
"""Rows below the screen, with those asked for, are at most this many pages."""

PACE_WINDOW_S = 2.0
"""The pace is measured over this time."""

MIN_PACE_TIME_S = 0.5
"""Rows that pass in less time count as passed in this time: one turn of the wheel is no pace."""

MAX_SCREENS_PER_STEP = 1.5
"""A longer step is a jump, as by End or the scroll bar, and no pace."""

REST_S = 0.6
"""After this long without scrolling the user rests."""


class ReadAhead:
    """Measures the pace of scrolling toward the end; `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._row = 0
        self._passed: deque[tuple[float, int]] = deque()
        """(time, rows passed) of each step forward."""

    def jump(self, row: int) -> None:
        """Other rows are shown: nobody scrolled to `row`."""
        self._row = row
        self._passed.clear()

    def extended(self, row: int) -> None:
        """Rows were added, and fill the screen down to `row`: nobody scrolled, the pace stays."""
        self._row = row

    def scrolled(self, row: int, screen_rows: int) -> None:
        """The user scrolled; `row` is the last of the `screen_rows` in sight."""
        rows, self._row = row - self._row, row
        if rows < 0 or rows > MAX_SCREENS_PER_STEP * screen_rows:
            self._passed.clear()
        else:
            # Also where there is nowhere to go yet: who waits at the end does not rest.
            self._passed.append((self._clock(), rows))

    def is_resting(self) -> bool:
        return not self._passed or self._clock() - self._passed[-1][0] > REST_S

    def rows_per_second(self) -> float:
        """The pace toward the end; 0 while the user rests or scrolls back."""
        if self.is_resting():
            return 0.0
        now = self._clock()
        while now - self._passed[0][0] > PACE_WINDOW_S:
            self._passed.popleft()
        rows = sum(rows for _at, rows in self._passed)
        return rows / max(MIN_PACE_TIME_S, now - self._passed[0][0])

    def wants(self, rows_left: int, *, answer_s: float, page_rows: int) -> bool:
        """Whether to ask for the next page now.

        `rows_left` are below the screen, `answer_s` is how long the vendor takes for a page, and
        `page_rows` how many contacts one brings.
        """
        if rows_left <= MIN_ROWS_LEFT:
            return True
        if rows_left + page_rows > MAX_PAGES_AHEAD * page_rows:
            return False
        return rows_left < self.rows_per_second() * ANSWERS_AHEAD * answer_s
