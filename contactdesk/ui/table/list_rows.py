"""Loads the rows of a list from the index, and keeps the user's place in it."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.table.list_view import ListTable

FIRST_ROWS = 100
"""Rows that are shown before all are known; more than fit on a screen."""

RELOAD_INTERVAL_MS = 1_000
"""While pages arrive, the list is read again once in this time."""


class ListRows(QObject):
    """Runs one request at a time; a newer one replaces it."""

    loaded = Signal()

    def __init__(
        self, table: ListTable, read: Callable[[int | None], Awaitable[array[int]]]
    ) -> None:
        """`read` gives the ids of the rows to show now, of all or of the first few."""
        super().__init__(table)
        self._table = table
        self._read_ids = read
        self._find: Callable[[], Awaitable[int]] | None = None
        self._from_top = False
        self._has_all = True
        self._row = -1
        self._task = LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_INTERVAL_MS)
        self._soon.timeout.connect(self._on_soon)

    @property
    def has_all(self) -> bool:
        """Whether the table has all rows, not only the first ones."""
        return self._has_all

    @property
    def is_busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def load(self, *, from_top: bool, find: Callable[[], Awaitable[int]] | None = None) -> None:
        """Reads all rows. `from_top`: the user asked for others; without it nothing on screen moves
        but what is gone. The row whose id `find` gives becomes current; 0 for none."""
        self._soon.stop()
        self._find = find or self._find
        # A quiet reload may replace the user's.
        self._from_top = self._from_top or from_top
        self._row = self._table.currentIndex().row()
        self._task.start(self._read(), self._on_loaded)

    def load_soon(self) -> None:
        """Contacts changed: reads again once nobody waits for rows."""
        if not self._soon.isActive():
            self._soon.start()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    def _on_soon(self) -> None:
        if self._task.busy or not can_start():
            self._soon.start()
        else:
            self.load(from_top=False)

    async def _read(self) -> tuple[array[int], int]:
        """(all ids in order, the id of the wanted row or 0)."""
        has_place = self._row >= 0 or self._find is not None
        if self._from_top and not has_place:
            ids = await self._read_ids(FIRST_ROWS)
            if len(ids) < FIRST_ROWS:
                return ids, 0
            self._has_all = self._from_top = False
            self._table.show_ids(ids, from_top=True)
            # The index is busy with the rest next.
            self._table.viewport().repaint()
        ids = await self._read_ids(None)
        return ids, await self._find() if self._find is not None else 0

    def _on_loaded(self, found: tuple[array[int], int]) -> None:
        ids, wanted = found
        from_top = self._from_top
        self._table.show_ids(ids, from_top=self._from_top)
        self._table.reread()
        self._has_all, self._from_top, self._find = True, False, None
        if wanted:
            self._table.go_to(wanted)
        elif not from_top and self._row >= 0 and ids and not self._table.currentIndex().isValid():
            # The current row is out of sight now: on to the next.
            self._table.go_to_row(min(self._row, len(ids) - 1))
        self.loaded.emit()
