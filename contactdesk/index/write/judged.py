"""What the user said about pairs of contacts, as the index keeps it to link them in the same
transaction as their page.

`judgement` has every pair by the vendors' ids, also of contacts that are not there; `judged` those
whose contacts both are, by their row ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import apsw
from msgspec import Struct

ContactKey = tuple[str, str]
"""The account's id and the vendor's id of a contact."""

Judgements = Mapping[tuple[ContactKey, ContactKey], bool]
"""Two contacts -> whether they are the same person; either may come first."""

JudgedRow = tuple[str, str, str, str, int]
"""A row of `judgement`."""

JUDGED_OF = """SELECT v.value, o.id, j.is_same FROM account a CROSS JOIN carray(?2) v
    CROSS JOIN judgement j ON j.account = a.id AND j.vendor_id = v.value
    CROSS JOIN account b ON b.id = j.other_account
    CROSS JOIN contact o ON o.account = b.number AND o.vendor_id = j.other_vendor_id
    WHERE a.number = ?1"""

ROW_ID = """SELECT c.id FROM account a CROSS JOIN contact c ON c.account = a.number AND c.vendor_id = ?2
    WHERE a.id = ?1 AND NOT a.forgotten"""


def find_judged(connection: Any, account: int, ids: Mapping[str, int]) -> set[int]:
    """Take note of what the user said about contacts that are new to the index; `ids` are their row
    ids by the vendor's id. Returns the row ids of all contacts, old ones too, that a judgement is
    about."""
    if not ids or connection.execute("SELECT 1 FROM judgement LIMIT 1").fetchone() is None:
        return set()
    found = connection.execute(JUDGED_OF, (account, apsw.carray(tuple(ids)))).fetchall()
    pairs = [(ids[vendor_id], other, is_same) for vendor_id, other, is_same in found]
    pairs += [(other, one, is_same) for one, other, is_same in pairs]
    connection.executemany("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", pairs)
    return {one for one, _, _ in pairs}


class Changed(Struct, frozen=True):
    """Rows of `judgement` that are to go, and those that are to come."""

    gone: frozenset[JudgedRow]
    new: frozenset[JudgedRow]

    @property
    def is_empty(self) -> bool:
        return not self.gone and not self.new


def changed(connection: Any, judgements: Judgements) -> Changed:
    """What the user says now and did not before, and the other way round."""
    before = frozenset(connection.execute("SELECT * FROM judgement"))
    now = frozenset(_rows(judgements))
    return Changed(before - now, now - before)


def write(connection: Any, changed: Changed) -> set[int]:
    """Take over what changed; within the caller's transaction. Returns the row ids of the contacts
    that are concerned."""
    connection.executemany(
        "DELETE FROM judgement WHERE account = ? AND vendor_id = ?"
        " AND other_account = ? AND other_vendor_id = ? AND is_same = ?",
        changed.gone,
    )
    connection.executemany("INSERT INTO judgement VALUES (?, ?, ?, ?, ?)", changed.new)
    rows = (*changed.gone, *changed.new)
    ids = _row_ids(connection, rows)
    # First those that go: a pair may have been turned from one into the other.
    for row in rows:
        one, other = ids.get(row[:2]), ids.get(row[2:4])
        if one is None or other is None:
            continue
        if row in changed.new:
            connection.execute(
                "INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", (one, other, row[4])
            )
        else:
            connection.execute("DELETE FROM judged WHERE contact = ? AND other = ?", (one, other))
    return set(ids.values())


def forget(connection: Any, account_id: str) -> None:
    """Delete what the user said about an account's contacts."""
    for column in ("account", "other_account"):
        connection.execute(f"DELETE FROM judgement WHERE {column} = ?", (account_id,))


def _rows(judgements: Judgements) -> Iterable[JudgedRow]:
    for (one, other), is_same in judgements.items():
        if one != other:
            yield *one, *other, int(is_same)
            yield *other, *one, int(is_same)


def _row_ids(connection: Any, rows: Iterable[JudgedRow]) -> dict[ContactKey, int]:
    found = {}
    for key in {row[:2] for row in rows}:
        if row := connection.execute(ROW_ID, key).fetchone():
            found[key] = row[0]
    return found
