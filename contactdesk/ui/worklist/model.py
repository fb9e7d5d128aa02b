"""Model of the list of open items: ids of all of them, and what is shown of those in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from contactdesk.index import ItemRow
from contactdesk.ui.kit import text
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.list_model import ListModel
from contactdesk.ui.table.row_blocks import RowBlocks
from contactdesk.ui.worklist import columns, texts
from contactdesk.ui.worklist.texts import Names, StateOf
from contactdesk.userdata.item_states import ItemState

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
OTHER_ROLES = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))

ReadRows = Callable[[Sequence[int]], list[ItemRow]]


class OpenItemsModel(ListModel):
    """Rows are open items in the order the index gave; see `columns` for the columns.

    `read` gives the items of some ids at once; `names` and `state_of` are asked whenever a cell is
    shown.
    """

    def __init__(
        self, read: ReadRows, names: Names, state_of: StateOf, parent: QObject | None = None
    ) -> None:
        super().__init__(len(columns.COLUMNS), columns.PRIORITY, parent)
        self._names = names
        self._state_of = state_of
        self._rows: RowBlocks[ItemRow] = RowBlocks(read)

    def item_at(self, row: int) -> ItemRow | None:
        """The item of a row, None if it is gone."""
        return self._rows.at(self._ids, row)

    def items(self, ids: Sequence[int]) -> list[ItemRow]:
        """The items with these ids; those that are gone are left out."""
        return self._rows.many(ids)

    def state_at(self, row: int) -> ItemState | None:
        """What the user decided about the item of a row."""
        item = self.item_at(row)
        return self._state_of(item.key) if item is not None else None

    def group_of(self, row: int) -> Sequence[object] | None:
        item = self.item_at(row)
        return [texts.grouped_by(item, self.group)] if item is not None else None

    def drop_rows_from(self, row: int) -> None:
        self._rows.drop_from(row)

    def text_at(self, row: int, column: int) -> str:
        """A cell's text, "" if the item is gone."""
        item = self.item_at(row)
        if item is None:
            return ""
        return texts.cell_words(item, column, self._names, self._state_of(item.key))

    # Qt's model interface

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Qt's delegate asks for six more roles a cell: first of all, and as a number.
        if role == DISPLAY:
            return self.text_at(index.row(), index.column())
        if role not in OTHER_ROLES or (item := self.item_at(index.row())) is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == self.lead:
            return texts.sentence(item, self._names, self._state_of(item.key))
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.tooltip(texts.tip_words(item, index.column(), self._names))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal
        return columns.header_data(section, role) if is_column else None
