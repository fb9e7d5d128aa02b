"""People: the contacts that are one person, over all accounts."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from contactdesk.index.file import IndexFile
from contactdesk.index.read.people import (
    contacts_of,
    members,
    own_keys,
    person_rows,
    vendor_counts,
)
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

    def members_at_once(self, row_id: int) -> list[int]:
        """The row ids of all contacts of a contact's person, their own first; of one who has no other,
        that contact alone. At once, on the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: members(file.rows.connection, row_id), [])

    async def members(self, row_id: int) -> list[int]:
        """`members_at_once`, off the GUI thread."""
        file = self._file
        return await file.read(lambda: members(file.reader.connection, row_id))

    def own_keys(self, ids: Sequence[int]) -> dict[tuple[str, str], tuple[str, str]]:
        """(account id, the vendor's id) of contacts -> that of the own contact of their person. At
        once, on the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: own_keys(file.rows.connection, ids), {})

    async def contacts(self, ids: Sequence[int]) -> array[int]:
        """All contacts of the people with these row ids: those of one person in a run, their own
        first."""
        file = self._file
        return await file.read(lambda: contacts_of(file.reader.connection, ids))

    async def vendor_counts(self) -> VendorCounts:
        """How many people there are at which vendors."""
        file = self._file
        return await file.read(lambda: vendor_counts(file.reader.connection))
