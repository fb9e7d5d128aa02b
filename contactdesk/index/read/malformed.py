"""The records of an account that do not fit its vendor's documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field


class MalformedRecord(Struct, frozen=True):
    """One of them. `malformed` is the kind of what is wrong with it."""

    row_id: int
    name: str
    vendor_id: str
    malformed: str


class MalformedRecords(Struct, frozen=True):
    """How many there are of each kind, and the first of them."""

    counts: dict[str, int] = field(default_factory=dict)
    first: Sequence[MalformedRecord] = ()

    @property
    def count(self) -> int:
        return sum(self.counts.values())


COUNTS = """SELECT c.malformed, count(*) FROM account a JOIN contact c ON c.account = a.number
    WHERE a.id = ? AND NOT a.forgotten AND c.malformed <> '' GROUP BY c.malformed ORDER BY 2 DESC, 1"""
FIRST = """SELECT c.id, c.name, c.vendor_id, c.malformed FROM account a JOIN contact c ON c.account = a.number
    WHERE a.id = ? AND NOT a.forgotten AND c.malformed <> '' ORDER BY c.id LIMIT ?"""


def malformed_records(connection: Any, account_id: str, most: int) -> MalformedRecords:
    """All of an account's are counted, at most so many are given. Goes through every contact of
    the account, so not for the GUI thread."""
    counts = dict(connection.execute(COUNTS, (account_id,)).fetchall())
    if not counts:
        return MalformedRecords()
    first = connection.execute(FIRST, (account_id, most)).fetchall()
    return MalformedRecords(counts, tuple(MalformedRecord(*row) for row in first))
