"""Terms about the person whose contact it is: in:, linked:, maybe:, differs: and behind:."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import apsw

from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, difference
from contactdesk.index.read.people_map import PeopleMap
from contactdesk.index.read.person_columns import OPEN_DIFFERENCE
from contactdesk.index.types import UserWords
from contactdesk.search.comparisons import Comparison
from contactdesk.search.fields import IN, NO, YES
from contactdesk.search.highlight import matches
from contactdesk.search.terms import Term

SECONDS_OF_HOUR = 3_600


class PersonTerms:
    """Sets of people, each by the row id of their own contact."""

    def __init__(self, reader: BitmapReader, words: UserWords, people: PeopleMap) -> None:
        self._reader = reader
        self._words = words
        self._people = people

    def matching(self, term: Term) -> Bitmap:
        """The people who match a term of one of PERSON_FIELDS."""
        if term.field == IN:
            return self._at_vendors(term)
        if term.field == "linked":
            assert term.comparison is not None
            return self._counted("contacts", term.comparison.test_number())
        if term.text == NO:
            everyone = self._people.everyone(self._reader)
            return difference(everyone, self._told(term.field, YES, None))
        return self._told(term.field, term.text, term.comparison)

    def _told(self, field: str, text: str, comparison: Comparison | None) -> Bitmap:
        reader = self._reader
        if field == "maybe":
            contacts = reader.bitmap("SELECT DISTINCT contact AS id FROM maybe")
            return self._people.to_people(reader, contacts)
        if field == "differs":
            kind = "1" if text == YES else "d.kind = ?"
            sql = f"SELECT d.person AS id FROM difference d WHERE {kind} AND {OPEN_DIFFERENCE}"
            return reader.bitmap(sql, *((text,) if text != YES else ()))
        conditions, hours = _conditions("behind", comparison)
        seconds = [int(each) * SECONDS_OF_HOUR for each in hours]
        return reader.bitmap(f"SELECT id FROM person WHERE {conditions}", *seconds)

    def _at_vendors(self, term: Term) -> Bitmap:
        """People who have a contact at the vendor named, or at the number of vendors asked for."""
        if term.comparison is not None:
            test = term.comparison.test_number()
            return self._counted("vendors", lambda bits: test(int(bits).bit_count()))
        numbers, bits = array("q"), 0
        sql = "SELECT number, id, vendor FROM account WHERE NOT forgotten"
        for number, id, vendor in self._reader.connection.execute(sql):
            names = self._words.accounts.get(id, ())[1:]
            if any(matches(each, term) for each in names):
                numbers.append(number)
                bits |= 1 << vendor
        if not numbers:
            return 0
        reader = self._reader
        listed = ", ".join(map(str, numbers))
        own = reader.bitmap(
            f"SELECT id FROM contact INDEXED BY contact_by_account WHERE account IN ({listed})"
        )
        alone = difference(own, self._people.linked(reader))
        joined = reader.bitmap("SELECT id FROM person WHERE vendors & ?", bits)
        return alone | joined

    def _counted(self, column: str, test: Callable[[Any], bool]) -> Bitmap:
        """People of whom a column of `person` passes a test. Those with a single contact have 1."""
        reader = self._reader
        rows = reader.connection.execute(f"SELECT DISTINCT {column} FROM person")
        wanted = array("q", [count for (count,) in rows if test(count)])
        found = 0
        if wanted:
            sql = f"SELECT id FROM person WHERE {column} IN (SELECT value FROM carray(?))"
            found = reader.bitmap(sql, apsw.carray(wanted))
        if test(1):
            several = reader.bitmap("SELECT id FROM person")
            found |= difference(self._people.everyone(reader), several)
        return found


def _conditions(column: str, comparison: Comparison | None) -> tuple[str, list[Any]]:
    """(SQL conditions, parameters) of a column that is compared, or just has a value."""
    if comparison is None:
        return f"{column} IS NOT NULL", []
    signs = (">=", "<=") if comparison.sign == ".." else (comparison.sign, "")
    ends = zip(signs, (comparison.first, comparison.last), strict=True)
    compared = [(sign, end) for sign, end in ends if end]
    conditions = " AND ".join(f"{column} {sign} ?" for sign, _end in compared)
    return conditions, [end for _sign, end in compared]
