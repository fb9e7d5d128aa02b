"""Writes contacts of the index to a file, on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from contactdesk.export.exported import Exported, exported_person, exported_seen
from contactdesk.export.options import Options
from contactdesk.export.write import write
from contactdesk.index import ContactPerson, Stored
from contactdesk.records.parse import read_record
from contactdesk.ui.browser.context import WindowContext
from contactdesk.worker import Worker

BATCH_CONTACTS = 500


class _StoppedError(Exception):
    """Nobody wants the file any more."""


class Batch(NamedTuple):
    """Contacts, and (account id, the vendor's id) of each -> its person."""

    contacts: Sequence[Stored]
    people: Mapping[tuple[str, str], ContactPerson]


class ExportWriter:
    """Runs one export at a time; `read` is told on the GUI thread how many contacts were read."""

    def __init__(self, context: WindowContext, read: Callable[[int], None]) -> None:
        self._context = context
        self._read = read
        self._worker = Worker("export")
        self._is_stopped = False

    async def write(self, fmt: str, out: Path, ids: Sequence[int], options: Options) -> int | None:
        """The number of contacts written, None after `stop`. Raises ExportFileError."""
        contacts = _Contacts(self, ids, asyncio.get_running_loop())
        try:
            return await self._worker.call(lambda: write(fmt, out, contacts, options))
        except _StoppedError:
            return None

    def stop(self) -> None:
        """Ends a running export without a file, and the thread."""
        self._is_stopped = True
        self._worker.stop()

    async def batch(self, ids: Sequence[int], number: int) -> Batch:
        """The contacts of some rows; on the GUI thread. `number` were read before them."""
        if self._is_stopped:
            raise _StoppedError
        self._read(number)
        index = self._context.index
        return Batch(await index.stored_many(ids), await index.people.of_contacts(ids))

    def exported(self, batch: Batch) -> Iterator[Exported]:
        """The contacts of accounts that were not removed meanwhile."""
        known = {account.id: account for account in self._context.accounts}
        annotations = self._context.userdata.annotations
        for stored in batch.contacts:
            if (account := known.get(stored.account_id)) is not None:
                provider = self._context.providers[account.provider]
                contact = read_record(provider.contact, stored.raw).contact
                key = account.id, stored.vendor_id
                person = exported_person(key, batch.people.get(key))
                noted, seen = annotations.of(key), exported_seen(stored)
                yield Exported(account.label, provider.id, contact, stored.raw, noted, person, seen)


class _Contacts:
    """The contacts of some rows, read in batches on the thread. Can be iterated more than once."""

    def __init__(
        self, writer: ExportWriter, ids: Sequence[int], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._writer = writer
        self._ids = ids
        self._loop = loop

    def __iter__(self) -> Iterator[Exported]:
        for start in range(0, len(self._ids), BATCH_CONTACTS):
            wish = self._writer.batch(self._ids[start : start + BATCH_CONTACTS], start)
            batch = asyncio.run_coroutine_threadsafe(wish, self._loop).result()
            yield from self._writer.exported(batch)
