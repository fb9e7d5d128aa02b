"""Finds and reads what changed in contacts, and what their records were before."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import apsw
from msgspec.structs import replace

from contactdesk.history.kinds import GONE, GROUPS, NEW, from_bits, to_bits
from contactdesk.index.columns import storable
from contactdesk.index.postings.bitmap import Bitmap, BitmapReader, CancelCheck, parse_ids
from contactdesk.index.read.rows import DISPLAY_NAME
from contactdesk.index.record_codec import unpack
from contactdesk.index.record_delta import unpack_old
from contactdesk.index.types import ChangeOrder, ChangeRow, ChangeScope, Version
from contactdesk.records.moments import local_at, start_of_day
from contactdesk.search.dates import bounds
from contactdesk.search.fields import FIELD_ALIASES
from contactdesk.search.terms import Term
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import key_token

MILLISECONDS = 1000

MAX_CHANGES_WITH_FIELDS = 200_000
"""The newest changes whose fields are known for completion."""

OF_ACCOUNTS = "c.account IN (SELECT number FROM account WHERE NOT forgotten)"
OF_ACCOUNT = "c.account IN (SELECT number FROM account WHERE id = ? AND NOT forgotten)"

NAMED = "coalesce(p.name_key, g.name_key)"

WITH_NAMES = " LEFT JOIN contact p ON p.id = c.contact LEFT JOIN gone g ON g.contact = c.contact"

ROWS = f"""SELECT h.id, h.time, h.kinds, h.fields, a.id, coalesce(c.vendor_id, g.vendor_id), c.id,
    CASE WHEN c.id IS NULL THEN g.name ELSE {DISPLAY_NAME} END
    FROM carray(?) v CROSS JOIN change h ON h.id = v.value
    CROSS JOIN account a ON a.number = h.account AND NOT a.forgotten
    LEFT JOIN contact c ON c.id = h.contact LEFT JOIN gone g ON g.contact = h.contact
    WHERE coalesce(c.id, g.contact) IS NOT NULL"""

CONTACT = """SELECT c.id, r.packed FROM account a CROSS JOIN contact c ON c.account = a.number
    CROSS JOIN record r ON r.id = c.id WHERE a.id = ? AND NOT a.forgotten AND c.vendor_id = ?"""

GONE_CONTACT = """SELECT g.contact, NULL FROM account a CROSS JOIN gone g ON g.account = a.number
    WHERE a.id = ? AND NOT a.forgotten AND g.vendor_id = ?"""

CHANGES_OF = """SELECT c.time, c.kinds, c.fields, o.packed FROM change c
    LEFT JOIN old_record o ON o.change = c.id WHERE c.contact = ? ORDER BY c.id DESC"""


class _Conditions:
    """SQL conditions on change `c`, and their parameters."""

    def __init__(self, scope: ChangeScope, *, with_names: bool = False) -> None:
        """`with_names`: what the contacts are called can be asked for, too."""
        self.texts: list[str] = []
        self.values: list[Any] = []
        self.source = "change c"
        if scope.account_id:
            self._add(OF_ACCOUNT, storable(scope.account_id))
        else:
            self._add(OF_ACCOUNTS)
        if scope.since is not None:
            self._add("c.time >= ?", int(scope.since * MILLISECONDS))
        if scope.until is not None:
            self._add("c.time < ?", int(scope.until * MILLISECONDS))
        if scope.kinds:
            self._add("c.kinds & ?", to_bits(scope.kinds))
        if scope.fields:
            ways = [in_field(each) for each in scope.fields]
            self._add(f"({' OR '.join(sql for sql, _ in ways)})", *[value for _, value in ways])
        words = dict.fromkeys(storable(normalize(scope.words)).split())
        if words or with_names:
            self.source += WITH_NAMES
        for word in words:
            self._add_word(word)

    def _add_word(self, word: str) -> None:
        """A word of the contact's name, or of the name of a field as it is shown: E-mail."""
        name = key_token(FIELD_ALIASES.get(word, word))
        in_field = "instr(c.fields, ?)" if name else "? <> ''"
        self._add(f"(instr({NAMED}, ?) OR {in_field})", word, name)

    def _add(self, text: str, *values: Any) -> None:
        self.texts.append(text)
        self.values += values

    @property
    def sql(self) -> str:
        return f"FROM {self.source} WHERE {' AND '.join(self.texts)}"


def changed(reader: BitmapReader, term: Term) -> Bitmap:
    """Contacts with a change in the term's period, of the kind or in the field that its text names; a
    word may be both."""
    sql, values = "SELECT c.contact AS id FROM change c WHERE TRUE", list[Any]()
    if term.period is not None:
        start, end = bounds(term.period, datetime.now(UTC))
        sql += " AND c.time >= ? AND c.time < ?"
        values += [int(each.timestamp() * MILLISECONDS) for each in (start, end)]
    if term.text:
        in_name, value = in_field(term.text)
        sql += f" AND (c.kinds & ? OR {in_name})"
        values += [to_bits(GROUPS.get(term.text, ())), value]
    return reader.bitmap(f"{sql} AND c.contact NOT IN (SELECT contact FROM gone)", *values)


def in_field(name: str) -> tuple[str, str]:
    """SQL for whether change `c` is in a field, and its parameter. "fact" finds every fact, and
    "plan" custom.plan."""
    pattern = re.sub(r"[%_\\]", r"\\\g<0>", storable(name))
    if "." in name:
        return "c.fields LIKE ? ESCAPE '\\'", f"% {pattern} %"
    return (
        "replace(c.fields, '.', ' . ') LIKE ? ESCAPE '\\'",
        f"% {pattern} %",
    )


def change_ids(
    connection: Any,
    scope: ChangeScope,
    order: ChangeOrder,
    count: int | None,
    check: CancelCheck,
) -> array[int]:
    """The ids of the changes in scope, in order, or the first `count` of them."""
    if order.group != "day":
        return _ids_in_order(connection, scope, order, count, check)
    within_day = replace(order, group="account")
    ids = array("q")
    for day in _days(connection, scope):
        rest = None if count is None else count - len(ids)
        ids += _ids_in_order(connection, day, within_day, rest, check)
        if count is not None and len(ids) >= count:
            break
    return ids


def _days(connection: Any, scope: ChangeScope) -> Iterator[ChangeScope]:
    """The days of this computer's calendar on which anything changed, within the scope, the newest
    first. Most of a calendar may be empty: its days are not gone through."""
    until = scope.until
    while True:
        found = _Conditions(ChangeScope(until=until))
        (newest,) = connection.execute(f"SELECT max(c.time) {found.sql}", found.values).fetchone()
        at = local_at(newest / MILLISECONDS) if newest is not None else None
        if at is None or (scope.since is not None and newest < scope.since * MILLISECONDS):
            return
        start = min(start_of_day(at.date()).timestamp(), newest / MILLISECONDS)
        yield replace(scope, since=max(start, scope.since or start), until=until)
        until = start


def _ids_in_order(
    connection: Any,
    scope: ChangeScope,
    order: ChangeOrder,
    count: int | None,
    check: CancelCheck,
) -> array[int]:
    found = _Conditions(scope, with_names=order.by == "person")
    check()
    limit = "" if count is None else f" LIMIT {count:d}"
    sql = f"SELECT c.id {found.sql} ORDER BY {_order_sql(order)}{limit}"
    row = connection.execute(f"SELECT json_group_array(id) FROM ({sql})", found.values).fetchone()
    ids = array("q")
    for some in parse_ids(row[0]):
        ids.fromlist(some)
        check()
    return ids


ORDERS = {
    "time": "c.time",
    "person": NAMED,
    "account": "c.account",
    "kind": "c.kinds & -c.kinds",  # the first of its kinds
}
"""`ChangeOrder.by` -> what is sorted by it."""


def _order_sql(order: ChangeOrder) -> str:
    way = " DESC" if order.descending else ""
    parts = ["c.account"] if order.group == "account" and order.by != "account" else []
    parts.append(f"{ORDERS[order.by]}{way}")
    newest = "" if order.by == "time" and not order.descending else " DESC"
    return ", ".join((*parts, f"c.time{newest}", f"c.id{newest}"))


def change_rows(connection: Any, ids: Sequence[int]) -> list[ChangeRow]:
    """What a table shows of changes, in the order of `ids`; missing ones are left out."""
    if not ids:
        return []
    wanted = ids if isinstance(ids, array) and ids.typecode == "q" else array("q", ids)
    return [
        ChangeRow(number, at / MILLISECONDS, from_bits(kinds), tuple(fields.split()), *contact)
        for number, at, kinds, fields, *contact in connection.execute(ROWS, (apsw.carray(wanted),))
    ]


def change_counts(connection: Any, since: float) -> dict[str, int]:
    """Account id -> number of changes seen from a time on, where there are any."""
    rows = connection.execute(
        "SELECT a.id, count(*) FROM change c CROSS JOIN account a ON a.number = c.account"
        " AND NOT a.forgotten WHERE c.time >= ? GROUP BY 1",
        (int(since * MILLISECONDS),),
    )
    return dict(rows)


def changed_contacts(connection: Any, since: float) -> array[int]:
    """The row ids, ascending, of contacts in the index that changed or came from a time on."""
    (text,) = connection.execute(
        f"SELECT json_group_array(c.contact) FROM change c WHERE c.time >= ? AND {OF_ACCOUNTS}",
        (int(since * MILLISECONDS),),
    ).fetchone()
    # A set of Python's takes a fifth of the time of SQLite's DISTINCT.
    found: set[int] = set().union(*parse_ids(text))
    found.difference_update(each for (each,) in connection.execute("SELECT contact FROM gone"))
    return array("i", sorted(found))


def people_of(connection: Any, contacts: array[int]) -> array[int]:
    """The row ids, ascending, of the people whom contacts belong to: their own contacts."""
    if not contacts:  # an empty array has no address that can be bound
        return array("i")
    wanted = array("q", contacts)
    linked = dict(
        connection.execute(
            "SELECT l.contact, l.person FROM carray(?) v CROSS JOIN link l ON l.contact = v.value",
            (apsw.carray(wanted),),
        )
    )
    return array("i", sorted({linked.get(each, each) for each in contacts}))


def changed_fields(connection: Any) -> list[str]:
    """The names of the fields in which anything changed lately, sorted."""
    rows = connection.execute(
        "SELECT DISTINCT c.fields FROM (SELECT * FROM change ORDER BY id DESC"
        f" LIMIT {MAX_CHANGES_WITH_FIELDS}) c WHERE {OF_ACCOUNTS}"
    )
    return sorted({name for (fields,) in rows for name in fields.split()})


def versions(connection: Any, account_id: str, vendor_id: str) -> list[Version]:
    """The records of a contact, the newest first; of a contact that is gone, its last one first."""
    key = storable(account_id), storable(vendor_id)
    row = connection.execute(CONTACT, key).fetchone()
    row = row or connection.execute(GONE_CONTACT, key).fetchone()
    if row is None:
        return []
    row_id, packed = row
    record = None if packed is None else unpack(packed)
    until: float | None = None
    found: list[Version] = []
    for at, bits, fields, old in connection.execute(CHANGES_OF, (row_id,)):
        kinds, time = from_bits(bits), at / MILLISECONDS
        if record is not None:
            found.append(Version(record, time, until, kinds, tuple(fields.split())))
        until = time
        record = _record_before(kinds, old, record)
    if record is not None:
        found.append(Version(record, None, until))
    return found


def _record_before(kinds: Iterable[str], packed: bytes | None, after: bytes | None) -> bytes | None:
    """The record before a change; None before a contact came."""
    if NEW in kinds:
        return None
    if packed is None or (after is None and GONE not in kinds):
        raise apsw.CorruptError("an old record is missing")
    return unpack(packed) if after is None else unpack_old(packed, after)
