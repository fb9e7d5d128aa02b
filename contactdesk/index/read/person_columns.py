"""SQL for columns about the person whose contact it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contactdesk.index.read.person_order import FirstGroup, PersonKeys
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


def person_keys(connection: Any, path: str) -> PersonKeys | None:
    """How to sort by a column about the person; None for another one."""
    if path == CONTACTS:
        accounts = tuple(number for number, _ in _accounts(connection))
        alone = FirstGroup(accounts, "NOT EXISTS (SELECT 1 FROM person p WHERE p.id = c.id)")
        rows = "SELECT id AS person, contacts AS k FROM person"
        return PersonKeys(rows, others_first=True, first={False: alone})
    if path == BEHIND:
        return PersonKeys("SELECT id AS person, behind AS k FROM person WHERE behind IS NOT NULL")
    if path == DIFFERS:
        return PersonKeys(
            "SELECT d.person AS person, count(*) AS k FROM difference d"
            f" WHERE {OPEN_DIFFERENCE} GROUP BY d.person"
        )
    return _keys_of_vendors(connection) if path == VENDORS else None


def _accounts(connection: Any) -> list[tuple[int, int]]:
    """The numbers of all accounts and of their vendors."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT number, vendor FROM account ORDER BY number"
    ).fetchall()


def _keys_of_vendors(connection: Any) -> PersonKeys:
    """By the names of the vendors, in which a combination comes before a longer one."""
    names = dict(connection.execute("SELECT number, id FROM vendor"))
    accounts = _accounts(connection)

    def places(combinations: Iterable[int]) -> dict[int, int]:
        named = sorted(
            (own, bits)
            for bits in combinations
            if (own := sorted(name for number, name in names.items() if bits >> number & 1))
        )
        return {bits: place for place, (_, bits) in enumerate(named, 1)}

    def at(vendor: int) -> FirstGroup:
        """The people who are at this vendor only."""
        return FirstGroup(
            tuple(number for number, own in accounts if own == vendor),
            f"NOT EXISTS (SELECT 1 FROM person p WHERE p.id = c.id AND p.vendors <> {1 << vendor})",
        )

    by_name = sorted({vendor for _, vendor in accounts} & names.keys(), key=names.__getitem__)
    return PersonKeys(
        "SELECT id AS person, vendors AS k FROM person",
        alone={number: 1 << vendor for number, vendor in accounts},
        places=places,
        first={False: at(by_name[0]), True: at(by_name[-1])} if by_name else {},
    )
