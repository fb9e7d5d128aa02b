"""Explains why contacts are one person, and who else might be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from contactdesk.index.people_rows import PeopleRows, contacts_of_keys, integers
from contactdesk.index.record_codec import unpack
from contactdesk.index.types import ContactLink, PersonHints, PersonLinks, SharedKey
from contactdesk.model import Provider
from contactdesk.people.keys import KIND_BITS, Key, described_keys, is_shared_by_nature, kind_of
from contactdesk.people.linking import Partition, people_of
from contactdesk.people.reasons import Reason, Side, reasons
from contactdesk.providers import all_providers
from contactdesk.records.parse import MALFORMED_ERRORS, read_record, replace_lone_surrogates

IN_ORDER = """SELECT c.id FROM carray(?2) v CROSS JOIN contact c ON c.id = v.value
    CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten
    ORDER BY c.id <> ?1, c.name = '', a.id, c.vendor_id"""

RECORDS = """SELECT c.id, a.id, v.id, a.region, r.packed FROM carray(?) h
    CROSS JOIN contact c ON c.id = h.value CROSS JOIN record r ON r.id = c.id
    CROSS JOIN account a ON a.number = c.account LEFT JOIN vendor v ON v.number = a.vendor"""

MAYBES = """SELECT coalesce(l.person, m.other), m.other
    FROM carray(?) v CROSS JOIN maybe m ON m.contact = v.value
    CROSS JOIN contact c ON c.id = m.other CROSS JOIN account a ON a.number = c.account
    LEFT JOIN link l ON l.contact = m.other
    WHERE NOT a.forgotten ORDER BY c.name = '', a.id, c.vendor_id"""

CROWDED = """SELECT EXISTS (
    SELECT 1 FROM carray(?) v CROSS JOIN crowded c ON c.contact = v.value)"""

TOO_COMMON = (
    """SELECT c.key, c.contacts FROM carray(?) v CROSS JOIN common_key c ON c.key = v.value"""
)

OF_AGENTS = "SELECT DISTINCT a.key FROM carray(?) v CROSS JOIN agent a ON a.key = v.value"

KINDS = KIND_BITS + 1

MAX_EXPLAINED = 200
"""Contacts of one person, and others that might be it, whose links are explained."""


def person_members(connection: Any, row_id: int) -> list[int]:
    """The row ids of everybody who is the same person as a contact: the person's own contact first,
    then those with a name. Only the contact itself where it stands alone; none if it is gone."""
    person = connection.execute("SELECT person FROM link WHERE contact = ?", (row_id,)).fetchone()
    own = person[0] if person else row_id
    others = connection.execute("SELECT contact FROM link WHERE person = ?", (own,))
    ids = integers([own, *(row[0] for row in others)])
    return [row[0] for row in connection.execute(IN_ORDER, (own, ids))]


def person_hints(connection: Any, row_id: int) -> PersonHints:
    """Who else might be the same person as a contact, and whether only the user links it."""
    members = integers(person_members(connection, row_id))
    others = dict[int, int]()
    for person, contact in connection.execute(MAYBES, (members,)):
        others.setdefault(person, contact)
    (is_crowded,) = connection.execute(CROWDED, (members,)).fetchone()
    return PersonHints(tuple(others.values()), bool(is_crowded))


def person_links(connection: Any, row_id: int, providers: Mapping[str, Provider]) -> PersonLinks:
    """Why the contacts of a contact's person belong together; `providers` are by account id."""
    members, rows = person_members(connection, row_id), PeopleRows(connection)
    partition = people_of(
        [row_id], rows.members, rows.groups, rows.judgements, crowded=rows.crowded
    )
    inside = [each for each in members if each in rows.known][:MAX_EXPLAINED]
    outside = _maybes(partition, inside)
    keys = _described(connection, {*inside, *outside}, providers)
    links = _Links(partition, rows, keys)
    own = {key: each for contact in inside for key, each in keys.get(contact, {}).items()}
    common = dict(connection.execute(TOO_COMMON, (integers(own),)))
    of_agents = [row[0] for row in connection.execute(OF_AGENTS, (integers(own),))]
    shared = [key for key in own if links.is_shared(key)]
    groups = {key: len(each) for key, each in contacts_of_keys(connection, shared).items()}
    return PersonLinks(
        tuple(members),
        tuple(links.strongest(each, inside) for each in inside[1:]),
        tuple(links.between(other, member) for other, member in outside.items()),
        tuple(
            _shared_keys(own, {key: n for key, n in groups.items() if n > 1 and key not in common})
        ),
        tuple(_shared_keys(own, common)),
        tuple(own[key].text for key in of_agents),
        not rows.crowded.isdisjoint(members),
    )


def _maybes(partition: Partition, inside: Sequence[int]) -> dict[int, int]:
    """Contacts that might be the same person -> the contact of the person that they share a key
    with."""
    members, found = set(inside), dict[int, int]()
    for each in partition.maybes:
        for one, other in ((each.one, each.other), (each.other, each.one)):
            if one in members and other not in members and len(found) < MAX_EXPLAINED:
                found.setdefault(other, one)
    return found


def _shared_keys(own: Mapping[int, Key], counts: Mapping[int, int]) -> Iterator[SharedKey]:
    for key, contacts in sorted(counts.items()):
        yield SharedKey(own[key].kind, own[key].text, contacts)


def _described(
    connection: Any, ids: Iterable[int], providers: Mapping[str, Provider]
) -> dict[int, dict[int, Key]]:
    """The keys of contacts, with what they were made of."""
    found = {}
    for row_id, account_id, vendor, region, packed in connection.execute(RECORDS, (integers(ids),)):
        provider = providers.get(account_id) or all_providers().get(vendor)
        if provider is None:
            continue
        record = read_record(provider.contact, replace_lone_surrogates(unpack(packed)))
        try:
            found[row_id] = described_keys(record.contact, provider.ids, region)
        except (*MALFORMED_ERRORS, RecursionError):
            found[row_id] = {}
    return found


class _Links:
    """The links and near links of a partition, put in reasons."""

    def __init__(
        self, partition: Partition, rows: PeopleRows, keys: Mapping[int, Mapping[int, Key]]
    ) -> None:
        self._partition, self._rows = partition, rows
        used = set(rows.used_keys)
        self._sides = {
            contact: Side(
                rows.known[contact].name,
                {key: each for key, each in keys.get(contact, {}).items() if key in used},
            )
            for contact in keys
        }

    def is_shared(self, key: int) -> bool:
        return key in self._partition.shared or is_shared_by_nature(key)

    def strongest(self, contact: int, members: Sequence[int]) -> ContactLink:
        """The link by which a contact belongs to its person, and that with its own contact or else
        the first, where several are as strong."""
        others = [each for each in members if each != contact and each in self._sides]
        if not others or contact not in self._sides:
            return ContactLink(contact, members[0], ())
        return self.between(contact, min(others, key=lambda each: self._weakness(contact, each)))

    def between(self, contact: int, other: int) -> ContactLink:
        return ContactLink(contact, other, tuple(self._reasons(contact, other)))

    def _weakness(self, one: int, other: int) -> tuple[bool, bool, int]:
        shared = self._sides[one].keys.keys() & self._sides[other].keys.keys()
        kinds = (kind_of(key) + KINDS * self.is_shared(key) for key in shared)
        return not self._is_by_hand(one, other), not shared, min(kinds, default=0)

    def _is_by_hand(self, one: int, other: int) -> bool:
        return other in self._rows.judgements.linked.get(one, ())

    def _reasons(self, one: int, other: int) -> list[Reason]:
        if one not in self._sides or other not in self._sides:
            return []
        return reasons(
            self._sides[one],
            self._sides[other],
            shared=self._partition.shared,
            is_by_hand=self._is_by_hand(one, other),
            is_apart=other in self._rows.judgements.apart.get(one, ()),
        )
