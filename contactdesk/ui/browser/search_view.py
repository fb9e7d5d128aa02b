"""The table during a search: highlighted matches, "Matched in", and problems with the query."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QObject, Qt, QTimer

from contactdesk.memories.field_values import (
    COUNT,
    LAST_TALK,
    OPEN_ITEMS,
    PERSONAS,
    PRIORITY,
    SUMMARY,
    is_field,
)
from contactdesk.model import CONTACT_FIELDS, TIME_FIELDS
from contactdesk.people.columns import BEHIND, CONTACTS, DIFFERS, VENDORS
from contactdesk.search.fields import OPEN_COUNT
from contactdesk.search.query import Query, parse
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.search.hit_navigation import HitNavigation
from contactdesk.ui.table.hits import HitFinder
from contactdesk.ui.table.match_column import MatchColumn
from contactdesk.ui.table.model import MATCHED, ContactTable
from contactdesk.ui.table.user_columns import USER_PATHS
from contactdesk.ui.table.view import ContactTableView

PROBLEM_DELAY_MS = 600
"""Before a problem with the query is shown: while it is typed, nearly every query has one."""


REGIONS = {
    CONTACTS: "linked",
    OPEN_ITEMS: OPEN_COUNT,
    PRIORITY: "open",
    PERSONAS: "persona",
    SUMMARY: "memory",
    COUNT: "memories",
}
"""Path of a column over all memories or contacts -> what it is in the query language."""


class SearchView(QObject):
    """Rows and highlights change together, so that a match is never highlighted for another query."""

    def __init__(
        self,
        context: WindowContext,
        table: ContactTableView,
        model: ContactTable,
        detail: DetailPane,
        problem: HintLabel,
    ) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._model = model
        self._problem_text = ""
        self._query = parse("")
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_changed)
        self.matched = MatchColumn(
            *(table, model, context.index, context.accounts, context.providers),
            context.own_texts,
            context.userdata.nicknames.of,
            context.account_words,
        )
        self.hit_navigation = HitNavigation(table, detail)
        self.problem = problem
        self.problem.setAccessibleDescription(self.tr("Part of the search was not understood"))
        self._problem_soon = QTimer(self, singleShot=True, interval=PROBLEM_DELAY_MS)
        self._problem_soon.timeout.connect(lambda: self.problem.say(self._problem_text))

    def show_rows(
        self, query: Query, ids: array[int], *, from_top: bool, at_once: bool = False
    ) -> None:
        """Shows the rows that match a query, and highlights why.

        The rows before keep their highlights until then: to repaint them would delay the search.
        `at_once` paints the rows now, because the index is busy with the rest next.
        """
        if query is not self._query:
            self.show_query(query)
        self._table.show_ids(ids, from_top)
        self.matched.update_soon()
        if at_once:
            self._table.viewport().repaint()

    def show_query(self, query: Query) -> None:
        """Highlights the matches of a query, also in columns that changed since."""
        self._query = query
        query = self._context.highlighted(query)
        header = self._table.horizontalHeader()
        self._sorted = (header.sortIndicatorSection(), header.sortIndicatorOrder())
        regions = [_region_of(column.path) for column in self._model.columns]
        self._table.show_hits(HitFinder(query, regions))
        self.matched.show_query(query)

    def show_problem(self, problem: str) -> None:
        """Says what is wrong with the query, "" for nothing: at first late, then at once."""
        if problem == self._problem_text:
            return
        self._problem_text = problem
        if not problem:
            self._problem_soon.stop()
            self.problem.say("")
        elif self.problem.text():
            self.problem.say(problem)
        else:
            self._problem_soon.start()

    def _on_sort_changed(self, section: int, order: Qt.SortOrder) -> None:
        """Refuses to sort by "Matched in", which is known only for rows that were shown, and by what
        the user noted, which is not in the index."""
        columns, header = self._model.columns, self._table.horizontalHeader()
        path = columns[section].path if 0 <= section < len(columns) else ""
        if path in (MATCHED.path, *USER_PATHS):
            header.blockSignals(True)
            header.setSortIndicator(*self._sorted)
            header.blockSignals(False)
        else:
            self._sorted = (section, order)

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._problem_soon.stop()
        self.matched.end()


def _region_of(path: str) -> str | None:
    """The query language's name of a column's region; "" if unnamed, None if not searched."""
    if path in (MATCHED.path, LAST_TALK, *TIME_FIELDS, *USER_PATHS, VENDORS, BEHIND, DIFFERS):
        return None
    if is_field(path) or path in (*CONTACT_FIELDS, "account"):
        return path
    return REGIONS.get(path, "")
