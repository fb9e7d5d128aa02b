"""Fields with keys of their own, facts and custom fields, as columns."""

from __future__ import annotations

from contactdesk.index.file import IndexFile
from contactdesk.index.read.field_keys import count_contacts, known_keys


class ChosenFields:
    """Tells which fields the contacts have.

    A field's path is its name in a search: "fact.time_zone", "custom.plan".
    """

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    async def known(self, typed: str = "") -> list[tuple[str, int]]:
        """(path, number of contacts that have it) of the fields whose key has these words in it,
        those of the most contacts first; see `known_keys` for how many."""
        file = self._file
        paths = await file.read(lambda: known_keys(file.reader.connection, typed))
        # One at a time: searches are answered between them.
        counted = [(path, await self._count(path)) for path in paths]
        return sorted(counted, key=lambda each: (-each[1], each[0]))

    async def _count(self, path: str) -> int:
        file = self._file
        return await file.read(lambda: count_contacts(file.reader.connection, path))
