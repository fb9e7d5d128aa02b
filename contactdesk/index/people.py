"""People: the contacts that are one person, over all accounts."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.index.file import IndexFile
from contactdesk.index.read.people import person_rows, vendor_counts
from contactdesk.index.types import PersonRow, VendorCounts


class People:
    """A person is known by the row id of their own contact, the best of their contacts by content."""

    def __init__(self, file: IndexFile) -> None:
        self._file = file

    def rows(self, ids: Sequence[int]) -> list[PersonRow]:
        """The people with these row ids, in their order, without those that are missing. At once, on
        the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: person_rows(file.rows.connection, ids), [])

    async def vendor_counts(self) -> VendorCounts:
        """How many people there are at which vendors."""
        file = self._file
        return await file.read(lambda: vendor_counts(file.reader.connection))
