"""People in an order: each by what is best of their contacts."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import (
    Bitmap,
    batches_of_ids,
    bytes_of,
    first_ids,
    flagged,
    ids_of_batches,
    to_flags,
    to_ids,
)
from contactdesk.index.read.best_contacts import sources_of_others
from contactdesk.index.read.derived import Derived
from contactdesk.index.read.people import best_member_sql, source_sql
from contactdesk.index.read.person_columns import person_keys
from contactdesk.index.read.person_order import PersonKeys, PersonOrder
from contactdesk.index.read.selection import (
    HAS_KEY,
    LACKS_KEY,
    SORT_KEYS,
    Selection,
    stored_order,
)
from contactdesk.index.read.sort_cache import Halves
from contactdesk.index.types import Order

OWN_KEYS = tuple(SORT_KEYS[field] for field in ("name", "created_at", "updated_at"))
"""Sort keys that are always those of a person's own contact: it has a name if any contact has, and
times are of one contact only."""

IS_LINKED = "EXISTS (SELECT 1 FROM link l WHERE l.contact = s.id)"
PERSON = "(SELECT l.person FROM link l WHERE l.contact = s.id)"
OF_OTHER = 2
"""Marks a contact whose value counts for its person, and is not the own one."""


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
        if path and path not in SORT_KEYS and not person_keys(self._connection, path):
            return self.ordered(order)[:count]
        return super().first(order, count)

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
        # Those of forgotten accounts are no members: they need not be left out here.
        order = stored_order(self.reader, key)
        if key not in OWN_KEYS:
            without = ids_of_batches(order.without_key())
            return self._by_best(order.with_key, without)
        flags = to_flags(self._cache.people.everyone(self.reader), self.reader.size)
        with_key, without_key = (
            ids_of_batches(flagged(each, flags) for each in batches)
            for batches in (order.with_key(), order.without_key())
        )
        return with_key, without_key

    # By other columns

    def _person_order(self, keys: PersonKeys) -> PersonOrder:
        return PersonOrder(self.reader, self._cache.people, keys)

    def _read_derived(self, derived: Derived) -> Halves:
        with_value, without = super()._read_derived(derived)
        return self._by_best(lambda: batches_of_ids(with_value, self._check), without)

    def _by_best(
        self, with_value: Callable[[], Iterator[list[int]]], without: array[int]
    ) -> Halves:
        """People, sorted by a value that some contacts have, which come in its order, and others do
        not."""
        people, reader = self._cache.people, self.reader
        person_of = sources_of_others(reader, people, without)
        marks = bytearray(to_flags(people.everyone(reader), reader.size))
        for contact, person in person_of.items():
            marks[contact], marks[person] = OF_OTHER, 0
        found = ids_of_batches(
            _people(contacts, bytes_of(contacts, marks), person_of) for contacts in with_value()
        )
        return found, reader.flagged(without, marks)

    def _rows(self, key: str, has_key: str) -> tuple[str, list[Any]]:
        people = to_ids(self._everyone(), self._check)
        rows = (
            f"SELECT p.id AS id, {key} AS k, c.account AS a, c.id AS t FROM carray(?) h"
            " CROSS JOIN contact p ON p.id = h.value"
            f" CROSS JOIN contact c ON c.id = {source_sql(has_key, 'p.id')}"
        )
        return rows, [apsw.carray(people)]


def _people(contacts: list[int], marks: bytes, person_of: Mapping[int, int]) -> list[int]:
    """The people whose values are those of some of these contacts, in their order."""
    found = list(compress(contacts, marks))
    marks = marks.replace(b"\0", b"")
    at = marks.find(OF_OTHER)
    while at >= 0:
        found[at] = person_of[found[at]]
        at = marks.find(OF_OTHER, at + 1)
    return found
