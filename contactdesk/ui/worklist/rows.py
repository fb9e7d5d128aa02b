"""Loads the rows of the list of open items from the index, and keeps the user's place in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from msgspec.structs import replace

from contactdesk.index import ItemKey, ItemOrder, ItemScope
from contactdesk.index.open_items import OpenItems
from contactdesk.ui.table.list_rows import ListRows
from contactdesk.ui.worklist.view import OpenItemsTable

Request = tuple[ItemScope, ItemOrder]


class ItemRows(ListRows):
    """`request` gives what is to be shown."""

    def __init__(
        self, open_items: OpenItems, table: OpenItemsTable, request: Callable[[], Request]
    ) -> None:
        super().__init__(table, self._read_items)
        self._open_items = open_items
        self._request = request
        self._wanted: ItemKey | None = None
        self.loaded.connect(self._on_all_loaded)

    @property
    def wanted(self) -> ItemKey | None:
        """The item that becomes current once it is found, None for none."""
        return self._wanted

    def load_at(self, wanted: ItemKey | None) -> None:
        """Reads all rows for the first time; this item becomes current."""
        self._wanted = wanted
        self.load(from_top=True, find=self._find_wanted if wanted is not None else None)

    async def _read_items(self, count: int | None) -> array[int]:
        return await self._open_items.ids(*self._request(), count)

    async def _find_wanted(self) -> int:
        scope, order = self._request()
        if self._wanted is None:
            return 0
        only = replace(scope, only=frozenset((self._wanted,)))
        return next(iter(await self._open_items.ids(only, order)), 0)

    def _on_all_loaded(self) -> None:
        self._wanted = None
