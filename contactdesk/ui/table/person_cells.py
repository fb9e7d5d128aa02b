"""What a row of People shows besides its own contact: vendors, contacts, and values of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QLocale

from contactdesk.index import STAND_IN, STAND_IN_FIELD, Index, PersonRow
from contactdesk.model import CONTACT_FIELDS, PERSON_COLUMNS, PERSON_CONTACTS, Column

PERSON_PATHS = frozenset(column.path for column in PERSON_COLUMNS)

OF_OWN_CONTACT = (STAND_IN.path, STAND_IN_FIELD.path)
STAND_INS = ("company", "email", "phone")
"""What is shown as the name of a person without one, if any contact has it; else the own contact's."""

translate = QCoreApplication.translate


class VendorNames(Struct, frozen=True):
    """How vendors and accounts are called: `order` gives the ids of the vendors in the order of the
    accounts, `title` a vendor's name by its id, `account` the words for an account by its id."""

    order: Callable[[], Sequence[str]] = tuple
    title: Callable[[str], str] = str
    account: Callable[[str], str] = str


NO_VENDORS = VendorNames()


class PersonCells:
    """Reads people at once, on the GUI thread, a block of rows at a time."""

    def __init__(self, index: Index, names: VendorNames) -> None:
        self._index = index
        self._names = names

    def rows(self, ids: Sequence[int], columns: Sequence[Column]) -> dict[int, PersonRow]:
        """The people by row id, with the best value of each of these columns too."""
        people = {each.id: each for each in self._index.people.rows(ids)}
        others = [c for c in columns if c.path not in (*CONTACT_FIELDS, *OF_OWN_CONTACT)]
        several = [each.id for each in people.values() if each.contacts > 1]
        if not (others and several):
            return people
        members = {each: self._index.people.members_at_once(each) for each in several}
        every = [contact for each in members.values() for contact in each]
        read = cast("list[tuple[Any, ...]]", self._index.rows(every, others))
        values = {contact: of_columns for contact, _account, *of_columns in read}
        for person, contacts in members.items():
            best = {**people[person].best, **_first_values(contacts, values, others)}
            people[person] = replace(people[person], best=best)
        return people

    def vendors(self, person: PersonRow) -> tuple[str, ...]:
        """The ids of a person's vendors in the order of the accounts."""
        order = self._names.order()
        known = [each for each in order if each in person.vendors]
        return (*known, *(each for each in person.vendors if each not in order))

    def value(self, person: PersonRow, path: str) -> Any:
        """The value of a cell with one of PERSON_PATHS."""
        if path == PERSON_CONTACTS:
            return person.contacts
        return [self._names.title(each) for each in self.vendors(person)]

    def words(self, person: PersonRow, path: str) -> str:
        """The text of a cell with one of PERSON_PATHS; badges are painted in the place of vendors."""
        value = self.value(person, path)
        return QLocale().toString(value) if path == PERSON_CONTACTS else ", ".join(value)

    def source(self, person: PersonRow, path: str) -> str:
        """Where a value is from that is not of the person's own contact: "From Close – Acme EU"; ""
        for others."""
        _value, contact = person.best.get(path, ("", person.id))
        keys = self._index.keys([contact]) if contact != person.id else []
        words = translate("ContactTable", "From {account}")
        return words.format(account=self._names.account(keys[0][0])) if keys else ""

    def contacts(self, person: PersonRow) -> str:
        """Which accounts have a person's contacts, a line for each contact."""
        keys = self._index.keys(self._index.people.members_at_once(person.id))
        return "\n".join(self._names.account(account_id) for account_id, _vendor_id in keys)


def _first_values(
    contacts: Sequence[int], values: Mapping[int, Sequence[Any]], columns: Sequence[Column]
) -> dict[str, tuple[Any, int]]:
    """Path of a column -> (value, the row id of the contact it is from), for the columns of which any
    contact has a value."""
    found: dict[str, tuple[Any, int]] = {}
    for contact in contacts:
        for column, value in zip(columns, values.get(contact, ()), strict=False):
            if value is not None:
                found.setdefault(column.path, (value, contact))
    return found


def with_best(person: PersonRow, columns: Sequence[Column], values: Sequence[Any]) -> list[Any]:
    """The values of a row with the best of each field. `columns` are those of `values`, the last two
    STAND_IN and STAND_IN_FIELD."""
    best = person.best
    found = [
        best[column.path][0] if column.path in best else value
        for column, value in zip(columns, values, strict=True)
    ]
    stand_in = next((field for field in STAND_INS if field in best), "")
    if stand_in and "name" not in best:
        found[-2:] = best[stand_in][0], stand_in
    return found
