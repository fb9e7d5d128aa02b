"""Answers with whole ordered lists of row ids: a scope, an order, a search."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, TypeVar

import apsw

from contactdesk.index.known import Known
from contactdesk.index.search import IDS, as_array, found
from contactdesk.index.values import Names, Order, Scope, filters_text
from contactdesk.model import CONTACT_FIELDS, Column, Kind, steps
from contactdesk.query import Query

T = TypeVar("T")

SORT_KEYS = {field: field if field.endswith("_at") else f"{field}_key" for field in CONTACT_FIELDS}
FEW = 8
"""Where less than one in so many contacts is wanted, they are looked up and sorted; else the whole
index of the column is walked in its order."""


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

    def interrupt(self, turn: Turn) -> None:
        """Calls a wish off; the statement it is at ends soon. From any thread."""
        turn.called_off = True
        if self._running is turn:
            self.connection.interrupt()

    def ids(self, scope: Scope, order: Order, query: Query, turn: Turn) -> array[int]:
        """Raises SupersededError where the turn was called off."""

        def answer() -> array[int]:
            wanted = Wanted(self.connection, scope, turn)
            turn.check()
            if not query.empty:
                wanted.only(found(self.connection, query, turn.check, self.names))
            turn.check()
            return wanted.ordered(order)

        return self._in_snapshot(answer, turn)

    def loaded(self, scope: Scope) -> int:
        """How many contacts of a scope are in the index."""
        turn = Turn()
        return self._in_snapshot(lambda: Wanted(self.connection, scope, turn).size, turn)

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


class Wanted:
    """The contacts that are asked for: those of a scope, or fewer."""

    def __init__(self, connection: Any, scope: Scope, turn: Turn) -> None:
        self._connection = connection
        self._turn = turn
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

    def only(self, hits: set[int]) -> None:
        """Of those in scope, only these."""
        self._hits = as_array(sorted(hits))
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
        ids = as_array(IDS.decode(valued))
        if order.descending:
            ids.reverse()
        ids.extend(IDS.decode(rest))
        return ids

    def _as_loaded(self) -> array[int]:
        if self._listing:
            source, where, values = self._source()
            sql = (
                f"SELECT c.id FROM {source} JOIN position p ON p.listing = {self._listing}"
                f" AND p.contact = c.id WHERE {where} ORDER BY p.ordinal"
            )
        else:
            source, where, values = self._source("NOT INDEXED" if not self._account else "")
            sql = f"SELECT c.id FROM {source} WHERE {where} ORDER BY c.id"
        row = self._row(f"SELECT json_group_array(id) FROM ({sql})", *values)
        return as_array(IDS.decode(row[0]))

    def _by_key(self, key: str) -> tuple[str, str]:
        source, where, values = self._source(f"INDEXED BY contact_by_{key}")
        return self._sorted(f"c.{key}", f"{source} WHERE {where}", values)

    def _by_path(self, column: Column) -> tuple[str, str]:
        path = json_path(column.path)
        function = "json_array_length" if column.kind is Kind.COUNT else "json_extract"
        key = f"iif(typeof(r.raw) = 'text', {function}(r.raw, ?), NULL)"
        source, where, values = self._source()
        return self._sorted(
            f"sort_value({key}, ?)",
            f"{source} JOIN record r ON r.id = c.id WHERE {where}",
            [path, column.kind.value, *values],
        )

    def _sorted(self, key: str, source: str, values: list[Any]) -> tuple[str, str]:
        """(ids of contacts that have the key, in its order; ids of those that have not)."""
        row = self._row(
            "SELECT json_group_array(id) FILTER (WHERE k <> ''),"
            " json_group_array(id) FILTER (WHERE k IS NULL OR k = '')"
            f" FROM (SELECT c.id AS id, {key} AS k FROM {source} ORDER BY k, c.account, c.id)",
            *values,
        )
        return row[0], row[1]

    def _source(self, whole: str = "") -> tuple[str, str, list[Any]]:
        """(what to select from, under which conditions, their values). `whole` is how the table
        is read where a good part of it is wanted."""
        few = self.size * FEW < self._total
        conditions, values = ["1"], []
        if self._hits is not None and few:
            source, values = "carray(?) h CROSS JOIN contact c ON c.id = h.value", [self._hits]
        elif self._hits is not None:
            source, values = f"contact c {whole}", [self._hits]
            conditions.append("c.id IN (SELECT value FROM carray(?))")
        elif few:
            # The planner finds the way over positions by itself.
            source = f"contact c {'' if self._listing else 'INDEXED BY contact_by_account'}"
        else:
            source = f"contact c {whole}"
        if self._account:
            # With the plus, an index of (key, account) is still walked in its order.
            plus = "" if few or not whole else "+"
            conditions.append(f"{plus}c.account = {self._account}")
        elif self._hides:
            conditions.append("c.account NOT IN (SELECT number FROM account WHERE forgotten)")
        if self._listing:
            conditions.append(
                f"c.id IN (SELECT contact FROM position WHERE listing = {self._listing})"
            )
        return source, " AND ".join(conditions), [apsw.carray(each) for each in values]

    def _row(self, sql: str, *values: Any) -> Any:
        return self._connection.execute(sql, values).fetchone()

    def _one(self, sql: str, *values: Any) -> int:
        return int(self._row(sql, *values)[0] or 0)


def json_path(path: str) -> str:
    """Our path as SQLite reads it, every key in quotes."""
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f'."{step}"' for step in steps(path)
    )
