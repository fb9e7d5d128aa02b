"""Loop detection: stops a listing whose pages never end."""

from __future__ import annotations

from dataclasses import dataclass, field

from contactdesk.errors import UnexpectedReplyError
from contactdesk.model import Cursor

MAX_EMPTY_PAGES = 3
"""Empty pages in a row that promise more before the walk is stopped."""

MAX_STALE_PAGES = 3
"""Pages in a row without a contact new to the pass before the walk is stopped."""


@dataclass
class LoopGuard:
    """Detects a repeated cursor at any distance, and pages that bring nothing but promise more."""

    max_stale_pages: int = MAX_STALE_PAGES
    seen: set[Cursor] = field(default_factory=set, repr=False)
    empty_pages: int = 0
    stale_pages: int = 0

    def check(self, cursor: Cursor, next_cursor: Cursor, count: int, new: int) -> None:
        """Check the page at `cursor`: `count` records, `new` of them not seen before.

        Raises UnexpectedReplyError.
        """
        self.seen.add(cursor)
        self.empty_pages = 0 if count else self.empty_pages + 1
        self.stale_pages = self.stale_pages + 1 if count and not new else 0
        if next_cursor is None:
            return
        if next_cursor in self.seen:
            raise UnexpectedReplyError("cursor-loop")
        if self.empty_pages >= MAX_EMPTY_PAGES:
            raise UnexpectedReplyError("empty-pages")
        if self.stale_pages >= self.max_stale_pages:
            raise UnexpectedReplyError("same-page")
