"""The people behind a number of the page of personas: names, read as they come into sight."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from contactdesk.index import STAND_IN, Index
from contactdesk.model import CONTACT_COLUMNS
from contactdesk.ui.kit import text
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.table.id_model import IdModel, ModelIndex
from contactdesk.ui.table.padded_cell import PaddedCell
from contactdesk.ui.table.row_table import RowTable

BLOCK_ROWS = 64
MAX_CACHED_BLOCKS = 16
COLUMNS = (CONTACT_COLUMNS["name"], STAND_IN)


class PeopleModel(IdModel):
    """Row ids of contacts, in loading order."""

    def __init__(self, index: Index, parent: QObject | None = None) -> None:
        super().__init__("i", parent)
        self._index = index
        self._names: dict[int, dict[int, str]] = {}

    def drop_rows_from(self, row: int) -> None:
        self._names.clear()

    def name_at(self, row: int) -> str:
        """The name to show for a person; "" if the contact is gone."""
        number = row // BLOCK_ROWS
        if number not in self._names:
            if len(self._names) >= MAX_CACHED_BLOCKS:
                self._names.clear()
            wanted = self._ids[number * BLOCK_ROWS : (number + 1) * BLOCK_ROWS]
            self._names[number] = {
                int(str(row_id)): str(name or stand_in or "")
                for row_id, _account, name, stand_in in self._index.rows(wanted, COLUMNS)
            }
        return self._names[number].get(self._ids[row], "")

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return text.line(self.name_at(index.row()))
        return None


class PeopleTable(RowTable):
    """A click or Enter shows the contact."""

    contact_wanted = Signal(int)

    def __init__(self, model: PeopleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people = model
        self.setObjectName("personaPeople")
        self.setAccessibleName(self.tr("People"))
        self.setModel(model)
        self.setItemDelegate(PaddedCell(self))
        self.list_rows()
        header = self.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self._open(index.row()))

    def _open(self, row: int) -> None:
        if 0 <= row < self._people.rowCount():
            self.contact_wanted.emit(self._people.id_at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self._open(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _typed: str) -> None:
        """Qt would look through all rows for the typed letters."""
