"""Terms answered from columns: has:, account:, vendor:, talked:, created: and updated:."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.columns import FLAGS
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, to_ids
from contactdesk.index.types import UserWords
from contactdesk.records.moments import utc_text
from contactdesk.search.dates import bounds, day_from
from contactdesk.search.highlight import matches
from contactdesk.search.terms import Term

MAX_CONTACTS_LOOKED_UP = 20_000
"""Up to this many candidates, their rows are read; otherwise the column's index is."""

IN_PERIOD = (
    "({0} >= ?1 AND {0} < ?2 AND length({0}) = 24 AND {0} GLOB '[0-9][0-9][0-9][0-9]-*T*Z' OR"
    " {0} >= ?3 AND {0} < ?4 AND length({0}) = 10 AND {0} GLOB '[0-9][0-9][0-9][0-9]-??-??')"
)
"""Moments within a period, or days: a record may have a date without a time."""


class Condition(Struct, frozen=True):
    """SQL for the contacts `c` that match: a query over all, and a condition on a single row."""

    query: str
    condition: str
    values: tuple[Any, ...] = ()


class StoredColumns:
    def __init__(self, reader: BitmapReader, words: UserWords) -> None:
        self._reader = reader
        self._user_words = words
        self._now = datetime.now(UTC)

    def matching(self, term: Term, within: Bitmap | None) -> Bitmap:
        """Contacts that match; the answer may leave out those not in `within`."""
        if term.field == "has":
            found = self._with_flag(term.text)
        elif term.field == "talked":
            found = self._talked_in_period(term)
        elif term.period is not None:
            found = self._in_period(term)
        else:
            found = self._of_accounts(term)
        reader = self._reader
        reader.check()
        if within is None or within.bit_count() > MAX_CONTACTS_LOOKED_UP:
            return reader.bitmap(found.query, *found.values)
        ids = apsw.carray(to_ids(within, reader.check))
        # The last parameter, because conditions number theirs from 1.
        source = f"carray(?{len(found.values) + 1}) h CROSS JOIN contact c ON c.id = h.value"
        sql = f"SELECT c.id FROM {source} WHERE {found.condition}"
        return reader.bitmap(sql, *found.values, ids)

    def _with_flag(self, name: str) -> Condition:
        in_use = flags_in_use(self._reader.connection)
        return _one_of("flags", [each for each in in_use if each & FLAGS[name]])

    def _of_accounts(self, term: Term) -> Condition:
        numbers = []
        for number, id in self._reader.connection.execute("SELECT number, id FROM account"):
            label, *vendor = self._user_words.accounts.get(id, (id,))
            names = [label] if term.field == "account" else vendor
            if any(matches(each, term) for each in names):
                numbers.append(number)
        return _one_of("account", numbers)

    def _talked_in_period(self, term: Term) -> Condition:
        condition = IN_PERIOD.format("m.last_talk")
        row = f"EXISTS (SELECT 1 FROM memory_stats m WHERE m.id = c.id AND ({condition}))"
        query = f"SELECT m.id FROM memory_stats m WHERE {condition}"
        return Condition(query, row, self._ends(term))

    def _ends(self, term: Term) -> tuple[str, str, str, str]:
        """The parameters of IN_PERIOD."""
        assert term.period is not None
        start, end = bounds(term.period, self._now)
        return utc_text(start), utc_text(end), day_from(start), day_from(end)

    def _in_period(self, term: Term) -> Condition:
        column = f"{term.field}_at"
        condition = IN_PERIOD.format(f"c.{column}")
        (merged_up_to,) = self._reader.connection.execute(
            "SELECT merged_up_to FROM merge_progress WHERE name = ?", (column,)
        ).fetchone()
        query = (
            f"SELECT c.id FROM by_{column} c WHERE {IN_PERIOD.format('c.key')} UNION ALL SELECT"
            f" c.id FROM contact c NOT INDEXED WHERE c.id > {merged_up_to} AND {condition}"
        )
        return Condition(query, condition, self._ends(term))


def flags_in_use(connection: Any) -> list[int]:
    """The few distinct values of `contact.flags`."""
    # A loose index scan.
    rows = connection.execute(
        "WITH RECURSIVE seen(flags) AS (SELECT min(flags) FROM contact UNION ALL SELECT"
        " (SELECT min(flags) FROM contact c WHERE c.flags > seen.flags) FROM seen"
        " WHERE seen.flags IS NOT NULL) SELECT flags FROM seen WHERE flags IS NOT NULL"
    )
    return [row[0] for row in rows]


def _one_of(column: str, values: list[int]) -> Condition:
    condition = f"c.{column} IN ({', '.join(map(str, values))})"
    source = f"contact c INDEXED BY contact_by_{column}"
    return Condition(f"SELECT c.id FROM {source} WHERE {condition}", condition)
