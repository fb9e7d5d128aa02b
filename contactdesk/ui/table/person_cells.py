"""What a cell of People says: vendors, disagreements, and which contact a value is from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from contactdesk.index import Index
from contactdesk.model import PERSON_COLUMNS, TIME_FIELDS, Column
from contactdesk.people.columns import DIFFERS, PERSON_PATHS, VENDORS
from contactdesk.records.formatting import decoded
from contactdesk.ui.kit.query_words import difference_words
from contactdesk.ui.table.cells import Cells

CONTACTS_COLUMN, VENDORS_COLUMN, BEHIND_COLUMN, DIFFERS_COLUMN = PERSON_COLUMNS
WORDED_PATHS = (VENDORS, DIFFERS)
"""Columns whose values are lists of internal names, shown in words."""

KIND_OF_COLUMN = {
    **{each: each for each in ("name", "email", "phone", "company")},
    "title": "role",
}
"""Path of a column -> what contacts disagree on, as in the column of `DIFFERS`."""

MAX_CACHED_COMBINATIONS = 256

translate = QCoreApplication.translate


class VendorNames(Struct, frozen=True):
    """What vendors and accounts are called: `order` gives the ids of the vendors in the order of
    the accounts, `title` a vendor's name by its id, `account` the words for an account by its
    id."""

    order: Callable[[], Sequence[str]] = tuple
    title: Callable[[str], str] = str
    account: Callable[[str], str] = str


NO_VENDORS = VendorNames()


class PersonCells:
    """Reads at once, on the GUI thread, what a tip or a screen reader says of a cell."""

    def __init__(self, index: Index, names: VendorNames) -> None:
        self._index = index
        self._names = names
        # Badges are painted for every row in sight; there are few combinations of vendors.
        self._sorted = lru_cache(MAX_CACHED_COMBINATIONS)(_read_in_order)

    def vendors(self, read: str | None) -> tuple[str, ...]:
        """The ids of a person's vendors in the order of the accounts; `read` is the JSON text."""
        return self._sorted(read or "", tuple(self._names.order()))

    def named(self, path: str, value: Any) -> list[str]:
        """The value of a column of WORDED_PATHS, in words."""
        if path == VENDORS:
            order = tuple(self._names.order())
            return [self._names.title(each) for each in in_order(value or (), order)]
        words = difference_words()
        return [words.get(each, each) for each in value or ()]

    def note(self, person: int, column: Column) -> str:
        """What a cell does not show: which accounts have contacts of the person, or which contact the
        value is from, if it is not the person's own. "" for nothing."""
        contacts = self._index.people.members_at_once(person)
        if column.path == VENDORS:
            keys = self._index.keys(contacts)
            return "\n".join(self._names.account(account_id) for account_id, _id in keys)
        if len(contacts) < 2 or column.path in (*PERSON_PATHS, *TIME_FIELDS):
            return ""
        rows = self._index.rows(contacts, [column])
        source = next((row for row in rows if row[2]), None)
        if source is None or source[0] == person:
            return ""
        words = translate("ContactTable", "From {account}")
        return words.format(account=self._names.account(str(source[1])))


def in_order(vendors: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """The ids of vendors in the order of the accounts, then those of no account."""
    known = [each for each in order if each in vendors]
    return (*known, *(each for each in vendors if each not in order))


def _read_in_order(read: str, order: tuple[str, ...]) -> tuple[str, ...]:
    found = decoded(read)
    return in_order(found, order) if isinstance(found, list) else ()


def differs(column: Column, cells: Cells, values: Sequence[Any]) -> bool:
    """Whether the contacts of a person disagree on what a column shows; `values` as in `Cells`."""
    kind = KIND_OF_COLUMN.get(column.path)
    return kind is not None and kind in (cells.value(DIFFERS_COLUMN, values) or ())


def differs_words() -> str:
    """What to say of a cell whose value differs between the person's contacts."""
    return translate("ContactTable", "Other contacts of this person differ")
