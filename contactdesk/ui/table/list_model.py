"""A model of a list whose rows may be in groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject

from contactdesk.ui.table.id_model import IdModel, ModelIndex


class ListModel(IdModel):
    """Rows come in the order of the index, which puts the rows of a group in a run.

    `drop_rows_from` and `group_of` are the subclass's.
    """

    def __init__(self, columns: int, lead: int, parent: QObject | None = None) -> None:
        """`columns` is how many there are, `lead` the leftmost."""
        super().__init__("q", parent)
        self._columns = columns
        self._group = ""
        self._lead = lead

    @property
    def group(self) -> str:
        """What the rows are grouped by; "" for no groups."""
        return self._group

    def set_group(self, group: str) -> None:
        """The rows that come next are in order of this."""
        self._group = group

    @property
    def lead(self) -> int:
        """The leftmost column: its cells tell screen readers what the whole row says."""
        return self._lead

    def set_lead(self, column: int) -> None:
        self._lead = column

    def group_of(self, row: int) -> Sequence[object] | None:
        """What tells a row's group from others, from the outermost group to the innermost; None if
        the row is gone."""
        raise NotImplementedError

    def starts_group(self, row: int, level: int = -1) -> bool:
        """Whether the row above is of another group, counted down to a level, all by default; always
        true without groups."""
        if not self._group or not row:
            return True
        mine, above = self.group_of(row), self.group_of(row - 1)
        if mine is None or above is None:
            return True
        depth = len(mine) if level < 0 else level + 1
        return list(mine[:depth]) != list(above[:depth])

    def reread(self) -> None:
        """Reads the values again; the rows stay the same."""
        self.drop_rows_from(0)
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, self._columns - 1)
            )

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._columns
