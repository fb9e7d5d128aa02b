"""SQL for columns about the person whose contact it is."""

from __future__ import annotations

from typing import Any

from contactdesk.index.read.derived import Derived
from contactdesk.people.columns import BEHIND, CONTACTS, DIFFERS, VENDORS
from contactdesk.search.fields import DIFFERENCES

SECONDS_OF_DAY = 86_400

PERSON = "coalesce((SELECT l.person FROM link l WHERE l.contact = c.id), c.id)"
OF_PERSON = f"(SELECT {{}} FROM person s WHERE s.id = {PERSON})"
OWN_VENDOR = "(SELECT 1 << g.vendor FROM account g WHERE g.number = c.account)"
BITS = f"coalesce({OF_PERSON.format('s.vendors')}, {OWN_VENDOR})"

OPEN_DIFFERENCE = (
    "NOT EXISTS (SELECT 1 FROM dismissed i WHERE i.kind = d.kind AND i.digest = d.digest)"
)
"""SQL for a difference `d` that the user has not dismissed."""

KINDS = ", ".join(f"({place}, '{kind}')" for place, kind in enumerate(DIFFERENCES))
DIFFERENCES_OF_PERSON = f"""(WITH kinds (place, kind) AS (VALUES {KINDS})
    SELECT {{}} FROM (SELECT d.kind AS kind FROM kinds o
        CROSS JOIN difference d ON d.kind = o.kind AND d.person = {PERSON}
        WHERE {OPEN_DIFFERENCE} ORDER BY o.place))"""

OF_PEOPLE = {
    CONTACTS: f"coalesce({OF_PERSON.format('s.contacts')}, 1)",
    VENDORS: "(SELECT nullif(json_group_array(id), '[]') FROM"
    f" (SELECT v.id AS id FROM vendor v WHERE {BITS} >> v.number & 1 ORDER BY v.id))",
    BEHIND: OF_PERSON.format(f"s.behind / {SECONDS_OF_DAY}"),
    DIFFERS: DIFFERENCES_OF_PERSON.format("nullif(json_group_array(kind), '[]')"),
}
"""Path -> SQL for the value of contact `c`, NULL for none."""


def person_order(connection: Any, path: str) -> Derived | None:
    """How to sort by a column about the person; None for another one."""
    if path == CONTACTS:
        rows = "SELECT id AS person, contacts AS k FROM person"
        return _order(OF_PEOPLE[path], rows, others_first=True)
    if path == BEHIND:
        rows = "SELECT id AS person, behind AS k FROM person WHERE behind IS NOT NULL"
        return _order(OF_PERSON.format("s.behind"), rows)
    if path == DIFFERS:
        rows = (
            f"SELECT d.person, count(*) AS k FROM difference d WHERE {OPEN_DIFFERENCE} GROUP BY 1"
        )
        return _order(DIFFERENCES_OF_PERSON.format("nullif(count(*), 0)"), rows)
    return _order_by_vendors(connection) if path == VENDORS else None


def _order(key: str, rows: str, *, others_first: bool = False) -> Derived:
    """`rows`: a query for the own contacts of people, as "person", with their keys, as "k"."""
    people = (
        f"SELECT c.id AS id, r.k AS k, c.account AS a FROM ({rows}) r"
        " CROSS JOIN contact c ON c.id = r.person WHERE 1"
    )
    return Derived("", key, "", people, others_first)


def _order_by_vendors(connection: Any) -> Derived:
    """By the names of the vendors, in which a combination comes before a longer one."""
    ids = dict(connection.execute("SELECT number, id FROM vendor"))
    found = connection.execute(
        "SELECT vendors FROM person UNION SELECT 1 << vendor FROM account"
    ).fetchall()
    named = sorted(
        (sorted(id for number, id in ids.items() if bits >> number & 1), bits) for (bits,) in found
    )
    places = " ".join(
        f"WHEN {bits} THEN {place}" for place, (names, bits) in enumerate(named) if names
    )
    key = f"CASE {BITS} {places} END" if places else "NULL"
    people = (
        f"SELECT c.id AS id, {key} AS k, c.account AS a FROM contact c"
        f" WHERE {key} IS NOT NULL AND c.id NOT IN (SELECT contact FROM link)"
    )
    return Derived("", key, "", people)
