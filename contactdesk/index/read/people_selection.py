"""People in an order: each by what is best of their contacts."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import compress
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import (
    Bitmap,
    all_below,
    difference,
    first_ids,
    from_ids,
    from_many_ids,
    to_flags,
    to_ids,
)
from contactdesk.index.read.derived import Derived
from contactdesk.index.read.derived_columns import derived_order
from contactdesk.index.read.people import BEST_FIRST, best_member_sql, source_sql
from contactdesk.index.read.selection import (
    HAS_KEY,
    LACKS_KEY,
    SORT_KEYS,
    Selection,
    first_people_sql,
)
from contactdesk.index.read.sort_cache import Halves
from contactdesk.index.types import Order

OWN_KEYS = tuple(SORT_KEYS[field] for field in ("name", "created_at", "updated_at"))
"""Sort keys that are always those of a person's own contact: it has a name if any contact has, and
times are of one contact only."""

IS_LINKED = "EXISTS (SELECT 1 FROM link l WHERE l.contact = s.id)"
PERSON = "(SELECT l.person FROM link l WHERE l.contact = s.id)"
BEST_OF_SEVERAL = f"""SELECT c.id AS id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value
    CROSS JOIN account a ON a.number = c.account ORDER BY {BEST_FIRST}"""


class PeopleSelection(Selection):
    """The wanted people: those with a contact in scope, until `restrict` reduces them to hits.

    In an order by a column, a person's own contact counts if it has a value, else the best of the
    others that has one.
    """

    ORDER_OF = "people "

    def restrict(self, hits: Bitmap) -> None:
        super().restrict(hits)
        self.size = self._everyone().bit_count()

    def first(self, order: Order, count: int) -> array[int]:
        path = order.column.path if order.column else ""
        derived = derived_order(self._connection, path) if path not in SORT_KEYS else None
        if path and path not in SORT_KEYS and not (derived and derived.people):
            return self.ordered(order)[:count]
        return super().first(order, count)

    def _first_by_person(self, derived: Derived, descending: bool, count: int) -> array[int]:
        if self._members() is not None or (derived.others_first and not descending):
            return array("i")
        return self.reader.ids(first_people_sql(derived, count, descending=descending))

    @property
    def _is_whole_account(self) -> bool:
        return False

    def _members(self) -> Bitmap | None:
        """The wanted people; None for all there are."""
        sql = self._scope.ids_sql
        if not sql:
            return self._hits
        if self._cache.scope_sql != self.ORDER_OF + sql:
            contacts = self.reader.bitmap(sql)
            # May be canceled: what belongs to another scope must not stay under this one's name.
            found = self._cache.people.to_people(self.reader, contacts)
            self._cache.scope_sql, self._cache.in_scope = self.ORDER_OF + sql, found
        members = self._cache.in_scope
        return members if self._hits is None else members & self._hits

    def _everyone(self) -> Bitmap:
        members = self._members()
        return self._cache.people.everyone(self.reader) if members is None else members

    # In loading order

    def _first_loaded(self, count: int, descending: bool) -> array[int]:
        if self._members() is not None:
            return first_ids(self._everyone(), count, descending=descending)
        sql = (
            f"SELECT s.id FROM contact s WHERE NOT {IS_LINKED}"
            f" ORDER BY s.id {'DESC' if descending else 'ASC'} LIMIT {count}"
        )
        return array("i", (row[0] for row in self._connection.execute(sql)))

    def _in_loading_order(self) -> array[int]:
        if not self._scope.listing:
            return to_ids(self._everyone(), self._check)
        contacts = self.reader.ids(f"{self._scope.ids_sql} ORDER BY ordinal")
        people = self._cache.people.people_of(self.reader, contacts)
        return self.reader.among(array("i", dict.fromkeys(people)), self._hits)

    # In a stored order

    def _hits_to_scan(self) -> Bitmap | None:
        return self._members()

    def _scanned_sql(self, key: str) -> tuple[str, str]:
        """The stored order of the contacts by which people are sorted, with their people."""
        order = (
            f"SELECT {{}} AS id, s.key AS k, s.account AS a, s.id AS t FROM all_by_{key} s WHERE"
        )
        has, lacks = f"s.key {HAS_KEY[key]}", f"s.key {LACKS_KEY[key]}"
        own = order.format("s.id")
        if key in OWN_KEYS:
            return f"{own} NOT {IS_LINKED} AND {has}", f"{own} NOT {IS_LINKED} AND {lacks}"
        has_value = f"c.{key} {HAS_KEY[key]}"
        is_best = f"(NOT {IS_LINKED} OR s.id = {source_sql(has_value, PERSON)})"
        others = best_member_sql(has_value, "s.id")
        return (
            f"{order.format(f'coalesce({PERSON}, s.id)')} {has} AND {is_best}",
            f"{own} NOT {IS_LINKED} AND {lacks} AND NOT EXISTS ({others})",
        )

    def _read_order(self, key: str, accounts: str) -> Halves:
        halves = super()._read_order(key, accounts)
        if key not in OWN_KEYS:
            return self._by_best(halves)
        everyone = self._cache.people.everyone(self.reader)
        return self.reader.among(halves[0], everyone), self.reader.among(halves[1], everyone)

    # By other columns

    def _read_derived(self, derived: Derived) -> Halves:
        if not derived.people:
            return self._by_best(super()._read_derived(derived))
        ids = self.reader.ids(f"{derived.people} ORDER BY k, a, id")
        everyone = self._cache.people.everyone(self.reader)
        every = self.reader.ids("SELECT c.id AS id FROM contact c ORDER BY c.account, c.id")
        size = self.reader.size
        rest = self.reader.among(every, difference(everyone, from_many_ids(ids, size, self._check)))
        ids = self.reader.among(ids, everyone)
        return (rest + ids, array("i")) if derived.others_first else (ids, rest)

    def _by_best(self, halves: Halves) -> Halves:
        """People instead of contacts, which are sorted by a value that the first half has."""
        people, reader = self._cache.people, self.reader
        with_value, without = halves
        has = from_many_ids(with_value, reader.size, self._check)
        linked = people.linked(reader)
        # Of people whose own contact lacks the value, the contacts that have it.
        others = to_ids(has & linked, self._check)
        persons = people.people_of_linked(reader, others)
        own = difference(has, linked)
        lacks = to_flags(difference(all_below(reader.size), own), reader.size).__getitem__
        wanted = bytes(map(lacks, persons))
        best = self._best_of(
            array("i", compress(others, wanted)), array("i", compress(persons, wanted))
        )
        sources = own | from_ids(best, reader.size)
        ordered = self.reader.among(with_value, sources)
        found = array("i", map(best.get, ordered, ordered)) if best else ordered
        ended = from_ids(best.values(), reader.size)
        nobody = difference(people.everyone(reader), has | ended)
        return found, self.reader.among(without, nobody)

    def _best_of(self, contacts: array[int], persons: array[int]) -> dict[int, int]:
        """Contact -> person, for one contact of each person: the best."""
        counts = Counter(persons)
        several = [
            each for each, person in zip(contacts, persons, strict=True) if counts[person] > 1
        ]
        found = dict(zip(persons, contacts, strict=True))
        if several:
            ranked = self.reader.ids(BEST_OF_SEVERAL, apsw.carray(array("i", several)))
            ranked.reverse()
            people = self._cache.people.people_of_linked(self.reader, ranked)
            found |= zip(people, ranked, strict=True)
        return {contact: person for person, contact in found.items()}

    def _rows(self, key: str, has_key: str) -> tuple[str, list[Any]]:
        people = to_ids(self._everyone(), self._check)
        rows = (
            f"SELECT p.id AS id, {key} AS k, c.account AS a, c.id AS t FROM carray(?) h"
            " CROSS JOIN contact p ON p.id = h.value"
            f" CROSS JOIN contact c ON c.id = {source_sql(has_key, 'p.id')}"
        )
        return rows, [apsw.carray(people)]
