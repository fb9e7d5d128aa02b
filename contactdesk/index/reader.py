"""Answers with whole ordered lists of row ids: a scope, an order, a search."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from typing import Any, TypeVar

import apsw

from contactdesk.index.known import Known
from contactdesk.index.records import shown_value
from contactdesk.index.search import IDS, as_array, found
from contactdesk.index.values import Names, Order, Scope, filters_text
from contactdesk.model import CONTACT_FIELDS, Column
from contactdesk.query import Query

T = TypeVar("T")

SORT_KEYS = {field: field if field.endswith("_at") else f"{field}_key" for field in CONTACT_FIELDS}
FEW = 64
"""Where less than one in so many contacts is wanted, they are looked up and sorted; else the order
of all contacts is gone through."""

FRESH = 60
"""Seconds for which the hits of a search for ages, or for today, hold."""

AT_ONCE = 16_384
"""Ids that are gone through without letting another thread have its turn."""


class SupersededError(Exception):
    """A newer wish came, or nobody waits any more."""


class Turn:
    """One wish for ids; it may be called off from another thread at any time."""

    def __init__(self) -> None:
        self.called_off = False

    def check(self) -> None:
        if self.called_off:
            raise SupersededError


class Reader:
    """All of it runs on the index's reading thread, but `interrupt`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.names: Names = {}
        self._running: Turn | None = None
        self._kept = Kept()

    def interrupt(self, turn: Turn) -> None:
        """Calls a wish off; the statement it is at ends soon. From any thread."""
        turn.called_off = True
        if self._running is turn:
            self.connection.interrupt()

    def ids(self, scope: Scope, order: Order, query: Query, turn: Turn) -> array[int]:
        """Raises SupersededError where the turn was called off."""
        return self._in_snapshot(lambda: self._wanted(scope, query, turn).ordered(order), turn)

    def first(self, scope: Scope, order: Order, query: Query, count: int, turn: Turn) -> array[int]:
        """The first `count` of `ids`; all of them where there are fewer."""
        return self._in_snapshot(lambda: self._wanted(scope, query, turn).first(order, count), turn)

    def _wanted(self, scope: Scope, query: Query, turn: Turn) -> Wanted:
        self._kept.renew(self.connection.pragma("data_version"))
        wanted = Wanted(self.connection, scope, turn, self._kept)
        turn.check()
        if not query.empty:
            names = self.names
            # What is younger than an hour changes while nothing is written.
            asked = query, names, time.time() // FRESH if query.depends_on_now else 0.0
            if self._kept.asked != asked:
                hits = found(self.connection, query, turn.check, names)
                self._kept.asked, self._kept.hits = asked, as_array(sorted(hits))
            wanted.only(self._kept.hits)
        turn.check()
        return wanted

    def loaded(self, scope: Scope) -> int:
        """How many contacts of a scope are in the index."""
        turn = Turn()
        return self._in_snapshot(lambda: Wanted(self.connection, scope, turn, Kept()).size, turn)

    def known(self, field: str, prefix: str) -> list[str]:
        known = Known(self.connection, self.names)
        return self._in_snapshot(lambda: known.values(field, prefix), Turn())

    def _in_snapshot(self, answer: Callable[[], T], turn: Turn) -> T:
        """One state of the index for all statements, whatever is written meanwhile."""
        while True:
            turn.check()
            self._running = turn
            self.connection.execute("BEGIN")
            try:
                return answer()
            except apsw.InterruptError:
                # It may have been meant for the one before.
                turn.check()
            finally:
                self._running = None
                self.connection.execute("ROLLBACK")


class Kept:
    """Answers that hold until something is written: the hits of the last search, so that the first
    rows and the whole ask once, and the last order of all contacts."""

    def __init__(self) -> None:
        self.version: Any = None
        self.renew(None)

    def renew(self, version: Any) -> None:
        """Forgets everything if the index is another one than before."""
        if version != self.version or version is None:
            self.version = version
            self.asked: tuple[Query, Names, float] | None = None
            self.hits: array[int] = array("q")
            self.key = ""
            self.order: tuple[array[int], array[int]] = (array("q"), array("q"))


class Wanted:
    """The contacts that are asked for: those of a scope, or fewer."""

    def __init__(self, connection: Any, scope: Scope, turn: Turn, kept: Kept) -> None:
        self._connection = connection
        self._turn = turn
        self._kept = kept
        self._account = self._listing = 0
        self._hits: array[int] | None = None
        self._total: int = self._one("SELECT coalesce(sum(contacts), 0) FROM account")
        self._hides: int = self._one("SELECT count(*) FROM account WHERE forgotten")
        self.size = self._total if not scope.account_id else 0
        if scope.account_id:
            self._narrow(scope)
        elif scope.filters:
            raise ValueError("filters belong to one account")
        elif self._hides:
            self.size = self._one("SELECT sum(contacts) FROM account WHERE NOT forgotten") or 0

    def _narrow(self, scope: Scope) -> None:
        row = self._row("SELECT number, contacts FROM account WHERE id = ?", scope.account_id)
        self._account, self.size = row or (-1, 0)
        if text := filters_text(scope.filters).removeprefix("{}"):
            row = self._row(
                "SELECT id FROM listing WHERE account = ? AND filters = ?", self._account, text
            )
            self._listing = row[0] if row else -1
            self.size = self._one("SELECT count(*) FROM position WHERE listing = ?", self._listing)

    def only(self, hits: array[int]) -> None:
        """Of those in scope, only these, which are sorted."""
        self._hits = hits
        self.size = min(self.size, len(hits))

    def ordered(self, order: Order) -> array[int]:
        if not self.size:
            return as_array(())
        if order.column is None:
            ids = self._as_loaded()
            if order.descending:
                ids.reverse()
            return ids
        by = SORT_KEYS.get(order.column.path)
        valued, rest = self._by_key(by) if by else self._by_path(order.column)
        self._turn.check()
        ids = valued[:]
        if order.descending:
            ids.reverse()
        ids.extend(rest)
        return ids

    def first(self, order: Order, count: int) -> array[int]:
        """The first of `ordered`, without the rest where that is quicker."""
        by = SORT_KEYS.get(order.column.path) if order.column else ""
        if by and not (self._few or self._listing or self._kept.key == by):
            return self._walked(by, order.descending, count)
        if by == "" and not self._listing and self._hits is None:
            way = "DESC" if order.descending else "ASC"
            where, values = self._conditions()
            sql = f"SELECT c.id FROM contact c WHERE {where} ORDER BY c.id {way} LIMIT {count}"
            return as_array(row[0] for row in self._connection.execute(sql, values))
        return self.ordered(order)[:count]

    def _walked(self, key: str, descending: bool, count: int) -> array[int]:
        """The first so many of an order, which is walked no further."""
        is_hit = self._marks(self._hits).__getitem__ if self._hits is not None else None
        ids = array("q")
        for valued, way in (("<> ''", "DESC" if descending else "ASC"), ("= ''", "ASC")):
            sql, values = self._order_of(key, f"{{}} {valued}")
            sql += f" ORDER BY k {way}, a {way}, id {way}"
            for row_id, *_ in self._connection.execute(sql, values):
                if is_hit is None or is_hit(row_id):
                    ids.append(row_id)
                    if len(ids) >= count:
                        return ids
            self._turn.check()
        return ids

    def _as_loaded(self) -> array[int]:
        if self._listing:
            source, where, values = self._source()
            sql = (
                f"SELECT c.id FROM {source} JOIN position p ON p.listing = {self._listing}"
                f" AND p.contact = c.id WHERE {where} ORDER BY p.ordinal"
            )
        elif self._hits is not None and not self._account and not self._hides:
            return self._hits[:]
        elif self._hits is not None:
            source, where, values = self._source()
            sql = f"SELECT c.id FROM {source} WHERE {where} ORDER BY c.id"
        else:
            # The smallest that has all ids, though they have to be sorted then.
            where, values = self._conditions()
            sql = (
                "SELECT c.id FROM contact c INDEXED BY contact_by_account"
                f" WHERE c.account > 0 AND {where} ORDER BY c.id"
            )
        return self._ids(sql, values)

    def _by_key(self, key: str) -> tuple[array[int], array[int]]:
        if self._few:
            source, where, values = self._source()
            rows = f"SELECT c.id AS id, c.{key} AS k, c.account AS a FROM {source} WHERE {where}"
            return self._sorted(rows, values)
        if self._hits is None and not self._listing:
            return self._sorted(*self._order_of(key)) if self._account else self._all_by(key)
        marks = self._marks(self._members())
        valued, rest = self._all_by(key)
        return self._marked(valued, marks), self._marked(rest, marks)

    def _all_by(self, key: str) -> tuple[array[int], array[int]]:
        """All contacts of every account, in order."""
        if self._kept.key != key:
            account, self._account = self._account, 0
            try:
                self._kept.order = self._sorted(*self._order_of(key))
            finally:
                self._account = account
            self._kept.key = key
        return self._kept.order

    def _order_of(self, key: str, condition: str = "1") -> tuple[str, list[Any]]:
        """(what gives the contacts of the accounts in scope by this key, its values). In the
        condition, {} stands for the key."""
        return (
            f"SELECT c.id AS id, c.key AS k, c.account AS a FROM all_by_{key} c"
            f" WHERE {condition.format('c.key')} AND {self._account_condition()}"
        ), []

    def _members(self) -> array[int]:
        """The wanted contacts, in no order."""
        hits = self._hits
        if self._listing:
            ids = self._ids(f"SELECT contact AS id FROM position WHERE listing = {self._listing}")
        elif self._account:
            ids = self._ids(f"SELECT id FROM contact WHERE account = {self._account}")
        else:
            return hits if hits is not None else array("q")
        return ids if hits is None else self._marked(hits, self._marks(ids))

    def _marks(self, ids: Iterable[int]) -> bytearray:
        """For every id up to the highest there is, 1 where it is one of these."""
        marks = bytearray(self._one("SELECT max(id) FROM contact") + 1)
        for row_id in ids:
            marks[row_id] = 1
        return marks

    def _marked(self, ids: array[int], marks: bytearray) -> array[int]:
        """Those of the ids that are marked, in their order."""
        found = array("q")
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            found.extend(compress(part, map(marks.__getitem__, part)))
            self._turn.check()
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
        self._turn.check()
        return as_array(IDS.decode(row[0])), as_array(IDS.decode(row[1]))

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
            values.append(apsw.carray(self._hits))
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

    def _ids(self, sql: str, values: Sequence[Any] = ()) -> array[int]:
        row = self._row(f"SELECT json_group_array(id) FROM ({sql})", *values)
        return as_array(IDS.decode(row[0]))

    def _row(self, sql: str, *values: Any) -> Any:
        return self._connection.execute(sql, values).fetchone()

    def _one(self, sql: str, *values: Any) -> int:
        return int(self._row(sql, *values)[0] or 0)
