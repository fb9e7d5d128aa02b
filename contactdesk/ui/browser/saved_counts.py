"""How many contacts each saved search finds, counted while nobody waits for another search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from contactdesk.index import Scope
from contactdesk.search.query import parse
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.row_loader import RowLoader
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.scope_keys import key_of, scope_of
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.table.column_state import View
from contactdesk.userdata.searches import SavedSearch

COUNT_AFTER_MS = 2_000
"""After a page was written or a search was saved: pages come several times a second."""

translate = QCoreApplication.translate


def as_saved(text: str, scope: Scope, view: View) -> SavedSearch:
    """A search as it is saved, still without a name."""
    return SavedSearch("", text, key_of(scope), dict(scope.filters), *view)


class SavedCounts(QObject):
    """Shows the counts in the list of saved searches."""

    def __init__(self, context: WindowContext, saved: SavedList, rows: RowLoader) -> None:
        super().__init__(saved)
        self._context = context
        self._saved = saved
        self._rows = rows
        self._task = LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        for changed in (context.changes.annotations_changed, context.changes.nicknames_changed):
            changed.connect(self.count_soon)
        rows.changed.connect(self._on_rows_changed)

    def count_soon(self, *_what: object) -> None:
        """Counts again in a moment; more calls until then are one."""
        if not self._soon.isActive():
            self._soon.start()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._soon.blockSignals(True)
        self._task.blockSignals(True)
        self._task.cancel()

    def _on_rows_changed(self) -> None:
        # The reading thread does one thing at a time.
        if self._rows.busy and self._task.busy:
            self._task.cancel()
            self.count_soon()

    def _count(self) -> None:
        if self._rows.busy or self._rows.is_waiting or not can_start():
            self.count_soon()
            return
        searches = self._context.userdata.searches.saved()
        self._task.start(self._counts(searches), self._saved.show_counts)

    async def _counts(self, searches: Sequence[SavedSearch]) -> dict[str, tuple[int, str]]:
        """Name -> (count, what was searched), without the searches of removed accounts."""
        accounts = self._context.accounts.names_by_id()
        counts: dict[str, tuple[int, str]] = {}
        for each in searches:
            scope = scope_of(each.account or "", each.filters)
            if scope.account_id and scope.account_id not in accounts:
                continue
            count = await self._context.index.search_counts.count(scope, parse(each.text))
            counts[each.name] = count, self._words(count, scope)
        return counts

    def _words(self, count: int, scope: Scope) -> str:
        """What a count means: "12 matches in 2,400 loaded contacts"."""
        if scope.people:
            matches = translate("saved_counts", "%Ln matching person(people)", "", count)
        else:
            matches = translate("saved_counts", "%Ln match(es)", "", count)
        if scope.filters:
            words = translate("saved_counts", "{matches} in what is loaded with its filters")
            return words.format(matches=matches)
        loaded = self._context.index.counts()
        chosen = [scope.account_id] if scope.account_id else list(loaded)
        total = sum(loaded.get(account_id, 0) for account_id in chosen)
        words = translate("saved_counts", "{matches} in {contacts} loaded so far")
        return words.format(matches=matches, contacts=wording.contacts(total))
