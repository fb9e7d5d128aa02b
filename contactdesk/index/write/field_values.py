"""Values of facts and custom fields that are shown as columns, so that they sort and paint quickly.

A field that is chosen is filled in the background, a few contacts at a time: only those whose full
text says that they have its key. Meanwhile, and from then on, every contact that is written, changed
or removed is followed.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.columns import PAIRS, storable
from contactdesk.index.ingest.entries import Entry, regions_cache
from contactdesk.index.record_codec import stored_value, unpack
from contactdesk.index.schema import CHOSEN_FIELDS
from contactdesk.index.sort_keys import field_key
from contactdesk.memories.field_values import field_values
from contactdesk.model import Json, Provider
from contactdesk.records.parse import MALFORMED_ERRORS, decode_json
from contactdesk.storage.database import transaction

STEP_S = 0.02
"""How long the writing thread is busy with one step."""

CONTACTS_PER_QUERY = 100
VALUES_PER_STEP = 2_000
"""Values that are dropped in one step."""

INSERT = "INSERT INTO field_value VALUES (?, ?, ?, ?, ?, ?, ?)"


class FillProgress(Struct, frozen=True):
    """How many contacts of those that have a field have been read."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total


class FieldWriter:
    """Writes the values of the chosen fields; on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._numbers: dict[str, int] = dict(connection.execute(CHOSEN_FIELDS))
        self._regions = regions_cache()
        self._waiting: dict[str, array[int]] = {}
        self._totals: dict[str, int] = {}

    # Which fields

    def choose(self, paths: Collection[str]) -> None:
        """Begin to keep the values of fields; `fill` prepares them."""
        with transaction(self.connection):
            self.connection.executemany(
                "INSERT OR IGNORE INTO field (path) VALUES (?)", ((path,) for path in paths)
            )
        self._read_fields()

    def drop_others(self, paths: Collection[str]) -> bool:
        """Drop some values of the fields that are not among these. Returns whether there may be
        more."""
        for path, number in self._numbers.items():
            if path in paths:
                continue
            with transaction(self.connection):
                self.connection.execute(
                    "UPDATE field SET is_ready = 0 WHERE number = ? AND is_ready", (number,)
                )
                self.connection.execute(
                    "DELETE FROM field_value WHERE (field, contact, place) IN (SELECT field,"
                    " contact, place FROM field_value WHERE field = ? LIMIT ?)",
                    (number, VALUES_PER_STEP),
                )
                if self.connection.changes() < VALUES_PER_STEP:
                    self.connection.execute("DELETE FROM field WHERE number = ?", (number,))
            self._read_fields()
            return True
        return False

    def _read_fields(self) -> None:
        self._numbers = dict(self.connection.execute(CHOSEN_FIELDS))
        for path in self._waiting.keys() - self._numbers.keys():
            del self._waiting[path], self._totals[path]

    # Filling

    def fill(self, path: str, providers: Mapping[str, Provider]) -> FillProgress:
        """Read some more of the contacts that have a field. `providers` are by account id."""
        number = self._numbers.get(path)
        if number is None or self._is_ready(number):
            return FillProgress(0, 0)
        if path not in self._waiting:
            # Started anew after a restart: what is there already is passed over quickly.
            self._waiting[path] = self._contacts_with(path)
            self._totals[path] = len(self._waiting[path])
        waiting, ends = self._waiting.pop(path), time.monotonic() + STEP_S
        with transaction(self.connection):
            while waiting:
                some = waiting[-CONTACTS_PER_QUERY:]
                del waiting[-CONTACTS_PER_QUERY:]
                self._fill(number, path, some, providers)
                if time.monotonic() >= ends:
                    break
            if not waiting:
                self.connection.execute("UPDATE field SET is_ready = 1 WHERE number = ?", (number,))
        # Only now: where the step failed, the next one starts anew.
        self._waiting[path] = waiting
        total = self._totals[path]
        return FillProgress(total - len(waiting), total)

    def _is_ready(self, number: int) -> bool:
        row = self.connection.execute("SELECT is_ready FROM field WHERE number = ?", (number,))
        return bool(row.fetchone()[0])

    def _contacts_with(self, path: str) -> array[int]:
        query = f'{PAIRS} : "={path}=" *'
        sql = "SELECT rowid FROM text_fts(?) ORDER BY rowid DESC"
        return array("i", (row[0] for row in self.connection.execute(sql, (query,))))

    def _fill(
        self, number: int, path: str, ids: array[int], providers: Mapping[str, Provider]
    ) -> None:
        rows = self.connection.execute(
            "SELECT c.id, c.account, a.id, r.packed FROM carray(?2) h"
            " CROSS JOIN contact c ON c.id = h.value CROSS JOIN record r ON r.id = c.id"
            " CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten WHERE NOT EXISTS"
            " (SELECT 1 FROM field_value v WHERE v.field = ?1 AND v.contact = c.id)",
            (number, apsw.carray(ids)),
        ).fetchall()
        found = []
        for row_id, account, account_id, packed in rows:
            if provider := providers.get(account_id):
                values = self._values(provider, packed, path)
                found += [(number, row_id, place, account, *each) for place, each in values]
        self.connection.executemany(INSERT, found)

    # Contacts that are written

    def write(self, account: int, provider: Provider, entries: Iterable[tuple[int, Entry]]) -> None:
        """Write the values of contacts that have none in the index; within the caller's
        transaction."""
        if not self._numbers:
            return
        rows = []
        for row_id, entry in entries:
            for path, number in self._numbers.items():
                if f"={path}=" in entry.text_words[-1]:
                    values = self._values(provider, entry.packed, path)
                    rows += [(number, row_id, place, account, *each) for place, each in values]
        self.connection.executemany(INSERT, rows)

    def _values(
        self, provider: Provider, packed: bytes, path: str
    ) -> list[tuple[int, tuple[str, Any, str]]]:
        """(place, (sort key, value, kind)) of the values in a record."""
        try:
            raw: Json = decode_json(unpack(packed))
            found = field_values(self._regions(provider), raw, path)
        except (*MALFORMED_ERRORS, ValueError, RecursionError):
            return []
        return [
            (
                place,
                (
                    storable(field_key(each.value)),
                    _storable(stored_value(each.value)),
                    each.kind.value,
                ),
            )
            for place, each in enumerate(found)
        ]


def remove(connection: Any, ids: Sequence[int]) -> None:
    """Remove all values of contacts; within the caller's transaction."""
    for (number,) in connection.execute("SELECT number FROM field").fetchall():
        connection.executemany(
            "DELETE FROM field_value WHERE field = ? AND contact = ?",
            ((number, each) for each in ids),
        )


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value
