"""Steps from hit to hit: through the contact that is shown, then on to the next contact."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.table.view import ContactTableView


class HitNavigation(QObject):
    """`ended` comes where there is no further contact to go to, with the way that was gone."""

    ended = Signal(int)

    def __init__(self, table: ContactTableView, detail: DetailPane) -> None:
        super().__init__(table)
        self._table = table
        self._detail = detail
        self._pending = 0
        detail.hits.changed.connect(self._on_hits_changed)

    def step(self, way: int) -> None:
        """To the next hit (1) or the one before (-1)."""
        detail = self._detail
        if detail.isVisible() and detail.is_showing():
            if not detail.hits.is_whole:
                self._pending = way
                return
            if detail.step_hit(way):
                return
        self._leave(way)

    def _leave(self, way: int) -> None:
        """The current row's neighbour becomes current; its hits are gone to once it is shown."""
        model, current = self._table.model(), self._table.currentIndex()
        start = -1 if way > 0 else model.rowCount()
        row = (current.row() if current.isValid() else start) + way
        if not 0 <= row < model.rowCount():
            self.ended.emit(way)
            return
        self._pending = way
        self._table.go_to_row(row)

    def _on_hits_changed(self) -> None:
        """The contact that was gone to is shown, and what matches in it is known."""
        way, self._pending = self._pending, 0
        if way:
            self._detail.step_hit(way)
