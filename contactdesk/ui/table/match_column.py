"""Texts of the column "Matched in": where in the record a search matched, for visible rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from contactdesk.index import Index, Stored
from contactdesk.model import Provider
from contactdesk.profile.accounts import Accounts
from contactdesk.records.parse import read_record
from contactdesk.search.explain import OwnText, explain, with_agent_name
from contactdesk.search.query import Query, parse
from contactdesk.ui.kit import text
from contactdesk.ui.kit.query_words import explanation_words
from contactdesk.ui.kit.tasks import LatestTask
from contactdesk.ui.kit.wording import translate
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView
from contactdesk.worker import Worker

BATCH_ROWS = 8
"""Rows whose records are read at once; then the visible rows are determined again."""

ROWS_AROUND_SCREEN = 12
"""Rows above and below the screen that are explained too, after those on it."""

MAX_CACHED_ROWS = 4_096
SCROLL_PAUSE_MS = 30
"""Before rows are explained after scrolling: rows that only pass are skipped."""


OwnTexts = Callable[[tuple[str, str]], Sequence[OwnText]]
"""(account id, the vendor's id of a contact) -> what the user added to it."""


NicknamesOf = Callable[[str], Mapping[str, str]]
"""Account id -> agent -> nickname."""


class MatchColumn(QObject):
    """Explains the matches of visible rows on a worker thread, a few rows at a time. Of a person, the
    first contact that matches is explained, and named unless it is the person's own."""

    def __init__(
        self,
        table: ContactTableView,
        model: ContactTable,
        index: Index,
        accounts: Accounts,
        providers: Mapping[str, Provider],
        own_texts: OwnTexts = lambda _key: (),
        nicknames: NicknamesOf = lambda _account_id: {},
        account_words: Callable[[str], str] = str,
    ) -> None:
        """`own_texts` gives what the user added to a contact, `nicknames` what agents of an account
        are called, `account_words` what an account is called."""
        super().__init__(table)
        self._nicknames = nicknames
        self._own_texts = own_texts
        self._account_words = account_words
        self._table = table
        self._model = model
        self._index = index
        self._accounts = accounts
        self._providers = providers
        self._query = parse("")
        self._found: dict[int, str] = {}
        self._worker = Worker("matches")
        self._task = LatestTask(self)
        self._task.failed.connect(lambda _error: None)
        self._soon = QTimer(self, singleShot=True, interval=SCROLL_PAUSE_MS)
        self._soon.timeout.connect(self._explain_next)
        bar = table.verticalScrollBar()
        bar.valueChanged.connect(self.update_soon)
        bar.rangeChanged.connect(self.update_soon)

    @property
    def busy(self) -> bool:
        return self._task.busy or self._soon.isActive()

    def show_query(self, query: Query) -> None:
        """Drops the texts of the previous search, and explains this one's matches."""
        before, self._found = self._found, {}
        self._query = query
        self._task.cancel()
        self._model.show_matched(self._found, before)
        self.update_soon()

    def update_soon(self) -> None:
        if not self._query.empty and not self._soon.isActive() and not self._task.busy:
            self._soon.start()

    def drop(self, row_ids: Iterable[int]) -> None:
        """Explains changed contacts again."""
        for row_id in row_ids:
            self._found.pop(row_id, None)
        self.update_soon()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._query = parse("")
        self._soon.stop()
        self._task.blockSignals(True)
        self._task.cancel()
        self._worker.stop()

    def _explain_next(self) -> None:
        wanted = list(islice(self._missing(), BATCH_ROWS))
        if wanted and not self._query.empty:
            self._task.start(self._places(wanted, self._query), self._on_found)

    def _missing(self) -> Iterable[int]:
        """The ids of rows without a text: those on screen, then those around it."""
        count = self._model.rowCount()
        if not count:
            return
        first = max(0, self._table.rowAt(0))
        height = max(1, self._table.rowHeight(0))
        last = min(count, first + self._table.viewport().height() // height + 2)
        around = (
            *range(last, last + ROWS_AROUND_SCREEN),
            *range(first - ROWS_AROUND_SCREEN, first),
        )
        for row in (*range(first, last), *around):
            if 0 <= row < count and (row_id := self._model.id_at(row)) not in self._found:
                yield row_id

    async def _places(self, row_ids: list[int], query: Query) -> dict[int, str]:
        of = {account.id: self._providers[account.provider] for account in self._accounts}
        nicknames = {account_id: dict(self._nicknames(account_id)) for account_id in of}
        stored = {row_id: await self._records(row_id) for row_id in row_ids}
        own = {key: self._own_texts(key) for each in stored.values() for key in map(key_of, each)}

        def explained(each: Stored) -> str:
            """Where a contact matches, "" for nowhere that can be named."""
            provider = of.get(each.account_id)
            if provider is None:
                return ""
            raw = read_record(provider.contact, each.raw).contact.raw
            found = explain(provider, raw, query, own[key_of(each)])
            named = with_agent_name(found, provider, raw, nicknames[each.account_id])
            return explanation_words(named)

        def read() -> dict[int, str]:
            return {row_id: self._first(records, explained) for row_id, records in stored.items()}

        return await self._worker.call(read)

    async def _records(self, row_id: int) -> list[Stored]:
        """The contact of a row; of a person, all contacts, their own first."""
        ids = [row_id]
        if self._model.shows_people:
            ids = await self._index.people.members(row_id)
        return await self._index.stored_many(ids)

    def _first(self, records: Sequence[Stored], explained: Callable[[Stored], str]) -> str:
        """The words for the first of these contacts that matches somewhere."""
        for place, each in enumerate(records):
            if words := explained(each):
                if place:
                    account = self._account_words(each.account_id)
                    template = translate("MatchColumn", "{places} · {account}")
                    words = template.format(places=words, account=account)
                return text.line(words)
        return ""

    def _on_found(self, found: dict[int, str]) -> None:
        while len(self._found) > MAX_CACHED_ROWS:
            del self._found[next(iter(self._found))]
        self._found.update(found)
        self._model.show_matched(self._found, found)
        self._explain_next()


def key_of(stored: Stored) -> tuple[str, str]:
    return stored.account_id, stored.vendor_id
