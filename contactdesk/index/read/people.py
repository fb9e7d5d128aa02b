"""Reads what is shown of people: their contacts together, and how many there are at which vendors."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import parse_ids
from contactdesk.index.read.person_columns import OF_PEOPLE
from contactdesk.index.types import ContactPerson, PersonRow, VendorCounts
from contactdesk.model import CONTACT_FIELDS, TIME_FIELDS
from contactdesk.people.columns import PERSON_PATHS

BEST_FIRST = "c.name = '', a.id, c.vendor_id"
"""SQL order of the contacts of a person, besides their own: those with a name first. It depends on
nothing but their content."""

MEMBER = """WITH member (place, person, contact) AS (
    SELECT h.rowid, h.value, h.value FROM carray(?1) h
    UNION ALL
    SELECT h.rowid, h.value, l.contact FROM carray(?1) h CROSS JOIN link l ON l.person = h.value)"""

MEMBERS = f"""{MEMBER}
SELECT m.person, c.id, v.id, {", ".join(f"c.{field}" for field in CONTACT_FIELDS)}
    FROM member m CROSS JOIN contact c ON c.id = m.contact
    CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten
    LEFT JOIN vendor v ON v.number = a.vendor
    ORDER BY m.place, c.id <> m.person, {BEST_FIRST}"""


PERSON_OF_CONTACT = f"""SELECT a.id, c.vendor_id, b.id, p.vendor_id,
    {", ".join(OF_PEOPLE[path] for path in PERSON_PATHS)}
    FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten
    LEFT JOIN link k ON k.contact = c.id
    CROSS JOIN contact p ON p.id = coalesce(k.person, c.id)
    CROSS JOIN account b ON b.number = p.account"""


def best_member_sql(has_value: str, person: str) -> str:
    """SQL for the best contact `c` of a person that has a value, not counting the own one."""
    return (
        "SELECT c.id FROM link n INDEXED BY link_by_person"
        " CROSS JOIN contact c ON c.id = n.contact"
        " CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten"
        f" WHERE n.person = {person} AND {has_value} ORDER BY {BEST_FIRST} LIMIT 1"
    )


def source_sql(has_value: str, person: str) -> str:
    """SQL for the contact whose value counts for a person: the own one if `has_value`, a condition on
    contact `c`, is true of it, else the best of the others that has one, else the own one."""
    own = f"SELECT c.id FROM contact c WHERE c.id = {person} AND {has_value}"
    return f"coalesce(({own}), ({best_member_sql(has_value, person)}), {person})"


def people_of_contacts(connection: Any, ids: Sequence[int]) -> dict[tuple[str, str], ContactPerson]:
    """(account id, the vendor's id) of contacts -> what is known of their people."""
    if not ids:
        return {}
    row_ids = apsw.carray(ids if isinstance(ids, array) else array("i", ids))
    found = {}
    for account, id, own_account, own_id, contacts, vendors, behind, differs in connection.execute(
        PERSON_OF_CONTACT, (row_ids,)
    ):
        at, on = (tuple(json.loads(each or "[]")) for each in (vendors, differs))
        found[account, id] = ContactPerson((own_account, own_id), contacts, at, behind, on)
    return found


def person_rows(connection: Any, ids: Sequence[int]) -> list[PersonRow]:
    """The people with these row ids, in their order; missing ones are left out."""
    if not ids:
        return []
    row_ids = apsw.carray(ids if isinstance(ids, array) else array("i", ids))
    members = connection.execute(MEMBERS, (row_ids,))
    return [_person_row(person, each) for person, each in groupby(members, itemgetter(0))]


CONTACTS = f"""{MEMBER}
SELECT c.id FROM member m CROSS JOIN contact c ON c.id = m.contact
    CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten
    ORDER BY m.place, c.id <> m.person, {BEST_FIRST}"""


def contacts_of(connection: Any, ids: Sequence[int]) -> array[int]:
    """The contacts of the people with these row ids, in their order; the own contact of each comes
    first, then the others, best first."""
    row_ids = apsw.carray(ids if isinstance(ids, array) else array("i", ids))
    return (
        array("i", (row[0] for row in connection.execute(CONTACTS, (row_ids,))))
        if ids
        else array("i")
    )


def _person_row(person: int, members: Iterable[Sequence[Any]]) -> PersonRow:
    """A person of contacts that come best first."""
    contacts, vendors = 0, set[str]()
    best: dict[str, tuple[str, int]] = {}
    for _person, contact, vendor, *values in members:
        contacts += 1
        vendors |= {vendor} if vendor else set()
        for field, value in zip(CONTACT_FIELDS, values, strict=True):
            if value and (contact == person or field not in TIME_FIELDS):
                best.setdefault(field, (value, contact))
    return PersonRow(person, contacts, tuple(sorted(vendors)), best)


def vendor_counts(connection: Any) -> VendorCounts:
    """How many people there are at which vendors."""
    ids = dict(connection.execute("SELECT number, id FROM vendor"))
    # Counting in SQL would sort all people first.
    row = connection.execute("SELECT json_group_array(vendors) FROM person").fetchone()
    counts = Counter(chain.from_iterable(parse_ids(row[0])))
    for bits, alone in connection.execute(
        "SELECT 1 << vendor, alone FROM account WHERE NOT forgotten AND alone"
    ):
        counts[bits] += alone
    return VendorCounts(
        {
            tuple(sorted(id for number, id in ids.items() if bits >> number & 1)): count
            for bits, count in counts.items()
        }
    )
