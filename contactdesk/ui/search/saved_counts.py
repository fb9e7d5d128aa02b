"""How many contacts each saved search finds among the loaded ones, counted in the background."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer

from contactdesk.index import Index, Scope
from contactdesk.search.query import parse
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.userdata.searches import SavedSearch, SearchStore

COUNT_AFTER_MS = 2_000
"""How long nothing was typed or written before the searches are counted again."""

MAX_WAIT_MS = 10_000
"""While pages arrive all the time, they are counted this often."""


class SavedCounts(QObject):
    """Counts one search after another while the list is visible.

    A count never makes a search on screen wait: `hold` ends it, and it begins anew once there was a
    pause. `is_busy` says whether the rows on screen are about to change.
    """

    def __init__(
        self,
        index: Index,
        store: SearchStore,
        saved_list: SavedList,
        account_ids: Callable[[], Collection[str]],
        is_busy: Callable[[], bool],
    ) -> None:
        super().__init__(saved_list)
        self._index, self._store, self._list = index, store, saved_list
        self._account_ids, self._is_busy = account_ids, is_busy
        self._counting = LatestTask(self)
        self._counting.failed.connect(lambda _error: None)
        self._pause = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._latest = QTimer(self, singleShot=True, interval=MAX_WAIT_MS)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(self._start)
        saved_list.shown.connect(self.want)

    @property
    def busy(self) -> bool:
        """Whether a count is running or about to begin."""
        return self._counting.busy or self._pause.isActive()

    def want(self) -> None:
        """Something was written: count again after a pause."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def hold(self) -> None:
        """The index is needed for what the user does: count again after a pause."""
        if self._counting.busy:
            self._counting.cancel()
            self._pause.start()
        elif self._pause.isActive():
            self._pause.start()

    def end(self) -> None:
        """Stop reading from the index, which is about to be closed."""
        self._list.shown.disconnect(self.want)
        for timer in (self._pause, self._latest):
            timer.stop()
        self._counting.blockSignals(True)
        self._counting.cancel()

    def _start(self) -> None:
        if not self._list.isVisible():
            return
        if self._is_busy() or self._counting.busy:
            self._pause.start()
            return
        self._pause.stop()
        self._latest.stop()
        self._counting.start(self._count(), lambda _done: None)

    async def _count(self) -> None:
        known = set(self._account_ids())
        for search in self._store.saved():
            if search.account and search.account not in known:
                self._list.show_count(search.name, None)
                continue
            hits = await self._index.count(_scope(search), parse(search.text))
            self._list.show_count(search.name, hits)


def _scope(search: SavedSearch) -> Scope:
    return Scope(search.account or "", search.filters if search.account else {})
