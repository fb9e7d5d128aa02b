"""Model of the list of open items: ids of all of them, and what is shown of those in sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from contactdesk.index import ItemRow
from contactdesk.ui.kit import text
from contactdesk.ui.table.id_model import IdModel, ModelIndex
from contactdesk.ui.worklist import columns, texts
from contactdesk.ui.worklist.texts import Names, StateOf
from contactdesk.userdata.item_states import ItemState

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
OTHER_ROLES = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))
BLOCK_ROWS = 64
MAX_CACHED_BLOCKS = 16

ReadRows = Callable[[Sequence[int]], list[ItemRow]]


class OpenItemsModel(IdModel):
    """Rows are open items in the order the index gave; see `columns` for the columns.

    `read` gives the items of some ids at once; `names` and `state_of` are asked whenever a cell is
    shown.
    """

    def __init__(
        self, read: ReadRows, names: Names, state_of: StateOf, parent: QObject | None = None
    ) -> None:
        super().__init__("q", parent)
        self._read_rows = read
        self._names = names
        self._state_of = state_of
        self._blocks: OrderedDict[int, dict[int, ItemRow]] = OrderedDict()
        self._group = ""
        self._lead = columns.PRIORITY

    @property
    def group(self) -> str:
        """What the rows are grouped by, one of `columns.GROUPS`."""
        return self._group

    def set_group(self, group: str) -> None:
        """The rows that come next are in order of this."""
        self._group = group

    def set_lead(self, column: int) -> None:
        """The leftmost column: its cells tell screen readers what the whole row says."""
        self._lead = column

    def item_at(self, row: int) -> ItemRow | None:
        """The item of a row, None if it is gone."""
        if not 0 <= row < len(self._ids):
            return None
        number = row // BLOCK_ROWS
        block = self._blocks.get(number)
        if block is None:
            wanted = self._ids[number * BLOCK_ROWS : (number + 1) * BLOCK_ROWS]
            block = {item.id: item for item in self._read_rows(wanted)}
            self._blocks[number] = block
            while len(self._blocks) > MAX_CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return block.get(self._ids[row])

    def items(self, ids: Sequence[int]) -> list[ItemRow]:
        """The items with these ids; those that are gone are left out."""
        found: list[ItemRow] = []
        for start in range(0, len(ids), BLOCK_ROWS):
            found += self._read_rows(ids[start : start + BLOCK_ROWS])
        return found

    def state_at(self, row: int) -> ItemState | None:
        """What the user decided about the item of a row."""
        item = self.item_at(row)
        return self._state_of(item.key) if item is not None else None

    def starts_group(self, row: int) -> bool:
        """Whether the row above is of another group; always true without groups."""
        if not self._group or not row:
            return True
        item, above = self.item_at(row), self.item_at(row - 1)
        if item is None or above is None:
            return True
        return texts.grouped_by(item, self._group) != texts.grouped_by(above, self._group)

    def reread(self) -> None:
        """Reads the values again; the rows stay the same."""
        self._blocks.clear()
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, len(columns.COLUMNS) - 1)
            )

    def drop_rows_from(self, row: int) -> None:
        for number in [each for each in self._blocks if each >= row // BLOCK_ROWS]:
            del self._blocks[number]

    def text_at(self, row: int, column: int) -> str:
        """A cell's text, "" if the item is gone."""
        item = self.item_at(row)
        if item is None:
            return ""
        return texts.cell_words(item, column, self._names, self._state_of(item.key))

    # Qt's model interface

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(columns.COLUMNS)

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Qt's delegate asks for six more roles a cell: first of all, and as a number.
        if role == DISPLAY:
            return self.text_at(index.row(), index.column())
        if role not in OTHER_ROLES or (item := self.item_at(index.row())) is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == self._lead:
            return texts.sentence(item, self._names, self._state_of(item.key))
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.tooltip(texts.tip_words(item, index.column(), self._names))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal
        return columns.header_data(section, role) if is_column else None
