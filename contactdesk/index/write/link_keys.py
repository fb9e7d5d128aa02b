"""The contacts of each key, and the keys of too many.

The keys of a page fall all over the table: writing them there at once would rewrite a block for each.
So new ones wait in `link_fresh` and are merged many at a time.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import apsw

from contactdesk.index.people_rows import KEY_TABLES, contacts_of_keys
from contactdesk.people.linking import MAX_CONTACTS_PER_KEY
from contactdesk.storage.database import transaction

MERGE_ABOVE_KEYS, MERGE_ABOVE_ONE_IN = 8_192, 12
"""New keys are merged above this number, and above this share of the contacts: rarer merges write
less, more frequent ones leave fewer keys for a page to look through."""

KeyOfContact = tuple[int, int]
"""A key and the row id of a contact that has it."""


class LinkKeys:
    """Writes the keys of contacts, within the caller's transaction; on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._fresh: int | None = None  # counted when it is needed: no start waits for it

    def add(self, keys: Collection[KeyOfContact]) -> None:
        """Add keys that the contacts do not have yet."""
        self.connection.executemany("INSERT INTO link_fresh VALUES (?, ?)", sorted(keys))
        if self._fresh is not None:
            self._fresh += len(keys)

    def remove(self, keys: Collection[KeyOfContact]) -> None:
        for table in KEY_TABLES:
            self.connection.executemany(
                f"DELETE FROM {table} WHERE key = ? AND contact = ?", sorted(keys)
            )

    def groups_of_changed(self, changes: Counter[int]) -> dict[int, list[int]]:
        """The contacts of each key that some got or lost, to be linked anew. Takes note of the keys
        that have become too common, or are not any more.

        `changes`: each such key -> how many more contacts have it. A key that stays too common is
        left out: it links nobody.
        """
        common = self._common(changes)
        still = {
            key: now
            for key, was in common.items()
            if (now := was + changes[key]) > MAX_CONTACTS_PER_KEY
        }
        self._run_many("UPDATE common_key SET contacts = ?2 WHERE key = ?1", still.items())
        self._run_many(
            "DELETE FROM common_key WHERE key = ?", ((key,) for key in common.keys() - still.keys())
        )
        groups = contacts_of_keys(self.connection, changes.keys() - still.keys())
        self._run_many(
            "INSERT INTO common_key VALUES (?, ?)",
            ((key, len(each)) for key, each in groups.items() if len(each) > MAX_CONTACTS_PER_KEY),
        )
        return groups

    def _common(self, keys: Iterable[int]) -> dict[int, int]:
        wanted = array("q", keys)
        if not wanted:
            return {}
        return dict(
            self.connection.execute(
                "SELECT c.key, c.contacts FROM carray(?) v"
                " CROSS JOIN common_key c ON c.key = v.value",
                (apsw.carray(wanted),),
            )
        )

    def merge(self, contacts: int) -> bool:
        """Merge the new keys, in a transaction of its own, once there are enough of them to be worth
        it in an index of `contacts` contacts. Returns whether it did."""
        if self._fresh is None:
            row = self.connection.execute("SELECT count(*) FROM link_fresh").fetchone()
            self._fresh = int(row[0])
        if self._fresh < max(MERGE_ABOVE_KEYS, contacts // MERGE_ABOVE_ONE_IN):
            return False
        with transaction(self.connection):
            # Sorted like the table, so that each of its blocks is written once.
            self.connection.execute("INSERT INTO link_key SELECT key, contact FROM link_fresh")
            self.connection.execute("DELETE FROM link_fresh")
        self._fresh = 0
        return True

    def _run_many(self, sql: str, rows: Iterable[tuple[int, ...]]) -> None:
        self.connection.executemany(sql, rows)
