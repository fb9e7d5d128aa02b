"""How many contacts each saved search finds, and how many more than when the user last looked; counted
while nobody waits for another search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from contactdesk.index import Scope, Written
from contactdesk.records.moments import local_at
from contactdesk.search.query import parse
from contactdesk.sync.engine import WalkState
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.row_loader import RowLoader
from contactdesk.ui.kit import wording
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.scope_keys import key_of, scope_of
from contactdesk.ui.kit.tasks import LatestTask, can_start
from contactdesk.ui.search.saved_list import SavedCount, SavedList
from contactdesk.ui.search.search_looks import SearchLooks, SinceLook
from contactdesk.ui.table.column_state import View
from contactdesk.userdata.searches import SavedSearch

COUNT_AFTER_MS = 2_000
"""After a page was written or a search was saved: pages come several times a second."""

LOOK_AFTER_MS = 200

translate = QCoreApplication.translate


def as_saved(text: str, scope: Scope, view: View) -> SavedSearch:
    """A search as it is saved, still without a name."""
    return SavedSearch("", text, key_of(scope), dict(scope.filters), *view)


class SavedCounts(QObject):
    """Shows the counts in the list of saved searches. `is_table_shown` tells whether the rows are on
    screen."""

    counted = Signal(object)  # name -> count, of those that could be counted

    def __init__(
        self,
        context: WindowContext,
        saved: SavedList,
        rows: RowLoader,
        is_table_shown: Callable[[], bool],
    ) -> None:
        super().__init__(saved)
        self._context = context
        self._is_table_shown = is_table_shown
        self.looks = SearchLooks(context.userdata.looks)
        self._saved = saved
        self._rows = rows
        self._task = LatestTask(self)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._count)
        for changed in (context.changes.annotations_changed, context.changes.nicknames_changed):
            changed.connect(self.count_soon)
        self._last_shown = ""
        rows.changed.connect(self._on_rows_changed)
        rows.loaded.connect(self._on_rows_loaded)

    def count_soon(self, *_what: object) -> None:
        """Counts again in a moment; more calls until then are one."""
        if not self._soon.isActive():
            self._soon.start(COUNT_AFTER_MS)

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._soon.blockSignals(True)
        self._task.blockSignals(True)
        self._task.cancel()

    def _shown_name(self) -> str:
        """The name of the saved search that is on screen, "" for none."""
        if not self._is_table_shown():
            return ""
        scope, _order, query = self._rows.request()
        name_of = self._context.userdata.searches.name_of
        return name_of(query.text.strip(), key_of(scope), scope.filters)

    def _on_rows_loaded(self) -> None:
        """Another saved search is on screen: the user looks at it now."""
        if (name := self._shown_name()) != self._last_shown:
            self._last_shown = name
            if name:
                self._soon.start(LOOK_AFTER_MS)

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
        self._task.start(self._counts(searches), lambda counts: self._on_counted(searches, counts))

    def contacts_written(self, walk: WalkState, _written: Written) -> None:
        """A page was written: counts again in a moment."""
        if not walk.refreshing:
            self.looks.contacts_loaded()
        self.count_soon()

    @property
    def is_busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def _on_counted(
        self, searches: Sequence[SavedSearch], counts: Mapping[str, SavedCount]
    ) -> None:
        numbers = {name: each.count for name, each in counts.items()}
        since = self.looks.compare(searches, numbers, self._shown_name())
        shown = {
            name: replace(each, delta=since[name].delta, delta_words=delta_words(since[name]))
            for name, each in counts.items()
        }
        self._saved.show_counts(shown)
        self.counted.emit(numbers)

    async def _counts(self, searches: Sequence[SavedSearch]) -> dict[str, SavedCount]:
        """Name -> count, without the searches of removed accounts."""
        accounts = self._context.accounts.names_by_id()
        counts: dict[str, SavedCount] = {}
        for each in searches:
            scope = scope_of(each.account or "", each.filters)
            if scope.account_id and scope.account_id not in accounts:
                continue
            count = await self._context.index.search_counts.count(scope, parse(each.text))
            counts[each.name] = SavedCount(count, self._words(count, scope))
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


def delta_words(since: SinceLook) -> str:
    """ "3 more since Nov 28, 2026, 7:46 PM, when you last looked"; "" for no difference."""
    moment = local_at(since.at)
    if not since.delta or moment is None:
        return ""
    if since.delta > 0:
        words = translate(
            "saved_counts", "%Ln more since you last looked, {moment}", "", since.delta
        )
    else:
        words = translate(
            "saved_counts", "%Ln fewer since you last looked, {moment}", "", -since.delta
        )
    return words.format(moment=local_formats().moment(moment))
