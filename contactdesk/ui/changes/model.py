"""Model of the list of changes: ids of all of them, and what is shown of those in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from contactdesk.index import ChangeRow
from contactdesk.ui.changes import columns, texts
from contactdesk.ui.changes.texts import Names
from contactdesk.ui.kit import text
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.list_model import ListModel
from contactdesk.ui.table.row_blocks import RowBlocks

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
OTHER_ROLES = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))

ReadRows = Callable[[Sequence[int]], list[ChangeRow]]


class ChangesModel(ListModel):
    """Rows are changes in the order the index gave; see `columns` for the columns.

    `read` gives the changes of some ids at once; `account` and `is_unread` are asked whenever a
    cell is shown.
    """

    def __init__(
        self,
        read: ReadRows,
        account: Names,
        is_unread: Callable[[float], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(len(columns.COLUMNS), columns.DAY, parent)
        self._account = account
        self._is_unread = is_unread
        self._rows: RowBlocks[ChangeRow] = RowBlocks(read)

    def change_at(self, row: int) -> ChangeRow | None:
        """The change of a row, None if it is not kept any more."""
        return self._rows.at(self._ids, row)

    def changes(self, ids: Sequence[int]) -> list[ChangeRow]:
        """The changes with these ids; those that are not kept any more are left out."""
        return self._rows.many(ids)

    def is_unread(self, row: int) -> bool:
        change = self.change_at(row)
        return change is not None and self._is_unread(change.time)

    def group_of(self, row: int) -> Sequence[object] | None:
        change = self.change_at(row)
        return texts.grouped_by(change, self.group) if change is not None else None

    def drop_rows_from(self, row: int) -> None:
        self._rows.drop_from(row)

    def text_at(self, row: int, column: int) -> str:
        """A cell's text, "" if the change is not kept any more."""
        change = self.change_at(row)
        if change is None:
            return ""
        return texts.cell_words(change, column, self._account, self.group)

    # Qt's model interface

    def data(self, index: ModelIndex, role: int = DISPLAY) -> Any:
        # Qt's delegate asks for six more roles a cell: first of all, and as a number.
        if role == DISPLAY:
            return self.text_at(index.row(), index.column())
        if role not in OTHER_ROLES or (change := self.change_at(index.row())) is None:
            return None
        is_unread = self._is_unread(change.time)
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = texts.tip_words(change, index.column(), self._account, is_unread)
            return text.tooltip(tip)
        if index.column() == self.lead:
            return texts.sentence(change, self._account, is_unread)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        is_column = orientation == Qt.Orientation.Horizontal
        return columns.header_data(section, role) if is_column else None
