"""How the browser looks while a search is shown: hits in the rows, why they match, what is wrong."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QObject, Qt, QTimer

from contactdesk.model import CONTACT_FIELDS
from contactdesk.search.query import Query, parse
from contactdesk.ui.browser.presenter import WindowContext
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.query_words import problems_words
from contactdesk.ui.search.hit_navigation import HitNavigation
from contactdesk.ui.table.hit_delegate import HitDelegate
from contactdesk.ui.table.match_column import MatchColumn
from contactdesk.ui.table.model import MATCHED, ContactTable
from contactdesk.ui.table.view import ContactTableView

PATIENCE = 600
"""Milliseconds that something may be wrong with what is typed before it is said: nearly every
search is wrong for a moment while it is typed."""


class SearchView(QObject):
    """Without a search the table is as it always was, with a delegate that marks nothing."""

    def __init__(
        self,
        desk: WindowContext,
        table: ContactTableView,
        model: ContactTable,
        detail: DetailPane,
        problem: HintLabel,
    ) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._marking = HitDelegate(table)
        self._wrong = ""
        self._query = parse("")
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_changed)
        self.matched = MatchColumn(table, model, desk.index, desk.accounts, desk.providers)
        self.walk = HitNavigation(table, detail)
        self.problem = problem
        self.problem.setAccessibleDescription(self.tr("What of the search was not understood"))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(lambda: self.problem.say(self._wrong))

    def show_answer(
        self, query: Query, ids: array[int], from_top: bool, *, at_once: bool = False
    ) -> None:
        """The rows that were found, with the marks of what they were found by. Those of before
        keep theirs until then: to mark them anew would hold up the search.

        `at_once`: they are painted now, for the rest is asked for next.
        """
        if query is not self._query:
            self.show_query(query)
        self._table.show_ids(ids, from_top)
        self.matched.look_soon()
        if at_once:
            self._table.viewport().repaint()

    def show_query(self, query: Query) -> None:
        """Marks the hits of a search, or of none."""
        self._query = query
        searched = not query.empty
        header = self._table.horizontalHeader()
        self._sorted = (header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._marking.show_hits(query, [_place(c.path) for c in self._model.columns])
        self._table.mark_hits(self._marking if searched else None)
        self._table.show_matched(searched)
        self._table.viewport().update()
        self.matched.show_query(query)
        self.say(problems_words(query))

    def say(self, wrong: str) -> None:
        """What is wrong with what is typed, or nothing."""
        if wrong == self._wrong:
            return
        self._wrong = wrong
        if not wrong:
            self._patience.stop()
            self.problem.say("")
        elif self.problem.text():
            self.problem.say(wrong)
        else:
            self._patience.start()

    def _on_sort_changed(self, section: int, order: Qt.SortOrder) -> None:
        """Nobody can sort by "Matched in": only rows that were looked at have it."""
        columns, header = self._model.columns, self._table.horizontalHeader()
        if 0 <= section < len(columns) and columns[section] is MATCHED:
            header.blockSignals(True)
            header.setSortIndicator(*self._sorted)
            header.blockSignals(False)
        else:
            self._sorted = (section, order)

    def end(self) -> None:
        self._patience.stop()
        self.matched.end()


def _place(path: str) -> str | None:
    """What the query's language calls the place a column shows; None where nothing is looked for,
    "" for a place without a name."""
    if path == MATCHED.path:
        return None
    return path if path in (*CONTACT_FIELDS, "account") else ""
