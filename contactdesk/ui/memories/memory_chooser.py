"""Which memory is shown: the list beside the view or the drop-down above it, and the sort order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.ui.memories.memory_list import MemoryBox, MemoryList
from contactdesk.ui.memories.memory_model import MemoryModel
from contactdesk.ui.memories.memory_rows import OVERVIEW, MemoryRow


class MemoryChooser(QObject):
    """Keeps the list and the drop-down on the same row.

    The user's choice is remembered by its agent, so that the next contact opens there, too; what the
    program opens, such as the memory of a match, is not.
    """

    chosen = Signal(int)  # the number of a memory, OVERVIEW for all together
    menu_wanted = Signal(QPoint)  # where on the screen, for the chosen row

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = MemoryModel(self)
        self.list = MemoryList(self.model, parent)
        self.box = MemoryBox(self.model, parent)
        self.number = OVERVIEW
        self._wanted = MemoryRow(OVERVIEW, "")
        for part in (self.list, self.box):
            part.row_chosen.connect(self._on_row_chosen)
            part.menu_wanted.connect(self.menu_wanted)

    @property
    def row(self) -> MemoryRow | None:
        """The chosen row; None before there are rows."""
        at = self.model.row_of(self.number)
        return self.model.rows[at] if at >= 0 else None

    def show_rows(self, rows: Sequence[MemoryRow], *, keep: bool) -> None:
        """Shows rows; with `keep` they are the same memories, and the chosen one stays."""
        before = self.row if keep else self._wanted
        for part in (self.list, self.box):
            part.blockSignals(True)
        self.model.show_rows(rows)
        for part in (self.list, self.box):
            part.blockSignals(False)
        self.show(_match(rows, before or self._wanted))

    def show_matches(self, matches: Mapping[int, int]) -> None:
        """Number of a memory -> how many matches a search has in it."""
        self.model.show_matches(matches)

    def show(self, number: int) -> None:
        """Chooses a memory without remembering it as the user's choice."""
        at = max(0, self.model.row_of(number))
        if self.model.rows:
            self.number = self.model.rows[at].number
            self.list.show_row(at)
            self.box.show_row(at)

    def choose(self, number: int) -> None:
        """Chooses a memory as the user does, and says so."""
        self._on_row_chosen(self.model.row_of(number))

    def step(self, direction: int) -> bool:
        """Chooses the next (1) or previous (-1) row; False at the end."""
        at = self.model.row_of(self.number) + direction
        if not 0 <= at < len(self.model.rows):
            return False
        self._on_row_chosen(at)
        return True

    def _on_row_chosen(self, at: int) -> None:
        if not 0 <= at < len(self.model.rows):
            return
        row = self.model.rows[at]
        self._wanted = row
        self.show(row.number)
        self.chosen.emit(row.number)


def _match(rows: Sequence[MemoryRow], wanted: MemoryRow) -> int:
    """The number of the row that is most like another: of the same agent, and if it has several, on
    the same number and at the same place. The overview if there is none."""
    if wanted.number == OVERVIEW:
        return OVERVIEW
    of_agent = [row for row in rows if row.number and _name(row) == _name(wanted)]
    like = max(
        of_agent,
        key=lambda row: (row.agent_number == wanted.agent_number, row.number == wanted.number),
        default=None,
    )
    return like.number if like else OVERVIEW


def _name(row: MemoryRow) -> str:
    return row.agent or row.title
