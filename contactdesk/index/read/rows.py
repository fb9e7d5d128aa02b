"""Reads rows and single contacts, fast enough for the GUI thread, and lists malformed records."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import apsw

from contactdesk.history.columns import FIRST_SEEN, LAST_CHANGE
from contactdesk.index.read.derived_columns import OF_HISTORY, derived_value
from contactdesk.index.read.people import source_sql
from contactdesk.index.record_codec import unpack, value_sql
from contactdesk.index.schema import create
from contactdesk.index.types import (
    STAND_IN,
    STAND_IN_FIELD,
    MalformedRecord,
    MalformedRecords,
    Stored,
)
from contactdesk.model import CONTACT_FIELDS, TIME_FIELDS, Column, Kind
from contactdesk.people.columns import PERSON_PATHS

STAND_INS = ("company", "email", "phone", "external_id", "vendor_id")
"""Fallbacks for a missing name, in the order of `Contact.display_name`."""


def _stand_in(name: str, value: str) -> str:
    """SQL: `name` if contact `c` has one, else `value` filled in with its first fallback column."""
    cases = " ".join(f"WHEN c.{each} <> '' THEN {value.format(each)}" for each in STAND_INS)
    return f"CASE WHEN c.name <> '' THEN {name} {cases} ELSE '' END"


DISPLAY_NAME = _stand_in("c.name", "c.{}")
"""SQL for what contact `c` is called on screen, as `Contact.display_name`."""

STAND_IN_SQL = {
    STAND_IN.path: _stand_in("''", "c.{}"),
    STAND_IN_FIELD.path: _stand_in("''", "'{}'").replace("'vendor_id'", "'id'"),
}

STORED = f"""SELECT a.id, c.vendor_id, r.packed, c.malformed,
    {OF_HISTORY[FIRST_SEEN].value}, {OF_HISTORY[LAST_CHANGE].value}
    FROM contact c JOIN record r ON r.id = c.id JOIN account a ON a.number = c.account
    WHERE c.id = ? AND NOT a.forgotten"""

MALFORMED_COUNTS = """SELECT c.malformed, count(*) FROM account a
    JOIN contact c ON c.account = a.number
    WHERE a.id = ? AND NOT a.forgotten AND c.malformed <> '' GROUP BY c.malformed ORDER BY 2 DESC, 1"""
FIRST_MALFORMED = f"""SELECT c.id, {DISPLAY_NAME}, c.vendor_id, c.malformed FROM account a
    JOIN contact c ON c.account = a.number
    WHERE a.id = ? AND NOT a.forgotten AND c.malformed <> '' ORDER BY c.id LIMIT ?"""


class Rows:
    """Reads from a connection of its own, on the GUI thread."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(
        self, ids: Sequence[int], columns: Sequence[Column], *, people: bool = False
    ) -> list[tuple[object, ...]]:
        """(row id, account id, *values) in the order of `ids`, skipping missing ones.

        A value is as SQLite reads it: text, a number, 1 or 0 for a boolean, None for no value,
        JSON text for a list or an object; for Kind.COUNT the length of the list. Columns that are
        derived have the paths of `memories.field_values` and `people.columns`, and are read from
        tables. With `people`, the ids are those of people: where a person's own contact has no value,
        that of the best of the others counts which has one, as in `PersonRow.best`.
        """
        if not ids:
            return []
        row_ids = apsw.carray(ids if isinstance(ids, array) else array("i", ids))
        wanted = tuple((column.path, column.kind) for column in columns)
        sql, parameters = _statement(wanted, people=people)
        return self.connection.execute(sql, (*parameters, row_ids)).fetchall()  # type: ignore[no-any-return]

    def keys(self, ids: Sequence[int]) -> list[tuple[str, str]]:
        """(account id, the vendor's id) in the order of `ids`, skipping missing ones."""
        if not ids:
            return []
        row_ids = apsw.carray(ids if isinstance(ids, array) else array("i", ids))
        sql = (
            "SELECT a.id, c.vendor_id FROM carray(?) h CROSS JOIN contact c ON c.id = h.value"
            " CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten"
        )
        return self.connection.execute(sql, (row_ids,)).fetchall()  # type: ignore[no-any-return]

    def stored(self, row_id: int) -> Stored | None:
        row = self.connection.execute(STORED, (row_id,)).fetchone()
        if row is None:
            return None
        account_id, vendor_id, packed, malformed, first_seen, last_change = row
        raw = unpack(packed)
        return Stored(account_id, vendor_id, raw, malformed, first_seen or "", last_change or "")

    def row_id(self, account_id: str, vendor_id: str) -> int | None:
        row = self.connection.execute(
            "SELECT c.id FROM account a JOIN contact c ON c.account = a.number"
            " WHERE a.id = ? AND c.vendor_id = ?",
            (account_id, vendor_id),
        ).fetchone()
        return row[0] if row else None

    def some(self, account_id: str, count: int) -> list[Stored]:
        """Up to `count` contacts of an account, in any order."""
        rows = self.connection.execute(
            "SELECT id FROM contact WHERE account = (SELECT number FROM account WHERE id = ?)"
            " LIMIT ?",
            (account_id, count),
        ).fetchall()
        return [found for row in rows if (found := self.stored(row[0])) is not None]

    def counts(self) -> dict[str, int]:
        """Account id -> number of its contacts."""
        return dict(self.connection.execute("SELECT id, contacts FROM account WHERE NOT forgotten"))


def no_rows() -> Rows:
    """Rows of an empty index, for use while one file replaces another."""
    connection = apsw.Connection(":memory:")
    create(connection)
    return Rows(connection)


def malformed_records(connection: Any, account_id: str, limit: int) -> MalformedRecords:
    """Counts of all malformed records of an account, and the first `limit` of them.

    Scans the whole account, so not for the GUI thread.
    """
    counts = dict(connection.execute(MALFORMED_COUNTS, (account_id,)).fetchall())
    if not counts:
        return MalformedRecords()
    first = connection.execute(FIRST_MALFORMED, (account_id, limit)).fetchall()
    return MalformedRecords(counts, tuple(MalformedRecord(*row) for row in first))


@lru_cache(maxsize=64)
def _statement(
    columns: tuple[tuple[str, Kind], ...], *, people: bool = False
) -> tuple[str, tuple[str, ...]]:
    """(SQL, its first parameters) that reads a block of rows."""
    values = ["c.id", "a.id"]
    parameters: list[str] = []
    for path, kind in columns:
        if path in CONTACT_FIELDS:
            value, has_value = f"c.{path}", f"c.{path} <> ''"
        elif path in STAND_IN_SQL:
            value = STAND_IN_SQL[path]
        else:
            first = len(parameters) + 1
            value, own = derived_value(path, first) or value_sql(path, kind, first)
            has_value = f"nullif({value}, '') IS NOT NULL"
            parameters += own
        if people and not _is_own(path):
            value = f"(SELECT {value} FROM contact c WHERE c.id = {source_sql(has_value, 'p.id')})"
        values.append(value)
    return (
        f"SELECT {', '.join(values)} FROM carray(?{len(parameters) + 1}) h"
        f" CROSS JOIN contact {'p ON p.id' if people else 'c ON c.id'} = h.value"
        f"{' CROSS JOIN contact c ON c.id = p.id' if people else ''}"
        " CROSS JOIN account a ON a.number = c.account AND NOT a.forgotten",
        tuple(parameters),
    )


def _is_own(path: str) -> bool:
    """Whether a column of people is read from their own contacts only."""
    return path in (*STAND_IN_SQL, *TIME_FIELDS, *PERSON_PATHS)
