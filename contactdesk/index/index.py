"""The index as the rest of the program sees it: awaited for long work, asked directly for rows."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import tempfile
import threading
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from contactdesk.errors import IndexFileError
from contactdesk.index.ingest.pool import PagePool
from contactdesk.index.read.reader import CancelToken, Reader, SupersededError
from contactdesk.index.read.rows import Rows, malformed_records, no_rows
from contactdesk.index.schema import INDEX, READER_CACHE_KB, ROWS_CACHE_KB
from contactdesk.index.types import Listing, MalformedRecords, Names, Order, Scope, Stored, Written
from contactdesk.index.write import account_notes, removal
from contactdesk.index.write.batching import GroupCommit
from contactdesk.index.write.listings import GoneError
from contactdesk.index.write.maintenance import Maintenance
from contactdesk.index.write.writer import IncomingPage, Writer
from contactdesk.model import Column, Filters, Provider
from contactdesk.search.query import Query
from contactdesk.storage.database import (
    KEY_BYTES,
    connect,
    erase,
    open_file,
    remove_set_aside,
    translated,
)
from contactdesk.worker import Worker

T = TypeVar("T")

TEMPORARY = "contactdesk-"
"""Begins the name of the folder of an index that does not last."""


class Index:
    """Every contact seen so far, in one encrypted file.

    One thread takes pages apart, one writes, one searches and sorts; `rows`, `stored`, `row_id` and `counts` are read on
    the GUI thread by a connection of their own. Raises IndexFileError where the file is locked,
    the disk is full, or damage is met; a page is then left out as a whole.
    """

    notice: str
    """The kind of fault for which the file was begun anew when it was opened; "" for none."""

    on_trouble: Callable[[IndexFileError], None]
    """Called with damage met anywhere, and with whatever stopped reading, on the loop's thread."""

    @classmethod
    async def open(cls, path: Path, key: bytes) -> Index:
        """Opens the file, or makes it. One that is damaged, has another key or belongs to a newer
        version is set aside as index.bad-<date-time>. `key` has 32 bytes."""
        index = cls(path)
        try:
            index.notice = await index._write(lambda: index._begin(key))
        except BaseException:
            index._stop()
            raise
        with translated(path):
            index._rows = Rows(connect(path, key, INDEX, ROWS_CACHE_KB))
        return index

    @classmethod
    async def open_temporary(cls) -> Index:
        """An index in a private folder under a key nobody keeps; both go when it is closed."""
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY))
        try:
            index = await cls.open(folder / "index.db", secrets.token_bytes(KEY_BYTES))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        index._temporary = folder
        return index

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self.on_trouble = lambda _error: None
        self._temporary: Path | None = None
        self._writing, self._reading = Worker("index writer"), Worker("index reader")
        self._pages, self._together = PagePool(), GroupCommit()
        self._settling = Maintenance(
            self._write, self._pages.build_postings, lambda: self._writer.repair()
        )
        self._writer: Writer
        self._reader: Reader
        self._rows: Rows
        self._turn: CancelToken | None = None
        self._closed = False

    def _begin(self, key: bytes) -> str:
        connection, notice = open_file(self.path, key, INDEX)
        self._writer = Writer(connection)
        self._reader = Reader(connect(self.path, key, INDEX, READER_CACHE_KB))
        return notice

    # Writing

    async def listing(self, account_id: str, filters: Filters | None = None) -> Listing:
        """The account's listing with these of the vendor's filters, made where there is none."""
        return await self._write(lambda: self._writer.listings.listing(account_id, filters or {}))

    async def write_page(
        self, listing: Listing, provider: Provider, body: bytes, *, overlap: int = 0
    ) -> Written:
        """Decodes a reply that was asked for with `listing.next_cursor` and writes it as a whole,
        or not at all.

        `overlap` is by how many records the next page shall overlap this one, where the vendor
        pages by offset. A page for a place the listing has left is not written; the answer then
        holds the listing as it is. Raises what `reply.read_page` raises, and CancelledError where
        the account was forgotten meanwhile.
        """
        page = await self._pages.prepare_page(provider, body, listing.next_cursor, overlap)
        return await self._write_page(IncomingPage(listing, provider, page))

    async def write_changes(self, listing: Listing, provider: Provider, body: bytes) -> Written:
        """As `write_page`, for contacts that came outside of the listing's walk, as those that
        changed since a time: the listing stays where it is."""
        page = await self._pages.prepare_page(provider, body, None, 0)
        return await self._write_page(IncomingPage(listing, provider, page, advances=False))

    def read_apart(self) -> None:
        """From now on pages are read in a process of its own; see process.py."""
        self._pages.use_processes()

    def expect_pages(self) -> None:
        """Says that pages will come soon. Returns at once."""
        if not self._closed:
            self._pages.expect_pages()

    async def _write_page(self, page: IncomingPage) -> Written:
        waiting = self._together.add(page)
        try:
            written = await self._write(
                lambda: self._together.commit(waiting, self._writer.write_pages)
            )
        except asyncio.CancelledError:
            waiting.cancelled = True
            raise
        await self._settling.merge_pending(self._writer)
        return written

    async def remember(self, account_id: str, name: str, text: str) -> None:
        """Keeps a line about an account until it is forgotten; "" lets go of it."""
        await self._write(
            lambda: account_notes.remember(self._writer.connection, account_id, name, text)
        )

    async def remembered(self, account_id: str, name: str) -> str:
        return await self._write(
            lambda: account_notes.remembered(self._writer.connection, account_id, name)
        )

    async def restart(self, listing: Listing) -> Listing:
        """Begins a new pass at the first page; what is loaded stays."""
        return await self._write(lambda: self._writer.listings.restart(listing))

    async def set_state(self, listing: Listing, state: str) -> Listing:
        """Notes one of `values.STATES`."""
        return await self._write(lambda: self._writer.listings.set_state(listing, state))

    @property
    def lasts(self) -> bool:
        """Whether what is loaded is there at the next start."""
        return self._temporary is None

    async def forget(self, account_id: str) -> None:
        """Removes an account's contacts, words and listings, and every index set aside. They are
        out of sight at once; where the program ends before the rest is done, `tidy` does it."""
        await self._write(lambda: removal.hide_account(self._writer.connection, account_id))
        remove_set_aside(self.path)
        await self.tidy()

    async def tidy(self) -> None:
        """Removes what forgotten accounts have left, and brings what has changed into the sets;
        to be called after a start, when there is time."""
        self._settling.postpone_repair()
        if not await self._write(lambda: removal.has_forgotten(self._writer.connection)):
            return
        # In many small steps: pages of other accounts are written between them.
        while await self._write(lambda: removal.remove_batch(self._writer.connection)):
            self._settling.postpone_repair()
        await self._write(lambda: removal.purge(self._writer.connection))

    async def begin_anew(
        self, path: Path | None, key: bytes = b"", *, put_away: Callable[[Path], object] = erase
    ) -> None:
        """Deletes the file with all that stands beside it, or puts it away otherwise, and goes on
        empty: at `path` with `key`, or, for None, in a private folder that goes with the run.

        Nobody may be loading: listings of before are no longer true. Where the new file cannot
        be made, the index goes on in a private folder, and IndexFileError is raised.
        """
        if self._turn is not None:
            self._reader.interrupt(self._turn)
        self._rows.connection.close()
        self._rows = no_rows()
        closed, begun = threading.Event(), threading.Event()

        def pause_reading() -> None:
            try:
                self._reader.connection.close()
            finally:
                closed.set()
            begun.wait()

        def begin() -> tuple[bytes, IndexFileError | None]:
            closed.wait()
            try:
                return self._replace(path, key, put_away)
            finally:
                begun.set()

        _, (used, problem) = await asyncio.gather(self._read(pause_reading), self._write(begin))
        self._rows = Rows(connect(self.path, used, INDEX, ROWS_CACHE_KB))
        if problem is not None:
            raise problem

    def _replace(
        self, path: Path | None, key: bytes, put_away: Callable[[Path], object]
    ) -> tuple[bytes, IndexFileError | None]:
        """On the writing thread: the old file goes, a new one comes. Gives the key it has, and
        why it is not the one that was asked for."""
        problem = None
        self._writer.connection.close()
        put_away(self.path)
        self._remove_temporary()
        if path is not None:
            self.path = path
            try:
                with translated(path):
                    self._begin(key)
                return key, None
            except IndexFileError as error:
                problem = error
                with contextlib.suppress(IndexFileError):
                    erase(path)
        self._temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY))
        self.path = self._temporary / "index.db"
        made = secrets.token_bytes(KEY_BYTES)
        self._begin(made)
        return made, problem

    def _remove_temporary(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None

    async def _write(self, work: Callable[[], T]) -> T:
        def guarded() -> T:
            with translated(self.path):
                return work()

        try:
            return await self._writing.call(guarded)
        except IndexFileError as error:
            if error.kind == "index-damaged":
                self.on_trouble(error)
            raise
        except GoneError:
            raise asyncio.CancelledError("the account was forgotten") from None

    # Searching and sorting

    async def ids(self, scope: Scope, order: Order, query: Query) -> array[int]:
        """The row ids of all contacts in scope that match, in order. A newer call supersedes one
        that has not ended, which then raises CancelledError."""
        return await self._superseding(lambda turn: self._reader.ids(scope, order, query, turn))

    async def first(self, scope: Scope, order: Order, query: Query, count: int) -> array[int]:
        """The first `count` of `ids`, sooner; all of them where there are fewer. It supersedes
        and is superseded as `ids` is."""
        return await self._superseding(
            lambda turn: self._reader.first(scope, order, query, count, turn)
        )

    async def _superseding(self, work: Callable[[CancelToken], T]) -> T:
        # What is mended makes a search forget what it knew: not while somebody types.
        self._settling.postpone_repair()
        if self._turn is not None:
            self._reader.interrupt(self._turn)
        self._turn = turn = CancelToken()
        try:
            return await self._read(lambda: work(turn))
        except SupersededError:
            raise asyncio.CancelledError("a newer call came") from None
        except asyncio.CancelledError:
            self._reader.interrupt(turn)
            raise
        finally:
            if self._turn is turn:
                self._turn = None

    def name_accounts(self, names: Names) -> None:
        """Says how a person calls the accounts, by their ids: what `account:` and `vendor:` find."""
        self._reader.names = dict(names)

    async def known(self, field: str, prefix: str) -> list[str]:
        """A few values of a field of searches that begin with the prefix; see `Vocabulary.values`."""
        return await self._read(lambda: self._reader.field_values(field, prefix))

    async def loaded(self, scope: Scope) -> int:
        """How many contacts of a scope are in the index."""
        return await self._read(lambda: self._reader.loaded(scope))

    async def stored_many(self, ids: Sequence[int]) -> list[Stored]:
        """`stored` for many, off the GUI thread, in their order; missing ones are left out."""

        def read() -> list[Stored]:
            rows = Rows(self._reader.connection)
            return [found for row_id in ids if (found := rows.stored(row_id)) is not None]

        return await self._read(read)

    async def _read(self, work: Callable[[], T]) -> T:
        def guarded() -> T:
            with translated(self.path):
                return work()

        try:
            return await self._reading.call(guarded)
        except IndexFileError as error:
            self.on_trouble(error)
            raise

    # On the GUI thread. What paints cannot fail: what cannot be read is empty, and told.

    def rows(self, ids: Sequence[int], columns: Sequence[Column]) -> list[tuple[object, ...]]:
        """(row id, account id, *values) in the order of `ids`; missing ones are left out. See
        `Rows.rows`."""
        return self._at_once(lambda: self._rows.rows(ids, columns), [])

    def stored(self, row_id: int) -> Stored | None:
        return self._at_once(lambda: self._rows.stored(row_id), None)

    def row_id(self, account_id: str, vendor_id: str) -> int | None:
        return self._at_once(lambda: self._rows.row_id(account_id, vendor_id), None)

    def some(self, account_id: str, count: int) -> list[Stored]:
        """Any contacts of an account, at most so many."""
        with translated(self.path):
            return self._rows.some(account_id, count)

    def counts(self) -> dict[str, int]:
        """Account id -> how many of its contacts are in the index."""
        return self._at_once(self._rows.counts, {})

    def _at_once(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            with translated(self.path):
                return read()
        except IndexFileError as error:
            self.on_trouble(error)
            return otherwise

    # Closing

    async def close(self) -> None:
        """Ends what runs, writes what is written, and closes the file. Twice is once."""
        if self._closed:
            return
        self._closed = True
        self._settling.close()
        if self._turn is not None:
            self._reader.interrupt(self._turn)
        try:
            await self._read(self._reader.connection.close)
            self._rows.connection.close()
            await self._write(self._writer.connection.close)
        finally:
            self._stop()
            self._remove_temporary()

    def _stop(self) -> None:
        self._pages.stop()
        self._writing.stop()
        self._reading.stop()

    # Records that do not fit

    async def malformed(self, account_id: str, most: int) -> MalformedRecords:
        """The records of an account that do not fit the vendor's documents; see `malformed_records`."""
        return await self._read(
            lambda: malformed_records(self._reader.connection, account_id, most)
        )
