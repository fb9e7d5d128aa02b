"""Keeps the people of the index right as contacts come, change and go.

Links are computed anew, never added up: a key that turns out to be shared has to take its links
back. So whatever a transaction touches is noted, and at its end the people of all contacts that may
be concerned are found again from what is in the index then, and what differs is written. The result
depends on nothing but the contacts, not on the order in which they came.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from contactdesk.index.ingest.entries import Entry
from contactdesk.index.ingest.link_entries import LinkEntry
from contactdesk.index.people_rows import Groups, PeopleRows, integers, unpacked_keys
from contactdesk.index.write import differences, judged
from contactdesk.index.write.link_keys import KeyOfContact, LinkKeys
from contactdesk.index.write.people import (
    count_alone,
    dissolve,
    mark_uncompared,
    write_people,
)
from contactdesk.model import Provider
from contactdesk.people.linking import people_of
from contactdesk.storage.database import transaction

HIGHEST_ROW_ID = 2**63 - 1

SEEDS_AT_ONCE = 1_000
"""Contacts that are linked anew together: bounds the memory that it takes."""

UNLINKED_AT_ONCE = 400
"""Contacts that one transaction of `unlink_forgotten` takes: other pages are written in between."""

LINKED_AS = """SELECT l.contact, l.mark, l.last_talk, l.trace, l.name, l.keys, l.traits
    FROM carray(?) v CROSS JOIN linkable l ON l.contact = v.value"""

CHANGE = """UPDATE linkable SET mark = ?, last_talk = ?, trace = ?, name = ?, keys = ?, traits = ?
    WHERE contact = ?"""

PEOPLE_AMONG = "SELECT p.id FROM carray(?) v CROSS JOIN person p ON p.id = v.value"

ALONE_AMONG = """SELECT l.account, count(*) FROM carray(?) v
    CROSS JOIN linkable l ON l.contact = v.value
    WHERE NOT EXISTS (SELECT 1 FROM link k WHERE k.contact = l.contact)
        AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = l.contact)
    GROUP BY l.account"""

LINKED_WITH = (
    "SELECT l.person FROM carray(?) v CROSS JOIN link l ON l.contact = v.value",
    "SELECT l.contact FROM carray(?) v CROSS JOIN link l ON l.person = v.value",
    "SELECT m.other FROM carray(?) v CROSS JOIN maybe m ON m.contact = v.value",
    "SELECT j.other FROM carray(?) v CROSS JOIN judged j ON j.contact = v.value",
)

PEOPLE_OF = """SELECT DISTINCT p.id FROM carray(?) v LEFT JOIN link l ON l.contact = v.value
    CROSS JOIN person p ON p.id = coalesce(l.person, v.value)"""

LINKED_AFTER = """SELECT c.id FROM contact c INDEXED BY contact_by_account
    CROSS JOIN linkable l ON l.contact = c.id WHERE c.account = ? AND c.id > ? ORDER BY c.id LIMIT ?"""


class Touched(Struct):
    """What a transaction has touched so far.

    `keys`: key -> how many more contacts have it; 0 where only its use changed. `contacts` are to be
    linked anew, `changed` to be compared anew with the others of their person.
    """

    keys: Counter[int] = field(default_factory=Counter)
    contacts: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


class LinkWriter:
    """Links contacts; on the index's writing thread, within `transaction`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._keys = LinkKeys(connection)
        self._touched = Touched()
        self._unlinked_up_to: dict[int, int] = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction at whose end all contacts that it touched are linked."""
        try:
            with transaction(self.connection):
                yield
                self._link_touched()
        finally:
            self._touched = Touched()

    def merge(self, contacts: int) -> bool:
        """See `LinkKeys.merge`."""
        return self._keys.merge(contacts)

    # What is touched

    def name_vendor(self, account: int, provider: Provider, phone_region: str) -> None:
        """Take note of an account's vendor, and of the region that the keys of a page were made with:
        where it is not the account's, all of the account's keys are made anew."""
        row = self.connection.execute(
            "SELECT v.id, a.region, a.contacts FROM account a LEFT JOIN vendor v ON v.number = a.vendor"
            " WHERE a.number = ?",
            (account,),
        ).fetchone()
        vendor, region, contacts = row
        if vendor != provider.id:
            self._run("INSERT OR IGNORE INTO vendor (id) VALUES (?)", (provider.id,))
            self._run(
                "UPDATE account SET vendor = (SELECT number FROM vendor WHERE id = ?)"
                " WHERE number = ?",
                (provider.id, account),
            )
        if region == phone_region:
            return
        if contacts:
            self._run("INSERT OR REPLACE INTO relinking VALUES (?, 0)", (account,))
        else:
            self._run("UPDATE account SET region = ? WHERE number = ?", (phone_region, account))

    def add(self, account: int, entries: Sequence[tuple[int, Entry]]) -> None:
        """Link contacts that are new to the index."""
        self.connection.executemany(
            "INSERT INTO linkable VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((row_id, account, *_columns(each.link)) for row_id, each in entries),
        )
        keys = [(key, row_id) for row_id, each in entries for key in unpacked_keys(each.link.keys)]
        self._change_keys((), keys)
        vendor_ids = {each.vendor_id: row_id for row_id, each in entries}
        self._touched.contacts |= judged.find_judged(self.connection, account, vendor_ids)
        count_alone(self.connection, {account: len(entries)})

    def change(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Link and compare contacts anew whose records changed."""
        self.change_links({row_id: each.link for row_id, each in entries})

    def change_links(self, entries: dict[int, LinkEntry]) -> None:
        """Link and compare contacts anew, by row id."""
        self._touched.changed.update(entries)
        before = {
            row_id: LinkEntry(*columns)
            for row_id, *columns in self.connection.execute(LINKED_AS, (integers(entries),))
        }
        changed = {i: each for i, each in entries.items() if before[i] != each}
        self.connection.executemany(
            CHANGE, ((*_columns(each), row_id) for row_id, each in changed.items())
        )
        # What is only compared links nobody.
        self._touched.contacts.update(
            row_id
            for row_id, each in changed.items()
            if replace(before[row_id], traits=each.traits) != each
        )
        gone, new = list[KeyOfContact](), list[KeyOfContact]()
        for row_id, each in changed.items():
            keys_before = unpacked_keys(before[row_id].keys)
            keys = unpacked_keys(each.keys)
            gone += [(key, row_id) for key in set(keys_before).difference(keys)]
            new += [(key, row_id) for key in set(keys).difference(keys_before)]
            if before[row_id].name != each.name:
                self.touch_keys(keys)  # Another name may change whom they link.
        self._change_keys(gone, new)

    def _change_keys(self, gone: Collection[KeyOfContact], new: Collection[KeyOfContact]) -> None:
        self._keys.remove(gone)
        self._keys.add(new)
        self._touched.keys.subtract(key for key, _ in gone)
        self._touched.keys.update(key for key, _ in new)

    def remove(self, ids: Sequence[int]) -> None:
        """Take contacts out of everything that links, before they are gone from the index."""
        own, run = integers(ids), self.connection.execute
        keys = [
            (key, row_id)
            for row_id, *_, packed, _traits in run(LINKED_AS, (own,))
            for key in unpacked_keys(packed)
        ]
        self._change_keys(keys, ())
        self._touched.contacts |= self._linked_with(ids)
        self._touched.contacts.difference_update(ids)
        self._touched.changed.difference_update(ids)
        people = {row[0] for row in run(PEOPLE_AMONG, (own,))}
        alone = run(ALONE_AMONG, (own,)).fetchall()
        count_alone(self.connection, {account: -count for account, count in alone})
        dissolve(self.connection, people)
        for table, column in (
            *(("linkable", "contact"), ("link", "contact"), ("judged", "contact")),
            *(("judged", "other"), ("maybe", "contact"), ("crowded", "contact")),
        ):
            self._delete(table, column, ids)

    def _linked_with(self, ids: Sequence[int]) -> set[int]:
        """Everybody who is linked with contacts, by whatever link."""
        own = integers(ids)
        return {row[0] for sql in LINKED_WITH for row in self.connection.execute(sql, (own,))}

    def touch_keys(self, keys: Iterable[int]) -> None:
        """Link the contacts of keys anew: whether the keys may be used has changed."""
        self._touched.keys.update(dict.fromkeys(keys, 0))

    def set_judgements(self, judgements: judged.Judgements) -> bool:
        """Take over what the user says of pairs of contacts, in a transaction of its own. Returns
        whether it is news."""
        changed = judged.changed(self.connection, judgements)
        if changed.is_empty:
            return False
        with self.transaction():
            self._touched.contacts.update(judged.write(self.connection, changed))
        return True

    def set_dismissed(self, dismissed: Collection[tuple[str, int]]) -> bool:
        """See `differences.replace_dismissed`."""
        return differences.replace_dismissed(self.connection, dismissed)

    def compare_some(self) -> bool:
        """See `differences.compare_some`."""
        return differences.compare_some(self.connection)

    def unlink_forgotten(self) -> bool:
        """Take some contacts of forgotten accounts out of everything that links, in a transaction of
        its own. Returns whether there were any: their words take longer to remove."""
        accounts = self.connection.execute("SELECT number FROM account WHERE forgotten").fetchall()
        for (account,) in accounts:
            after = self._unlinked_up_to.get(account, 0)
            rows = self.connection.execute(LINKED_AFTER, (account, after, UNLINKED_AT_ONCE))
            if ids := [row[0] for row in rows]:
                with self.transaction():
                    self.remove(ids)
                self._unlinked_up_to[account] = ids[-1]
                return True
            # Not looked for again with every step that removes the rest.
            self._unlinked_up_to[account] = HIGHEST_ROW_ID
        return False

    # Linking

    def _link_touched(self) -> None:
        touched = self._touched
        waiting = touched.contacts
        groups = self._keys.groups_of_changed(touched.keys) if touched.keys else {}
        # Who has nothing in common with anybody is not among them: a new contact stands alone.
        waiting.update(*(each for each in groups.values() if len(each) > 1))
        waiting.update(*(each for key, each in groups.items() if touched.keys[key] <= 0))
        with _uncollected():
            while waiting:
                some = set(islice(waiting, SEEDS_AT_ONCE))
                waiting -= some
                waiting.difference_update(self._link(some, groups))
        if touched.changed:
            self._compare_anew(touched.changed)

    def _link(self, some: Collection[int], groups: Groups) -> Collection[int]:
        """Link contacts. Returns all that were looked at, with their whole people. `groups` are those
        that have been read."""
        rows = PeopleRows(self.connection, groups)
        partition = people_of(
            some, rows.members, rows.groups, rows.judgements, crowded=rows.crowded
        )
        write_people(self.connection, partition, rows)
        return partition.person.keys()

    def _compare_anew(self, ids: Iterable[int]) -> None:
        people = self.connection.execute(PEOPLE_OF, (integers(ids),)).fetchall()
        mark_uncompared(self.connection, {row[0] for row in people})

    def _delete(self, table: str, column: str, ids: Iterable[int]) -> None:
        self.connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ?", ((each,) for each in ids)
        )

    def _run(self, sql: str, values: Sequence[Any]) -> None:
        self.connection.execute(sql, values)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without collecting garbage: linking makes many objects and no cycles, and a collection in its
    midst takes a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _columns(link: LinkEntry) -> tuple[Any, ...]:
    """The columns of `linkable` after those that say whose they are."""
    return link.mark, link.last_talk, link.trace, link.name, link.keys, link.traits
