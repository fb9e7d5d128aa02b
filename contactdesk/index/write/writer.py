"""Writes pages: one transaction brings contacts, their words, positions and the next cursor."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.ingest.entries import NAMED_COLUMNS, WORD_COLUMNS, Entry
from contactdesk.index.ingest.prepare import PreparedPage
from contactdesk.index.postings import build, store
from contactdesk.index.types import Listing, Written
from contactdesk.index.write import removal
from contactdesk.index.write.listings import ListingRow, Listings
from contactdesk.index.write.sort_orders import SortOrders
from contactdesk.model import Provider
from contactdesk.storage.database import transaction

CONTACT = f"INTO contact VALUES ({','.join('?' * 21)})"
NEW, KNOWN_BEFORE = "INSERT", "INSERT OR REPLACE"
"""What might replace a row makes SQLite begin a statement that it can undo by itself, and FTS5
write down all words it has gathered so far: not for each new contact."""

KNOWN = """SELECT c.vendor_id, c.id, c.last_seen_pass, c.first_seen, c.digest
    FROM carray(?2) v CROSS JOIN contact c ON c.account = ?1 AND c.vendor_id = v.value"""


class Known(Struct, frozen=True):
    """A contact of the page that the index has already."""

    id: int
    last_seen_pass: int
    first_seen: float
    digest: int


class Arrived(Struct, frozen=True):
    """A page that came for a listing. One that is not `walked` came outside of the listing's walk
    and leaves it where it is."""

    listing: Listing
    provider: Provider
    page: PreparedPage
    walked: bool = True


class Writer:
    """All of it runs on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.walks = Listings(connection)
        self.orders = SortOrders(connection)
        row = connection.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()
        self._chunks = store.chunks(connection)
        given = self._chunks * build.CHUNK - 1
        self._next_id: int = max(row[0], self.orders.highest, given) + 1
        self._worded: dict[int, Entry] = {}

    @property
    def has_due(self) -> bool:
        """Whether there are contacts to bring into the sets; from any thread."""
        return self._next_id >= (self._chunks + 1) * build.CHUNK

    def due(self) -> store.Due | None:
        return store.due(self.connection, self._next_id - 1)

    def bring(self, due: store.Due, made: Sequence[tuple[str, bytes]]) -> None:
        """Takes the sets that were made of contacts that were due."""
        if store.bring(self.connection, due, made):
            self._chunks = due.chunk + 1

    def mend(self) -> bool:
        """Brings some of what changed into the sets; whether there was much."""
        return store.mend(self.connection, store.FEW_CHANGED)

    def write_pages(self, pages: Sequence[Arrived]) -> list[Written | Exception]:
        """Writes pages that arrived at about the same time, each as a whole or not at all; for
        each what was written, or why it was not. One that was asked for with a cursor its listing
        has left behind changes nothing.

        In one transaction, which is half the work of one for each; where one of them fails, each
        in its own.
        """
        # Before the pages and not after: what fails here must not hide that they were written.
        self.orders.settle(self._next_id - 1)
        store.mend(self.connection, max(store.MOST_CHANGED, self._next_id // store.SHARE))
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

    def _write_all(self, pages: Sequence[Arrived]) -> list[Written]:
        next_id = self._next_id
        self._worded.clear()
        try:
            with transaction(self.connection):
                written = [self._write_page(page) for page in pages]
                self._write_words()
                return written
        except BaseException:
            self._next_id = next_id
            raise

    def _write_page(self, arrived: Arrived) -> Written:
        listing = arrived.listing
        walk = self.walks.walk(listing.id)
        now = walk.listing
        is_here = now.next_cursor == listing.next_cursor
        if arrived.walked and not (is_here and now.pass_number == listing.pass_number):
            return Written(now)
        return self._write(walk, arrived)

    def _write(self, walk: ListingRow, arrived: Arrived) -> Written:
        page = arrived.page
        known = self._known(walk.account, page.entries)
        fresh, changed, same = [], [], []
        for entry in page.entries:
            before = known.get(entry.vendor_id)
            if before is None:
                fresh.append(entry)
            elif before.digest != entry.digest:
                changed.append((before, entry))
            else:
                same.append(before.id)
        seen_pass = self._seen_pass(walk)
        new_ids = self._add(walk.account, fresh, seen_pass)
        self._change(walk.account, changed, seen_pass)
        self._mark_seen(same, seen_pass)
        removed, shown = 0, new_ids
        if arrived.walked:
            shown, removed = self._walked(walk, arrived, known, fresh, new_ids)
        return Written(
            self.walks.read(walk.listing.id),
            tuple(shown),
            tuple(before.id for before, _ in changed),
            page.malformed,
            page.count,
            removed,
            page.next_cursor,
            page.problem,
        )

    def _walked(
        self,
        walk: ListingRow,
        arrived: Arrived,
        known: dict[str, Known],
        fresh: Sequence[Entry],
        new_ids: list[int],
    ) -> tuple[list[int], int]:
        """Moves the listing on. (ids new to it, how many contacts went at its end)"""
        ids = {entry.vendor_id: i for entry, i in zip(fresh, new_ids, strict=True)}
        ids |= {vendor_id: contact.id for vendor_id, contact in known.items()}
        in_order = [ids[entry.vendor_id] for entry in arrived.page.entries]
        passes = {each.id: each.last_seen_pass for each in known.values()}
        seen, added = self.walks.place(walk, in_order, passes)
        if arrived.page.next_cursor is None:
            # At the end of a pass contacts go, and their words with them.
            self._write_words()
        removed = self.walks.advance(walk, arrived.provider, arrived.page, seen, len(in_order))
        return added if walk.filtered else new_ids, removed

    def _known(self, account: int, entries: Sequence[Entry]) -> dict[str, Known]:
        if not entries:
            return {}
        names = apsw.carray(tuple(entry.vendor_id for entry in entries))
        rows = self.connection.execute(KNOWN, (account, names))
        return {vendor_id: Known(*rest) for vendor_id, *rest in rows}

    def _seen_pass(self, walk: ListingRow) -> int:
        """The pass contacts of this page are stamped with: that of the unfiltered listing. A page
        of a filtered one proves that they exist, not that the unfiltered pass came by."""
        if not walk.filtered:
            return walk.listing.pass_number
        found = self.connection.execute(
            "SELECT pass FROM listing WHERE account = ? AND filters = '{}'", (walk.account,)
        ).fetchone()
        return found[0] - 1 if found else 0

    def _add(self, account: int, fresh: Sequence[Entry], seen_pass: int) -> list[int]:
        ids = list(range(self._next_id, self._next_id + len(fresh)))
        self._next_id += len(fresh)
        now = time.time()
        rows = [(i, account, seen_pass, now, e) for i, e in zip(ids, fresh, strict=True)]
        self._insert(NEW, rows)
        self.connection.execute(
            "UPDATE account SET contacts = contacts + ? WHERE number = ?", (len(ids), account)
        )
        return ids

    def _change(self, account: int, changed: Sequence[tuple[Known, Entry]], seen_pass: int) -> None:
        removal.remove_words(self.connection, [before.id for before, _ in changed])
        self._insert(
            KNOWN_BEFORE,
            [
                (
                    before.id,
                    account,
                    max(seen_pass, before.last_seen_pass),
                    before.first_seen,
                    entry,
                )
                for before, entry in changed
            ],
        )
        self.orders.take_in([before.id for before, _ in changed])

    def _insert(self, how: str, rows: Sequence[tuple[int, int, int, float, Entry]]) -> None:
        """Contacts with all that is derived from them but their words, which follow together."""
        self._run_many(
            f"{how} {CONTACT}",
            (
                (*row, *e.values, e.has, e.digest, e.malformed, e.vendor_id, e.cells)
                for *row, e in rows
            ),
        )
        made = [(row_id, entry) for row_id, *_, entry in rows]
        self._run_many(f"{how} INTO record VALUES (?, ?)", ((i, e.packed) for i, e in made))
        self._run_many(f"{how} INTO seek VALUES (?, ?)", ((i, e.parts) for i, e in made))
        self._run_many(
            "INSERT OR IGNORE INTO identity_key VALUES (?, ?, ?)",
            ((i, kind, value) for i, e in made for kind, value in e.identities),
        )
        self._run_many(f"{how} INTO fresh VALUES (?, ?)", ((i, e.starts) for i, e in made))
        self._worded |= made

    def _write_words(self) -> None:
        """The words of all contacts of a transaction, one table after the other."""
        made = self._worded.items()
        self._run_many(NAMED, ((i, *e.named) for i, e in made))
        self._run_many(WORD, ((i, *e.words) for i, e in made))
        self._worded.clear()

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


NAMED = _insert_into("named", NAMED_COLUMNS)
WORD = _insert_into("word", WORD_COLUMNS)
