"""What changed in contacts since they were first loaded, and what their records were before."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from contactdesk.index.file import IndexFile
from contactdesk.index.malloc import trim_heap
from contactdesk.index.read.changes import (
    change_counts,
    change_ids,
    change_rows,
    changed_contacts,
    people_of,
    versions,
)
from contactdesk.index.read.reader import MIN_IDS_TO_TRIM_HEAP, CancelToken
from contactdesk.index.types import ChangeOrder, ChangeRow, ChangeScope, Version

T = TypeVar("T")

LANE = "changes"

NEWEST_FIRST = ChangeOrder(group="")

PAUSE_S = 0.02
"""Between two steps of pruning, so that pages and searches do not wait."""


class History:
    """Ids come from the reading thread, rows at once on the GUI thread. A change is what a refresh
    found: a record that is not as it was before, a contact that is new or gone. The first load of an
    account is no change. `changes` has only what is in scope."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def changes(
        self, scope: ChangeScope, order: ChangeOrder = NEWEST_FIRST, count: int | None = None
    ) -> array[int]:
        """The ids of all changes in scope, or the first `count`, in order. A newer call supersedes
        one that has not ended: CancelledError."""
        found = await self._latest(
            lambda connection, turn: change_ids(connection, scope, order, count, turn.check), LANE
        )
        if len(found) > MIN_IDS_TO_TRIM_HEAP:
            trim_heap()
        return found

    def rows(self, ids: Sequence[int]) -> list[ChangeRow]:
        """What a table shows of changes, in the order of `ids`; missing ones are left out."""
        file = self._file
        return file.read_at_once(lambda: change_rows(file.rows.connection, ids), [])

    async def versions(self, account_id: str, vendor_id: str) -> list[Version]:
        """Every record of a contact that is still kept, the newest first: the one it has now or, of a
        contact that is gone, its last one. Empty for an unknown contact. Two neighbors may
        differ in times that are no change."""
        return await self._read(lambda connection: versions(connection, account_id, vendor_id))

    async def counts(self, since: float) -> dict[str, int]:
        """Account id -> number of changes seen from a time, in seconds since 1970, on; accounts
        without any are left out."""
        return await self._read(lambda connection: change_counts(connection, since))

    async def changed_contacts(self, since: float) -> array[int]:
        """The row ids, ascending, of the contacts in the index that changed or came from a time, in
        seconds since 1970, on."""
        return await self._read(lambda connection: changed_contacts(connection, since))

    async def people_of(self, contacts: array[int]) -> array[int]:
        """The row ids, ascending, of the people whom contacts belong to, as a list of people has
        them."""
        return await self._read(lambda connection: people_of(connection, contacts))

    async def prune(self, older_than: float) -> None:
        """Delete the changes seen before a time, in seconds since 1970, with their old records. What
        is deleted stays so if it is canceled."""
        file, more = self._file, True
        while more:
            more = await file.write(lambda: file.writer.history.prune(older_than))
            await asyncio.sleep(PAUSE_S)

    async def _read(self, read: Callable[[Any], T]) -> T:
        file = self._file
        return await file.read(lambda: file.reader.answer(read, CancelToken()))

    async def _latest(self, read: Callable[[Any, CancelToken], T], lane: str) -> T:
        file = self._file

        def answer(turn: CancelToken) -> T:
            return file.reader.answer(lambda connection: read(connection, turn), turn)

        return await file.read_latest(answer, lane)
