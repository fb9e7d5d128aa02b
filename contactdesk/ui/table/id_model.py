"""A table model whose rows are ids in an order: rows are replaced without losing the user's place."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

ModelIndex = QModelIndex | QPersistentModelIndex

MAX_IDS_SEARCHED_SINGLY = 4
"""Up to here, `array.index` for each id (under 10 ms in a million rows) beats one pass in Python
over all rows (50 ms)."""

RECENT_ROWS = 5_000
"""Rows at the end that contacts just written may be among."""


class IdModel(QAbstractTableModel):
    """Holds the ids of all rows; what a row shows is the subclass's, read when it is shown."""

    def __init__(self, typecode: str, parent: QObject | None = None) -> None:
        """`typecode` is that of the ids' array: "i" for 32 bits, "q" for 64."""
        super().__init__(parent)
        self._ids: array[int] = array(typecode)

    def ids(self) -> array[int]:
        return self._ids

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, row_id: int) -> int:
        """The row of an id, -1 if it is not in the table."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def show_ids(self, ids: array[int]) -> None:
        """Replaces the rows; the selection and the current row follow their ids."""
        if len(ids) >= len(self._ids) and ids[: len(self._ids)] == self._ids:
            self._extend(ids[len(self._ids) :])
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        row_of = rows_of({self._ids[index.row()] for index in before}, ids)
        after = [self._moved(index, row_of.get(self._ids[index.row()])) for index in before]
        self._ids = ids
        self.drop_rows_from(0)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def append(self, ids: Sequence[int]) -> None:
        """Adds rows at the end; nothing on screen moves. An order that was read in the meantime may
        have some of them already."""
        if ids and self._ids and min(ids) <= self._ids[-1]:
            known = set(self._ids[-RECENT_ROWS:])
            ids = [each for each in ids if each not in known]
        self._extend(ids)

    def _extend(self, ids: Sequence[int]) -> None:
        if not ids:
            return
        first = len(self._ids)
        self.drop_rows_from(first)
        self.beginInsertRows(QModelIndex(), first, first + len(ids) - 1)
        self._ids.extend(ids)
        self.endInsertRows()

    def drop_rows_from(self, row: int) -> None:
        """Forgets what was read of this row and those below it; for subclasses."""

    def _moved(self, index: QModelIndex, row: int | None) -> QModelIndex:
        return QModelIndex() if row is None else self.createIndex(row, index.column())

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)


def rows_of(wanted: set[int], ids: array[int]) -> dict[int, int]:
    """Id -> row, for the wanted ids that are in `ids`."""
    if len(wanted) > MAX_IDS_SEARCHED_SINGLY:
        return {row_id: row for row, row_id in enumerate(ids) if row_id in wanted}
    found = {}
    for row_id in wanted:
        with suppress(ValueError):
            found[row_id] = ids.index(row_id)
    return found


def ranges(rows: list[int]) -> list[tuple[int, int]]:
    """Sorted rows as runs (first, last): [1, 2, 3, 7] -> [(1, 3), (7, 7)]."""
    if not rows:
        return []
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(rows)) if b != a + 1]
    starts = [0, *cuts]
    ends = [*cuts, len(rows)]
    return [(rows[start], rows[end - 1]) for start, end in zip(starts, ends, strict=True)]
