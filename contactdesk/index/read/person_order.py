"""People sorted by a column about them: at which vendors they are, how many contacts they have."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence

import apsw
from msgspec import Struct

from contactdesk.index.postings.bitmap import (
    IDS_PER_STEP,
    BitmapReader,
    CancelCheck,
    difference,
    from_many_ids,
    parse_ids,
    to_ids,
)
from contactdesk.index.read.account_order import AccountOrder
from contactdesk.index.read.people_map import PeopleMap
from contactdesk.index.read.sort_cache import Halves

MAX_PLACES = 256
"""With more different numbers than these, SQLite sorts the people; with fewer, they are distributed. The
numbers of people who are alone are as few as the accounts."""

MAX_SCANNED_FOR_FIRST = 65_536
"""Contacts looked at for the first few people."""

MAX_LOOKED_UP = 500
"""Up to this many people, the rows of their own contacts are read."""

CONTACTS_OF_PERSON = "SELECT contact AS id FROM link WHERE person = ? ORDER BY contact"
BY_ACCOUNT = """SELECT c.id AS id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    ORDER BY c.account, c.id"""
FIRST = {
    descending: f"""WITH r AS ({{rows}}) SELECT person, k FROM r
        WHERE k {beyond} (SELECT k FROM r ORDER BY k {way} LIMIT 1 OFFSET ?)"""
    for descending, way, beyond in ((False, "ASC", "<="), (True, "DESC", ">="))
}
"""The people up to a place, and all with the same number as the one there; nobody if there is none."""


def in_numeric_order(keys: Collection[int]) -> dict[int, int]:
    """Key -> place, from 1."""
    return {key: place for place, key in enumerate(sorted(keys), 1)}


class FirstGroup(Struct, frozen=True):
    """The people who come first: those with their own contact `c` in one of some accounts, if it meets
    a condition."""

    accounts: tuple[int, ...]
    condition: str


class PersonKeys(Struct, frozen=True):
    """What people are sorted by: a number for each; for equal numbers, by the account and the row id of
    their own contacts.

    `rows` is a query for people of several contacts, as "person", with their numbers, as "k". `alone`
    has the numbers of those who are alone, by account; without it, they have none. `places` gives the
    order of the numbers that there are, from 1; one that is not in it is none. With `others_first`,
    those without a number come before the others, else after them. `first` has the people who come
    first, by whether the order is descending; without it, they are found by their numbers.
    """

    rows: str
    alone: Mapping[int, int] = {}
    places: Callable[[Collection[int]], dict[int, int]] = in_numeric_order
    others_first: bool = False
    first: Mapping[bool, FirstGroup] = {}


class PersonOrder:
    """Sorts all people by such numbers or, with `contacts`, all contacts, of which those of a person stay
    together: the own one first, then the others by row id."""

    def __init__(
        self, reader: BitmapReader, people: PeopleMap, keys: PersonKeys, *, contacts: bool = False
    ) -> None:
        self._reader, self._people, self._keys = reader, people, keys
        self._is_of_contacts = contacts

    def all(self) -> Halves:
        accounts, every = AccountOrder(self._reader), self._people.everyone(self._reader)
        found = self._sorted(accounts)
        if self._is_of_contacts:
            found = self._people.contacts_in_order(self._reader, found)
            every = self._reader.all_contacts()
        rest = difference(every, from_many_ids(found, self._reader.size, self._reader.check))
        others = accounts.sort(to_ids(rest, self._reader.check))
        return (others + found, array("i")) if self._keys.others_first else (found, others)

    def first(self, count: int, *, descending: bool) -> array[int]:
        """The first `count` of all; fewer if others follow that have to be sorted."""
        people = self._first_people(count, descending=descending)
        if not self._is_of_contacts:
            return people
        if descending:
            people.reverse()
        found = array("i")
        for person in people:
            found.append(person)
            found.extend(self._reader.ids(CONTACTS_OF_PERSON, person))
        if descending:
            found.reverse()
        return found[:count]

    def _first_people(self, count: int, *, descending: bool) -> array[int]:
        if group := self._keys.first.get(descending):
            return self._first_of_group(group, count, descending=descending)
        if self._keys.alone or (self._keys.others_first and not descending):
            return array("i")
        persons, keys = self._read(FIRST[descending].format(rows=self._keys.rows), count - 1)
        key = dict(zip(persons, keys, strict=True)).__getitem__
        people = sorted(self._by_account(persons), key=key)
        if descending:
            people.reverse()
        return array("i", people[:count])

    def _sorted(self, accounts: AccountOrder) -> array[int]:
        """All people who have a number."""
        reader, keys = self._reader, self._keys
        persons, found = self._read(keys.rows)
        places = keys.places({*found, *keys.alone.values()})
        if len(places) > MAX_PLACES and not keys.alone:
            return self._sorted_in_sql(accounts, persons)
        place_of = accounts.table(
            {account: places.get(key, 0) for account, key in keys.alone.items()}
        )
        for start in range(0, len(persons), IDS_PER_STEP):
            stop = start + IDS_PER_STEP
            for person, key in zip(persons[start:stop], found[start:stop], strict=True):
                place_of[person] = places.get(key, 0)
            reader.check()
        if keys.alone:
            persons = to_ids(self._people.everyone(reader), reader.check)
        return distributed(accounts.sort(persons), place_of, reader.check)

    def _sorted_in_sql(self, accounts: AccountOrder, persons: array[int]) -> array[int]:
        return self._reader.ids(
            f"SELECT h.value AS id FROM carray(?) h CROSS JOIN ({self._keys.rows}) r"
            " ON r.person = h.value ORDER BY r.k, h.rowid",
            apsw.carray(accounts.sort(persons)),
        )

    def _by_account(self, people: array[int]) -> array[int]:
        """People by the account and the row id of their own contacts."""
        if 0 < len(people) <= MAX_LOOKED_UP:
            return self._reader.ids(BY_ACCOUNT, apsw.carray(people))
        return AccountOrder(self._reader).sort(people)

    def _first_of_group(self, group: FirstGroup, count: int, *, descending: bool) -> array[int]:
        way, found, left = ("DESC" if descending else "ASC"), array("i"), MAX_SCANNED_FOR_FIRST
        for account in sorted(group.accounts, reverse=descending):
            scanned = (
                "SELECT id FROM contact INDEXED BY contact_by_account"
                f" WHERE account = ?1 ORDER BY id {way} LIMIT ?2"
            )
            found.extend(
                self._reader.ids(
                    f"SELECT c.id AS id FROM ({scanned}) c WHERE {group.condition}"
                    " AND NOT EXISTS (SELECT 1 FROM link l WHERE l.contact = c.id) LIMIT ?3",
                    *(account, left, count - len(found)),
                )
            )
            (contacts,) = self._reader.connection.execute(
                "SELECT contacts FROM account WHERE number = ?", (account,)
            ).fetchone()
            left -= contacts
            if len(found) == count or left <= 0:
                break
        return found

    def _read(self, rows: str, *values: int) -> tuple[array[int], array[int]]:
        """People in ascending order, and their numbers."""
        people, texts = self._reader.connection.execute(
            f"SELECT json_group_array(person), json_group_array(k) FROM ({rows} ORDER BY person)",
            values,
        ).fetchone()
        keys = array("q")
        for batch in parse_ids(texts):
            keys.fromlist(batch)
        self._reader.check()
        return self._reader.ids_of_json(people), keys


def distributed(ids: array[int], places: Sequence[int], check: CancelCheck) -> array[int]:
    """Ids by their places, else in the order they have; those with place 0 are left out."""
    parts: dict[int, array[int]] = {}
    place_of = places.__getitem__
    for start in range(0, len(ids), IDS_PER_STEP):
        own = sorted(ids[start : start + IDS_PER_STEP], key=place_of)
        at = 0
        while at < len(own):
            place = place_of(own[at])
            stop = bisect_right(own, place, at, key=place_of)
            parts.setdefault(place, array("i")).fromlist(own[at:stop])
            at = stop
        check()
    parts.pop(0, None)
    found = array("i")
    for place in sorted(parts):
        found.extend(parts[place])
    return found
