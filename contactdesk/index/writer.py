"""Writes pages: one transaction brings contacts, their words, positions and the next cursor."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from contactdesk.identity import identity_keys
from contactdesk.index import removal
from contactdesk.index.documents import (
    NAMED_COLUMNS,
    WORD_COLUMNS,
    Document,
    known_regions,
    storable,
)
from contactdesk.index.file import transaction
from contactdesk.index.orders import Orders
from contactdesk.index.starts import starts
from contactdesk.index.values import Listing, Written
from contactdesk.index.walks import Walk, Walks
from contactdesk.model import Page, Provider, Record
from contactdesk.reply import read_page, without_halves

CONTACT = f"INSERT OR REPLACE INTO contact VALUES ({','.join('?' * 19)})"
KNOWN = """SELECT c.vendor_id, c.id, c.last_seen_pass, c.first_seen, r.raw
    FROM carray(?2) v CROSS JOIN contact c ON c.account = ?1 AND c.vendor_id = v.value
    JOIN record r ON r.id = c.id"""


@dataclass(frozen=True, slots=True)
class Known:
    """A contact of the page that the index has already."""

    id: int
    last_seen_pass: int
    first_seen: float
    raw: str | bytes


@dataclass(frozen=True, slots=True)
class Ready:
    """A page that only has to be written: each of its contacts once, with its texts. One that is
    not `walked` came outside of the listing's walk and leaves it where it is."""

    listing: Listing
    provider: Provider
    page: Page
    records: Sequence[Record]
    documents: Sequence[Document]
    walked: bool = True


class Reading:
    """Makes pages ready. On a thread of its own, so that one is read while SQLite, without
    Python's lock, is at the one before."""

    def __init__(self) -> None:
        self._regions = known_regions()

    def ready(
        self,
        listing: Listing,
        provider: Provider,
        body: bytes,
        overlap: int,
        walked: bool = True,
    ) -> Ready:
        """Raises what `reply.read_page` raises."""
        page = read_page(provider, body, listing.next_cursor if walked else None, overlap)
        records = _distinct(page.records)
        regions = self._regions(provider)
        documents = [Document(record.contact, record.raw, regions) for record in records]
        return Ready(listing, provider, page, records, documents, walked)


class Writer:
    """All of it runs on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.walks = Walks(connection)
        self.orders = Orders(connection)
        row = connection.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()
        self._next_id: int = max(row[0], self.orders.highest) + 1

    def write_page(self, ready: Ready) -> Written:
        """Writes one page. One that was asked for with a cursor the listing has left behind
        changes nothing."""
        listing = ready.listing
        # Before the page and not after it: what fails here must not hide that a page was written.
        self.orders.settle(self._next_id - 1)
        next_id = self._next_id
        try:
            with transaction(self.connection):
                walk = self.walks.walk(listing.id)
                now = walk.listing
                is_here = now.next_cursor == listing.next_cursor
                if ready.walked and not (is_here and now.pass_number == listing.pass_number):
                    return Written(now)
                return self._write(walk, ready)
        except BaseException:
            self._next_id = next_id
            raise

    def _write(self, walk: Walk, ready: Ready) -> Written:
        page, records = ready.page, ready.records
        known = self._known(walk.account, records)
        fresh, changed, same = [], [], []
        for record, document in zip(records, ready.documents, strict=True):
            before = known.get(storable(record.contact.id))
            if before is None:
                fresh.append((record, document))
            elif before.raw != _kept(record):
                changed.append((before, record, document))
            else:
                same.append(before.id)
        seen_pass = self._seen_pass(walk)
        new_ids = self._add(walk.account, fresh, seen_pass)
        self._change(walk.account, changed, seen_pass)
        self._mark_seen(same, seen_pass)
        removed, shown = 0, new_ids
        if ready.walked:
            shown, removed = self._walked(walk, ready, known, fresh, new_ids)
        return Written(
            self.walks.read(walk.listing.id),
            tuple(shown),
            tuple(before.id for before, _, _ in changed),
            sum(bool(record.odd) for record in page.records),
            len(page.records),
            removed,
            page.next_cursor,
            page.problem,
        )

    def _walked(
        self,
        walk: Walk,
        ready: Ready,
        known: dict[str, Known],
        fresh: Sequence[tuple[Record, Document]],
        new_ids: list[int],
    ) -> tuple[list[int], int]:
        """Moves the listing on. (ids new to it, how many contacts went at its end)"""
        page, records = ready.page, ready.records
        ids = {storable(r.contact.id): i for (r, _), i in zip(fresh, new_ids, strict=True)}
        ids |= {vendor_id: contact.id for vendor_id, contact in known.items()}
        in_order = [ids[storable(record.contact.id)] for record in records]
        passes = {each.id: each.last_seen_pass for each in known.values()}
        seen, added = self.walks.place(walk, in_order, passes)
        removed = self.walks.advance(walk, ready.provider, page, seen, len(in_order))
        return added if walk.filtered else new_ids, removed

    def _known(self, account: int, records: Sequence[Record]) -> dict[str, Known]:
        names = tuple(storable(record.contact.id) for record in records)
        if not names:
            return {}
        rows = self.connection.execute(KNOWN, (account, apsw.carray(names)))
        return {vendor_id: Known(*rest) for vendor_id, *rest in rows}

    def _seen_pass(self, walk: Walk) -> int:
        """The pass contacts of this page are stamped with: that of the unfiltered listing. A page
        of a filtered one proves that they exist, not that the unfiltered pass came by."""
        if not walk.filtered:
            return walk.listing.pass_number
        found = self.connection.execute(
            "SELECT pass FROM listing WHERE account = ? AND filters = '{}'", (walk.account,)
        ).fetchone()
        return found[0] - 1 if found else 0

    def _add(
        self, account: int, fresh: Sequence[tuple[Record, Document]], seen_pass: int
    ) -> list[int]:
        ids = list(range(self._next_id, self._next_id + len(fresh)))
        self._next_id += len(fresh)
        now = time.time()
        self._insert(
            [
                (row_id, account, seen_pass, now, record, document)
                for row_id, (record, document) in zip(ids, fresh, strict=True)
            ]
        )
        self.connection.execute(
            "UPDATE account SET contacts = contacts + ? WHERE number = ?", (len(ids), account)
        )
        return ids

    def _change(
        self, account: int, changed: Sequence[tuple[Known, Record, Document]], seen_pass: int
    ) -> None:
        removal.remove_words(self.connection, [before.id for before, _, _ in changed])
        self._insert(
            [
                (
                    before.id,
                    account,
                    max(seen_pass, before.last_seen_pass),
                    before.first_seen,
                    record,
                    document,
                )
                for before, record, document in changed
            ]
        )
        self.orders.take_in([before.id for before, _, _ in changed])

    def _insert(self, rows: Sequence[tuple[int, int, int, float, Record, Document]]) -> None:
        """Contacts with all that is derived from them; one with a known id is replaced."""
        self._run_many(
            CONTACT,
            (
                (
                    *row[:4],
                    *row[5].values,
                    row[5].has,
                    storable(row[4].odd),
                    storable(row[4].contact.id),
                )
                for row in rows
            ),
        )
        self._run_many(
            "INSERT OR REPLACE INTO record VALUES (?, ?)", ((r[0], _kept(r[4])) for r in rows)
        )
        self._run_many(
            "INSERT OR REPLACE INTO seek VALUES (?, ?)", ((r[0], r[5].parts) for r in rows)
        )
        self._run_many(_insert_into("named", NAMED_COLUMNS), ((r[0], *r[5].named) for r in rows))
        self._run_many(
            "INSERT INTO part (rowid, text) VALUES (?, ?)", ((r[0], r[5].parts) for r in rows)
        )
        self._run_many(
            "INSERT INTO start (rowid, text) VALUES (?, ?)",
            ((r[0], starts(r[5].words)) for r in rows),
        )
        self._run_many(_insert_into("word", WORD_COLUMNS), ((r[0], *r[5].words) for r in rows))
        self._run_many(
            "INSERT OR IGNORE INTO identity_key VALUES (?, ?, ?)",
            (
                (r[0], kind, storable(value))
                for r in rows
                for kind, value in identity_keys(r[4].contact)
            ),
        )

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


def _distinct(records: Sequence[Record]) -> list[Record]:
    """Each contact once, where it first stands, as it last stands."""
    return list({storable(record.contact.id): record for record in records}.values())


def _kept(record: Record) -> str | bytes:
    """The record's bytes, as text where they were read as an object: only then is SQLite asked to
    look into them."""
    # SQLite reads a half of a surrogate pair from JSON as what is no text.
    is_text = record.contact.raw and without_halves(record.raw) == record.raw
    return record.raw.decode() if is_text else record.raw
