"""Saved searches that the user wants to be told about: those that find more after a refresh."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.saved_counts import SavedCounts
from contactdesk.userdata.searches import SearchStore


class WatchedSearches(QObject):
    """Compares the counts after a refresh with those before it began. What is found because more was
    loaded, or a search was changed, is not told."""

    grew = Signal(str, int)  # name of the search, how many more matches

    def __init__(self, searches: SearchStore, loading: Loading, counts: SavedCounts) -> None:
        super().__init__(counts)
        self._searches = searches
        self._loading = loading
        self._counts = counts
        self._before: Mapping[str, tuple[str, int]] = {}
        self._is_due = False
        loading.refreshed.connect(self._on_refreshed)
        counts.counted.connect(self._on_counted)

    def _on_refreshed(self) -> None:
        self._is_due = True
        self._counts.count_soon()

    def _on_counted(self, counts: Mapping[str, int]) -> None:
        if self._loading.is_refreshing:
            return
        watched = [each for each in self._searches.saved() if each.name in counts]
        now = {each.name: (each.text, counts[each.name]) for each in watched}
        before, self._before = self._before, now
        if not self._is_due:
            return
        self._is_due = False
        for search in watched:
            text, count = before.get(search.name, ("", 0))
            more = counts[search.name] - count
            if search.watched and text == search.text and more > 0:
                self.grew.emit(search.name, more)
