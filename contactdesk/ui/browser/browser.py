"""The heart of the window: accounts, the table of what was chosen, and the contact in it."""

from __future__ import annotations

from array import array

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Order, Scope, Written
from contactdesk.model import Filters, Provider
from contactdesk.records.parse import read_record
from contactdesk.search.query import Query, parse
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.accounts.sidebar import AccountList
from contactdesk.ui.browser import presenter
from contactdesk.ui.browser.banner import BannerArea, Notice
from contactdesk.ui.browser.empty_page import Emptiness, Empty, EmptyPage
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.presenter import WindowContext
from contactdesk.ui.browser.search_view import SearchView
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.filters.filter_bar import FilterBar
from contactdesk.ui.kit import theme, wording
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.search.searches import Searches
from contactdesk.ui.table.column_state import KeptColumns
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView

FIRST = 100
"""Rows that are shown before the whole is known; more than a screen holds."""

RELOAD_EVERY = 200
"""Milliseconds between two orderings of the whole while pages pour in."""


class Browser(QWidget):
    """Shows one scope at a time: all contacts, or one account's with the vendor's filters."""

    notice_acted = Signal(str, str)  # account id, what to do
    status_changed = Signal(str, str)  # the words, the offer to load the rest
    details_copied = Signal(str)
    refreshed = Signal()  # how things stand was said anew

    def __init__(
        self, desk: WindowContext, loading: Loading, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loading = loading
        self._filters: dict[str, Filters] = {}
        self._walks: list[WalkState] = []
        self._opened = False
        self._query: Query = parse("")
        self._shown_id = 0
        self._own_notices: list[Notice] = []
        self._searches: Searches | None = None
        self._opening = LatestTask(self)
        self._ordering = LatestTask(self)
        self._stale = False
        self._has_all = True
        self._later = QTimer(self, singleShot=True, interval=RELOAD_EVERY)
        self._detail_soon = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._connect()

    def _build(self) -> None:
        # Made where they stay: what is moved is dressed again, with all that is in it.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.side, middle = QWidget(self.splitter), QWidget(self.splitter)
        self.table_model = ContactTable(self._desk.index, self._account_label, self)
        self.accounts, self.saved = AccountList(self.side), SavedList(self.side)
        wrong = HintLabel(tone="warning", parent=middle, name="searchProblem")
        self.banners = BannerArea(middle)
        self.filters = FilterBar(middle)
        self.table = ContactTableView(self.table_model, middle, account_icon=self._account_icon)
        self.empty = EmptyPage(self.table.viewport())
        self.detail = DetailPane(self.splitter)
        self.found = SearchView(self._desk, self.table, self.table_model, self.detail, wrong)
        self._columns = KeptColumns(self.table, self.table_model, self._desk.settings)
        _column(self.side, self.accounts, self.saved, tall=self.accounts)
        _column(middle, wrong, self.banners, self.filters, self.table, tall=self.table)
        for widget, stretch in ((self.side, 0), (middle, 3), (self.detail, 2)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setCollapsible(1, False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self.splitter.setSizes([220, 640, 460])

    def searches(self, field: SearchField) -> Searches:
        """What stands around the window's search field."""
        made = Searches(self.window(), field, self._desk.searches, self._desk.index, self.saved)
        made.failed.connect(lambda error: self.say(Notice("", str(error), "", "warning")))
        self._searches = made
        return made

    def _connect(self) -> None:
        self.accounts.scope_changed.connect(lambda _account: self.open())
        self.filters.filters_changed.connect(self._on_filters_changed)
        self.table.end_approached.connect(self._on_end_approached)
        self.table.current_changed.connect(lambda _id: self._detail_soon.start())
        self.table.columns_changed.connect(self._columns.keep)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_: self._on_sort_changed())
        self._loading.walks_changed.connect(self.refresh_words)
        self._loading.written.connect(self._on_written)
        self._later.timeout.connect(lambda: self._order(from_top=False))
        self._detail_soon.timeout.connect(self._show_detail)
        self.banners.acted.connect(self.notice_acted)
        self.banners.dismissed.connect(self._on_dismissed)
        self.banners.copied.connect(self.details_copied)
        self.empty.acted.connect(self._on_empty_acted)
        self._ordering.busy_changed.connect(lambda _busy: self.refresh_words())

    def end(self) -> None:
        """The index is about to be closed: nothing is asked of it any more."""
        self._loading.walks_changed.disconnect(self.refresh_words)
        self._loading.written.disconnect(self._on_written)
        for timer in (self._later, self._detail_soon):
            timer.stop()
        for task in (self._opening, self._ordering):
            task.blockSignals(True)
            task.cancel()
        self.found.end()
        if self._searches is not None:
            self._searches.end()

    # The scope

    def account_ids(self) -> list[str]:
        """The accounts of the scope that is shown."""
        chosen = self.accounts.scope()
        return [chosen] if chosen else [account.id for account in self._desk.accounts]

    def walks(self) -> list[WalkState]:
        return self._walks

    def scope(self) -> Scope:
        chosen = self.accounts.scope()
        return Scope(chosen, self._filters.get(chosen, {}) if chosen else {})

    def query(self) -> Query:
        return self._query

    def order(self) -> Order:
        column, downwards = self.table.sorted_by()
        return Order(column, downwards)

    def open(self) -> None:
        """Shows the chosen scope; an account that was never loaded gets its first page."""
        self._opened = False
        self._walks = []
        self._has_all = True
        self._desk.index.name_accounts(self._desk.accounts.called())
        self._ordering.cancel()
        self._later.stop()
        scope = self.scope()
        provider = self._provider()
        self._columns.restore(provider)
        self.found.show_query(self._query)
        self.filters.set_provider(provider)
        self.filters.set_filters(dict(scope.filters))
        self.detail.clear()
        self._shown_id = 0
        self.refresh_words()
        self._opening.start(self._open_walks(scope), self._on_opened)

    async def _open_walks(self, scope: Scope) -> list[WalkState]:
        walks = []
        for account in self.account_ids():
            try:
                walks.append(await self._loading.sync.walk(account, scope.filters))
            except ContactDeskError as error:
                # One account that cannot be used must not hide the others.
                error.account = error.account or self._account_label(account)
                self.say(Notice(account, str(error), "", "danger", "key", self.tr("Edit account…")))
        return walks

    def _on_opened(self, walks: list[WalkState]) -> None:
        self._walks = walks
        self._opened = True
        self._order(from_top=True)
        self._loading.want_more([walk for walk in walks if walk.state is State.NOT_LOADED])

    def _provider(self) -> Provider | None:
        chosen = self.accounts.scope()
        return self._desk.providers[self._desk.accounts.get(chosen).provider] if chosen else None

    def _account_label(self, account_id: str) -> str:
        return next((a.label for a in self._desk.accounts if a.id == account_id), "")

    def _account_icon(self, account_id: str) -> QIcon:
        vendors = (a.provider for a in self._desk.accounts if a.id == account_id)
        provider = self._desk.providers.get(next(vendors, ""))
        return theme.small_vendor_icon(provider.id, provider.title) if provider else QIcon()

    def _on_filters_changed(self, filters: Filters) -> None:
        chosen = self.accounts.scope()
        if chosen and dict(filters) != dict(self._filters.get(chosen, {})):
            self._filters[chosen] = filters
            self._loading.cancel([chosen])
            self.open()

    # Rows

    def search(self, words: str) -> None:
        """Shows what matches among all that is in the index; never asks a vendor."""
        query = parse(words)
        if query == self._query:
            return
        self._query = query
        self.detail.set_query(query)
        self.found.say(query.problem)
        if self._opened:
            self._order(from_top=True)

    def _on_sort_changed(self) -> None:
        self._columns.keep()
        if self._opened:
            self._order(from_top=True)

    def _order(self, from_top: bool) -> None:
        """Asks the index for the ids in order; a newer wish replaces an older one."""
        if self._ordering.busy and not from_top:
            self._stale = True
            return
        self._stale = False
        self._later.stop()
        first_rows = from_top and not self.table.keeps_a_place()
        self._ordering.start(self._ids(first_rows), lambda ids: self._on_ordered(ids, from_top))

    async def _ids(self, first_rows: bool) -> tuple[array[int], bool]:
        """(all ids in order, whether the first of them are shown already)."""
        wish = self.scope(), self.order(), self._query
        if not first_rows:
            return await self._desk.index.ids(*wish), False
        ids = await self._desk.index.first(*wish, FIRST)
        if len(ids) < FIRST:
            return ids, False
        self._has_all = False
        self.found.show_answer(self._query, ids, True, at_once=True)
        self.refresh_words()
        return await self._desk.index.ids(*wish), True

    def _on_ordered(self, found: tuple[array[int], bool], from_top: bool) -> None:
        ids, has_begun = found
        # The user may have gone on in the first rows.
        self.found.show_answer(self._query, ids, from_top and not has_begun)
        self._has_all = True
        if self._stale:
            self._stale = False
            self._later.start()
        self.refresh_words()
        self._fill_screen()
        self.detail.make_soon()

    def _fill_screen(self) -> None:
        """A first page shorter than the screen is followed by the next one."""
        if self._query.empty and not self.table.is_full() and self.isVisible():
            self._loading.want_more([walk for walk in self._walks if walk.listing.pages])

    def _on_end_approached(self) -> None:
        # While a search is shown the price of the rest is offered instead.
        if self._opened and self._query.empty and self._has_all:
            self._loading.want_more(self._walks)

    def _on_written(self, walk: WalkState, written: Written) -> None:
        if walk not in self._walks:
            return
        if written.changed:
            self.table_model.reread()
            self.found.matched.drop(written.changed)
            self._refresh_detail()
        if self._appends() and not written.removed:
            self.table_model.append(written.new)
            self._fill_screen()
        elif not self._later.isActive():
            self._later.start()
        self.refresh_words()

    def _appends(self) -> bool:
        """Whether new contacts simply stand at the end: as loaded, unsearched, unfiltered."""
        as_loaded = self.table.sorted_by()[0] is None
        scope = self.scope()
        return as_loaded and self._query.empty and not scope.filters and not self._ordering.busy

    # The contact

    def _show_detail(self) -> None:
        row_id = self.table.current_id()
        if row_id == self._shown_id and row_id:
            return
        self._shown_id = row_id
        self._refresh_detail()

    def _refresh_detail(self) -> None:
        stored = self._desk.index.stored(self._shown_id) if self._shown_id else None
        if stored is None:
            self.detail.clear()
            return
        account = self._desk.accounts.get(stored.account_id)
        provider = self._desk.providers[account.provider]
        contact = read_record(provider.contact, stored.raw).contact
        self.detail.show_contact(
            account.label, provider, contact, stored.raw, self._query, stored.malformed
        )

    def rows_as_json(self) -> str:
        """The vendors' records of the selected rows, as they came, as a JSON list."""
        return presenter.records_as_json(self._desk.index, self.table.selected_ids())

    # Words

    def refresh_accounts(self) -> None:
        """The accounts changed: added, renamed or removed."""
        self.refresh_words()
        self.table_model.reread()

    def loaded_of(self, walk: WalkState) -> int:
        """How many contacts of a walk are in the index."""
        counts = self._desk.index.counts()
        return walk.listing.walked if walk.filters else counts.get(walk.account.id, 0)

    def extent(self) -> wording.Extent:
        if self.scope().filters:
            loaded = sum(walk.listing.walked for walk in self._walks)
        else:
            counts = self._desk.index.counts()
            loaded = sum(counts.get(account, 0) for account in self.account_ids())
        return wording.Extent.of(self._walks, loaded)

    def refresh_words(self) -> None:
        """Sidebar, banners, status line and the page over an empty table say how things are."""
        counts = self._desk.index.counts()
        self.accounts.show_entries(presenter.entries(self._desk, self._loading.sync, counts))
        shown = [a for a in self.account_ids() if not self._loading.is_dismissed(a)]
        self.banners.show_notices(presenter.notices(self._loading.sync, shown), self._own_notices)
        extent = self.extent()
        rows = self.table_model.rowCount()
        searched = not self._query.empty
        column, _downwards = self.table.sorted_by()
        if self._has_all or searched:
            words = wording.status_words(extent, rows, searched, column, not self._has_all)
            self.status_changed.emit(words, wording.rest_words(extent) if searched else "")
        self.empty.show_empty(self._emptiness(extent, rows))
        self.refreshed.emit()

    def _emptiness(self, extent: wording.Extent, rows: int) -> Empty:
        if rows or self._ordering.busy:
            return Empty(Emptiness.NONE)
        return presenter.emptiness(
            self._walks,
            extent,
            opened=self._opened,
            searched=not self._query.empty,
            vendor=provider.title if (provider := self._provider()) else "",
        )

    def say(self, notice: Notice) -> None:
        """A notice of the program itself; it stays until it is put away."""
        self._own_notices = [n for n in self._own_notices if n.account_id != notice.account_id]
        self._own_notices.append(notice)
        self.refresh_words()

    def _on_dismissed(self, account_id: str) -> None:
        own = [notice for notice in self._own_notices if notice.account_id != account_id]
        if len(own) == len(self._own_notices):
            self._loading.dismiss(account_id)
        self._own_notices = own
        self.refresh_words()

    def _on_empty_acted(self) -> None:
        match self.empty.why():
            case Emptiness.NO_MATCH:
                self._loading.load_all(self._walks)
            case Emptiness.NO_CONTACTS | Emptiness.NO_MATCH_FILTERED:
                self.filters.set_filters({})
                self._on_filters_changed({})
            case Emptiness.FAILED:
                for account in self.account_ids():
                    self._loading.retry(account)
            case _:
                self._loading.want_more(self._walks)


def _column(made: QWidget, *parts: QWidget, tall: QWidget) -> None:
    """Parts below each other without a gap; one of them takes what room is left."""
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, int(part is tall))
