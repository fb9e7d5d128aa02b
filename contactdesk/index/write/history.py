"""Writes what changed: one row a change, and the record before it, packed against the one after it.

Only the newest record of a contact is whole: that of the contact itself or, of one that is gone, the
one with its last change. Each older one is unpacked with the one that followed, from the newest back.
So the oldest changes can be deleted, and every record that is left stays readable.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from contactdesk.history.diff import Changed, kinds_and_fields
from contactdesk.history.kinds import GONE, NEW, to_bits
from contactdesk.index.columns import storable
from contactdesk.index.ingest.entries import Entry
from contactdesk.index.record_codec import unpack
from contactdesk.index.record_delta import pack_old, unpack_old
from contactdesk.model import Provider
from contactdesk.storage.database import transaction

MILLISECONDS = 1000

CHANGES_PER_STEP = 2_000
"""Changes that one transaction of `prune` deletes."""

CONTACTS_AT_ONCE = 500
"""Gone contacts whose records are in memory at the same time."""

RECORDS = "SELECT r.id, r.packed FROM carray(?) v CROSS JOIN record r ON r.id = v.value"

NEWEST_OLD = """SELECT o.change, o.packed FROM old_record o
    WHERE o.change = (SELECT max(id) FROM change WHERE contact = ?)"""

CAME_BACK = """SELECT g.contact, g.vendor_id FROM carray(?2) v
    CROSS JOIN gone g ON g.account = ?1 AND g.vendor_id = v.value"""

LAST_KNOWN = """SELECT c.id, r.packed, c.vendor_id, c.name_key, c.name, c.company, c.email, c.phone,
    c.external_id FROM carray(?) v CROSS JOIN contact c ON c.id = v.value
    CROSS JOIN record r ON r.id = c.id"""

# An older change of the same contact that stays needs the record that this one is packed with. Those
# that came before go in the same step, though a clock that was set back may date them later.
OUTDATED = """SELECT DISTINCT e.id FROM (SELECT c.id, c.contact FROM change c
    WHERE c.time < ?1 AND NOT EXISTS
    (SELECT 1 FROM change o WHERE o.contact = c.contact AND o.id < c.id AND o.time >= ?1) LIMIT ?2) n
    CROSS JOIN change e ON e.contact = n.contact AND e.id <= n.id"""

WITHOUT_CHANGES = """SELECT g.contact FROM gone g
    WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.contact = g.contact)"""


class HistoryWriter:
    """Keeps what changed; on the index's writing thread, within the caller's transaction but for
    `prune`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def added(self, account: int, contacts: Sequence[tuple[int, str]]) -> None:
        """Note contacts, (row id, the vendor's id), that are new in the index: as a change only where
        a pass that skipped nothing has told which ones there were before."""
        if not contacts or not self._is_known(account):
            return
        self._rejoin(account, {vendor_id: row_id for row_id, vendor_id in contacts})
        self._insert(account, [(row_id, Changed((NEW,))) for row_id, _ in contacts])

    def changed(
        self, account: int, provider: Provider, contacts: Sequence[tuple[int, Entry]]
    ) -> None:
        """Note what changed in contacts, (row id, its new entry), whose records are still the old
        ones."""
        if not contacts:
            return
        ids = array("i", (row_id for row_id, _ in contacts))
        packed = dict(self.connection.execute(RECORDS, (apsw.carray(ids),)))
        changes, records = [], []
        for row_id, entry in contacts:
            old, new = unpack(packed[row_id]), unpack(entry.packed)
            change = kinds_and_fields(provider, old, new)
            if change.kinds:
                changes.append((row_id, change))
                records.append(pack_old(old, new))
            else:
                self._repack(row_id, old, new)
        self._insert(account, changes, records)

    def gone(self, account: int, ids: Sequence[int]) -> None:
        """Note contacts that are about to be removed because they are gone at the vendor, with their
        last records. A whole account may be."""
        for start in range(0, len(ids), CONTACTS_AT_ONCE):
            self._gone(account, array("i", ids[start : start + CONTACTS_AT_ONCE]))

    def _gone(self, account: int, ids: array[int]) -> None:
        rows = self.connection.execute(LAST_KNOWN, (apsw.carray(ids),)).fetchall()
        self.connection.executemany(
            "INSERT INTO gone VALUES (?, ?, ?, ?, ?)",
            (
                (row_id, account, vendor_id, next(filter(None, names), vendor_id), key)
                for row_id, _, vendor_id, key, *names in rows
            ),
        )
        changes = [(row[0], Changed((GONE,))) for row in rows]
        self._insert(account, changes, [row[1] for row in rows])

    def prune(self, older_than: float) -> bool:
        """Delete some changes seen before a time, in seconds since 1970, the oldest of each contact
        first. Returns whether there were any."""
        until = int(older_than * MILLISECONDS)
        with transaction(self.connection):
            rows = self.connection.execute(OUTDATED, (until, CHANGES_PER_STEP)).fetchall()
            delete_changes(self.connection, (row[0] for row in rows))
            if rows:
                self.connection.execute(f"DELETE FROM gone WHERE contact IN ({WITHOUT_CHANGES})")
        return bool(rows)

    def _is_known(self, account: int) -> bool:
        row = self.connection.execute(
            "SELECT sound_pass FROM listing WHERE account = ? AND filters = '{}'", (account,)
        ).fetchone()
        return bool(row and row[0])

    def _rejoin(self, account: int, ids: dict[str, int]) -> None:
        """Restore the earlier changes of contacts that came back."""
        wanted = apsw.carray(tuple(ids))
        rows = self.connection.execute(CAME_BACK, (account, wanted)).fetchall()
        self.connection.executemany(
            "UPDATE change SET contact = ? WHERE contact = ?",
            ((ids[vendor_id], before) for before, vendor_id in rows),
        )
        self.connection.executemany(
            "DELETE FROM gone WHERE contact = ?", ((row[0],) for row in rows)
        )

    def _repack(self, row_id: int, old: bytes, new: bytes) -> None:
        """Pack the newest old record of a contact against a record that differs in nothing that
        counts as a change."""
        row = self.connection.execute(NEWEST_OLD, (row_id,)).fetchone()
        if row is not None:
            older = unpack_old(row[1], old)
            self.connection.execute(
                "UPDATE old_record SET packed = ? WHERE change = ?", (pack_old(older, new), row[0])
            )

    def _insert(
        self,
        account: int,
        changes: Sequence[tuple[int, Changed]],
        records: Sequence[bytes] = (),
    ) -> None:
        """Write changes of contacts, all of them with the record before, or none."""
        if not changes:
            return
        (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()
        ids, now = range(last + 1, last + 1 + len(changes)), int(time.time() * MILLISECONDS)
        self.connection.executemany(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
            (
                (number, now, account, row_id, to_bits(change.kinds), _fields_text(change.fields))
                for number, (row_id, change) in zip(ids, changes, strict=True)
            ),
        )
        if records:
            self.connection.executemany(
                "INSERT INTO old_record VALUES (?, ?)", zip(ids, records, strict=True)
            )


def forget(connection: Any, ids: Iterable[int]) -> None:
    """Delete all changes of contacts, by their row ids; within the caller's transaction."""
    for row_id in ids:
        rows = connection.execute("SELECT id FROM change WHERE contact = ?", (row_id,)).fetchall()
        delete_changes(connection, (row[0] for row in rows))


def delete_changes(connection: Any, ids: Iterable[int]) -> None:
    numbers = [(each,) for each in ids]
    connection.executemany("DELETE FROM old_record WHERE change = ?", numbers)
    connection.executemany("DELETE FROM change WHERE id = ?", numbers)


def _fields_text(fields: Sequence[str]) -> str:
    """Names as the table holds them: a space on either side of each."""
    return storable(f" {' '.join(fields)} ") if fields else ""
