"""The rows of a contact's memories as an item model, shared by the list and the drop-down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from contactdesk.ui.kit.text import tooltip
from contactdesk.ui.memories.memory_rows import MemoryRow, sentence, tip

ModelIndex = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
MATCHES = ROW + 1


class MemoryModel(QAbstractListModel):
    """ROW gives a `MemoryRow`, MATCHES the number of a search's matches in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[MemoryRow] = ()
        self._matches: Mapping[int, int] = {}

    def show_rows(self, rows: Sequence[MemoryRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def show_matches(self, matches: Mapping[int, int]) -> None:
        """Number of a memory -> how many matches it has."""
        if matches != self._matches:
            self._matches = matches
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    @property
    def rows(self) -> Sequence[MemoryRow]:
        return self._rows

    def row_of(self, number: int) -> int:
        """The row of a memory's number, -1 if there is none."""
        return next((at for at, row in enumerate(self._rows) if row.number == number), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return sentence(row, self._matches.get(row.number, 0))
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(tip(row, self._matches.get(row.number, 0)))
            case _ if role == ROW:
                return row
            case _ if role == MATCHES:
                return self._matches.get(row.number, 0)
        return None
