"""Loads the table's rows from the index: ids in order, for a scope and a search."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.index import Index, Order, Scope
from contactdesk.search.fields import PERSON_FIELDS
from contactdesk.search.query import Query
from contactdesk.ui.browser.search_view import SearchView
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.table.view import ContactTableView

FIRST_ROWS = 100
"""Rows that are shown before all are known; more than fit on a screen."""

RELOAD_INTERVAL_MS = 200
"""Between two orderings of all rows while pages arrive."""

Request = tuple[Scope, Order, Query]


class RowLoader(QObject):
    """Runs one request at a time; a newer one from the user replaces it.

    `request` returns what is to be shown now.
    """

    changed = Signal()  # the first rows came, or `busy` changed
    loaded = Signal()

    def __init__(
        self,
        index: Index,
        table: ContactTableView,
        search_view: SearchView,
        request: Callable[[], Request],
    ) -> None:
        super().__init__(table)
        self._index = index
        self._table = table
        self._search_view = search_view
        self.request = request
        self._has_all = True
        self._is_stale = False
        self._task = LatestTask(self)
        self._task.busy_changed.connect(lambda _busy: self.changed.emit())
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_INTERVAL_MS)
        self._soon.timeout.connect(lambda: self.load(from_top=False))

    @property
    def busy(self) -> bool:
        return self._task.busy

    @property
    def is_waiting(self) -> bool:
        """Whether a reload is about to start."""
        return self._soon.isActive()

    @property
    def has_all(self) -> bool:
        """Whether the table has all rows, not only the first ones."""
        return self._has_all

    def load(self, *, from_top: bool) -> None:
        """Orders the rows. `from_top`: the user asked for other rows, which replaces a running
        request; otherwise the reload follows it."""
        if self._task.busy and not from_top:
            self._is_stale = True
            return
        self._is_stale = False
        self._soon.stop()
        first_rows = from_top and not self._table.has_place()
        self._task.start(self._ids(first_rows), lambda found: self._on_loaded(found, from_top))

    def load_if_searched(self, fields: Collection[str]) -> None:
        """Loads the rows again if the search looks into one of these fields."""
        _scope, _order, query = self.request()
        if any(term.field in fields for clause in query.clauses for term in clause):
            self._search_view.show_query(query)
            self.load_soon()

    def load_if_people(self) -> None:
        """Loads the rows again if they depend on who is one person."""
        scope, _order, _query = self.request()
        if scope.people:
            self.load_soon()
        else:
            self.load_if_searched(PERSON_FIELDS)

    def load_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def can_append(self) -> bool:
        """Whether new contacts belong at the end: original order, no search, no filters, no people."""
        scope, order, query = self.request()
        is_plain = not (scope.filters or scope.people)
        return order.column is None and query.empty and is_plain and not self._task.busy

    def cancel(self) -> None:
        self._has_all = True
        self._task.cancel()
        self._soon.stop()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()

    async def _ids(self, first_rows: bool) -> tuple[array[int], bool]:
        """(all ids in order, whether the first of them are shown already)."""
        request = self.request()
        query = request[2]
        if not first_rows:
            return await self._index.ids(*request), False
        ids = await self._index.first(*request, FIRST_ROWS)
        if len(ids) < FIRST_ROWS:
            return ids, False
        self._has_all = False
        self._search_view.show_rows(query, ids, from_top=True, at_once=True)
        self.changed.emit()
        return await self._index.ids(*request), True

    def _on_loaded(self, found: tuple[array[int], bool], from_top: bool) -> None:
        ids, has_first_rows = found
        # The user may have scrolled within the first rows.
        query = self.request()[2]
        self._search_view.show_rows(query, ids, from_top=from_top and not has_first_rows)
        self._has_all = True
        if self._is_stale:
            self._is_stale = False
            self._soon.start()
        self.loaded.emit()
