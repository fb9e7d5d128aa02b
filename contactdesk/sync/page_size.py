"""Adaptive page size: pages shrink while records are large or slow, and grow back afterward."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_COMFORTABLE_BYTES = 4 << 20
MAX_COMFORTABLE_SECONDS = 10.0
"""A page beyond either is kept, and the next ones are half as long. Bytes are decompressed."""

MIN_RECORDS_OF_SLOW_PAGE = 25
"""A slow vendor or network does not get faster with fewer records than this."""

PAGES_BEFORE_GROWTH = 8
"""Pages in a row that would fit at twice the size before a reduced size is doubled."""


@dataclass
class PageSize:
    """Records to request per page. `full` is the provider's size, 0 where it cannot be set."""

    full: int
    records: int = field(init=False)
    good_pages: int = 0

    def __post_init__(self) -> None:
        self.records = self.full

    def record_too_large(self) -> None:
        """A page was refused for its size."""
        self._halve(1)

    def record_too_slow(self) -> None:
        """A page did not arrive in time."""
        self._halve(MIN_RECORDS_OF_SLOW_PAGE)

    def record_page(self, size_bytes: int, seconds: float) -> None:
        """A page arrived. Growth waits for pages that leave room for twice as many records, so
        that the size does not swing back and forth."""
        if size_bytes > MAX_COMFORTABLE_BYTES:
            self.record_too_large()
        elif seconds > MAX_COMFORTABLE_SECONDS:
            self.record_too_slow()
        elif self.records < self.full:
            is_small = 2 * size_bytes <= MAX_COMFORTABLE_BYTES
            is_quick = 2 * seconds <= MAX_COMFORTABLE_SECONDS
            self.good_pages = self.good_pages + 1 if is_small and is_quick else 0
            if self.good_pages >= PAGES_BEFORE_GROWTH:
                self.records, self.good_pages = min(self.full, self.records * 2), 0

    def _halve(self, least: int) -> None:
        self.records = min(self.records, max(least, self.records // 2))
        self.good_pages = 0
