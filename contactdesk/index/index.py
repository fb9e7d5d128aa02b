"""The index as the rest of the program sees it: await long work, read single rows at once."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Awaitable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from contactdesk.index.agents import Agents
from contactdesk.index.fields import ChosenFields
from contactdesk.index.file import IndexFile, OnTrouble
from contactdesk.index.history import History
from contactdesk.index.ingest.pool import PagePool
from contactdesk.index.notes import AccountNotes
from contactdesk.index.open_items import OpenItems
from contactdesk.index.people import People
from contactdesk.index.read.rows import Rows, malformed_records
from contactdesk.index.search_counts import SearchCounts
from contactdesk.index.types import (
    Listing,
    MalformedRecords,
    Names,
    Order,
    Scope,
    Stored,
    Written,
)
from contactdesk.index.user_words import SearchedWords
from contactdesk.index.write import removal
from contactdesk.index.write.batching import GATHER_S, GroupCommit
from contactdesk.index.write.maintenance import Maintenance
from contactdesk.index.write.writer import IncomingPage
from contactdesk.model import Column, Filters, Provider
from contactdesk.search.query import Query
from contactdesk.storage.database import remove_set_aside, translated


def _ignore(_error: Exception) -> None:
    """The default handler: callers rely on the exception."""


class Index:
    """Every contact loaded so far, in one encrypted file: `file` holds its connections.

    Pages are parsed on threads or in processes of their own, then written by one thread; another
    one searches and sorts. `rows`, `stored`, `row_id`, `some` and `counts` are read on the GUI
    thread. Raises IndexFileError where the file is locked, the disk is full, or damage is met; a
    page is then left out as a whole.
    """

    @classmethod
    async def open(
        cls,
        path: Path | None,
        key: bytes = b"",
        *,
        on_trouble: OnTrouble = _ignore,
        in_processes: bool = False,
    ) -> Index:
        """As `IndexFile.open`. `in_processes`: pages are parsed in processes of their own, so that
        they do not compete with the window for the interpreter's lock; see ingest/process.py."""
        pages = PagePool()
        if in_processes:
            pages.use_processes()
        return cls(await IndexFile.open(path, key, on_trouble), pages)

    @classmethod
    async def open_temporary(
        cls, *, on_trouble: OnTrouble = _ignore, in_processes: bool = False
    ) -> Index:
        """An index for this run only, in a private folder, under a key that is stored nowhere."""
        return await cls.open(None, on_trouble=on_trouble, in_processes=in_processes)

    def __init__(self, file: IndexFile, pages: PagePool) -> None:
        self.file = file
        self.notes = AccountNotes(file)
        self.fields = ChosenFields(file)
        self.user_words = SearchedWords(file)
        self.open_items = OpenItems(file)
        self.agents = Agents(file)
        self.people = People(file, lambda: self._maintenance.start_steps())
        self.search_counts = SearchCounts(file, self.people)
        self._searches = 0
        self.history = History(file)
        self._pages, self._together = pages, GroupCommit()
        self._maintenance = Maintenance(
            file.write,
            pages.build_postings,
            lambda: file.writer.repair(),
            lambda: self.people.step(),
        )

    # Writing

    async def listing(self, account_id: str, filters: Filters | None = None) -> Listing:
        """The account's listing with these of the vendor's filters, created if there is none."""
        return await self.file.write(
            lambda: self.file.writer.listings.listing(account_id, filters or {})
        )

    async def restart(self, listing: Listing) -> Listing:
        """Begin a new pass at the first page; what is loaded stays."""
        return await self.file.write(lambda: self.file.writer.listings.restart(listing))

    async def write_page(
        self,
        listing: Listing,
        provider: Provider,
        body: bytes,
        *,
        overlap: int = 0,
        advances: bool = True,
    ) -> Written:
        """Decode the reply to a request for `listing.next_cursor`, and write all of it or nothing.

        `overlap`: by how many records the next page shall overlap this one, where the vendor pages
        by offset. `advances` is False for contacts from outside of the walk. A page for a cursor the listing has moved past is not written; the answer then
        holds the listing as it is. Raises what `PagePool.prepare_page` raises, and CancelledError where
        the account was removed meanwhile.
        """
        cursor = listing.next_cursor if advances else None
        region = self.people.region(listing.account_id)
        page = await self._pages.prepare_page(provider, body, cursor, overlap, region)
        waiting = self._together.add(IncomingPage(listing, provider, page, advances))
        try:
            if self._pages.is_busy:
                await asyncio.sleep(GATHER_S)
            written = await self.file.write(
                lambda: self._together.commit(waiting, self.file.writer.write_pages)
            )
        except asyncio.CancelledError:
            waiting.cancelled = True
            raise
        await self._maintenance.merge_pending(self.file.writer)
        return written

    async def write_changes(self, listing: Listing, provider: Provider, body: bytes) -> Written:
        """As `write_page`, for contacts from outside of the listing's walk, such as those changed
        since a time: the listing's cursor does not move."""
        return await self.write_page(listing, provider, body, advances=False)

    def expect_pages(self) -> None:
        """Get ready to parse pages that will come soon. Returns at once."""
        if not self.file.is_closed:
            self._pages.expect_pages()

    async def forget(self, account_id: str) -> None:
        """Remove an account's contacts, words and listings, and every index that was set aside.
        They are out of sight when its people have been parted; where the program ends before the rest
        is done, `tidy` at the next start finishes. Where it ends before that, call it again."""
        file = self.file

        def part(after: int) -> Awaitable[int | None]:
            return file.write(lambda: removal.part_batch(file.writer.connection, account_id, after))

        parted = await part(0)
        while parted is not None:
            parted = await part(parted)
        await file.write(lambda: removal.hide_account(file.writer.connection, account_id))
        remove_set_aside(self.file.path)
        await self.tidy()

    async def tidy(self) -> None:
        """Remove what is left of removed accounts, and merge what changed into the posting lists.
        Call it after a start, when there is time."""
        self._maintenance.postpone_repair()
        self._maintenance.start_steps()
        file = self.file
        if not await file.write(lambda: removal.has_forgotten(file.writer.connection)):
            return
        # In many small steps: pages of other accounts are written between them.
        while await file.write(
            lambda: removal.remove_batch(file.writer.connection, file.writer.links)
        ):
            self._maintenance.postpone_repair()
        await file.write(lambda: removal.purge(file.writer.connection))

    # Searching and sorting

    async def ids(self, scope: Scope, order: Order, query: Query) -> array[int]:
        """The row ids of all contacts in scope that match, in order. A newer call of `ids` or
        `first` supersedes one that has not ended, which then raises CancelledError."""
        await self._prepare(order, query)
        return await self.file.read_latest(
            lambda turn: self.file.reader.ids(scope, order, query, turn)
        )

    async def first(self, scope: Scope, order: Order, query: Query, count: int) -> array[int]:
        """The first `count` of `ids`, sooner; all of them where there are fewer."""
        await self._prepare(order, query)
        return await self.file.read_latest(
            lambda turn: self.file.reader.first(scope, order, query, count, turn)
        )

    async def _prepare(self, order: Order, query: Query) -> None:
        # A merge empties the query cache: it waits until nobody is typing.
        self._maintenance.postpone_repair()
        self._searches += 1
        own = self._searches
        await self.people.prepare(order, query)
        if own != self._searches:
            raise asyncio.CancelledError("a newer call came")

    async def hits_by_account(self, query: Query) -> dict[str, int]:
        """Account id -> number of contacts that match, in the accounts where any do. A call of
        `ids` or `first` supersedes it: CancelledError."""
        return await self.file.read_latest(
            lambda turn: self.file.reader.hits_by_account(query, turn)
        )

    def name_accounts(self, names: Names, providers: Mapping[str, Provider] | None = None) -> None:
        """Set what `account:` and `vendor:` find: each account's names, by its id. With its
        provider, the values of its facts and custom fields are compared."""
        reader = self.file.reader
        reader.words = replace(reader.words, accounts=dict(names))
        reader.providers = dict(providers or {})

    async def known(self, field: str, prefix: str) -> list[str]:
        """A few values of a search field that begin with the prefix, for completion."""
        return await self.file.read(lambda: self.file.reader.field_values(field, prefix))

    async def stored_many(self, ids: Sequence[int]) -> list[Stored]:
        """`stored` for many, off the GUI thread, in their order; missing ones are left out."""

        def read() -> list[Stored]:
            rows = Rows(self.file.reader.connection)
            return [found for row_id in ids if (found := rows.stored(row_id)) is not None]

        return await self.file.read(read)

    async def malformed(self, account_id: str, most: int) -> MalformedRecords:
        """The records of an account that break the vendor's documents, up to `most`."""
        return await self.file.read(
            lambda: malformed_records(self.file.reader.connection, account_id, most)
        )

    # At once, on the GUI thread

    def rows(
        self, ids: Sequence[int], columns: Sequence[Column], *, people: bool = False
    ) -> list[tuple[object, ...]]:
        """(row id, account id, *values) in the order of `ids`; missing ones are left out. With
        `people`, the ids are those of people. See `Rows.rows`."""
        return self.file.read_at_once(lambda: self.file.rows.rows(ids, columns, people=people), [])

    def keys(self, ids: Sequence[int]) -> list[tuple[str, str]]:
        """(account id, the vendor's id) of contacts in the order of `ids`, without missing ones."""
        return self.file.read_at_once(lambda: self.file.rows.keys(ids), [])

    def stored(self, row_id: int) -> Stored | None:
        return self.file.read_at_once(lambda: self.file.rows.stored(row_id), None)

    def row_id(self, account_id: str, vendor_id: str) -> int | None:
        return self.file.read_at_once(lambda: self.file.rows.row_id(account_id, vendor_id), None)

    def some(self, account_id: str, count: int) -> list[Stored]:
        """Up to `count` contacts of an account, in any order. Raises IndexFileError."""
        with translated(self.file.path):
            return self.file.rows.some(account_id, count)

    def counts(self) -> dict[str, int]:
        """Account id -> number of its contacts in the index."""
        return self.file.read_at_once(lambda: self.file.rows.counts(), {})

    async def close(self) -> None:
        """Stop what runs, finish what is being written, and close the file. Calling it again does
        nothing."""
        self._maintenance.close()
        try:
            await self.file.close()
        finally:
            self._pages.stop()
