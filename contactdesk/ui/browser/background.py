"""Work in the background: refreshing, counting saved searches, watching them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from contactdesk.ui.browser.auto_refresh import AutoRefresh
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.row_loader import RowLoader
from contactdesk.ui.browser.saved_counts import SavedCounts
from contactdesk.ui.browser.watched_searches import WatchedSearches
from contactdesk.ui.search.saved_list import SavedList


class Background(QObject):
    def __init__(
        self,
        context: WindowContext,
        loading: Loading,
        saved: SavedList,
        rows: RowLoader,
        is_table_shown: Callable[[], bool],
        parent: QObject,
    ) -> None:
        """`is_table_shown` tells whether the rows are on screen, not a page in their place."""
        super().__init__(parent)
        searches = context.userdata.searches
        self.saved_counts = SavedCounts(context, saved, rows, is_table_shown)
        self.watched = WatchedSearches(searches, loading, self.saved_counts)
        self.auto_refresh = AutoRefresh(context, loading, self)
        loading.written.connect(self.saved_counts.contacts_written)
        context.changes.people_changed.connect(self.saved_counts.count_soon)

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.auto_refresh.end()
        self.saved_counts.end()
