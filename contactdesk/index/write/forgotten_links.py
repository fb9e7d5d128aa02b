"""Takes a forgotten account out of the people its contacts belong to.

Everybody who is linked with one of them stands alone at once, so that no person is hidden with its
own contact; those who are left are linked again in steps, long before the contacts' words are gone.
"""

from __future__ import annotations

from array import array
from typing import Any

from contactdesk.index.people_rows import integers
from contactdesk.index.write.links import LinkWriter
from contactdesk.index.write.people import count_alone, dissolve

CONTACTS_PER_STEP = 1_000

CONTACTS_OF = """SELECT c.id FROM account a CROSS JOIN contact c
    INDEXED BY contact_by_account ON c.account = a.number WHERE a.id = ?"""

PEOPLE_WITH = """SELECT l.person FROM carray(?1) v CROSS JOIN link l ON l.contact = v.value
    UNION SELECT p.id FROM carray(?1) v CROSS JOIN person p ON p.id = v.value"""

ACCOUNTS_OF = """SELECT account, count(*) FROM (
    SELECT k.account FROM carray(?1) v CROSS JOIN linkable k ON k.contact = v.value
    UNION ALL
    SELECT k.account FROM carray(?1) v CROSS JOIN link l ON l.person = v.value
        CROSS JOIN linkable k ON k.contact = l.contact)
    GROUP BY account"""

LINKED = """SELECT a.number, c.id FROM account a CROSS JOIN contact c
    INDEXED BY contact_by_account ON c.account = a.number CROSS JOIN linkable l ON l.contact = c.id
    WHERE a.forgotten LIMIT ?"""


def part_people(connection: Any, account_id: str) -> None:
    """Let everybody who is linked with an account's contacts stand alone; within the caller's
    transaction."""
    own = array("q", (row[0] for row in connection.execute(CONTACTS_OF, (account_id,))))
    people = [row[0] for row in connection.execute(PEOPLE_WITH, (integers(own),))]
    alone = dict(connection.execute(ACCOUNTS_OF, (integers(people),)))
    connection.executemany("DELETE FROM link WHERE person = ?", ((each,) for each in people))
    dissolve(connection, people)
    count_alone(connection, alone)


def unlink_forgotten(connection: Any, links: LinkWriter) -> bool:
    """Link those anew who have something in common with some contacts of forgotten accounts.
    Returns whether there were any."""
    with links.transaction():
        rows = connection.execute(LINKED, (CONTACTS_PER_STEP,)).fetchall()
        links.remove([row[1] for row in rows])
    return bool(rows)
