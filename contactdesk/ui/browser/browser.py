"""The main page of the window: accounts, the table of contacts or people or a page, and the contact in
detail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.errors import KeyProblemError
from contactdesk.index import Written
from contactdesk.model import Filters
from contactdesk.search.fields import AGENT_FIELDS, USER_FIELDS
from contactdesk.search.query import parse
from contactdesk.sync.engine import State, WalkState
from contactdesk.ui.accounts.sidebar import AccountList
from contactdesk.ui.browser import pane_sizes, presenter
from contactdesk.ui.browser.background import Background
from contactdesk.ui.browser.banner import Action, BannerArea, Notice, action_words
from contactdesk.ui.browser.column_fields import ColumnFields
from contactdesk.ui.browser.contacts_panel import ContactsPanel
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.copying import RowCopier
from contactdesk.ui.browser.empty_state import EmptyState
from contactdesk.ui.browser.kept_folds import kept_folds
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.notices import Notices
from contactdesk.ui.browser.noting import Noting
from contactdesk.ui.browser.pages import Pages
from contactdesk.ui.browser.paging import Paging
from contactdesk.ui.browser.people_view import PeopleView
from contactdesk.ui.browser.person_tab import PersonTab
from contactdesk.ui.browser.places import Places
from contactdesk.ui.browser.row_loader import Request, RowLoader
from contactdesk.ui.browser.saved_counts import as_saved
from contactdesk.ui.browser.search_view import SearchView
from contactdesk.ui.browser.shown_contact import ShownContact
from contactdesk.ui.browser.shown_history import ShownHistory
from contactdesk.ui.browser.shown_scope import OpenedWalks, ShownScope
from contactdesk.ui.browser.timeline_tab import TimelineTab
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import text, wording
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.query_words import problems_words
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.ui.search.controller import SearchController
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.table.column_state import SavedColumns, View
from contactdesk.ui.table.model import ContactTable
from contactdesk.userdata.keys import PEOPLE
from contactdesk.userdata.searches import SavedSearch


class Browser(QWidget):
    """Shows one scope at a time: all contacts, people, or one account's with the vendor's filters.

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
        self._context = context
        self._loading = loading
        self._is_open = False
        self._query = parse("")
        self._search_controller: SearchController | None = None
        self._opening = LatestTask(self)
        # Made in their places: a widget that gets another parent is styled again.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self, handleWidth=1)
        self.side, self.middle = QWidget(self.splitter), QWidget(self.splitter)
        self.accounts, self.saved = AccountList(self.side), SavedList(self.side)
        self._problem = HintLabel(tone="warning", parent=self.middle, name="searchProblem")
        self.banners = BannerArea(self.middle)
        self.stack = QStackedWidget(self.middle)
        self.contacts = contacts = ContactsPanel(context, self.stack)
        self.filters, self.quick_filters = contacts.filters, contacts.quick_filters
        self.table_model, self.table, self.empty = contacts.model, contacts.table, contacts.empty
        self.detail = DetailPane(self.splitter, kept_folds(context.settings))
        _stack(self.side, self.accounts, self.saved, stretch=self.accounts)
        self.stack.addWidget(contacts)
        _stack(self.middle, self._problem, self.banners, self.stack, stretch=self.stack)
        _fill(self.splitter, self.side, self.middle, self.detail)
        _stack(self, self.splitter, stretch=self.splitter)
        self._build()
        self._connect()

    def _build(self) -> None:
        context, problem = self._context, self._problem
        self.people = PeopleView(context, self.contacts, self.detail)
        self.pages = Pages(context, self.stack)
        self._scope = ShownScope(context, self.accounts, self.pages.covers)
        self._columns = SavedColumns(self.table, self.table_model, context.settings)
        self.fields = ColumnFields(context, self._columns, lambda: self._query)
        self.notices = Notices(self._loading, self.banners)
        self.person_tab = PersonTab(context, self.detail)
        self.timeline_tab = TimelineTab(context, self.detail, self.person_tab)
        self.shown_contact = ShownContact(
            context, self.table, self.table_model, self.detail, self.person_tab
        )
        self.history = ShownHistory(context, self.shown_contact, self.detail)
        self.noting = Noting(context, self.shown_contact, self.table, self.detail)
        self.search_view = SearchView(context, self.table, self.table_model, self.detail, problem)
        self.copier = RowCopier(context, self)
        self.empty_state = EmptyState(context, self.empty, self._scope, self._loading)
        self.places = Places(context, self._scope, self.table, lambda: self._query)
        self.rows = RowLoader(context.index, self.table, self.search_view, self.request)
        self.paging = Paging(self.table, self._loading, self.walks, self._may_ask)
        self.background = Background(
            *(context, self._loading, self.saved, self.rows),
            *(lambda: not self.pages.name, self),
        )

    def _connect(self) -> None:
        self.accounts.scope_changed.connect(lambda _account: self.open())
        self.filters.filters_changed.connect(self._on_filters_changed)
        for part in (self.quick_filters, self.people):
            part.search_wanted.connect(self.places.search_wanted)
        self.table.columns.changed.connect(self._columns.save)
        self.table.columns.fields_changed.connect(lambda: self.search_view.show_query(self._query))
        self.fields.reload_wanted.connect(self.rows.load_soon)
        for copied in (self.table.copied, self.banners.copied, self.pages.copied):
            copied.connect(self.details_copied)
        for wanted in (self.table.search_wanted, self.detail.search_wanted):
            wanted.connect(self.places.search_everywhere)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_: self._on_sort_changed())
        changes = self._context.changes
        _follow_userdata(changes, self.rows, self.table_model)
        changes.nicknames_changed.connect(lambda: self.search_view.show_query(self._query))
        for changing in (self.rows, self.people, self.pages, self.empty_state.elsewhere):
            changing.changed.connect(self.refresh_words)
        self.rows.loaded.connect(self._on_rows_loaded)
        self._loading.walks_changed.connect(self.refresh_words)
        following = (self._on_written, self.person_tab.on_written, self.timeline_tab.on_written)
        for follow in following:
            self._loading.written.connect(follow)
        self._loading.written.connect(self.history.contacts_changed)
        self.banners.acted.connect(self.notice_acted)
        self.empty_state.acted.connect(self.notice_acted)
        self.empty_state.clear_filters_wanted.connect(lambda: self._on_filters_changed({}))
        self.empty_state.search_all_wanted.connect(self.places.search_all)
        self.pages.status_changed.connect(self.status_changed)
        self.pages.page_wanted.connect(self.accounts.choose)
        self.pages.load_wanted.connect(lambda: self._loading.load_all(self.walks()))
        self.pages.contact_changed.connect(self.shown_contact.show)
        self.pages.contact_opened.connect(self.detail.setFocus)
        self.pages.contacts_wanted.connect(self.places.show_search)

    def make_search_controller(self, field: SearchField) -> SearchController:
        """Connects the window's search field to suggestions, recent and saved searches."""
        context = self._context
        made = SearchController(
            self.window(),
            field,
            context.userdata,
            context.index,
            self.saved,
            self._scope.scope,
            lambda words: as_saved(words, self._scope.scope(), self._columns.view()),
        )
        made.saved.changed.connect(self.background.saved_counts.count_soon)
        made.saved.chosen.connect(self.open_saved)
        self.people.shown_changed.connect(field.show_people)
        for part in (self.places, self.noting):
            part.search_wanted.connect(field.setText)
        self.accounts.scope_changed.connect(lambda _account: made.saved.show_name())
        self.filters.filters_changed.connect(lambda _filters: made.saved.show_name())
        for failed in (
            *(made.failed, self.fields.failed),
            *(context.undo.failed, context.linking.failed),
        ):
            failed.connect(
                lambda error: self.say(Notice("", wording.error_text(error), "", "warning"))
            )
        self._search_controller = made
        return made

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.places.keep()
        self.pages.end()
        self._loading.walks_changed.disconnect(self.refresh_words)
        self._loading.written.disconnect(self._on_written)
        self._loading.written.disconnect(self.person_tab.on_written)
        self._loading.written.disconnect(self.timeline_tab.on_written)
        self.paging.end()
        self.people.end()
        self.fields.end()
        self._opening.blockSignals(True)
        self._opening.cancel()
        self.rows.end()
        self.copier.end()
        self.noting.end()
        self._context.linking.end()
        self.shown_contact.end()
        self.history.end()
        self.timeline_tab.end()
        self.person_tab.end()
        self.empty_state.elsewhere.end()
        self.background.end()
        self.search_view.end()
        if self._search_controller is not None:
            self._search_controller.end()

    # State

    def account_ids(self) -> list[str]:
        """The accounts of the shown scope."""
        return self._scope.account_ids()

    def walks(self) -> list[WalkState]:
        """The walks of the shown scope, on a page of the account that it is narrowed to."""
        account_id = self.pages.account_id()
        return [w for w in self._scope.walks if account_id in ("", w.account.id)]

    def loaded_of(self, walk: WalkState) -> int:
        """How many contacts of a walk are in the index."""
        return self._scope.loaded_of(walk)

    def extent(self) -> wording.Extent:
        """How much of the shown scope is loaded, as `walks`."""
        return self._scope.extent(self.pages.account_id())

    def request(self) -> Request:
        """The rows to show: scope, order and search."""
        return self._scope.scope(), self.table.columns.order(), self._query

    @property
    def context(self) -> WindowContext:
        """What its widgets depend on."""
        return self._context

    def is_busy(self) -> bool:
        """Whether the rows on screen are about to change without the user or a vendor."""
        return (
            self._opening.busy
            or self.rows.busy
            or self.rows.is_waiting
            or self.search_view.matched.busy
            or self.empty_state.elsewhere.busy
            or self.pages.is_busy()
            or self.history.is_busy()
            or self.person_tab.busy
            or self.timeline_tab.busy
            or self._context.linking.busy
        )

    # Scope and rows

    def open(self) -> None:
        """Shows the chosen scope or page; an account that was never loaded gets its first page."""
        self.places.leave()
        self._is_open = False
        self._scope.walks = []
        self.empty_state.elsewhere.clear()
        context = self._context
        context.index.name_accounts(context.accounts.names_by_id(), context.providers_by_account())
        self.noting.tell_index()
        context.linking.tell_index()
        self.rows.cancel()
        self.shown_contact.clear()
        self.pages.show(self.accounts.page())
        self.people.show(self._scope.is_people)
        if self.pages.current() is None:
            provider, people = self._scope.provider(), self._scope.is_people
            self._columns.restore(provider, people=people)
            self.places.enter()
            self.search_view.show_query(self._query)
            self.contacts.offer(provider, memories=self._scope.has_memories(), people=people)
            self.filters.set_filters(dict(self._scope.scope().filters))
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
        if self.pages.current() is None:
            self.rows.load(from_top=True)
        else:
            self.pages.open()
            self.refresh_words()
        self.fields.prepare_soon()
        self._loading.want_more([walk for walk in walks if walk.state is State.NOT_LOADED])

    def search(self, words: str) -> None:
        """Shows what matches among the loaded contacts; never asks a vendor."""
        query = parse(words)
        if query == self._query:
            return
        self._query = query
        self.quick_filters.show_search(words)
        self.empty_state.elsewhere.clear()
        self.shown_contact.set_query(query)
        self.search_view.show_problem(problems_words(query))
        if self.pages.current() is not None:
            if not query.empty:
                self.accounts.choose("")
        elif self._is_open:
            self.rows.load(from_top=True)

    def open_saved(self, search: SavedSearch) -> None:
        """Runs a saved search in the scope it was saved in."""
        account_id = search.account
        known = (None, "", PEOPLE, *self._context.accounts.names_by_id())
        if account_id not in known:
            words = self.tr(
                "The account of the saved search “{name}” was removed. All contacts are searched."
            )
            self.say(Notice("saved-search", words.format(name=text.line(search.name))))
            account_id = ""
        if self.accounts.page():
            self.accounts.choose(account_id or "")
        if account_id is not None:
            has_other_filters = self._scope.set_filters(search.filters, account_id)
            if self._scope.key != account_id:
                self.accounts.choose(account_id)
            elif has_other_filters:
                self.open()
        if search.sort is not None:
            view = View(search.sort, search.descending, search.columns)
            people = self._scope.is_people
            self._columns.show_view(self._scope.provider(), view, people=people)
            self.fields.prepare_soon()
            if self._is_open:
                self.rows.load(from_top=True)
        self.places.search_wanted.emit(search.text)

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
        if self._is_open:
            self.rows.load(from_top=True)

    def _on_rows_loaded(self) -> None:
        self.empty_state.look_elsewhere(self._query, self.table_model.rowCount())
        self.places.restore()
        self.people.follow(self.shown_contact.row_id)
        self.refresh_words()
        self.shown_contact.mark()
        self.paging.rows_replaced()
        self.detail.make_soon()

    def _may_ask(self) -> bool:
        """Whether scrolling may cost requests: during a search the status line offers the rest."""
        return self._is_open and self._query.empty and self.rows.has_all

    def _on_written(self, walk: WalkState, written: Written) -> None:
        self.people.counts.count_soon()
        self.pages.contacts_changed()
        if self.pages.current() is not None:
            if written.changed:
                self.shown_contact.refresh()
            self.refresh_words()
            return
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
        sync = self._loading.sync
        counts = self._context.index.counts()
        people = self.people.entries(self._scope.extent_of_page("", sync, counts))
        pages = self.pages.entries(lambda page: self._scope.extent_of_page(page, sync, counts))
        others = [*people, *pages]
        self.accounts.show_entries(presenter.entries(self._context, sync, counts, others))
        self.notices.show_accounts(self.account_ids())
        extent, count = self.extent(), self.table_model.rowCount()
        if self.pages.current() is not None:
            self.pages.show_extent(extent)
        elif self.rows.has_all or not self._query.empty:
            column, _descending = self.table.columns.sorted_by()
            elsewhere = self.empty_state.elsewhere_words()
            has_all = self.rows.has_all
            status = presenter.status(
                *(extent, count, self._query, column, has_all, elsewhere),
                people=self._scope.is_people,
            )
            self.status_changed.emit(*status)
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


def _follow_userdata(changes: UserDataChanges, rows: RowLoader, model: ContactTable) -> None:
    """Shows the rows anew that what the user makes or decides may have changed."""
    changes.annotations_changed.connect(lambda: rows.load_if_searched(USER_FIELDS))
    changes.nicknames_changed.connect(lambda: rows.load_if_searched(AGENT_FIELDS))
    changes.people_changed.connect(rows.load_if_people)
    for changed in (
        changes.nicknames_changed,
        changes.annotations_changed,
        changes.people_changed,
    ):
        changed.connect(model.reread)


def _fill(splitter: QSplitter, side: QWidget, middle: QWidget, detail: QWidget) -> None:
    """Puts the three panes side by side; the middle one gets most of the room and stays."""
    for widget, stretch in ((side, 0), (middle, 3), (detail, 2)):
        splitter.addWidget(widget)
        splitter.setStretchFactor(splitter.count() - 1, stretch)
    splitter.setCollapsible(1, False)
    splitter.setSizes([220, 640, 460])


def _stack(parent: QWidget, *parts: QWidget, stretch: QWidget) -> None:
    """Lays out widgets below each other without gaps; `stretch` takes the remaining height."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, int(part is stretch))
