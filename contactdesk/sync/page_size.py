"""Adaptive page size: pages shrink while records are large and grow back afterward."""

from __future__ import annotations

from dataclasses import dataclass, field

PAGES_BEFORE_GROWTH = 8
"""Pages of a reduced size that must fit before the size is doubled again."""


@dataclass
class PageSize:
    """Records to request per page. `full` is the provider's size, 0 where it cannot be set."""

    full: int
    records: int = field(init=False)
    good_pages: int = 0

    def __post_init__(self) -> None:
        self.records = self.full

    def halve(self) -> None:
        """A page was too large."""
        self.records = max(1, self.records // 2)
        self.good_pages = 0

    def record_good_page(self) -> None:
        """A page fit; after enough of them the large records are likely behind us."""
        if self.records == self.full:
            return
        self.good_pages += 1
        if self.good_pages >= PAGES_BEFORE_GROWTH:
            self.records, self.good_pages = min(self.full, self.records * 2), 0
