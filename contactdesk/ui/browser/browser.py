"""The main page of the window: accounts, the table of contacts, and the contact in detail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from contactdesk.errors import KeyProblemError
from contactdesk.index import Written
from contactdesk.model import Filters
from contactdesk.search.fields import AGENT_FIELDS, USER_FIELDS
from contactdesk.search.query import parse
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.accounts.sidebar import AccountList
from contactdesk.ui.browser import pane_sizes, presenter
from contactdesk.ui.browser.banner import Action, BannerArea, Notice, action_words
from contactdesk.ui.browser.cell_places import place_of
from contactdesk.ui.browser.column_fields import ColumnFields
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.copying import RowCopier
from contactdesk.ui.browser.empty_page import EmptyPage
from contactdesk.ui.browser.empty_state import EmptyState
from contactdesk.ui.browser.kept_folds import kept_folds
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.notices import Notices
from contactdesk.ui.browser.noting import Noting
from contactdesk.ui.browser.paging import Paging
from contactdesk.ui.browser.places import Places
from contactdesk.ui.browser.row_loader import Request, RowLoader
from contactdesk.ui.browser.saved_views import SavedViews
from contactdesk.ui.browser.search_view import SearchView
from contactdesk.ui.browser.shown_contact import ShownContact
from contactdesk.ui.browser.shown_scope import OpenedWalks, ShownScope
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.filters.bar import FilterBar
from contactdesk.ui.filters.quick_filters import QuickFilters
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.query_words import problems_words
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.search.controller import SearchController
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.saved_counts import SavedCounts
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.table.column_state import SavedColumns
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView


class Browser(QWidget):
    """Shows one scope at a time: all contacts, or one account's with the vendor's filters.

    It makes its parts in `_build` and connects them in `_connect`. A scope that opens gets its first
    page; `paging` asks for the others.
    """

    notice_acted = Signal(str, str)  # account id, action
    status_changed = Signal(str, str)  # status line, offer to load the rest
    details_copied = Signal(str)
    refreshed = Signal()  # all texts about the state were updated

    def __init__(
        self, context: WindowContext, loading: Loading, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._loading = loading
        self._is_open = False
        self._query = parse("")
        self._search_controller: SearchController | None = None
        self._opening = LatestTask(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        context = self.context
        # Made in their places: a widget that gets another parent is styled again.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.side, self.middle = QWidget(self.splitter), QWidget(self.splitter)
        self.accounts, self.saved = AccountList(self.side), SavedList(self.side)
        problem = HintLabel(tone="warning", parent=self.middle, name="searchProblem")
        self.banners = BannerArea(self.middle)
        self.filters = FilterBar(self.middle)
        self.quick_filters = QuickFilters(self.middle)
        self.table_model = _table_model(context, self)
        self.table = ContactTableView(
            self.table_model,
            self.middle,
            account_icon=context.account_icon,
            place_of=lambda account, column: place_of(context.provider_of(account), column),
        )
        self.empty = EmptyPage(self.table.viewport())
        self.detail = DetailPane(self.splitter, kept_folds(context.settings))
        _stack(self.side, self.accounts, self.saved, stretch=self.accounts)
        above = (problem, self.banners, self.filters, self.quick_filters)
        _stack(self.middle, *above, self.table, stretch=self.table)
        self._fill_splitter()

        self._scope = ShownScope(context, self.accounts)
        self._columns = SavedColumns(self.table, self.table_model, context.settings)
        self.fields = ColumnFields(context, self._columns, lambda: self._query)
        self.notices = Notices(self._loading, self.banners)
        self.shown_contact = ShownContact(context, self.table, self.table_model, self.detail)
        self.noting = Noting(context, self.shown_contact, self.table, self.detail)
        self.search_view = SearchView(context, self.table, self.table_model, self.detail, problem)
        self.copier = RowCopier(context, self)
        self.empty_state = EmptyState(context, self.empty, self._scope, self._loading)
        self.places = Places(context, self._scope, self.table, lambda: self._query)
        self.rows = RowLoader(context.index, self.table, self.search_view, self.request)
        self.paging = Paging(self.table, self._loading, self.walks, self._may_ask)
        self._build_saved()

    def _build_saved(self) -> None:
        context = self.context
        self.views = SavedViews(context, self._scope, self._columns, self.accounts, self.open)
        searches, names = context.userdata.searches, context.accounts.names_by_id
        self.saved_counts = SavedCounts(
            context.index, searches, self.saved, names, lambda: self.rows.busy
        )

    def _fill_splitter(self) -> None:
        for widget, stretch in ((self.side, 0), (self.middle, 3), (self.detail, 2)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setCollapsible(1, False)
        _stack(self, self.splitter, stretch=self.splitter)
        self.splitter.setSizes([220, 640, 460])

    def _connect(self) -> None:
        self.accounts.scope_changed.connect(lambda _account: self.open())
        self.filters.filters_changed.connect(self._on_filters_changed)
        self.quick_filters.search_wanted.connect(self.places.search_wanted)
        self.table.columns.changed.connect(self._columns.save)
        self.table.columns.fields_changed.connect(lambda: self.search_view.show_query(self._query))
        self.fields.reload_wanted.connect(self.rows.load_soon)
        self.table.copied.connect(self.details_copied)
        self.table.search_wanted.connect(self.places.search_everywhere)
        self.detail.search_wanted.connect(self.places.search_everywhere)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_: self._on_sort_changed())
        changes = self.context.changes
        changes.annotations_changed.connect(lambda: self.rows.load_if_searched(USER_FIELDS))
        changes.nicknames_changed.connect(lambda: self.rows.load_if_searched(AGENT_FIELDS))
        changes.nicknames_changed.connect(self.table_model.reread)
        for changed in (changes.annotations_changed, changes.nicknames_changed):
            changed.connect(self.saved_counts.want)
        self._loading.written.connect(lambda *_: self.saved_counts.want())
        self.views.said.connect(self.say)
        self.rows.changed.connect(self.refresh_words)
        self.rows.loaded.connect(self._on_rows_loaded)
        self._loading.walks_changed.connect(self.refresh_words)
        self._loading.written.connect(self._on_written)
        self.banners.acted.connect(self.notice_acted)
        self.banners.copied.connect(self.details_copied)
        self.empty_state.acted.connect(self.notice_acted)
        self.empty_state.clear_filters_wanted.connect(lambda: self._on_filters_changed({}))
        self.empty_state.search_all_wanted.connect(self.places.search_all)
        self.empty_state.elsewhere.changed.connect(self.refresh_words)

    def make_search_controller(self, field: SearchField) -> SearchController:
        """Connects the window's search field to suggestions, recent and saved searches."""
        context = self.context
        made = SearchController(
            self.window(), field, context.userdata, context.index, self.saved, self.views.current
        )
        made.saved_chosen.connect(self.views.open)
        for part in (self.places, self.noting, self.views):
            part.search_wanted.connect(field.setText)
        self.accounts.scope_changed.connect(lambda _account: made.show_name())
        self.filters.filters_changed.connect(lambda _filters: made.show_name())
        for failed in (made.failed, context.undo.failed, self.fields.failed):
            failed.connect(
                lambda error: self.say(Notice("", wording.error_text(error), "", "warning"))
            )
        self._search_controller = made
        return made

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.places.keep()
        self._loading.walks_changed.disconnect(self.refresh_words)
        self._loading.written.disconnect(self._on_written)
        self.paging.end()
        self.saved_counts.end()
        self.fields.end()
        self._opening.blockSignals(True)
        self._opening.cancel()
        self.rows.end()
        self.copier.end()
        self.noting.end()
        self.shown_contact.end()
        self.empty_state.elsewhere.end()
        self.search_view.end()
        if self._search_controller is not None:
            self._search_controller.end()

    # State

    def account_ids(self) -> list[str]:
        """The accounts of the shown scope."""
        return self._scope.account_ids()

    def walks(self) -> list[WalkState]:
        return self._scope.walks

    def loaded_of(self, walk: WalkState) -> int:
        """How many contacts of a walk are in the index."""
        return self._scope.loaded_of(walk)

    def extent(self) -> wording.Extent:
        """How much of the shown scope is loaded."""
        return self._scope.extent()

    def request(self) -> Request:
        """The rows to show: scope, order and search."""
        return self._scope.scope(), self.table.columns.order(), self._query

    def is_busy(self) -> bool:
        """Whether the rows on screen are about to change without the user or a vendor."""
        return (
            self._opening.busy
            or self.rows.busy
            or self.rows.is_waiting
            or self.search_view.matched.busy
            or self.empty_state.elsewhere.busy
        )

    # Scope and rows

    def open(self) -> None:
        """Shows the chosen scope; an account that was never loaded gets its first page."""
        self.places.leave()
        self._is_open = False
        self._scope.walks = []
        self.empty_state.elsewhere.clear()
        context = self.context
        context.index.name_accounts(context.accounts.names_by_id(), context.providers_by_account())
        self.noting.tell_index()
        self.rows.cancel()
        self.saved_counts.hold()
        provider = self._scope.provider()
        self._columns.restore(provider)
        self.places.enter()
        self.search_view.show_query(self._query)
        self.filters.set_provider(provider)
        self.quick_filters.offer(memories=self._scope.has_memories())
        self.filters.set_filters(dict(self._scope.scope().filters))
        self.shown_contact.clear()
        self.refresh_words()
        self._opening.start(self._scope.find_walks(self._loading.sync), self._on_opened)

    def _on_opened(self, found: OpenedWalks) -> None:
        walks, failed = found
        for account_id, error in failed.items():
            words = wording.error_text(error)
            step: Action = "key" if isinstance(error, KeyProblemError) else "edit"
            label = action_words(step, error.kind)
            self.say(Notice(account_id, words, "", "danger", step, label))
        self._scope.walks = walks
        self._is_open = True
        self.rows.load(from_top=True)
        self.fields.prepare_soon()
        self._loading.want_more([walk for walk in walks if walk.state is State.NOT_LOADED])

    def search(self, words: str) -> None:
        """Shows what matches among the loaded contacts; never asks a vendor."""
        self.saved_counts.hold()
        query = parse(words)
        if query == self._query:
            return
        self._query = query
        self.quick_filters.show_search(words)
        self.empty_state.elsewhere.clear()
        self.shown_contact.set_query(query)
        self.search_view.show_problem(problems_words(query))
        if self._is_open:
            self.rows.load(from_top=True)

    def refresh_accounts(self) -> None:
        """Shows accounts that were added, renamed or removed."""
        self.refresh_words()
        self.table_model.reread()

    def _on_filters_changed(self, filters: Filters) -> None:
        self.filters.set_filters(filters)
        if self._scope.set_filters(filters):
            self._loading.cancel(self.account_ids())
            self.open()

    def _on_sort_changed(self) -> None:
        self._columns.save()
        self.saved_counts.hold()
        if self._is_open:
            self.rows.load(from_top=True)

    def _on_rows_loaded(self) -> None:
        self.empty_state.look_elsewhere(self._query, self.table_model.rowCount())
        self.places.restore()
        self.refresh_words()
        self.shown_contact.mark()
        self.paging.rows_replaced()
        self.detail.make_soon()

    def _may_ask(self) -> bool:
        """Whether scrolling may cost requests: during a search the status line offers the rest."""
        return self._is_open and self._query.empty and self.rows.has_all

    def _on_written(self, walk: WalkState, written: Written) -> None:
        if walk not in self.walks():
            if self._is_open and not self.empty_state.elsewhere.busy:
                self.empty_state.look_elsewhere(self._query, self.table_model.rowCount())
            return
        if written.changed:
            self.table_model.reread()
            self.search_view.matched.drop(written.changed)
            self.shown_contact.refresh()
        if self.rows.can_append() and not written.removed:
            self.table_model.append(written.new)
            self.paging.rows_added()
        else:
            self.rows.load_soon()
        self.refresh_words()

    # Texts about the state

    def refresh_words(self) -> None:
        """Updates sidebar, banners, status line and the page shown while there are no rows."""
        counts = self.context.index.counts()
        self.accounts.show_entries(presenter.entries(self.context, self._loading.sync, counts))
        self.notices.show_accounts(self.account_ids())
        extent, count = self.extent(), self.table_model.rowCount()
        searched = not self._query.empty
        if self.rows.has_all or searched:
            column, _descending = self.table.columns.sorted_by()
            words = wording.status_words(extent, count, searched, column, not self.rows.has_all)
            rest = wording.rest_words(extent) if searched else ""
            if self._query.is_unsearchable and not count:
                words, rest = wording.unsearchable_words(), ""
            elif not count and (elsewhere := self.empty_state.elsewhere_words()):
                words = f"{words} · {elsewhere}"
            self.status_changed.emit(words, rest)
        if count or self.rows.busy:
            self.empty_state.hide()
        else:
            self.empty_state.show(self._query, opened=self._is_open)
        self.refreshed.emit()

    def say(self, notice: Notice) -> None:
        """Shows a notice of the program itself; it stays until it is dismissed."""
        self.notices.add(notice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sizes = self.splitter.sizes()
        if self.middle.isHidden():
            return
        if (wanted := pane_sizes.shared(sizes, self.detail.minimumWidth())) != sizes:
            self.splitter.setSizes(wanted)


def _table_model(context: WindowContext, parent: QWidget) -> ContactTable:
    names = context.agent_names.names
    return ContactTable(context.index, context.account_label, parent, agent_names=names)


def _stack(parent: QWidget, *parts: QWidget, stretch: QWidget) -> None:
    """Lays out widgets below each other without gaps; `stretch` takes the remaining height."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, int(part is stretch))
