"""A scope resolved to row numbers: which contacts count before any search."""

from __future__ import annotations

from typing import Any

from contactdesk.index.types import Scope, filters_text

ALL_ACCOUNTS = "1"
"""SQL condition for the contacts of all accounts."""


class ResolvedScope:
    """All accounts, one account, or one listing, as SQL conditions on contact `c`."""

    def __init__(self, connection: Any, scope: Scope) -> None:
        self._connection = connection
        self.account = self.listing = 0
        """Row number, 0 for all, -1 for one that does not exist."""
        self.total = self._count("SELECT sum(contacts) FROM account")
        """Contacts of all accounts, including forgotten ones."""
        self._hides_forgotten = self._count("SELECT count(*) FROM account WHERE forgotten") > 0
        self.size = self.total
        """Contacts in scope."""
        if scope.account_id:
            self._narrow(scope)
        elif scope.filters:
            raise ValueError("filters belong to one account")
        elif self._hides_forgotten:
            self.size = self._count("SELECT sum(contacts) FROM account WHERE NOT forgotten")

    def _narrow(self, scope: Scope) -> None:
        row = self._connection.execute(
            "SELECT number, contacts FROM account WHERE id = ?", (scope.account_id,)
        ).fetchone()
        self.account, self.size = row or (-1, 0)
        if text := filters_text(scope.filters).removeprefix("{}"):
            sql = "SELECT id FROM listing WHERE account = ? AND filters = ?"
            row = self._connection.execute(sql, (self.account, text)).fetchone()
            self.listing = row[0] if row else -1
            self.size = self._count(f"SELECT count(*) FROM position WHERE listing = {self.listing}")

    def _count(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0] or 0)

    @property
    def account_condition(self) -> str:
        if self.account:
            return f"c.account = {self.account}"
        return self.visible_condition

    @property
    def visible_condition(self) -> str:
        """All accounts but forgotten ones."""
        if self._hides_forgotten:
            return "c.account NOT IN (SELECT number FROM account WHERE forgotten)"
        return ALL_ACCOUNTS

    @property
    def conditions(self) -> str:
        if not self.listing:
            return self.account_condition
        listed = f"SELECT contact FROM position WHERE listing = {self.listing}"
        return f"{self.account_condition} AND c.id IN ({listed})"

    @property
    def ids_sql(self) -> str:
        """Selects the contacts in scope as "id"; "" for all there are."""
        if self.listing:
            return f"SELECT contact AS id FROM position WHERE listing = {self.listing}"
        if self.account or self._hides_forgotten:
            return f"SELECT c.id FROM contact c WHERE {self.account_condition}"
        return ""
