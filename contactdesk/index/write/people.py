"""Writes people, as far as they differ from those in the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from contactdesk.index.people_rows import PeopleRows, integers
from contactdesk.people.linking import Partition
from contactdesk.people.traits import FIELDS


def write_people(connection: Any, partition: Partition, rows: PeopleRows) -> None:
    """Write the people of a partition, of which `rows` were loaded; within the caller's transaction.

    The partition has everybody who is linked with one of its contacts, before or after.
    """
    person, ids = partition.person, integers(partition.person)
    before: dict[int, int] = dict(connection.execute(LINKS, (ids,)))
    rows_before = {id: tuple(rest) for id, *rest in connection.execute(PEOPLE, (ids,))}
    people = {id: each for id, each in partition.people().items() if len(each) > 1}
    now = {
        id: (len(contacts), rows.vendors(contacts), rows.behind(contacts))
        for id, contacts in people.items()
    }
    moved = [each for each in person if before.get(each, each) != person[each]]
    _write_links(connection, moved, before, person)
    dissolve(connection, rows_before.keys() - now.keys())
    changed = {id: row for id, row in now.items() if rows_before.get(id) != row}
    connection.executemany(
        "INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?)",
        ((id, *row) for id, row in changed.items()),
    )
    touched = {person[each] for each in moved} | {before.get(each, each) for each in moved}
    touched |= changed.keys()
    mark_uncompared(connection, touched & now.keys())
    _write_maybes(connection, ids, partition)
    _write_crowded(connection, partition, rows.crowded)
    alone = Counter[int]()
    for each in {*moved, *(rows_before.keys() ^ now.keys())}:
        was_alone = each not in before and each not in rows_before
        is_alone = person[each] == each and each not in now
        alone[rows.account(each)] += is_alone - was_alone
    count_alone(connection, alone)


LINKS = """SELECT l.contact, l.person FROM carray(?) v CROSS JOIN link l ON l.contact = v.value"""

PEOPLE = """SELECT p.id, p.contacts, p.vendors, p.behind
    FROM carray(?) v CROSS JOIN person p ON p.id = v.value"""


def _write_links(
    connection: Any, moved: Iterable[int], before: Mapping[int, int], person: Mapping[int, int]
) -> None:
    linked = {each: person[each] for each in sorted(moved)}
    # Plain inserts: OR REPLACE makes SQLite open a savepoint for every row.
    connection.executemany(
        "INSERT INTO link VALUES (?, ?)",
        (each for each in linked.items() if each[0] not in before and each[0] != each[1]),
    )
    connection.executemany(
        "UPDATE link SET person = ?2 WHERE contact = ?1",
        (each for each in linked.items() if each[0] in before and each[0] != each[1]),
    )
    connection.executemany(
        "DELETE FROM link WHERE contact = ?",
        ((each,) for each, own in linked.items() if each == own),
    )


def _write_maybes(connection: Any, ids: Any, partition: Partition) -> None:
    """Write the maybes of the contacts that were looked at. Those of the others stay: each is noted
    with the contact that it is about."""
    person = partition.person
    before = set(
        connection.execute(
            "SELECT m.contact, m.other FROM carray(?) v CROSS JOIN maybe m ON m.contact = v.value",
            (ids,),
        )
    )
    pairs = ((each.one, each.other) for each in partition.maybes)
    now = {
        each for one, other in pairs for each in ((one, other), (other, one)) if each[0] in person
    }
    connection.executemany(
        "DELETE FROM maybe WHERE contact = ? AND other = ?", sorted(before - now)
    )
    connection.executemany("INSERT INTO maybe VALUES (?, ?)", sorted(now - before))


def _write_crowded(connection: Any, partition: Partition, before: Collection[int]) -> None:
    ended = sorted(each for each in before if each in partition.person)
    ended = [each for each in ended if each not in partition.crowded]
    new = sorted(partition.crowded.difference(before))
    connection.executemany("DELETE FROM crowded WHERE contact = ?", ((each,) for each in ended))
    connection.executemany("INSERT INTO crowded VALUES (?)", ((each,) for each in new))


def dissolve(connection: Any, people: Iterable[int]) -> None:
    """Remove people, but not the links of their contacts."""
    ids = [(each,) for each in people]
    connection.executemany("DELETE FROM person WHERE id = ?", ids)
    connection.executemany("DELETE FROM uncompared WHERE person = ?", ids)
    for kind in FIELDS if ids else ():
        connection.executemany(f"DELETE FROM difference WHERE kind = '{kind}' AND person = ?", ids)


def mark_uncompared(connection: Any, people: Iterable[int]) -> None:
    """Have the differences between the contacts of people found anew, when there is time."""
    connection.executemany(
        "INSERT OR IGNORE INTO uncompared VALUES (?)", ((each,) for each in sorted(people))
    )


def count_alone(connection: Any, changes: Mapping[int, int]) -> None:
    """Count contacts that are linked with no other. `changes`: account number -> how many more."""
    connection.executemany(
        "UPDATE account SET alone = alone + ? WHERE number = ?",
        ((change, account) for account, change in changes.items() if change),
    )


LINKED_AFTER = """SELECT c.id FROM account a CROSS JOIN contact c
    INDEXED BY contact_by_account ON c.account = a.number AND c.id > ?2
    WHERE a.id = ?1 AND (EXISTS (SELECT 1 FROM link l WHERE l.contact = c.id)
        OR EXISTS (SELECT 1 FROM person p WHERE p.id = c.id)
        OR EXISTS (SELECT 1 FROM maybe m WHERE m.contact = c.id))
    ORDER BY c.id LIMIT ?3"""

PEOPLE_WITH = """SELECT l.person FROM carray(?1) v CROSS JOIN link l ON l.contact = v.value
    UNION SELECT p.id FROM carray(?1) v CROSS JOIN person p ON p.id = v.value"""

ACCOUNTS_OF = """SELECT account, count(*) FROM (
    SELECT k.account FROM carray(?1) v CROSS JOIN linkable k ON k.contact = v.value
    UNION ALL
    SELECT k.account FROM carray(?1) v CROSS JOIN link l ON l.person = v.value
        CROSS JOIN linkable k ON k.contact = l.contact)
    GROUP BY account"""


def part(connection: Any, account_id: str, after: int = 0, most: int = -1) -> int | None:
    """Unlink everybody who is linked with an account's contacts: with the first `most` (-1 for all)
    of those that are linked and have row ids above `after`. Returns the last of them, None where
    there are none. Within the caller's transaction.

    So no person is hidden together with its own contact when the account is; those who stay are
    linked again when the account's contacts are removed.
    """
    contacts: list[int] = [
        row[0] for row in connection.execute(LINKED_AFTER, (account_id, after, most))
    ]
    if not contacts:
        return None
    own = integers(contacts)
    people = [row[0] for row in connection.execute(PEOPLE_WITH, (own,))]
    alone = dict(connection.execute(ACCOUNTS_OF, (integers(people),)))
    connection.executemany("DELETE FROM link WHERE person = ?", ((each,) for each in people))
    dissolve(connection, people)
    count_alone(connection, alone)
    others = connection.execute(
        "SELECT m.other, m.contact FROM carray(?) v CROSS JOIN maybe m ON m.contact = v.value",
        (own,),
    ).fetchall()
    both_ways = [*others, *((contact, other) for other, contact in others)]
    connection.executemany("DELETE FROM maybe WHERE contact = ? AND other = ?", both_ways)
    return contacts[-1]
