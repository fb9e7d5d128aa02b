"""The contacts of a scope, or the hits of a search among them, in an order."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import (
    Bitmap,
    BitmapReader,
    CancelCheck,
    all_below,
    difference,
    first_ids,
    from_ids,
    ids_of_batches,
    to_flags,
    to_ids,
)
from contactdesk.index.read.derived import Derived
from contactdesk.index.read.derived_columns import derived_order
from contactdesk.index.read.evaluate import Search, TermCache
from contactdesk.index.read.people_map import PeopleMap
from contactdesk.index.read.person_columns import person_keys
from contactdesk.index.read.person_order import PersonKeys, PersonOrder
from contactdesk.index.read.scope import ALL_ACCOUNTS, ResolvedScope
from contactdesk.index.read.sort_cache import Halves, SortCache
from contactdesk.index.read.stored_order import StoredOrder
from contactdesk.index.record_codec import value_sql
from contactdesk.index.sort_keys import STAND_IN
from contactdesk.index.types import Order, Scope, UserWords
from contactdesk.model import CONTACT_FIELDS, Column
from contactdesk.search.query import Query

SORT_KEYS = {field: field if field.endswith("_at") else f"{field}_key" for field in CONTACT_FIELDS}

NAME = SORT_KEYS["name"]
HAS_KEY = dict.fromkeys(SORT_KEYS.values(), "> ''") | {NAME: f"< '{STAND_IN}'"}
LACKS_KEY = dict.fromkeys(SORT_KEYS.values(), "= ''") | {NAME: f">= '{STAND_IN}'"}
"""Sort key -> SQL comparison. Contacts that lack a name are sorted by what is shown instead."""

SORT_BELOW_ONE_IN = 64
"""If fewer than one in this many contacts is wanted, they are looked up and sorted. Otherwise the
order of all contacts is read."""


class QueryCache:
    """Answers that hold until something is written: the last search and the matches of its terms,
    the contacts of the last scope, and the last sort order."""

    def __init__(self) -> None:
        self.version: Any = None
        self.renew(None)

    def renew(self, version: Any, people: PeopleMap | None = None) -> None:
        """Clear the cache if the index has another version. `people` are what another cache knows of
        this one."""
        if version != self.version or version is None:
            self.version = version
            self.search_key: tuple[Query, UserWords, float, bool] | None = None
            self.search: Search | None = None
            self.terms = TermCache()
            self.people = people or PeopleMap()
            self.scope_sql, self.in_scope = "", 0
            self._sort_key = ""
            self._order: SortCache | None = None

    def order(self, key: str) -> SortCache | None:
        """The order with this name if it is the last one."""
        return self._order if self._sort_key == key else None

    def keep_order(
        self, key: str, read: Callable[[], Halves], size: int, *, turns: bool
    ) -> SortCache:
        """Cache an order; see `SortCache`."""
        # Free the previous one first: both may be large.
        self._sort_key, self._order = "", None
        made = SortCache(*read(), size, turns=turns)
        self._sort_key, self._order = key, made
        return made


class Selection:
    """The wanted contacts: those in scope, until `restrict` reduces them to hits."""

    ORDER_OF = ""
    """Before the key of a cached order: whose order it is."""

    def __init__(
        self, connection: Any, scope: Scope, check: CancelCheck, cache: QueryCache
    ) -> None:
        self._connection = connection
        self._check = check
        self._cache = cache
        self._scope = ResolvedScope(connection, scope)
        self._hits: Bitmap | None = None
        self.reader = BitmapReader(connection, check)
        self.size = self._scope.size
        """Upper bound of the number of wanted contacts."""

    def restrict(self, hits: Bitmap) -> None:
        """Reduce the contacts in scope to these."""
        self._hits = hits
        self.size = min(self._scope.size, hits.bit_count())

    def ordered(self, order: Order) -> array[int]:
        if not self.size:
            return array("i")
        if order.column is None:
            ids = self._in_loading_order()
            if order.descending:
                ids.reverse()
            return ids
        ids, rest = self._by_column(order.column)
        self._check()
        if order.descending:
            ids.reverse()
            if SORT_KEYS.get(order.column.path) == NAME:
                rest.reverse()
        ids.extend(rest)
        return ids

    def _by_column(self, column: Column) -> Halves:
        path = column.path
        if key := SORT_KEYS.get(path):
            return self._by_key(key)
        if keys := person_keys(self._connection, path):
            return self._in_cached_order(path, self._person_order(keys).all)
        if derived := derived_order(self._connection, path):
            return self._by_derived(path, derived)
        return self._by_path(column)

    def first(self, order: Order, count: int) -> array[int]:
        """The first `count` of `ordered`, without sorting the rest where possible."""
        path = order.column.path if order.column else ""
        key = SORT_KEYS.get(path) if path else ""
        if path and self.size and (cached := self._cache.order(self.ORDER_OF + (key or path))):
            return cached.first(self._members(), count, order.descending, self._check)
        if keys := person_keys(self._connection, path):
            found = array("i")
            if self._members() is None:
                found = self._person_order(keys).first(count, descending=order.descending)
            return found if len(found) == count else self.ordered(order)[:count]
        derived = None if key else derived_order(self._connection, path)
        if derived and self._is_scanned:
            return self._scan_derived(derived, order.descending, count)
        if key and self._is_scanned:
            return self._scan_order(key, order.descending, count)
        if key == "" and not self._scope.listing:
            return self._first_loaded(count, order.descending)
        return self.ordered(order)[:count]

    def _first_loaded(self, count: int, descending: bool) -> array[int]:
        if self._hits is not None:
            return first_ids(self._members() or 0, count, descending=descending)
        sql = (
            f"SELECT c.id FROM contact c WHERE {self._scope.account_condition}"
            f" ORDER BY c.id {'DESC' if descending else 'ASC'} LIMIT {count}"
        )
        return array("i", (row[0] for row in self._connection.execute(sql)))

    def _scan_order(self, key: str, descending: bool, count: int) -> array[int]:
        """The first `count`, read from the stored order until enough are found."""
        hits = self._hits_to_scan()
        is_hit = to_flags(hits, self.reader.size).__getitem__ if hits is not None else None
        ids = array("i")
        asked = "DESC" if descending else "ASC"
        for order, way in zip(
            self._scanned_sql(key), (asked, asked if key == NAME else "ASC"), strict=True
        ):
            sql = f"{order} ORDER BY k {way}, a {way}, t {way}"
            for row_id, *_ in self._connection.execute(sql):
                if is_hit is None or is_hit(row_id):
                    ids.append(row_id)
                    if len(ids) >= count:
                        return ids
            self._check()
        return ids

    def _hits_to_scan(self) -> Bitmap | None:
        """What `_scanned_sql` is filtered by."""
        return self._hits

    def _scanned_sql(self, key: str) -> tuple[str, str]:
        """The stored order of the contacts that have a key, and of those that lack it."""
        accounts = self._scope.account_condition
        return (
            stored_order_sql(key, accounts, f"c.key {HAS_KEY[key]}"),
            stored_order_sql(key, accounts, f"c.key {LACKS_KEY[key]}"),
        )

    def _scan_derived(self, derived: Derived, descending: bool, count: int) -> array[int]:
        """As `_scan_order`, of contacts that have a derived column's value, then of those without."""
        accounts = self._scope.account_condition
        way = "DESC" if descending else "ASC"
        halves = (
            f"{derived.having} AND {accounts} ORDER BY k {way}, a {way}, id {way}",
            f"SELECT c.id AS id FROM contact c WHERE {accounts} AND {derived.key} IS NULL"
            " ORDER BY c.account, c.id",
        )
        hits = self._hits
        is_hit = to_flags(hits, self.reader.size).__getitem__ if hits is not None else None
        limit = f" LIMIT {count}" if hits is None else ""
        ids = array("i")
        for sql in halves:
            for row_id, *_ in self._connection.execute(sql + limit):
                if is_hit is None or is_hit(row_id):
                    ids.append(row_id)
                    if len(ids) >= count:
                        return ids
            self._check()
        return ids

    def _in_loading_order(self) -> array[int]:
        members = self._members()
        if self._scope.listing:
            ids = self.reader.ids(f"{self._scope.ids_sql} ORDER BY ordinal")
            return self.reader.among(ids, members)
        return to_ids(self.reader.all_contacts() if members is None else members, self._check)

    def _by_key(self, key: str) -> Halves:
        name, scope = self.ORDER_OF + key, self._scope
        cached = self._cache.order(name)
        if cached is None and self._is_small:
            rows, values = self._rows(f"c.{key}", f"c.{key} {HAS_KEY[key]}")
            return self._sort(rows, values, HAS_KEY[key])
        if cached is None and self._is_whole_account:
            return self._read_order(key, scope.account_condition)
        members = self._members()
        order = cached or self._cache.keep_order(
            name,
            lambda: self._read_order(key, scope.visible_condition),
            self.reader.size,
            turns=key == NAME,
        )
        return order.all() if members is None else order.among(members, self._check)

    @property
    def _is_whole_account(self) -> bool:
        """Whether all contacts of an account are wanted."""
        return bool(self._scope.account) and self._hits is None and not self._scope.listing

    def _read_order(self, key: str, accounts: str) -> Halves:
        """All contacts of some accounts, sorted."""
        if accounts == ALL_ACCOUNTS:
            order = stored_order(self.reader, key)
            return ids_of_batches(order.with_key()), ids_of_batches(order.without_key())
        sql = stored_order_sql(key, accounts)
        ids = self.reader.ids(f"{sql} ORDER BY k, a, t")
        # Contacts that lack the key come first, but by name last. Separating them in SQL takes half
        # as long again.
        is_second = HAS_KEY[key] if key != NAME else LACKS_KEY[key]
        sql = f"SELECT {key} {is_second} FROM contact WHERE id = ?"

        def is_second_half(row_id: int) -> bool:
            return bool(self._connection.execute(sql, (row_id,)).fetchone()[0])

        cut = bisect_left(ids, True, key=is_second_half)
        return (ids[:cut], ids[cut:]) if key == NAME else (ids[cut:], ids[:cut])

    def _members(self) -> Bitmap | None:
        """The wanted contacts; None for all there are."""
        sql = self._scope.ids_sql
        if not sql:
            return self._hits
        # The scope stays the same while somebody types.
        if self._cache.scope_sql != sql:
            self._cache.scope_sql, self._cache.in_scope = sql, self.reader.bitmap(sql)
        members = self._cache.in_scope
        return members if self._hits is None else members & self._hits

    def _by_derived(self, path: str, derived: Derived) -> Halves:
        if self._is_small and self._cache.order(self.ORDER_OF + path) is None:
            return self._sort(*self._rows(derived.key, f"{derived.key} IS NOT NULL"))
        return self._in_cached_order(path, lambda: self._read_derived(derived))

    def _in_cached_order(self, path: str, read: Callable[[], Halves]) -> Halves:
        """What is wanted in the order of a column, which is read if it is not cached."""
        name = self.ORDER_OF + path
        order = self._cache.order(name) or self._cache.keep_order(
            name, read, self.reader.size, turns=False
        )
        members = self._members()
        return order.all() if members is None else order.among(members, self._check)

    def _read_derived(self, derived: Derived) -> Halves:
        """All visible contacts, sorted by a derived column."""
        accounts = self._scope.visible_condition
        ids = self.reader.ids(f"{derived.having} AND {accounts} ORDER BY k, a, id")
        every = self.reader.ids(
            f"SELECT c.id AS id FROM contact c WHERE {accounts} ORDER BY c.account, c.id"
        )
        others = difference(all_below(self.reader.size), from_ids(ids, self.reader.size))
        return ids, self.reader.among(every, others)

    def _person_order(self, keys: PersonKeys) -> PersonOrder:
        """What sorts all there are by a column about people."""
        return PersonOrder(self.reader, self._cache.people, keys, contacts=True)

    def _by_path(self, column: Column) -> Halves:
        value, parameters = value_sql(column.path, column.kind, 1)
        # The unnumbered parameters of the source follow these.
        key = f"sort_value({value}, ?{len(parameters) + 1})"
        rows, values = self._rows(key, f"{key} IS NOT NULL")
        return self._sort(rows, [*parameters, column.kind.value, *values])

    def _rows(self, key: str, _has_key: str) -> tuple[str, list[Any]]:
        """SQL and parameters for the ids of what is wanted, with what they are sorted by: a key of
        contact `c`, then its account and row id. `_has_key`: SQL for whether it has the key."""
        source, where, values = self._source()
        rows = f"SELECT c.id AS id, {key} AS k, c.account AS a, c.id AS t FROM {source}"
        return f"{rows} WHERE {where}", values

    def _sort(self, rows: str, values: list[Any], has_key: str = "<> ''") -> Halves:
        row = self._connection.execute(
            f"SELECT json_group_array(id) FILTER (WHERE k {has_key}),"
            f" json_group_array(id) FILTER (WHERE k IS NULL OR NOT k {has_key})"
            f" FROM ({rows} ORDER BY k, a, t)",
            values,
        ).fetchone()
        return self.reader.ids_of_json(row[0]), self.reader.ids_of_json(row[1])

    @property
    def _is_scanned(self) -> bool:
        """Whether the first rows are found sooner in the order of all contacts."""
        return not (self._is_small or self._scope.listing)

    @property
    def _is_small(self) -> bool:
        return self.size * SORT_BELOW_ONE_IN < self._scope.total

    def _source(self) -> tuple[str, str, list[Any]]:
        """(FROM clause, WHERE clause, parameters) of the wanted contacts."""
        where = self._scope.conditions
        if self._hits is None:
            return "contact c", where, []
        hits = apsw.carray(to_ids(self._hits, self._check))
        if self._is_small:
            return "carray(?) h CROSS JOIN contact c ON c.id = h.value", where, [hits]
        return "contact c", f"{where} AND c.id IN (SELECT value FROM carray(?))", [hits]


def stored_order(reader: BitmapReader, key: str) -> StoredOrder:
    return StoredOrder(reader, key, HAS_KEY[key], LACKS_KEY[key])


def stored_order_sql(key: str, accounts: str, condition: str = "") -> str:
    """The stored order by a key, optionally of contacts `c` that meet a condition."""
    more = f" AND {condition}" if condition else ""
    return (
        f"SELECT c.id AS id, c.key AS k, c.account AS a, c.id AS t FROM all_by_{key} c"
        f" WHERE {accounts}{more}"
    )


def counts_by_account(reader: BitmapReader, contacts: Bitmap) -> dict[str, int]:
    """Account id -> number of these contacts; accounts without any are left out."""
    if not contacts:
        return {}
    ids = apsw.carray(to_ids(contacts, reader.check))
    return dict(
        reader.connection.execute(
            "SELECT a.id, count(*) FROM carray(?) h CROSS JOIN contact c ON c.id = h.value"
            " CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten GROUP BY a.id",
            (ids,),
        )
    )
