"""People: the contacts that are one person, over all accounts."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from contactdesk.index.file import IndexFile
from contactdesk.index.read.people import (
    contacts_of,
    people_of_contacts,
    person_rows,
    vendor_counts,
)
from contactdesk.index.read.person_links import person_hints, person_links, person_members
from contactdesk.index.read.reader import CancelToken
from contactdesk.index.types import (
    ContactPerson,
    Order,
    PersonHints,
    PersonLinks,
    PersonRow,
    VendorCounts,
)
from contactdesk.index.write.judged import Judgements
from contactdesk.people.columns import DIFFERS
from contactdesk.search.query import Query

T = TypeVar("T")

PAUSE_S = 0.002
"""Between two steps of making keys anew, so that pages and searches do not wait."""


class People:
    """A person is known by the row id of their own contact, the best of their contacts by content.

    Contacts are linked with the page that brings them. What takes longer, finding what they disagree
    on and making keys anew, is done in steps: `has_waiting` is called when there is some.
    """

    def __init__(self, file: IndexFile, has_waiting: Callable[[], None] = lambda: None) -> None:
        self._file, self._has_waiting = file, has_waiting
        self._regions: dict[str, str] = {}

    # Reading

    def rows(self, ids: Sequence[int]) -> list[PersonRow]:
        """The people with these row ids, in their order, without those that are missing. At once, on
        the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: person_rows(file.rows.connection, ids), [])

    async def contacts(self, ids: Sequence[int]) -> array[int]:
        """All contacts of the people with these row ids: those of one person in a run, their own
        first."""
        return await self._read(lambda connection: contacts_of(connection, ids))

    async def vendor_counts(self) -> VendorCounts:
        """How many people there are at which vendors."""
        return await self._read(vendor_counts)

    async def members(self, row_id: int) -> list[int]:
        """The row ids of all contacts of a contact's person: the person's own first, then those with
        a name. Only the contact itself where it stands alone; none if it is gone."""
        return await self._read(lambda connection: person_members(connection, row_id))

    def members_at_once(self, row_id: int) -> list[int]:
        """As `members`, on the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: person_members(file.rows.connection, row_id), [])

    async def of_contacts(self, ids: Sequence[int]) -> dict[tuple[str, str], ContactPerson]:
        """(account id, the vendor's id) of contacts -> what is known of their people."""
        return await self._read(lambda connection: people_of_contacts(connection, ids))

    def of_contacts_at_once(self, ids: Sequence[int]) -> dict[tuple[str, str], ContactPerson]:
        """As `of_contacts`, on the GUI thread."""
        file = self._file
        return file.read_at_once(lambda: people_of_contacts(file.rows.connection, ids), {})

    def hints_at_once(self, row_id: int) -> PersonHints:
        """Who else might be the same person as a contact, and whether only the user links it; on the
        GUI thread."""
        file = self._file
        return file.read_at_once(lambda: person_hints(file.rows.connection, row_id), PersonHints())

    async def links(self, row_id: int) -> PersonLinks:
        """Why the contacts of a contact's person belong together, and who else might."""
        file = self._file
        return await self._read(
            lambda connection: person_links(connection, row_id, file.reader.providers)
        )

    async def _read(self, read: Callable[[Any], T]) -> T:
        """On one state of the index; nothing that interrupts a search ends it."""
        file = self._file
        return await file.read(lambda: file.reader.answer(read, CancelToken()))

    # What the user decided

    async def set_judgements(self, judgements: Judgements) -> bool:
        """Take over what the user says of pairs of contacts, (account id, the vendor's id), whether
        they are in the index or not: True for the same person. Returns whether it is news; then all
        whom it concerns are linked anew."""
        file = self._file
        is_news = await file.write(lambda: file.writer.links.set_judgements(judgements))
        if is_news:
            self._has_waiting()
        return is_news

    async def set_dismissed(self, dismissed: Collection[tuple[str, int]]) -> bool:
        """Take over which differences, (kind, digest), the user does not want to see. Returns whether
        it is news."""
        file = self._file
        return await file.write(lambda: file.writer.links.set_dismissed(dismissed))

    # Regions

    def set_regions(self, regions: Mapping[str, str]) -> None:
        """Set where the phone numbers without a country code of each account are from, by its id: ISO
        3166 ("US"), "" if that is unknown. Where it is another than before, keys are made anew when
        there is time; `relink_account` waits for it."""
        if regions != self._regions:
            self._regions = dict(regions)
            self._has_waiting()

    def region(self, account_id: str) -> str:
        return self._regions.get(account_id, "")

    async def relink_account(self, account_id: str) -> None:
        """Make the keys of an account's contacts anew with its region, and link them by these. In
        steps; where it is canceled, the rest is done when there is time."""
        file = self._file
        region = self.region(account_id)
        await file.write(lambda: file.writer.relinking.begin(account_id, region))
        more = True
        while more:
            more = await file.write(lambda: file.writer.relinking.step())
            await asyncio.sleep(PAUSE_S)

    # What takes longer

    async def compare(self) -> None:
        """Find what the contacts of all people disagree on, as far as that is not known yet: to be
        awaited before anything that shows or finds differences."""
        file = self._file
        more = True
        while more:
            more = await file.write(lambda: file.writer.links.compare_some())

    async def prepare(self, order: Order, query: Query) -> None:
        """`compare` if an answer in this order to this search needs it."""
        is_sorted = order.column is not None and order.column.path == DIFFERS
        terms = (term for clause in query.clauses for term in clause)
        if is_sorted or any(term.field == "differs" for term in terms):
            await self.compare()

    async def step(self) -> bool:
        """Do some of what waits. Returns whether more may wait."""
        file, regions = self._file, self._regions

        def some() -> bool:
            writer = file.writer
            writer.relinking.follow(regions)
            return writer.relinking.step() or writer.links.compare_some()

        return await file.write(some)
