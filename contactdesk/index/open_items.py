"""The open items of all contacts: what agents promised, found, sorted and read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from contactdesk.index.file import IndexFile
from contactdesk.index.malloc import trim_heap
from contactdesk.index.read.item_list import item_counts, item_ids, item_rows
from contactdesk.index.read.reader import MIN_IDS_TO_TRIM_HEAP, CancelToken
from contactdesk.index.types import ItemKey, ItemOrder, ItemRow, ItemScope

LANE = "open items"


class OpenItems:
    """Ids come from the reading thread, rows at once on the GUI thread. An item's id is that of its
    place in its contact's record, and fits into 64 bits."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def ids(self, scope: ItemScope, order: ItemOrder, count: int | None = None) -> array[int]:
        """The ids of all items in scope, or the first `count`, in order. A newer call supersedes one
        that has not ended, which then raises CancelledError; searches for contacts do not."""
        file = self._file

        def answer(turn: CancelToken) -> array[int]:
            reader = file.reader
            return reader.answer(
                lambda connection: item_ids(
                    connection, reader.words, scope, order, count, turn.check
                ),
                turn,
            )

        found = await file.read_latest(answer, LANE)
        if len(found) > MIN_IDS_TO_TRIM_HEAP:
            trim_heap()
        return found

    def rows(self, ids: Sequence[int]) -> list[ItemRow]:
        """What a table shows of items, in the order of `ids`; missing ones are left out."""
        file = self._file
        return file.read_at_once(lambda: item_rows(file.rows.connection, ids), [])

    async def counts(self, hidden: frozenset[ItemKey] = frozenset()) -> dict[str, int]:
        """Account id -> number of its open items that are not hidden, where there are any."""
        file = self._file
        return await file.read(lambda: item_counts(file.reader.connection, hidden))
