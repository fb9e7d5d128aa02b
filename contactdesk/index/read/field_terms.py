"""Terms that compare the numbers and dates of a fact or a custom field: `fact.age:>30`.

The values of fields that are columns are in a table; those of others are read from the records of
the contacts whose full text says that they have the key.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.ingest.entries import regions_cache
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, difference, from_ids, to_ids
from contactdesk.index.read.fts_query import fts_query
from contactdesk.index.read.stored_columns import IN_PERIOD
from contactdesk.index.record_codec import decoded, unpack
from contactdesk.index.sort_keys import DATE_KEY, NESTED_KEY, NUMBER_KEY, after, number_field_key
from contactdesk.model import Provider
from contactdesk.records.moments import utc_text
from contactdesk.records.parse import MALFORMED_ERRORS, decode_json
from contactdesk.search.comparisons import Comparison
from contactdesk.search.dates import bounds, day_from
from contactdesk.search.terms import Term

RECORDS_PER_STEP = 100
"""Records that are read between two cancel checks."""


class ValueMatches(Struct):
    """Contacts whose values meet a comparison, and candidates whose records have yet to be read."""

    certain: Bitmap
    unverified: Bitmap


class FieldTerms:
    def __init__(self, reader: BitmapReader, providers: Mapping[str, Provider]) -> None:
        """`providers` are by account id."""
        self._reader = reader
        self._providers = providers
        self._regions = regions_cache()
        self._now = datetime.now(UTC)

    def find(self, term: Term) -> ValueMatches:
        """What is known without reading records."""
        path = f"{term.field}.{term.key}"
        row = self._reader.connection.execute(
            "SELECT number FROM field WHERE path = ? AND is_ready", (path,)
        ).fetchone()
        if row and term.comparison:
            return ValueMatches(self._in_table(row[0], term.comparison), 0)
        table, query = fts_query(Term(term.field, (), field="has", key=term.key))
        return ValueMatches(0, self._reader.bitmap(f"SELECT rowid AS id FROM {table}(?)", query))

    def verify(self, term: Term, matches: ValueMatches, among: Bitmap) -> None:
        """Decide which of some candidates meet the comparison, by reading their records."""
        some = matches.unverified & among
        if not some or term.comparison is None:
            return
        test = term.comparison.test(self._now)
        ids, found = to_ids(some, self._reader.check), []
        for start in range(0, len(ids), RECORDS_PER_STEP):
            found += self._meeting(ids[start : start + RECORDS_PER_STEP], term, test)
            self._reader.check()
        matches.certain |= from_ids(found, self._reader.size)
        matches.unverified = difference(matches.unverified, some)

    def _meeting(self, ids: array[int], term: Term, test: Callable[[Any], bool]) -> list[int]:
        rows = self._reader.connection.execute(
            "SELECT c.id, a.id, r.packed FROM carray(?) h CROSS JOIN contact c ON c.id = h.value"
            " CROSS JOIN record r ON r.id = c.id CROSS JOIN account a ON a.number = c.account",
            (apsw.carray(ids),),
        )
        return [
            row_id
            for row_id, account_id, packed in rows
            if any(map(test, self._values(account_id, packed, term)))
        ]

    def _values(self, account_id: str, packed: bytes, term: Term) -> list[Any]:
        provider = self._providers.get(account_id)
        if provider is None:
            return []
        try:
            raw = decode_json(unpack(packed))
            found = self._regions(provider).values(raw, term.field, term.key)
        except (*MALFORMED_ERRORS, ValueError, RecursionError):
            return []
        return [value for value, _kind in found]

    def _in_table(self, number: int, comparison: Comparison) -> Bitmap:
        """Contacts with a value in the table that meets a comparison."""
        found = self._nested(number, comparison)
        if ends := _number_keys(comparison):
            found |= self._reader.bitmap(
                "SELECT DISTINCT contact AS id FROM field_value"
                " WHERE field = ? AND key >= ? AND key < ?",
                number,
                *ends,
            )
        if comparison.period is not None:
            start, end = bounds(comparison.period, self._now)
            in_period = IN_PERIOD.format("substr(v.key, 2)")
            found |= self._reader.bitmap(
                f"SELECT DISTINCT v.contact AS id FROM field_value v WHERE v.field = {number}"
                f" AND v.key >= '{DATE_KEY}' AND v.key < '{after(DATE_KEY)}' AND ({in_period})",
                utc_text(start),
                utc_text(end),
                day_from(start),
                day_from(end),
            )
        return found

    def _nested(self, number: int, comparison: Comparison) -> Bitmap:
        """Contacts with a list or an object in the table of which a value meets a comparison."""
        test = comparison.test(self._now)
        rows = self._reader.connection.execute(
            "SELECT contact, value FROM field_value WHERE field = ? AND key >= ? AND key < ?",
            (number, NESTED_KEY, after(NESTED_KEY)),
        )
        found = [contact for contact, value in rows if test(decoded(value))]
        return from_ids(found, self._reader.size)


def _number_keys(comparison: Comparison) -> tuple[str, str] | None:
    """The first sort key of the numbers that meet a comparison, and the first one after them; None if
    it compares dates only."""
    sign, first, last = comparison.sign, comparison.first, comparison.last
    if not first and not last:
        return None
    low = number_field_key(first) if first else NUMBER_KEY
    high = number_field_key(last) if last else after(NUMBER_KEY)
    if sign == "..":
        return low, after(high) if last else high
    return {
        ">": (after(low), high),
        ">=": (low, high),
        "<": (NUMBER_KEY, low),
        "<=": (NUMBER_KEY, after(low)),
        "=": (low, after(low)),
    }[sign]
