"""Sort orders: tables of sorted keys into which new contacts are merged many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contactdesk.index.schema import SORTED
from contactdesk.storage.database import transaction

MERGE_ABOVE_CONTACTS, MERGE_ABOVE_ONE_IN = 4_096, 24
"""New contacts that make it worth merging them, and as a share of those already merged: the more at
a time, the less is written; the fewer, the less a query has to sort."""


class SortOrders:
    """Merges contacts into the orders; on the index's writing thread.

    Each order has its own high-water mark: it holds contacts with ids up to the mark, and readers
    add the newer ones.
    """

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._merged_up_to: dict[str, int] = dict(
            connection.execute("SELECT name, merged_up_to FROM merge_progress").fetchall()
        )

    @property
    def highest(self) -> int:
        """The highest id that may be in an order; new contacts must get higher ones."""
        return max(self._merged_up_to.values())

    def merge(self, last_id: int) -> bool:
        """Merge all contacts up to `last_id` into the order that lags most, in a transaction of its
        own, if it lags far enough. Returns whether it did."""
        name = min(self._merged_up_to, key=lambda each: self._merged_up_to[each])
        mark = self._merged_up_to[name]
        if last_id - mark < max(MERGE_ABOVE_CONTACTS, mark // MERGE_ABOVE_ONE_IN):
            return False
        with transaction(self.connection):
            self._append(name, mark, last_id)
            self.connection.execute(
                "UPDATE merge_progress SET merged_up_to = ? WHERE name = ?", (last_id, name)
            )
        self._merged_up_to[name] = last_id
        return True

    def _append(self, name: str, after: int, last: int) -> None:
        # Sorted like the table, so that each of its blocks is written once.
        self.connection.execute(
            f"INSERT INTO by_{name} SELECT {name}, account, id FROM contact NOT INDEXED"
            " WHERE id > ? AND id <= ? ORDER BY 1, 2, 3",
            (after, last),
        )

    def insert(self, ids: Sequence[int]) -> None:
        """Put removed contacts back after they have changed; within the caller's transaction."""
        for name in SORTED:
            self.connection.executemany(
                f"INSERT INTO by_{name} SELECT {name}, account, id FROM contact WHERE id = ?",
                ((each,) for each in ids if each <= self._merged_up_to[name]),
            )


def remove(connection: Any, ids: Sequence[int]) -> None:
    """Remove contacts from all orders before their rows change or go, while the rows still hold
    the keys; within the caller's transaction."""
    for name in SORTED:
        connection.executemany(
            f"DELETE FROM by_{name} WHERE (key, account, id) ="
            f" (SELECT {name}, account, id FROM contact WHERE id = ?)",
            ((each,) for each in ids),
        )
