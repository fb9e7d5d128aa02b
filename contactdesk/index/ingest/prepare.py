"""Prepares pages for writing: everything that can be done to a reply without the index."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from contactdesk.index.columns import storable
from contactdesk.index.ingest.entries import Entry, entries, regions_cache
from contactdesk.model import Cursor, Provider, Record
from contactdesk.records.parse import WHOLE, Part, read_page


class PreparedPage(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A page ready to be written, or one part of it, with each contact once.

    `count` is the number of records, of which some may be one contact's, `phone_region` the one its keys were made with; the
    other fields are those of `Page`.
    """

    entries: list[Entry]
    count: int
    next_cursor: Cursor
    total: int | None
    problem: str
    phone_region: str = ""


class PagePreparer:
    """Prepares replies of any provider, one after another."""

    def __init__(self) -> None:
        self._regions = regions_cache()

    def prepare(
        self,
        provider: Provider,
        body: bytes,
        cursor: Cursor,
        overlap: int,
        phone_region: str = "",
        part: Part = WHOLE,
    ) -> PreparedPage:
        """Prepare the reply to a request with this cursor, or one part of its records. Raises what
        `read_page` raises.

        `phone_region`: where phone numbers without a country code are from, "" if unknown.
        """
        page = read_page(provider, body, cursor, overlap, part)
        prepared = entries(_distinct(page.records), self._regions(provider), phone_region)
        return PreparedPage(
            prepared, len(page.records), page.next_cursor, page.total, page.problem, phone_region
        )


def joined(parts: Sequence[PreparedPage]) -> PreparedPage:
    """A page put together from all its parts, given in order."""
    if len(parts) == 1:
        return parts[0]
    by_id = {entry.vendor_id: entry for part in parts for entry in part.entries}
    return replace(parts[0], entries=[*by_id.values()], count=sum(part.count for part in parts))


def _distinct(records: Sequence[Record]) -> list[Record]:
    """Each contact once: at its first position, with its last content."""
    return list({storable(record.contact.id): record for record in records}.values())
