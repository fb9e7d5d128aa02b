"""Which contacts a query matches: sets of row ids out of the three full-text tables."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable
from typing import Any

import apsw
import msgspec

from contactdesk.index import starts
from contactdesk.index.documents import storable
from contactdesk.query import SHORTEST_PART, Query, Term

IDS = msgspec.json.Decoder(list[int])
Check = Callable[[], None]
"""Raises where nobody wants the answer any more."""


def found(connection: Any, query: Query, check: Check) -> set[int]:
    """The row ids of all contacts in which every term matches, and of those whose vendor's id was
    typed in full."""
    ids: set[int] | None = None
    for term in query.terms:
        matching = _matching(connection, term, check)
        ids = matching if ids is None else ids & matching
        if not ids:
            break
    return (ids or set()) | _with_vendor_id(connection, storable(query.text.strip()))


def _with_vendor_id(connection: Any, vendor_id: str) -> set[int]:
    rows = connection.execute(
        "SELECT c.id FROM account a CROSS JOIN contact c"
        " ON c.account = a.number AND c.vendor_id = ?",
        (vendor_id,),
    )
    return {row[0] for row in rows}


def _matching(connection: Any, term: Term, check: Check) -> set[int]:
    """Contacts in which the term matches in any of its ways."""
    check()
    ids: set[int] = set()
    if start := starts.asked(term.words):
        ids = set(_ids(connection, "SELECT rowid FROM start(?)", start))
    elif term.words:
        ids = set(_ids(connection, "SELECT rowid FROM word(?)", f'"{" ".join(term.words)}" *'))
    if len(term.text) >= SHORTEST_PART:
        ids |= _with_part(connection, term.text, ids, check)
    if term.digits and term.digits != term.text:
        ids |= _with_part(connection, term.digits, ids, check)
    for national in term.nationals:
        ids |= _with_part(connection, f"\n{national}\n", ids, check)
    if term.parts:
        ids |= _all_parts(connection, term.parts, check)
    return ids


def _all_parts(connection: Any, parts: Collection[Term], check: Check) -> set[int]:
    return set.intersection(*(_matching(connection, part, check) for part in parts))


def _with_part(connection: Any, text: str, known: Collection[int], check: Check) -> set[int]:
    """Contacts beyond the known ones that have the text in a name, an e-mail or a number."""
    check()
    text = storable(text)
    threes = {text[at : at + 3] for at in (*range(0, len(text) - 2, 3), len(text) - 3)}
    asked = " AND ".join('"' + three.replace('"', '""') + '"' for three in threes)
    ids = set(_ids(connection, "SELECT rowid FROM part(?)", asked)) - set(known)
    if len(text) == SHORTEST_PART or not ids:
        return ids
    # The table knows which triples a contact has, not where: look.
    check()
    near = apsw.carray(as_array(sorted(ids)))
    sql = "SELECT s.id AS rowid FROM carray(?) h CROSS JOIN seek s ON s.id = h.value"
    return set(_ids(connection, f"{sql} WHERE instr(s.text, ?)", near, text))


def _ids(connection: Any, sql: str, *values: Any) -> list[int]:
    """The row ids a statement finds. As one JSON text, so that SQLite works on without Python's
    lock until all are found."""
    row = connection.execute(f"SELECT json_group_array(rowid) FROM ({sql})", values).fetchone()
    return IDS.decode(row[0])


def as_array(ids: Iterable[int]) -> array[int]:
    return array("q", ids)
