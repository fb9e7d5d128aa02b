"""Selected rows by id, and the scroll position, kept while the rows are replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange
from PySide6.QtWidgets import QTableView

from contactdesk.ui.table.id_model import IdModel, ranges

LARGE_SELECTION_ROWS = 2_000
"""From here on the selection is kept as ids: Qt keeps a persistent index for every cell of it."""


class RowSelection:
    """The selection of a table, as ids."""

    def __init__(self, table: QTableView, model: IdModel) -> None:
        self._table = table
        self._model = model

    def ranges(self) -> list[tuple[int, int]]:
        """The selected rows as runs (first, last), from top to bottom."""
        chosen: list[QItemSelectionRange] = self._table.selectionModel().selection().toList()
        return sorted({(part.top(), part.bottom()) for part in chosen})

    def ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        ids = self._model.ids()
        return [i for first, last in self.ranges() for i in ids[first : last + 1]]

    @contextmanager
    def kept_if_large(self) -> Iterator[None]:
        """Keeps a large selection while the rows are replaced; Qt keeps a small one itself."""
        if sum(last - first + 1 for first, last in self.ranges()) < LARGE_SELECTION_ROWS:
            yield
            return
        ids = set(self.ids())
        self._table.selectionModel().clearSelection()
        yield
        self._select(ids)

    def _select(self, ids: set[int]) -> None:
        rows = [row for row, row_id in enumerate(self._model.ids()) if row_id in ids]
        last_column = self._model.columnCount() - 1
        chosen = QItemSelection()
        for first, last in ranges(rows):
            chosen.select(self._model.index(first, 0), self._model.index(last, last_column))
        self._table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)


@contextmanager
def kept_scroll_position(table: QTableView, model: IdModel) -> Iterator[None]:
    """Keeps the topmost row where it is on screen, to the pixel, while the rows are replaced."""
    row = table.rowAt(0)
    if row < 0:
        yield
        return
    row_id, pixels = model.id_at(row), -table.rowViewportPosition(row)
    yield
    # The scroll bar's range follows the number of rows only with the next layout.
    table.updateGeometries()
    if (row := model.row_of(row_id)) >= 0:
        table.verticalScrollBar().setValue(row * table.rowHeight(row) + pixels)
