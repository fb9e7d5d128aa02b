"""Writes pages: contacts, words, positions and the next cursor in one transaction."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.columns import NAME_COLUMNS, TEXT_COLUMNS
from contactdesk.index.ingest.entries import Entry
from contactdesk.index.ingest.prepare import PreparedPage
from contactdesk.index.postings import containers, store
from contactdesk.index.postings.build import Postings
from contactdesk.index.types import Listing, Written
from contactdesk.index.write import memories, removal
from contactdesk.index.write.field_values import FieldWriter
from contactdesk.index.write.history import HistoryWriter
from contactdesk.index.write.links import LinkWriter
from contactdesk.index.write.listings import ListingRow, Listings
from contactdesk.index.write.relinking import Relinking
from contactdesk.index.write.sort_orders import SortOrders
from contactdesk.model import Provider

INSERT, REPLACE = "INSERT", "INSERT OR REPLACE"
"""New contacts use the plain form: OR REPLACE makes SQLite open a savepoint for the statement, and
FTS5 flush the words it has collected, for every row."""

CONTACT = f"INTO contact VALUES ({','.join('?' * 22)})"

KNOWN = """SELECT c.vendor_id, c.id, c.last_seen_pass, c.first_seen, c.digest
    FROM carray(?2) v CROSS JOIN contact c ON c.account = ?1 AND c.vendor_id = v.value"""


HIGHEST_ID = """SELECT max(coalesce((SELECT max(id) FROM contact), 0),
    coalesce((SELECT max(contact) FROM gone), 0))"""


class KnownContact(Struct, frozen=True):
    """A contact of the page that is already in the index."""

    id: int
    last_seen_pass: int
    first_seen: float
    digest: int


class IncomingPage(Struct, frozen=True):
    """A page received for a listing. With `advances` false it was requested outside of the
    listing's walk and leaves the listing's progress alone."""

    listing: Listing
    provider: Provider
    page: PreparedPage
    advances: bool = True


class Writer:
    """Writes to the index; on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.links = LinkWriter(connection)
        self.relinking = Relinking(connection, self.links)
        self.listings = Listings(connection, self.links)
        self.sort_orders = SortOrders(connection)
        self.fields = FieldWriter(connection)
        self.history = HistoryWriter(connection)
        row = connection.execute(HIGHEST_ID).fetchone()
        self._chunks = store.chunk_count(connection)
        merged = self._chunks * containers.CHUNK_SIZE - 1
        self._next_id: int = max(row[0], self.sort_orders.highest, merged) + 1
        self._without_words: dict[int, Entry] = {}

    @property
    def has_pending(self) -> bool:
        """Whether a chunk is full and can be merged into the posting lists; from any thread."""
        return self._next_id >= (self._chunks + 1) * containers.CHUNK_SIZE

    def next_pending(self) -> store.PendingChunk | None:
        return store.next_pending(self.connection, self._next_id - 1)

    def merge(self, pending: store.PendingChunk, postings: Postings) -> None:
        """Store the posting lists built for a pending chunk."""
        if store.merge(self.connection, pending, postings):
            self._chunks = pending.chunk + 1

    def repair(self) -> bool:
        """Update the posting lists of one chunk if enough has changed. Returns whether it did."""
        return store.repair(self.connection, store.REPAIR_ABOVE_CHANGED_WHEN_IDLE)

    def write_pages(self, pages: Sequence[IncomingPage]) -> list[Written | Exception]:
        """Write pages, each completely or not at all. Returns the result or error of each.

        A page whose cursor its listing has moved past changes nothing. All pages share one
        transaction, which halves the work; if one of them fails, each gets its own.
        """
        # Before the pages: an error here must not hide that pages were written.
        self.sort_orders.merge(self._next_id - 1)
        self.links.merge(self._next_id - 1)
        share = self._next_id // store.REPAIR_ABOVE_ONE_IN
        store.repair(self.connection, max(store.REPAIR_ABOVE_CHANGED, share))
        if len(pages) > 1:
            with contextlib.suppress(Exception):
                return [*self._write_all(pages)]
        outcomes: list[Written | Exception] = []
        for page in pages:
            try:
                outcomes += self._write_all([page])
            except Exception as error:
                outcomes.append(error)
        return outcomes

    def _write_all(self, pages: Sequence[IncomingPage]) -> list[Written]:
        next_id = self._next_id
        self._without_words.clear()
        try:
            with self.links.transaction():
                written = [self._write_unless_stale(page) for page in pages]
                self._write_words()
                return written
        except BaseException:
            self._next_id = next_id
            raise

    def _write_unless_stale(self, incoming: IncomingPage) -> Written:
        requested = incoming.listing
        row = self.listings.row(requested.id)
        current = row.listing
        is_stale = current.next_cursor != requested.next_cursor
        if incoming.advances and (is_stale or current.pass_number != requested.pass_number):
            return Written(current)
        return self._write(row, incoming)

    def _write(self, row: ListingRow, incoming: IncomingPage) -> Written:
        page = incoming.page
        self.relinking.know(incoming.provider)
        self.links.name_vendor(row.account, incoming.provider, page.phone_region)
        known = self._known(row.account, page.entries)
        new, changed, unchanged = [], [], []
        for entry in page.entries:
            before = known.get(entry.vendor_id)
            if before is None:
                new.append(entry)
            elif before.digest != entry.digest:
                changed.append((before, entry))
            else:
                unchanged.append(before.id)
        seen_pass = self._seen_pass(row)
        new_ids = self._add(row.account, new, seen_pass)
        self.history.added(
            row.account, [(i, e.vendor_id) for i, e in zip(new_ids, new, strict=True)]
        )
        self.history.changed(row.account, incoming.provider, [(b.id, e) for b, e in changed])
        self._change(row.account, changed, seen_pass)
        written = [*zip(new_ids, new, strict=True), *((b.id, entry) for b, entry in changed)]
        self.fields.write(row.account, incoming.provider, written)
        self._mark_seen(unchanged, seen_pass)
        removed, missed, new_to_scope = 0, 0, new_ids
        if incoming.advances:
            new_to_scope, removed, missed = self._advance(row, incoming, known, new, new_ids)
        return Written(
            self.listings.read(row.listing.id),
            tuple(new_to_scope),
            tuple(before.id for before, _ in changed),
            page.count,
            removed,
            missed,
            page.next_cursor,
            page.problem,
        )

    def _advance(
        self,
        row: ListingRow,
        incoming: IncomingPage,
        known: dict[str, KnownContact],
        new: Sequence[Entry],
        new_ids: list[int],
    ) -> tuple[list[int], int, int]:
        """Move the listing forward. Returns the ids new to it, and how many contacts were removed
        and missed at its end."""
        ids = {entry.vendor_id: i for entry, i in zip(new, new_ids, strict=True)}
        ids |= {vendor_id: contact.id for vendor_id, contact in known.items()}
        in_order = [ids[entry.vendor_id] for entry in incoming.page.entries]
        passes = {each.id: each.last_seen_pass for each in known.values()}
        seen, added = self.listings.place(row, in_order, passes)
        if incoming.page.next_cursor is None:
            # The end of a pass removes contacts, and their words must exist by then.
            self._write_words()
        ended = self.listings.advance(row, incoming.provider, incoming.page, seen, len(in_order))
        return added if row.filtered else new_ids, *ended

    def _known(self, account: int, entries: Sequence[Entry]) -> dict[str, KnownContact]:
        if not entries:
            return {}
        vendor_ids = apsw.carray(tuple(entry.vendor_id for entry in entries))
        rows = self.connection.execute(KNOWN, (account, vendor_ids))
        return {vendor_id: KnownContact(*rest) for vendor_id, *rest in rows}

    def _seen_pass(self, row: ListingRow) -> int:
        """The pass to record as last seen: that of the unfiltered listing. A page of a filtered
        listing proves that its contacts exist, not that the unfiltered pass has reached them."""
        if not row.filtered:
            return row.listing.pass_number
        found = self.connection.execute(
            "SELECT pass FROM listing WHERE account = ? AND filters = '{}'", (row.account,)
        ).fetchone()
        return found[0] - 1 if found else 0

    def _add(self, account: int, new: Sequence[Entry], seen_pass: int) -> list[int]:
        ids = list(range(self._next_id, self._next_id + len(new)))
        self._next_id += len(new)
        now = time.time()
        rows = [(i, account, seen_pass, now, e) for i, e in zip(ids, new, strict=True)]
        self._insert(INSERT, account, rows)
        self.links.add(account, [*zip(ids, new, strict=True)])
        self.connection.execute(
            "UPDATE account SET contacts = contacts + ? WHERE number = ?", (len(ids), account)
        )
        return ids

    def _change(
        self, account: int, changed: Sequence[tuple[KnownContact, Entry]], seen_pass: int
    ) -> None:
        ids = [before.id for before, _ in changed]
        removal.remove_derived(self.connection, ids, self.links)
        self._insert(
            REPLACE,
            account,
            [
                (b.id, account, max(seen_pass, b.last_seen_pass), b.first_seen, entry)
                for b, entry in changed
            ],
        )
        self.sort_orders.insert(ids)
        self.links.change((b.id, entry) for b, entry in changed)

    def _insert(
        self, verb: str, account: int, rows: Sequence[tuple[int, int, int, float, Entry]]
    ) -> None:
        """Insert contacts with everything derived from them except their words; see
        `_write_words`."""
        self._run_many(
            f"{verb} {CONTACT}",
            (
                (*row, *e.values, e.flags, e.digest, e.malformed, e.vendor_id, e.cells)
                for *row, e in rows
            ),
        )
        by_id = [(row_id, entry) for row_id, *_, entry in rows]
        self._run_many(f"{verb} INTO record VALUES (?, ?)", ((i, e.packed) for i, e in by_id))
        self._run_many(
            f"{verb} INTO substring_text VALUES (?, ?)", ((i, e.substring_text) for i, e in by_id)
        )
        self._run_many(f"{verb} INTO delta VALUES (?, ?)", ((i, e.prefixes) for i, e in by_id))
        self.links.touch_keys(memories.add(self.connection, account, by_id))
        self._without_words |= by_id

    def _write_words(self) -> None:
        """Write the words of all contacts of a transaction, one table after the other."""
        entries = self._without_words.items()
        self._run_many(INSERT_NAME_WORDS, ((i, *e.name_words) for i, e in entries))
        self._run_many(INSERT_TEXT_WORDS, ((i, *e.text_words) for i, e in entries))
        self._without_words.clear()

    def _mark_seen(self, ids: Sequence[int], seen_pass: int) -> None:
        self._run_many(
            "UPDATE contact SET last_seen_pass = ? WHERE id = ? AND last_seen_pass < ?",
            ((seen_pass, row_id, seen_pass) for row_id in ids),
        )

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self.connection.executemany(sql, rows)


def _insert_into(table: str, columns: Sequence[str]) -> str:
    values = ", ".join("?" * (len(columns) + 1))
    return f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({values})"


INSERT_NAME_WORDS = _insert_into("name_fts", NAME_COLUMNS)
INSERT_TEXT_WORDS = _insert_into("text_fts", TEXT_COLUMNS)
