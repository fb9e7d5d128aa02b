"""Listings: how far each has been walked, and what a finished pass removes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from contactdesk.index.ingest.prepare import PreparedPage
from contactdesk.index.types import (
    COMPLETE,
    NOT_LOADED,
    PARTIAL,
    Listing,
    filters_read,
    filters_text,
)
from contactdesk.index.write import removal
from contactdesk.index.write.links import LinkWriter
from contactdesk.model import Filters, Provider
from contactdesk.storage.database import transaction

LISTING = """SELECT l.id, a.id, l.filters, l.next_cursor, l.pass, l.state, l.total, l.pages,
    l.walked, l.shifted FROM listing l JOIN account a ON a.number = l.account
    WHERE l.id = ? AND NOT a.forgotten"""


class ListingRow(Struct):
    """A listing's row, including what the public `Listing` leaves out.

    `overlap` is the number of records the next page must share with the last one. `unchecked`
    means that this pass could not verify it, `sound_pass` is the last pass that skipped nothing.
    """

    listing: Listing
    account: int
    overlap: int
    unchecked: bool
    sound_pass: int

    @property
    def filtered(self) -> bool:
        return bool(self.listing.filters)


class GoneError(Exception):
    """The account was forgotten, and its pages are no longer wanted."""


class Listings:
    """Reads and advances listings; on the index's writing thread, `place` and `advance` within a
    page's transaction."""

    def __init__(self, connection: Any, links: LinkWriter) -> None:
        self.connection, self._links = connection, links

    # Listings

    def listing(self, account_id: str, filters: Filters) -> Listing:
        """The account's listing with these filters, created if there is none."""
        text = filters_text(filters)
        with transaction(self.connection):
            self._run("INSERT OR IGNORE INTO account (id) VALUES (?)", (account_id,))
            account = self._value("SELECT number FROM account WHERE id = ?", (account_id,))
            self._run(
                "INSERT OR IGNORE INTO listing (account, filters) VALUES (?, ?)", (account, text)
            )
            number = self._value(
                "SELECT id FROM listing WHERE account = ? AND filters = ?", (account, text)
            )
        return self.read(number)

    def restart(self, listing: Listing) -> Listing:
        """Start a new pass at the first page. Loaded contacts stay."""
        with transaction(self.connection):
            self._run(
                "UPDATE listing SET next_cursor = 'null', pass = pass + 1, pages = 0, walked = 0,"
                " overlap = 0, shifted = 0, unchecked = 0, state = ? WHERE id = ?",
                (NOT_LOADED if listing.state == NOT_LOADED else PARTIAL, listing.id),
            )
        return self.read(listing.id)

    def read(self, number: int) -> Listing:
        """Raises GoneError if the account has been forgotten."""
        row = self.connection.execute(LISTING, (number,)).fetchone()
        if row is None:
            raise GoneError
        id, account_id, filters, cursor, pass_number, state, total, pages, walked, shifted = row
        return Listing(
            id,
            account_id,
            filters_read(filters),
            msgspec.json.decode(cursor),
            pass_number,
            state,
            total,
            pages,
            walked,
            bool(shifted),
        )

    def row(self, number: int) -> ListingRow:
        listing = self.read(number)
        row = self.connection.execute(
            "SELECT account, overlap, unchecked, sound_pass FROM listing WHERE id = ?", (number,)
        ).fetchone()
        return ListingRow(listing, row[0], row[1], bool(row[2]), row[3])

    # Positions and progress

    def place(
        self, row: ListingRow, ids: Sequence[int], passes: Mapping[int, int]
    ) -> tuple[list[bool], list[int]]:
        """Store the positions of a page's contacts. Only filtered listings have positions.

        `passes` says in which pass each contact was last seen. Returns for each contact whether
        this pass has already met it, and the ids new to the listing.
        """
        if not row.filtered:
            return [passes.get(row_id) == row.listing.pass_number for row_id in ids], []
        return self._place_filtered(row.listing, ids)

    def _place_filtered(self, listing: Listing, ids: Sequence[int]) -> tuple[list[bool], list[int]]:
        passes = dict(
            self.connection.execute(
                "SELECT contact, pass FROM position WHERE listing = ? AND contact IN"
                " (SELECT value FROM json_each(?))",
                (listing.id, msgspec.json.encode(ids).decode()),
            )
        )
        ordinal = self._value(
            "SELECT coalesce(max(ordinal), 0) FROM position WHERE listing = ?", (listing.id,)
        )
        self._run_many(
            "INSERT INTO position VALUES (?, ?, ?, ?)"
            " ON CONFLICT (listing, contact) DO UPDATE SET pass = excluded.pass",
            (
                (listing.id, ordinal + at, row_id, listing.pass_number)
                for at, row_id in enumerate(ids, 1)
            ),
        )
        seen = [passes.get(row_id) == listing.pass_number for row_id in ids]
        return seen, [row_id for row_id in ids if row_id not in passes]

    def advance(
        self,
        row: ListingRow,
        provider: Provider,
        page: PreparedPage,
        seen: Sequence[bool],
        count: int,
    ) -> tuple[int, int]:
        """Record the progress of the listing, and at its end remove contacts that are gone. Returns
        how many were removed, and how many this pass missed for the first time."""
        listing = row.listing
        first_page = listing.next_cursor is None
        by_offset = provider.paging.by_offset
        # With offset paging, deleting a record ahead of the page shifts all others up. One is then
        # skipped unless the page begins with records of the page before.
        shifted = listing.shifted or bool(row.overlap and not any(seen[: row.overlap]))
        unchecked = row.unchecked or (by_offset and not first_page and not row.overlap)
        # A page that promises more without saying how to request it is not the end.
        next_cursor = listing.next_cursor if page.problem else page.next_cursor
        ended = page.next_cursor is None and not page.problem
        overlap = row.overlap if page.problem else 0
        if isinstance(page.next_cursor, int) and by_offset:
            overlap = page.count - (page.next_cursor - int(listing.next_cursor or 0))
        self._run(
            "UPDATE listing SET next_cursor = ?, state = ?, total = coalesce(?, total),"
            " pages = pages + 1, walked = walked + ?, overlap = ?, shifted = ?, unchecked = ?"
            " WHERE id = ?",
            (
                msgspec.json.encode(next_cursor).decode(),
                COMPLETE if ended else PARTIAL,
                page.total,
                count - sum(seen),
                overlap,
                shifted,
                unchecked,
                listing.id,
            ),
        )
        return self._end_pass(row) if ended and not shifted and not unchecked else (0, 0)

    def _end_pass(self, row: ListingRow) -> tuple[int, int]:
        """A pass that skipped nothing has ended: contacts that it and the sound pass before it both
        missed are gone at the vendor."""
        listing = row.listing
        if row.filtered:
            self._run(
                "DELETE FROM position WHERE listing = ? AND pass < ?",
                (listing.id, listing.pass_number),
            )
            return 0, 0
        removed = removal.remove_missed(self.connection, row.account, row.sound_pass, self._links)
        self._run(
            "UPDATE listing SET sound_pass = ? WHERE id = ?", (listing.pass_number, listing.id)
        )
        missed = self._value(
            "SELECT count(*) FROM contact WHERE account = ? AND last_seen_pass < ?",
            (row.account, listing.pass_number),
        )
        return removed, missed

    # SQL

    def _run(self, sql: str, values: Sequence[Any] = ()) -> None:
        self.connection.execute(sql, values)

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self.connection.executemany(sql, rows)

    def _value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self.connection.execute(sql, values).fetchone()[0]
