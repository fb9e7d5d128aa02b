"""Chooses what the page in place of rows says, and carries out what its buttons offer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from contactdesk.search.query import Query
from contactdesk.ui.browser import presenter
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.empty_page import Emptiness, Empty, EmptyPage
from contactdesk.ui.browser.hits_elsewhere import HitsElsewhere
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.shown_scope import ShownScope
from contactdesk.ui.kit import text
from contactdesk.ui.kit.wording import tr


class EmptyState(QObject):
    """Follows the shown scope; `elsewhere` counts the hits of a search that has none here."""

    acted = Signal(str, str)  # account id, a banner's action
    clear_filters_wanted = Signal()
    search_all_wanted = Signal()

    def __init__(
        self, context: WindowContext, page: EmptyPage, scope: ShownScope, loading: Loading
    ) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._scope = scope
        self._loading = loading
        self._empty = Empty(Emptiness.NONE)
        self.elsewhere = HitsElsewhere(context.index, self)
        page.acted.connect(self._on_acted)
        page.second_acted.connect(self.search_all_wanted)

    def show(self, query: Query, *, opened: bool) -> None:
        """Covers the table with the reason why it is empty."""
        provider = self._scope.provider()
        self._empty = presenter.emptiness(
            self._scope.walks,
            self._scope.extent(),
            opened=opened,
            query=query,
            vendor=provider.title if provider else "",
            elsewhere="" if query.empty else self.elsewhere_words(),
            offers_all=bool(self.elsewhere.counts.keys() - {self._scope.account_id}),
        )
        self._page.show_empty(self._empty)

    def hide(self) -> None:
        self._page.show_empty(Empty(Emptiness.NONE))

    def look_elsewhere(self, query: Query, rows: int) -> None:
        """Counts a search's hits in all accounts if it has none in the chosen one."""
        if self._scope.account_id and not query.empty and not rows:
            self.elsewhere.count(query)

    def elsewhere_words(self) -> str:
        """Where else the search has hits: "59 in Bland AI · 3 in Quo"; "" for nowhere."""
        scope = self._scope.scope()
        parts = []
        for account in self._context.accounts:
            count = self.elsewhere.counts.get(account.id, 0)
            if count and account.id != scope.account_id:
                parts.append(presenter.hits_words(count, text.line(account.label)))
            elif count and scope.filters:
                label = tr("{account} without filters").format(account=text.line(account.label))
                parts.append(presenter.hits_words(count, label))
        return " · ".join(parts)

    def _on_acted(self) -> None:
        match self._empty.why:
            case Emptiness.NO_MATCH:
                self._loading.load_all(self._scope.walks)
            case Emptiness.NO_CONTACTS | Emptiness.NO_MATCH_FILTERED:
                self.clear_filters_wanted.emit()
            case Emptiness.FAILED if self._empty.does == "retry":
                for account_id in self._scope.account_ids():
                    self._loading.retry(account_id)
            case Emptiness.FAILED:
                self.acted.emit(self._empty.account_id, self._empty.does)
            case _:
                self._loading.want_more(self._scope.walks)
