"""What changed since the user last marked all changes as read."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.index import Index
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.looks import Look

LOOK = "changes"
"""The name of the last look at all changes."""

READ_AFTER_MS = 1_000
"""While pages arrive, it is read once in this time, or less often where reading takes long."""

MAX_READING_PART = 0.05
"""The share of the time that reading may take while pages arrive: searches wait for it."""


class _Found(NamedTuple):
    at: float
    counts: Mapping[str, int]
    contacts: array[int]
    people: array[int]


class UnreadChanges(QObject):
    """Reads when told that something changed, off the GUI thread. `now` gives seconds since 1970."""

    changed = Signal()

    def __init__(
        self,
        index: Index,
        undo: Undo,
        changes: UserDataChanges,
        parent: QObject | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._undo = undo
        self._looks = undo.userdata.looks
        self._now = now
        self._counts: Mapping[str, int] = {}
        self._contacts: array[int] = array("i")
        self._people: array[int] = array("i")
        self._read_at = 0.0
        self._is_known = False
        self._task = LatestTask(self)
        self._pause_ms = READ_AFTER_MS
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._on_soon)
        changes.looks_changed.connect(self._on_looks_changed)

    @property
    def since(self) -> float:
        """The moment from which on changes are unread, in seconds since 1970; 0 for all of them."""
        look = self._looks.seen(LOOK)
        return look.at if look is not None else 0.0

    @property
    def is_known(self) -> bool:
        """Whether it was read at least once."""
        return self._is_known

    def count(self, account_id: str = "") -> int:
        """The unread changes of an account, or of all ("")."""
        return self._counts.get(account_id, 0) if account_id else sum(self._counts.values())

    def has(self, row_id: int, *, of_people: bool = False) -> bool:
        """Whether a contact has an unread change, or, as a row of people, any contact of its person."""
        ids = self._people if of_people else self._contacts
        place = bisect_left(ids, row_id)
        return place < len(ids) and ids[place] == row_id

    def is_unread(self, at: float) -> bool:
        """Whether a change that was noticed at this time is unread."""
        return at >= self.since

    def mark_read(self) -> None:
        """Marks everything counted so far as read; the user can undo it."""
        look = Look(self._read_at or self._now())
        self._undo.look(LOOK, look, self.tr("mark all changes as read"))

    def read_soon(self, *_what: object) -> None:
        if not self._soon.isActive():
            self._soon.start(self._pause_ms)

    def _on_looks_changed(self) -> None:
        if can_start():
            self.read()

    def _on_soon(self) -> None:
        if can_start():
            self.read()
        else:
            self._soon.start(self._pause_ms)

    def read(self) -> None:
        """Reads now; `changed` follows."""
        self._soon.stop()
        self._task.start(self._read(self.since), self._on_read)

    def is_busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    async def _read(self, since: float) -> _Found:
        at, began = self._now(), time.monotonic()
        history = self._index.history
        counts, contacts = await history.counts(since), await history.changed_contacts(since)
        found = _Found(at, counts, contacts, await history.people_of(contacts))
        took_ms = (time.monotonic() - began) * 1000
        self._pause_ms = max(READ_AFTER_MS, round(took_ms / MAX_READING_PART))
        return found

    def _on_read(self, found: _Found) -> None:
        self._read_at, self._counts, self._contacts, self._people = found
        self._is_known = True
        self.changed.emit()
