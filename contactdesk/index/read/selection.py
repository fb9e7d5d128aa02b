"""The contacts of a scope, or those of them that a search found, in an order."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import compress
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import (
    AT_ONCE,
    Bitmap,
    BitmapReader,
    Check,
    first_of,
    listed,
    marks_of,
)
from contactdesk.index.read.evaluate import Found, Search
from contactdesk.index.read.sort_cache import SortCache
from contactdesk.index.record_codec import shown_value
from contactdesk.index.types import Names, Order, Scope, filters_text
from contactdesk.model import CONTACT_FIELDS, Column
from contactdesk.search.query import Query

SORT_KEYS = {field: field if field.endswith("_at") else f"{field}_key" for field in CONTACT_FIELDS}
FEW = 64
"""Where less than one in so many contacts is wanted, they are looked up and sorted; else the order
of all contacts is gone through."""


class QueryCache:
    """Answers that hold until something is written: the last search, so that the first rows and
    the whole ask once, what its terms match, the contacts of the last scope, and the last order of
    all."""

    def __init__(self) -> None:
        self.version: Any = None
        self.renew(None)

    def renew(self, version: Any) -> None:
        """Forgets everything if the index is another one than before."""
        if version != self.version or version is None:
            self.version = version
            self.asked: tuple[Query, Names, float] | None = None
            self.search: Search | None = None
            self.found = Found()
            self.scope, self.within = "", 0
            self.key = ""
            self.order: SortCache | None = None


class Selection:
    """The contacts that are asked for: those of a scope, or fewer."""

    def __init__(self, connection: Any, scope: Scope, check: Check, kept: QueryCache) -> None:
        self._connection = connection
        self._check = check
        self._kept = kept
        self.gathering = BitmapReader(connection, check)
        self._account = self._listing = 0
        self._hits: Bitmap | None = None
        self._total: int = self._one("SELECT coalesce(sum(contacts), 0) FROM account")
        self._hides: int = self._one("SELECT count(*) FROM account WHERE forgotten")
        self._in_scope = self._total if not scope.account_id else 0
        if scope.account_id:
            self._narrow(scope)
        elif scope.filters:
            raise ValueError("filters belong to one account")
        elif self._hides:
            self._in_scope = self._one("SELECT sum(contacts) FROM account WHERE NOT forgotten")
        self.size = self._in_scope

    def _narrow(self, scope: Scope) -> None:
        row = self._row("SELECT number, contacts FROM account WHERE id = ?", scope.account_id)
        self._account, self._in_scope = row or (-1, 0)
        if text := filters_text(scope.filters).removeprefix("{}"):
            row = self._row(
                "SELECT id FROM listing WHERE account = ? AND filters = ?", self._account, text
            )
            self._listing = row[0] if row else -1
            self._in_scope = self._one(
                "SELECT count(*) FROM position WHERE listing = ?", self._listing
            )

    def only(self, hits: Bitmap) -> None:
        """Of those in scope, only these."""
        self._hits = hits
        self.size = min(self._in_scope, hits.bit_count())

    def ordered(self, order: Order) -> array[int]:
        if not self.size:
            return array("i")
        if order.column is None:
            ids = self._as_loaded()
            if order.descending:
                ids.reverse()
            return ids
        by = SORT_KEYS.get(order.column.path)
        ids, rest = self._by_key(by) if by else self._by_path(order.column)
        self._check()
        if order.descending:
            ids.reverse()
        ids.extend(rest)
        return ids

    def first(self, order: Order, count: int) -> array[int]:
        """The first of `ordered`, without the rest where that is quicker."""
        by = SORT_KEYS.get(order.column.path) if order.column else ""
        if by and self.size and (kept := self._kept_by(by)):
            return kept.first(self._members(), count, order.descending, self._check)
        if by and not (self._few or self._listing):
            return self._walked(by, order.descending, count)
        if by == "" and not self._listing and self._hits is not None:
            return first_of(self._members() or 0, count, descending=order.descending)
        if by == "" and not self._listing:
            way = "DESC" if order.descending else "ASC"
            where, values = self._conditions()
            sql = f"SELECT c.id FROM contact c WHERE {where} ORDER BY c.id {way} LIMIT {count}"
            return array("i", (row[0] for row in self._connection.execute(sql, values)))
        return self.ordered(order)[:count]

    def _walked(self, key: str, descending: bool, count: int) -> array[int]:
        """The first so many of an order, which is walked no further."""
        hits = self._hits
        is_hit = marks_of(hits, self.gathering.size).__getitem__ if hits is not None else None
        ids = array("i")
        for valued, way in (("<> ''", "DESC" if descending else "ASC"), ("= ''", "ASC")):
            sql = f"{self._order_of(key, f'{{}} {valued}')} ORDER BY k {way}, a {way}, id {way}"
            for row_id, *_ in self._connection.execute(sql):
                if is_hit is None or is_hit(row_id):
                    ids.append(row_id)
                    if len(ids) >= count:
                        return ids
            self._check()
        return ids

    def _as_loaded(self) -> array[int]:
        members = self._members()
        if self._listing:
            sql = f"SELECT contact AS id FROM position WHERE listing = {self._listing}"
            ids = self.gathering.ids(f"{sql} ORDER BY ordinal")
            return self._marked(ids, members)
        return listed(self.gathering.every() if members is None else members, self._check)

    def _by_key(self, key: str) -> tuple[array[int], array[int]]:
        kept = self._kept_by(key)
        if kept is None and self._few:
            source, where, values = self._source()
            rows = f"SELECT c.id AS id, c.{key} AS k, c.account AS a FROM {source} WHERE {where}"
            return self._sorted(rows, values)
        if kept is None and self._account and self._hits is None and not self._listing:
            return self._ordered_by(key)
        members = self._members()
        kept = kept or self._all_by(key)
        check = self._check
        return kept.all() if members is None else kept.among(members, check)

    def _kept_by(self, key: str) -> SortCache | None:
        return self._kept.order if self._kept.key == key else None

    def _all_by(self, key: str) -> SortCache:
        """All contacts of every account, in order."""
        account, self._account = self._account, 0
        try:
            # The one before goes first: both may be large.
            self._kept.key, self._kept.order = "", None
            order = SortCache(*self._ordered_by(key), self.gathering.size)
        finally:
            self._account = account
        self._kept.key, self._kept.order = key, order
        return order

    def _ordered_by(self, key: str) -> tuple[array[int], array[int]]:
        """As `_sorted`, of all contacts of the accounts in scope."""
        sql = f"SELECT json_group_array(id) FROM ({self._order_of(key)} ORDER BY k, a, id)"
        ids = self.gathering.numbers(self._row(sql)[0])
        # Those without the key come first. Told apart row by row, it would take half as long again.
        has_key = f"SELECT {key} <> '' FROM contact WHERE id = ?"
        rest = bisect_left(ids, 1, key=lambda row_id: self._one(has_key, row_id))
        return ids[rest:], ids[:rest]

    def _order_of(self, key: str, condition: str = "1") -> str:
        """What gives the contacts of the accounts in scope by this key; in the condition, {}
        stands for it."""
        return (
            f"SELECT c.id AS id, c.key AS k, c.account AS a FROM all_by_{key} c"
            f" WHERE {condition.format('c.key')} AND {self._account_condition()}"
        )

    def _members(self) -> Bitmap | None:
        """The wanted contacts; None for all there are."""
        if self._listing:
            sql = f"SELECT contact AS id FROM position WHERE listing = {self._listing}"
        elif self._account or self._hides:
            sql = f"SELECT c.id FROM contact c WHERE {self._account_condition()}"
        else:
            return self._hits
        # While somebody types, the scope stays.
        if self._kept.scope != sql:
            self._kept.scope, self._kept.within = sql, self.gathering.members(sql)
        members = self._kept.within
        return members if self._hits is None else members & self._hits

    def _marked(self, ids: array[int], members: Bitmap | None) -> array[int]:
        """Those of the ids that are members, in their order."""
        if members is None:
            return ids
        marks, found = marks_of(members, self.gathering.size), array("i")
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            found.extend(compress(part, map(marks.__getitem__, part)))
            self._check()
        return found

    def _by_path(self, column: Column) -> tuple[array[int], array[int]]:
        source, where, values = self._source()
        value, asked = shown_value(column.path, column.kind, 1)
        # The parameters of the source, which have no numbers, count on from these.
        return self._sorted(
            f"SELECT c.id AS id, sort_value({value}, ?{len(asked) + 1}) AS k, c.account AS a"
            f" FROM {source} WHERE {where}",
            [*asked, column.kind.value, *values],
        )

    def _sorted(self, rows: str, values: list[Any]) -> tuple[array[int], array[int]]:
        """(ids of contacts that have the key, in its order; ids of those that have not)."""
        row = self._row(
            "SELECT json_group_array(id) FILTER (WHERE k <> ''),"
            " json_group_array(id) FILTER (WHERE k IS NULL OR k = '')"
            f" FROM ({rows} ORDER BY k, a, id)",
            *values,
        )
        return self.gathering.numbers(row[0]), self.gathering.numbers(row[1])

    @property
    def _few(self) -> bool:
        return self.size * FEW < self._total

    def _source(self) -> tuple[str, str, list[Any]]:
        """(what to select from, under which conditions, their values)."""
        where, values = self._conditions()
        if self._hits is not None and self._few:
            return "carray(?) h CROSS JOIN contact c ON c.id = h.value", where, values
        return "contact c", where, values

    def _conditions(self) -> tuple[str, list[Any]]:
        """(conditions on contacts, their values)."""
        conditions = [self._account_condition()]
        values: list[Any] = []
        if self._hits is not None:
            values.append(apsw.carray(listed(self._hits, self._check)))
            if not self._few:
                conditions.append("c.id IN (SELECT value FROM carray(?))")
        if self._listing:
            conditions.append(
                f"c.id IN (SELECT contact FROM position WHERE listing = {self._listing})"
            )
        return " AND ".join(conditions), values

    def _account_condition(self) -> str:
        if self._account:
            return f"c.account = {self._account}"
        if self._hides:
            return "c.account NOT IN (SELECT number FROM account WHERE forgotten)"
        return "1"

    def _row(self, sql: str, *values: Any) -> Any:
        return self._connection.execute(sql, values).fetchone()

    def _one(self, sql: str, *values: Any) -> int:
        return int(self._row(sql, *values)[0] or 0)
