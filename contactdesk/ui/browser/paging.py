"""Asks the vendors for more pages while the user scrolls, and says at the table's end who is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.read_ahead import ReadAhead
from contactdesk.ui.kit import text, wording
from contactdesk.ui.table.view import ContactTableView

DEFAULT_PAGE_ROWS = 100
"""Contacts a page is expected to bring until one has come."""


class Paging(QObject):
    """`walks` gives the walks of the shown scope; `may_ask`, whether scrolling may cost requests."""

    def __init__(
        self,
        table: ContactTableView,
        loading: Loading,
        walks: Callable[[], Sequence[WalkState]],
        may_ask: Callable[[], bool],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._loading = loading
        self._walks = walks
        self._may_ask = may_ask
        self._ahead = ReadAhead()
        self._has_new_page = False
        table.scrolled.connect(self._on_scrolled)
        loading.walks_changed.connect(self._on_walks_changed)

    def end(self) -> None:
        """Stops following the walks; the index is about to be closed."""
        self._loading.walks_changed.disconnect(self._on_walks_changed)

    def rows_replaced(self) -> None:
        """Other rows are shown: nobody scrolled to where they are."""
        self._ahead.jump(self._table.last_row_in_sight())
        self._show_pending()
        self.fill_screen()

    def rows_added(self) -> None:
        self._ahead.extended(self._table.last_row_in_sight())
        # The walk takes the next request once it is done with this one.
        self._has_new_page = True
        self.fill_screen()

    def fill_screen(self) -> None:
        """Asks for the next page while the first ones do not fill the screen."""
        if self._may_ask() and not self._table.is_full() and self._table.isVisible():
            self._loading.want_more([walk for walk in self._walks() if walk.listing.pages])

    def _on_scrolled(self) -> None:
        self._ahead.scrolled(self._table.last_row_in_sight(), self._table.rows_in_sight())
        if self._may_ask():
            self._ask()

    def _on_walks_changed(self) -> None:
        self._show_pending()
        account_ids = [walk.account.id for walk in self._walks()]
        if not self._has_new_page or self._loading.busy(account_ids):
            return
        if self._may_ask() and not self._ahead.is_resting():
            self._ask()
        self._has_new_page = False

    def _ask(self) -> None:
        # What is canceled from now on is not asked for again by itself.
        self._has_new_page = False
        left = self._table.rows_below()
        self._loading.want_more([walk for walk in self._walks() if self._wants(walk, left)])

    def _wants(self, walk: WalkState, rows_left: int) -> bool:
        return self._ahead.wants(rows_left, answer_s=walk.page_seconds, page_rows=page_rows(walk))

    def _show_pending(self) -> None:
        asked = (walk for walk in self._walks() if walk.busy and walk.has_more)
        walks = [walk for walk in asked if not (walk.refreshing or walk.rereading)]
        self._table.show_pending(pending_words(walks) if self._may_ask() else "")


def page_rows(walk: WalkState) -> int:
    """How many contacts the walk's next page is expected to bring."""
    if walk.listing.pages:
        return max(1, walk.listing.walked // walk.listing.pages)
    return walk.page_size.records or DEFAULT_PAGE_ROWS


def pending_words(walks: Sequence[WalkState]) -> str:
    """Who is asked for how many more contacts, or what is waited for; "" for no walks."""
    waiting = next((walk for walk in walks if walk.state is State.WAITING), None)
    if waiting is not None and waiting.error is not None:
        return f"{wording.error_title(waiting.error)} · {wording.wait_words(waiting)}"
    if not walks:
        return ""
    if len(walks) > 1:
        return wording.translate("wording", "Asking %Ln vendor(s) for more…", "", len(walks))
    walk, count = walks[0], page_rows(walks[0])
    if (total := walk.listing.total) is not None and total > walk.listing.walked:
        count = min(count, total - walk.listing.walked)
    words = wording.translate("wording", "Asking {vendor} for %Ln more…", "", count)
    return words.format(vendor=text.line(walk.provider.title))
