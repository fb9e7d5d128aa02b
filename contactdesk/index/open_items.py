"""The open items of all contacts: what agents promised, found, sorted and read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from contactdesk.index.file import IndexFile
from contactdesk.index.types import ItemKey, ItemOrder, ItemRow, ItemScope


class OpenItems:
    """Ids come from the reading thread, rows at once on the GUI thread. An item's id is that of its
    place in its contact's record, and fits into 64 bits."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def ids(self, scope: ItemScope, order: ItemOrder, count: int | None = None) -> array[int]:
        """The ids of all items in scope, or the first `count`, in order. A newer call supersedes one
        that has not ended, which then raises CancelledError; searches for contacts do not."""
        return array("q")

    def rows(self, ids: Sequence[int]) -> list[ItemRow]:
        """What a table shows of items, in the order of `ids`; missing ones are left out."""
        return []

    async def counts(self, hidden: frozenset[ItemKey] = frozenset()) -> dict[str, int]:
        """Account id -> number of its open items that are not hidden, where there are any."""
        return {}
