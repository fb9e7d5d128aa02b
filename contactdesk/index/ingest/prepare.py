"""Makes pages ready to be written: all that can be done to a reply without the index."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from contactdesk.index.ingest.entries import Entry, entries, known_regions, storable
from contactdesk.model import Cursor, Provider, Record
from contactdesk.records.parse import read_page


class PreparedPage(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A page that only has to be written: each of its contacts once.

    `count` is how many records the reply had, `malformed` how many of them broke the documents; the
    rest is as in `Page`.
    """

    entries: list[Entry]
    count: int
    malformed: int
    next_cursor: Cursor
    total: int | None
    problem: str


class PagePreparer:
    """Reads replies of any provider, one after another."""

    def __init__(self) -> None:
        self._regions = known_regions()

    def ready(self, provider: Provider, body: bytes, cursor: Cursor, overlap: int) -> PreparedPage:
        """The page that was asked for with this cursor. Raises what `reply.read_page` raises."""
        page = read_page(provider, body, cursor, overlap)
        made = entries(_distinct(page.records), self._regions(provider))
        malformed = sum(bool(record.malformed) for record in page.records)
        count = len(page.records)
        return PreparedPage(made, count, malformed, page.next_cursor, page.total, page.problem)


def _distinct(records: Sequence[Record]) -> list[Record]:
    """Each contact once, where it first stands, as it last stands."""
    return list({storable(record.contact.id): record for record in records}.values())
