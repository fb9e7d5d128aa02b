"""Finds what the contacts of a person disagree on, a few people at a time.

It takes longer than linking them, so it is done when there is time, and before any answer that needs
it: the people whose contacts have changed wait in `uncompared`.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from contactdesk.index.people_rows import integers, unpacked_keys
from contactdesk.people.compare import ContactKey, Stated, differences, said_by_fields, unpack
from contactdesk.people.traits import FIELDS
from contactdesk.storage.database import transaction

STEP_S = 0.02
"""How long the writing thread is busy with one step."""

PEOPLE_PER_QUERY = 50

SOURCES = """WITH member (person, contact) AS (
    SELECT v.value, v.value FROM carray(?1) v
    UNION ALL
    SELECT l.person, l.contact FROM carray(?1) v CROSS JOIN link l ON l.person = v.value)
SELECT m.person, a.id, c.vendor_id, l.name, l.keys, c.company, c.title, l.traits
    FROM member m CROSS JOIN linkable l ON l.contact = m.contact
    CROSS JOIN contact c ON c.id = m.contact
    CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten
    ORDER BY m.person"""

Difference = tuple[str, int, int]
"""A row of `difference`."""


def compare_some(connection: Any) -> bool:
    """Compare the contacts of some people that wait for it. Returns whether more of them do."""
    ends = time.monotonic() + STEP_S
    if not _waiting(connection):
        return False  # Without a transaction: an unchanged page writes nothing.
    with transaction(connection):
        while people := _waiting(connection):
            _compare(connection, people)
            if time.monotonic() >= ends:
                return True
    return False


def replace_dismissed(connection: Any, dismissed: Collection[tuple[str, int]]) -> bool:
    """Take over which differences the user dismissed: their kind and digest. Returns whether that is
    news."""
    before = set(connection.execute("SELECT kind, digest FROM dismissed"))
    now = set(dismissed)
    if before == now:
        return False
    with transaction(connection):
        connection.executemany("DELETE FROM dismissed WHERE kind = ? AND digest = ?", before - now)
        connection.executemany("INSERT INTO dismissed VALUES (?, ?)", now - before)
    return True


def _waiting(connection: Any) -> list[int]:
    rows = connection.execute("SELECT person FROM uncompared LIMIT ?", (PEOPLE_PER_QUERY,))
    return [row[0] for row in rows]


def _compare(connection: Any, people: Sequence[int]) -> None:
    ids = integers(people)
    before: set[Difference] = set()
    for kind in FIELDS:
        before |= set(
            connection.execute(
                "SELECT d.kind, d.person, d.digest FROM carray(?2) v"
                " CROSS JOIN difference d ON d.kind = ?1 AND d.person = v.value",
                (kind, ids),
            )
        )
    rows = connection.execute(SOURCES, (ids,))
    now = {each for person, some in groupby(rows, itemgetter(0)) for each in _found(person, some)}
    connection.executemany(
        "DELETE FROM difference WHERE (kind, person, digest) = (?, ?, ?)", sorted(before - now)
    )
    connection.executemany("INSERT INTO difference VALUES (?, ?, ?)", sorted(now - before))
    connection.executemany("DELETE FROM uncompared WHERE person = ?", ((each,) for each in people))


def _found(person: int, sources: Iterable[Sequence[Any]]) -> Iterable[Difference]:
    stated: Mapping[ContactKey, Stated] = {
        (account_id, vendor_id): (
            *said_by_fields(name.split(), unpacked_keys(keys), company, title),
            *unpack(traits),
        )
        for _person, account_id, vendor_id, name, keys, company, title, traits in sources
    }
    return [(kind, person, digest) for kind, digest in differences(stated).items()]
