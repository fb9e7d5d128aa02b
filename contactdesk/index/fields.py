"""Facts and custom fields as columns: which ones the contacts have, and the values of chosen ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping

from contactdesk.index.file import IndexFile
from contactdesk.index.read.field_keys import count_contacts, is_generated, known_keys
from contactdesk.index.write.field_values import FillProgress
from contactdesk.model import Provider

PAUSE_S = 0.01
"""Between two steps of preparing a field, so that pages and searches do not wait."""

OnProgress = Callable[[str, FillProgress], None]
"""Hears how far a field is prepared, by its path."""


class ChosenFields:
    """Fields whose values are kept in a table of their own, so that they sort and paint quickly.

    A field's path is its name in a search: "fact.time_zone", "custom.plan".
    """

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def known(self, typed: str = "") -> list[tuple[str, int]]:
        """(path, number of contacts that have it) of the fields whose key has these words in it,
        those of the most contacts first, and vendors' ids of fields after all names; see
        `known_keys` for how many."""
        file = self._file
        paths = await file.read(lambda: known_keys(file.reader.connection, typed))
        # One at a time: searches are answered between them.
        counted = [(path, await self._count(path)) for path in paths]
        return sorted(counted, key=lambda each: (is_generated(each[0]), -each[1], each[0]))

    async def choose(
        self,
        paths: Collection[str],
        providers: Mapping[str, Provider],
        on_progress: OnProgress = lambda _path, _progress: None,
    ) -> None:
        """Prepare fields as columns, and drop the values of all others; `providers` are by account
        id. Takes a while: what is prepared is kept if it is canceled.

        Contacts that are written meanwhile or later are followed.
        """
        file, chosen = self._file, list(paths)
        await file.write(lambda: file.writer.fields.choose(chosen))
        for path in chosen:
            progress = await self._fill(path, providers)
            while not progress.is_complete:
                on_progress(path, progress)
                await asyncio.sleep(PAUSE_S)
                progress = await self._fill(path, providers)
            on_progress(path, progress)
        more = True
        while more:
            await asyncio.sleep(PAUSE_S)
            more = await file.write(lambda: file.writer.fields.drop_others(chosen))

    async def _fill(self, path: str, providers: Mapping[str, Provider]) -> FillProgress:
        file = self._file
        return await file.write(lambda: file.writer.fields.fill(path, providers))

    async def _count(self, path: str) -> int:
        file = self._file
        return await file.read(lambda: count_contacts(file.reader.connection, path))
