"""Finds, sorts and reads the open items of all contacts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import apsw
import msgspec
from msgspec import Struct, field

from contactdesk.index.columns import ITEM_BITS, storable
from contactdesk.index.postings.bitmap import CancelCheck, parse_ids
from contactdesk.index.read.rows import DISPLAY_NAME
from contactdesk.index.sort_keys import STAND_IN
from contactdesk.index.types import ItemKey, ItemOrder, ItemRow, ItemScope, UserWords
from contactdesk.memories.priority import UNKNOWN
from contactdesk.text.normalize import normalize

WHOLE, BRIEF = "open_item", "open_item_brief"
BRIEF_COLUMNS = frozenset({"id", "account", "agent", "rank", "created_at"})

URGENCY = ("i.rank", "i.created_at = ''", "i.created_at", "i.id")
"""By priority, then the oldest first, those without a time last."""

ORDERS = {
    "priority": ((), ()),
    "created_at": (("i.created_at = ''",), ("i.created_at",)),
    "text": (("i.text = ''",), ("i.words",)),
    "person": ((f"i.person >= '{STAND_IN}'",), ("i.person", f"i.id >> {ITEM_BITS}")),
    "about": (("i.about_id = ''",), ("lower(i.about_id)", "lower(i.about_type)")),
    "agent": (("agents.is_last",), ("agents.position",)),
    "account": ((), ("accounts.position",)),
}
"""`ItemOrder.by` -> (terms that are always ascending, the others); URGENCY follows."""

GROUPS = ORDERS | {
    "priority": ((), ("i.rank", f"CASE i.rank WHEN {UNKNOWN} THEN lower(trim(i.priority)) END")),
    "about": (("i.about_id = ''",), (*ORDERS["about"][1], "i.about_id", "i.about_type")),
}
"""`ItemOrder.group` -> the same: values that only sort alike are told apart."""

PLACES = {
    "agent": """ CROSS JOIN (SELECT g.number, p.key AS position, g.text = '' AS is_last
        FROM json_each(?) p CROSS JOIN agent g ON g.number = p.value) agents
        ON agents.number = i.agent""",
    "account": """ CROSS JOIN (SELECT value AS number, key AS position FROM json_each(?)) accounts
        ON accounts.number = i.account""",
}
"""Orders by something else's place among its kind -> those places."""

ROWS = f"""SELECT i.id, a.id, c.vendor_id, i.key, c.id, {DISPLAY_NAME}, g.text, i.memory, i.priority,
    i.rank, i.type, i.text, i.created_at, i.about_type, i.about_id
    FROM carray(?) v CROSS JOIN open_item i ON i.id = v.value
    CROSS JOIN account a ON a.number = i.account AND NOT a.forgotten
    CROSS JOIN contact c ON c.id = i.id >> {ITEM_BITS}
    CROSS JOIN agent g ON g.number = i.agent"""

WITH_KEYS = f"""SELECT i.id, a.id FROM json_each(?) h
    CROSS JOIN account a ON a.id = h.value ->> 0 AND NOT a.forgotten
    CROSS JOIN contact c ON c.account = a.number AND c.vendor_id = h.value ->> 1
    CROSS JOIN open_item i ON i.id >= c.id << {ITEM_BITS} AND i.id < (c.id + 1) << {ITEM_BITS}
        AND i.key = h.value ->> 2"""


class Conditions(Struct):
    """SQL conditions on open item `i`, their parameters, and whether they need the whole table."""

    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    on_whole: bool = False

    def add(self, text: str, *values: Any, on_whole: bool = False) -> None:
        self.texts.append(text)
        self.values += values
        self.on_whole |= on_whole

    def add_choice(self, column: str, numbers: Iterable[int], *, excluded: bool = False) -> None:
        """One of some numbers, or none of them."""
        verb = "NOT IN" if excluded else "IN"
        chosen = array("q", numbers)
        # An empty array has no pointer to bind.
        source = "(SELECT value FROM carray(?))" if chosen else "(SELECT 1 WHERE ? IS NOT NULL)"
        self.add(f"{column} {verb} {source}", apsw.carray(chosen) if chosen else None)

    @property
    def sql(self) -> str:
        return " AND ".join(self.texts) or "1"


def item_ids(
    connection: Any,
    user: UserWords,
    scope: ItemScope,
    order: ItemOrder,
    count: int | None,
    check: CancelCheck,
) -> array[int]:
    """The ids of the items in scope in order, or the first `count` of them."""
    conditions = _conditions(connection, user, scope)
    by = _order_by(order)
    columns = re.findall(r"i\.(\w+)", by)
    is_whole = conditions.on_whole or not BRIEF_COLUMNS.issuperset(columns)
    source, values = f"{WHOLE if is_whole else BRIEF} i", []
    for each in dict.fromkeys((order.group, order.by)):
        if each in PLACES:
            source += PLACES[each]
            values.append(_encoded(_places(connection, user, each)))
    limit = "" if count is None else f" LIMIT {count:d}"
    sql = f"SELECT i.id FROM {source} WHERE {conditions.sql} ORDER BY {by}{limit}"
    check()
    row = connection.execute(
        f"SELECT json_group_array(id) FROM ({sql})", (*values, *conditions.values)
    ).fetchone()
    found = array("q")
    for ids in parse_ids(row[0]):
        found.fromlist(ids)
        check()
    return found


def _order_by(order: ItemOrder) -> str:
    groups = [*GROUPS[order.group][0], *GROUPS[order.group][1]] if order.group else []
    first, own = ORDERS[order.by]
    way = "DESC" if order.descending else "ASC"
    return ", ".join([*groups, *first, *(f"{term} {way}" for term in (*own, *URGENCY))])


def item_rows(connection: Any, ids: Sequence[int]) -> list[ItemRow]:
    """What a table shows of items, in the order of `ids`; missing ones are left out."""
    if not ids:
        return []
    wanted = ids if isinstance(ids, array) and ids.typecode == "q" else array("q", ids)
    rows = connection.execute(ROWS, (apsw.carray(wanted),))
    return [
        ItemRow(item_id, (account, vendor, key), contact, account, vendor, *rest)
        for item_id, account, vendor, key, contact, *rest in rows
    ]


def item_counts(connection: Any, hidden: Collection[ItemKey]) -> dict[str, int]:
    """Account id -> number of its items that are not hidden, where there are any."""
    counts = dict(connection.execute("SELECT id, open_items FROM account WHERE NOT forgotten"))
    for _, account in _with_keys(connection, hidden):
        counts[account] -= 1
    return {account: count for account, count in counts.items() if count > 0}


def _conditions(connection: Any, user: UserWords, scope: ItemScope) -> Conditions:
    found = Conditions()
    _add_accounts(connection, scope, found)
    if scope.agents:
        wanted = apsw.carray(tuple(map(storable, scope.agents)))
        sql = "SELECT number FROM agent WHERE text IN (SELECT value FROM carray(?))"
        found.add_choice("i.agent", _numbers(connection, sql, wanted))
    if scope.priorities:
        found.add_choice("i.rank", scope.priorities)
    if scope.about:
        found.add("i.about_id = ?", storable(scope.about), on_whole=True)
    for word in dict.fromkeys(storable(normalize(scope.words)).split()):
        _add_word(connection, user, word, found)
    if scope.hidden:
        ids = (item_id for item_id, _ in _with_keys(connection, scope.hidden))
        found.add_choice("i.id", ids, excluded=True)
    if scope.only is not None:
        found.add_choice("i.id", (item_id for item_id, _ in _with_keys(connection, scope.only)))
    return found


def _add_accounts(connection: Any, scope: ItemScope, conditions: Conditions) -> None:
    if scope.account_id:
        sql = "SELECT number FROM account WHERE id = ? AND NOT forgotten"
        conditions.add_choice("i.account", _numbers(connection, sql, scope.account_id))
        return
    forgotten = _numbers(connection, "SELECT number FROM account WHERE forgotten")
    if forgotten:
        conditions.add_choice("i.account", forgotten, excluded=True)


def _add_word(connection: Any, user: UserWords, word: str, conditions: Conditions) -> None:
    ways, values = ["instr(i.words, ?)", "instr(i.person, ?)"], [word, word]
    agents = [
        number
        for number, *names in _agent_names(connection, user)
        if any(word in normalize(each) for each in names)
    ]
    if agents:
        ways.append(f"i.agent IN ({', '.join(map(str, agents))})")
    conditions.add(f"({' OR '.join(ways)})", *values, on_whole=True)


def _places(connection: Any, user: UserWords, by: str) -> list[int]:
    """The row numbers of all agents or accounts in the order of their names."""
    if by == "agent":
        rows = _agent_names(connection, user)
        named = [(normalize(name), text, number) for number, text, name in rows]
    else:
        accounts = connection.execute("SELECT number, id FROM account")
        named = [
            (normalize(next(iter(user.accounts.get(id, ())), id)), id, number)
            for number, id in accounts
        ]
    return [number for *_, number in sorted(named)]


def _agent_names(connection: Any, user: UserWords) -> list[tuple[int, str, str]]:
    """(row number, agent, its nickname, or else the agent)"""
    rows = connection.execute(
        "SELECT g.number, g.text, a.id FROM agent g JOIN account a ON a.number = g.account"
    )
    return [(number, text, user.agents.get((id, text)) or text) for number, text, id in rows]


def _with_keys(connection: Any, keys: Collection[ItemKey]) -> Iterable[tuple[int, str]]:
    """(id, account id) of the items with these keys."""
    wanted = [(storable(account), storable(vendor), key) for account, vendor, key in keys]
    rows: Iterable[tuple[int, str]] = connection.execute(WITH_KEYS, (_encoded(wanted),))
    return rows


def _numbers(connection: Any, sql: str, *values: Any) -> list[int]:
    return [row[0] for row in connection.execute(sql, values)]


def _encoded(value: Any) -> str:
    return msgspec.json.encode(value).decode()
