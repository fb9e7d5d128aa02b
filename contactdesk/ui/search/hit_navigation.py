"""Steps through the hits of the shown contact, then on to the next contact in the table."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.table.view import ContactTableView


class HitNavigation(QObject):
    """`direction` is 1 for the next hit and -1 for the previous one."""

    ended = Signal(int)  # there is no further contact in this direction

    def __init__(self, table: ContactTableView, detail: DetailPane) -> None:
        super().__init__(table)
        self._table = table
        self._detail = detail
        self._pending = 0
        detail.hits.changed.connect(self._on_hits_changed)

    def step(self, direction: int) -> None:
        detail = self._detail
        if detail.isVisible() and detail.is_showing():
            if not detail.hits.is_complete:
                self._pending = direction
                return
            if detail.step_hit(direction):
                return
        self._go_to_neighbor(direction)

    def _go_to_neighbor(self, direction: int) -> None:
        """Makes the current row's neighbor current; its first hit follows once its hits are known."""
        model, current = self._table.model(), self._table.currentIndex()
        start = -1 if direction > 0 else model.rowCount()
        row = (current.row() if current.isValid() else start) + direction
        if not 0 <= row < model.rowCount():
            self.ended.emit(direction)
            return
        self._pending = direction
        self._table.go_to_row(row)

    def _on_hits_changed(self) -> None:
        direction, self._pending = self._pending, 0
        if direction:
            self._detail.step_hit(direction)
