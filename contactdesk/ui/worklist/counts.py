"""How many open items there are, and which of them are out of sight today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.index import Index, ItemKey
from contactdesk.records.moments import today
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.item_states import ItemStates

COUNT_AFTER_MS = 1_000
"""While pages arrive, items are counted once in this time."""

CHECK_DAY_MS = 60_000

Counts = Mapping[str, int]
"""Account id -> number of open items."""


def today_here() -> date:
    return today(datetime.now(UTC))


class OpenItemCounts(QObject):
    """Counts when told that something changed, off the GUI thread; also when a day begins, which
    brings snoozed items back."""

    changed = Signal()
    hidden_changed = Signal()  # the user decided something, or a day began

    def __init__(
        self,
        index: Index,
        states: ItemStates,
        changes: UserDataChanges,
        parent: QObject | None = None,
        today: Callable[[], date] = today_here,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._states = states
        self._today = today
        self._day = today()
        self._all: Counts = {}
        self._open: Counts = {}
        self._is_known = False
        self._task = LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._soon.timeout.connect(self._on_soon)
        self._minute = QTimer(self, interval=CHECK_DAY_MS)
        self._minute.timeout.connect(self.check_day)
        self._minute.start()
        changes.item_states_changed.connect(self._on_hidden_changed)

    @property
    def is_known(self) -> bool:
        """Whether they were counted at least once."""
        return self._is_known

    def today(self) -> date:
        return self._today()

    def set_clock(self, today: Callable[[], date]) -> None:
        """Tells the day by another clock."""
        self._today = today

    def hidden(self) -> frozenset[ItemKey]:
        """The items that are done, or snoozed beyond today."""
        return self._states.hidden(self._today())

    def all(self, account_id: str = "") -> int:
        """Open items of an account or of all (""), also those that are done or snoozed."""
        return self._all.get(account_id, 0) if account_id else sum(self._all.values())

    def open(self, account_id: str = "") -> int:
        """Those that are neither done nor snoozed."""
        return self._open.get(account_id, 0) if account_id else sum(self._open.values())

    def count_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def count(self) -> None:
        """Counts now; `changed` follows."""
        self._soon.stop()
        self._task.start(self._read(), self._on_counted)

    def _on_soon(self) -> None:
        if can_start():
            self.count()
        else:
            self._soon.start()

    def is_busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def check_day(self) -> None:
        """Brings snoozed items back if another day has begun."""
        if self._today() != self._day:
            self._day = self._today()
            self._on_hidden_changed()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._minute.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    async def _read(self) -> tuple[Counts, Counts]:
        every = await self._index.open_items.counts()
        hidden = self.hidden()
        return every, await self._index.open_items.counts(hidden) if hidden else every

    def _on_counted(self, found: tuple[Counts, Counts]) -> None:
        self._all, self._open = found
        self._is_known = True
        self.changed.emit()

    def _on_hidden_changed(self) -> None:
        self.count()
        self.hidden_changed.emit()
