"""Where a search that finds nothing in the shown scope would find something."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from contactdesk.index import Index
from contactdesk.search.query import Query
from contactdesk.ui.kit.tasks import LatestTask


class HitsElsewhere(QObject):
    """Counts a search's hits in every account, off the GUI thread. A later search ends a count."""

    changed = Signal()

    def __init__(self, index: Index, parent: QObject) -> None:
        super().__init__(parent)
        self._index = index
        self._counts: dict[str, int] = {}
        self._task = LatestTask(self)

    @property
    def counts(self) -> dict[str, int]:
        """Account id -> hits among its loaded contacts, without the vendor's filters."""
        return self._counts

    @property
    def busy(self) -> bool:
        return self._task.busy

    def count(self, query: Query) -> None:
        self._task.start(self._index.hits_by_account(query), self._show)

    def clear(self) -> None:
        """Another search: nothing is known of it yet."""
        self._task.cancel()
        self._counts = {}

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._task.blockSignals(True)
        self._task.cancel()

    def _show(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self.changed.emit()
