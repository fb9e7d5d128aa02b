"""The orders contacts are sorted by: tables that new contacts are brought into many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contactdesk.index.schema import IDENTITY, SORTED
from contactdesk.storage.database import transaction

FEWEST = 4_096
SHARE = 24
"""Contacts settle when there are so many of them, and one in so many of the settled ones: the more
at a time, the less is written; the fewer, the less has to be sorted for an answer."""


class SortOrders:
    """Contacts with an id above `up_to(name)` are not in that order yet; whoever reads it looks
    at them too. All of it runs on the index's writing thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._up_to: dict[str, int] = dict(
            connection.execute("SELECT name, up_to FROM settled").fetchall()
        )

    @property
    def highest(self) -> int:
        """The highest id that may be in an order: no new contact may get it or a lower one."""
        return max(self._up_to.values())

    def settle(self, last_id: int) -> bool:
        """Brings the order that lags most up to the last contact, if it lags far enough; whether
        it did. A transaction of its own."""
        name = min(self._up_to, key=lambda each: self._up_to[each])
        done = self._up_to[name]
        if last_id - done < max(FEWEST, done // SHARE):
            return False
        with transaction(self.connection):
            self._bring(name, done, last_id)
            self.connection.execute("UPDATE settled SET up_to = ? WHERE name = ?", (last_id, name))
        self._up_to[name] = last_id
        return True

    def _bring(self, name: str, after: int, last: int) -> None:
        # In the order of the table, so that every block of it is written once.
        if name == IDENTITY:
            sql = (
                "INSERT INTO identity_by_value SELECT value, kind, contact FROM identity_key"
                " WHERE contact > ? AND contact <= ? ORDER BY 1, 2, 3"
            )
        else:
            sql = (
                f"INSERT INTO by_{name} SELECT {name}, account, id FROM contact NOT INDEXED"
                " WHERE id > ? AND id <= ? ORDER BY 1, 2, 3"
            )
        self.connection.execute(sql, (after, last))

    def leave_out(self, ids: Sequence[int]) -> None:
        """Contacts are about to change or to go; within the caller's transaction."""
        leave_out(self.connection, ids)

    def take_in(self, ids: Sequence[int]) -> None:
        """Contacts that were left out have changed; within the caller's transaction."""
        for name in SORTED:
            self.connection.executemany(
                f"INSERT INTO by_{name} SELECT {name}, account, id FROM contact WHERE id = ?",
                ((each,) for each in ids if each <= self._up_to[name]),
            )
        self.connection.executemany(
            "INSERT INTO identity_by_value SELECT value, kind, contact FROM identity_key"
            " WHERE contact = ?",
            ((each,) for each in ids if each <= self._up_to[IDENTITY]),
        )


def leave_out(connection: Any, ids: Sequence[int]) -> None:
    """Takes contacts out of every order they are in, while their rows still say where."""
    for name in SORTED:
        connection.executemany(
            f"DELETE FROM by_{name} WHERE (key, account, id) ="
            f" (SELECT {name}, account, id FROM contact WHERE id = ?)",
            ((each,) for each in ids),
        )
    connection.executemany(
        "DELETE FROM identity_by_value WHERE (value, kind, contact) IN"
        " (SELECT value, kind, contact FROM identity_key WHERE contact = ?)",
        ((each,) for each in ids),
    )
