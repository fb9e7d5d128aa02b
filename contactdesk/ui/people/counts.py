"""How many people there are, and at which vendors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.index import Index, VendorCounts
from contactdesk.ui.kit.tasks import LatestTask, can_start

COUNT_AFTER_MS = 1_000
"""While pages arrive, people are counted once in this time."""


class PeopleCounts(QObject):
    """Counts when told that something changed, off the GUI thread."""

    changed = Signal()

    def __init__(
        self, index: Index, accounts: Callable[[], int], parent: QObject | None = None
    ) -> None:
        """`accounts` gives the number of accounts."""
        super().__init__(parent)
        self._index = index
        self._accounts = accounts
        self._counts = VendorCounts()
        self._has_linked = False
        self._is_known = False
        self._task = LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._soon.timeout.connect(self._on_soon)

    @property
    def counts(self) -> VendorCounts:
        """The last count; of nobody before the first one."""
        return self._counts

    @property
    def is_known(self) -> bool:
        """Whether they were counted at least once."""
        return self._is_known

    def exist(self) -> bool:
        """Whether people are worth a list of their own: contacts of one account that are all of
        different people are listed already."""
        return self._accounts() > 1 or self._has_linked

    def count_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def is_busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    def _on_soon(self) -> None:
        if can_start():
            self._task.start(self._read(), self._on_counted)
        else:
            self._soon.start()

    async def _read(self) -> tuple[VendorCounts, bool]:
        # Counted first: contacts that arrive in between must not look like linked ones.
        contacts = sum(self._index.counts().values())
        found = await self._index.people.vendor_counts()
        return found, found.people < contacts

    def _on_counted(self, found: tuple[VendorCounts, bool]) -> None:
        self._counts, self._has_linked = found
        self._is_known = True
        self.changed.emit()
