"""Finds, sorts and reads the open items of all contacts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import apsw
import msgspec
from msgspec import Struct, field

from contactdesk.index.columns import ITEM_BITS, NO_TIME, RANK_OF_ITEM, TIME_BITS, storable
from contactdesk.index.postings.bitmap import CancelCheck, parse_ids
from contactdesk.index.read.rows import DISPLAY_NAME
from contactdesk.index.sort_keys import MAX_KEY_CHARS, STAND_IN
from contactdesk.index.types import ItemKey, ItemOrder, ItemRow, ItemScope, UserWords
from contactdesk.memories.priority import UNKNOWN
from contactdesk.text.normalize import normalize

WHOLE, BRIEF = "open_item", "open_item_brief"
BRIEF_COLUMNS = frozenset({"id", "account", "agent", "urgency"})

TIME = f"(i.urgency & {NO_TIME})"
URGENCY_BITS = TIME_BITS + 3
MAX_URGENCY = (1 << URGENCY_BITS) - 1

TEXT = f"substr(coalesce(i.normalized, lower(i.text)), 1, {MAX_KEY_CHARS})"
ABOUT = "lower(i.about_id || char(10) || i.about_type)"
AFTER_ALL, BEFORE_NAMES = f"char({0x10FFFF})", "char(1)"
"""SQL for texts that sort after all others, and before any name."""

ASCENDING = {
    "priority": (),
    "created_at": (TIME,),
    "text": (f"CASE i.text WHEN '' THEN {AFTER_ALL} ELSE {TEXT} END",),
    "person": ("i.person", f"i.id >> {ITEM_BITS}"),
    "about": (f"CASE i.about_id WHEN '' THEN {AFTER_ALL} ELSE {ABOUT} END",),
}
"""`ItemOrder.by` -> the terms that sort so, with empty values last; the urgency follows."""

DESCENDING = ASCENDING | {
    "created_at": (f"CASE {TIME} WHEN {NO_TIME} THEN -1 ELSE {TIME} END",),
    "text": (f"CASE i.text WHEN '' THEN '' ELSE {TEXT} END",),
    "person": (
        f"CASE WHEN i.person >= '{STAND_IN}' THEN {BEFORE_NAMES} || i.person ELSE i.person END",
        f"i.id >> {ITEM_BITS}",
    ),
    "about": (f"CASE i.about_id WHEN '' THEN '' ELSE {ABOUT} END",),
}

GROUPS = ASCENDING | {
    "priority": (
        RANK_OF_ITEM,
        f"CASE {RANK_OF_ITEM} WHEN {UNKNOWN} THEN lower(trim(i.priority)) END",
    ),
    "about": (*ASCENDING["about"], "i.about_id", "i.about_type"),
}
"""`ItemOrder.group` -> the terms; values that only sort alike are told apart."""

PLACED = ("agent", "account")
"""Orders by the name of something else."""

MAX_CASES = 50
"""Up to this many places are written into the statement; joining them takes five times as long."""

ASCII_TEXTS = ("text", "type", "about_type", "about_id")
IN_ASCII = " OR ".join(rf"i.{each} LIKE ? ESCAPE '\'" for each in ASCII_TEXTS)
IN_OTHER = "instr(i.normalized, ?)"
"""SQL for whether a word is in an item's texts: twice as fast as in lower(), which has to write them."""

MAX_WORD_CHARS = 200

ROWS = f"""SELECT i.id, a.id, c.vendor_id, i.key, c.id, {DISPLAY_NAME}, g.text, i.memory, i.priority,
    {RANK_OF_ITEM}, i.type, i.text, i.created_at, i.about_type, i.about_id
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


class Sorting:
    """The ORDER BY terms of an order, with what has to be joined for them."""

    def __init__(self, connection: Any, user: UserWords, order: ItemOrder) -> None:
        self._connection, self._user = connection, user
        self.joins, self.values = "", list[Any]()
        self.terms = self._terms(order.group, GROUPS, "ASC") if order.group else []
        way = "DESC" if order.descending else "ASC"
        own = self._terms(order.by, DESCENDING if order.descending else ASCENDING, way)
        self.terms += own
        urgency = f"{MAX_URGENCY} - i.urgency" if order.descending else "i.urgency"
        last = order.by if own else order.group
        if last in PLACED and not self.joins:
            # SQLite compares one number twice as fast as two.
            self.terms[-1] = f"({self.terms[-1]} << {URGENCY_BITS}) + {urgency}"
        else:
            self.terms.append(urgency)
        self.terms.append(f"i.id {way}")

    def _terms(self, by: str, terms: Mapping[str, Sequence[str]], way: str) -> list[str]:
        if by in PLACED:
            return [self._place(by, descending=way == "DESC")]
        return [f"{term} {way}" for term in terms[by]]

    def _place(self, by: str, *, descending: bool) -> str:
        """The place of an item's agent or account among all of them, as a number that ascends."""
        numbers = _numbers_by_name(self._connection, self._user, by, descending=descending)
        if len(numbers) <= MAX_CASES:
            cases = (f"WHEN {number} THEN {at}" for at, number in enumerate(numbers))
            return f"CASE i.{by} {' '.join(cases)} END" if numbers else "0"
        self.joins += (
            f" CROSS JOIN (SELECT value AS number, key AS place FROM json_each(?)) {by}s"
            f" ON {by}s.number = i.{by}"
        )
        self.values.append(_encoded(numbers))
        return f"{by}s.place"


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
    sorting = Sorting(connection, user, order)
    by = ", ".join(sorting.terms)
    is_whole = conditions.on_whole or not BRIEF_COLUMNS.issuperset(re.findall(r"i\.(\w+)", by))
    source = f"{WHOLE if is_whole else BRIEF} i{sorting.joins}"
    limit = "" if count is None else f" LIMIT {count:d}"
    sql = f"SELECT i.id FROM {source} WHERE {conditions.sql} ORDER BY {by}{limit}"
    check()
    row = connection.execute(
        f"SELECT json_group_array(id) FROM ({sql})", (*sorting.values, *conditions.values)
    ).fetchone()
    found = array("q")
    for ids in parse_ids(row[0]):
        found.fromlist(ids)
        check()
    return found


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
        found.add_choice(RANK_OF_ITEM, scope.priorities)
    if scope.about:
        found.add("i.about_id = ?", storable(scope.about), on_whole=True)
    for word in dict.fromkeys(storable(normalize(scope.words)).split()):
        _add_word(connection, user, word[:MAX_WORD_CHARS], found)
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
    ways = [
        "instr(i.person, ?)",
        f"CASE WHEN i.normalized IS NULL THEN {IN_ASCII} ELSE {IN_OTHER} END",
    ]
    pattern = re.sub(r"[%_\\]", r"\\\g<0>", word)
    agents = [
        number
        for number, *names in _agent_names(connection, user)
        if any(word in normalize(each) for each in names)
    ]
    if agents:
        ways.append(f"i.agent IN ({', '.join(map(str, agents))})")
    values = word, *[f"%{pattern}%"] * len(ASCII_TEXTS), word
    conditions.add(f"({' OR '.join(ways)})", *values, on_whole=True)


def _numbers_by_name(connection: Any, user: UserWords, by: str, *, descending: bool) -> list[int]:
    """The row numbers of all agents or accounts in the order of their names; memories that name no
    agent come last."""
    if by == "agent":
        rows = _agent_names(connection, user)
        named = [(normalize(name), text, number) for number, text, name in rows]
    else:
        accounts = connection.execute("SELECT number, id FROM account")
        named = [
            (normalize(next(iter(user.accounts.get(id, ())), id)), id, number)
            for number, id in accounts
        ]
    named.sort(reverse=descending)
    named.sort(key=lambda each: not each[1])
    return [number for *_, number in named]


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
