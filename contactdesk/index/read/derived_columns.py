"""SQL for columns that are derived: of all memories, of facts and of custom fields, of people, and of
when a contact was noticed here."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from contactdesk.history.columns import FIRST_SEEN, LAST_CHANGE
from contactdesk.index.columns import ITEM_BITS, RANK_OF_ITEM
from contactdesk.index.read.derived import Derived
from contactdesk.index.read.person_columns import OF_PEOPLE
from contactdesk.index.sort_keys import MAX_KEY_CHARS
from contactdesk.memories import field_values
from contactdesk.memories.field_values import is_field
from contactdesk.memories.priority import PRIORITIES, UNKNOWN

ABOUT = "about:"
"""Before a field's path: the path of what `Rows.rows` gives about its value, its kind and, where a
contact has several values, DIFFERS."""

DIFFERS = "≠"

WORDS = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(PRIORITIES))
UNKNOWN_PRIORITY = f"""(SELECT i.priority FROM open_item i
    WHERE i.id >= c.id << {ITEM_BITS} AND i.id < (c.id + 1) << {ITEM_BITS} AND {RANK_OF_ITEM} = {UNKNOWN}
    ORDER BY i.id LIMIT 1)"""
AGENTS = """(SELECT json_group_array(text) FROM (SELECT DISTINCT g.text AS text FROM memory m
    CROSS JOIN agent g ON g.number = m.agent AND g.text <> '' WHERE m.contact = c.id
    ORDER BY m.number))"""


def _of_stats(value: str, key: str) -> Derived:
    in_stats = "(SELECT {} FROM memory_stats s WHERE s.id = c.id)"
    having = (
        f"SELECT c.id AS id, {key} AS k, c.account AS a FROM memory_stats s"
        f" CROSS JOIN contact c ON c.id = s.id WHERE {key} IS NOT NULL"
    )
    return Derived(in_stats.format(value), in_stats.format(key), having)


SUMMARY_KEY = f"""CASE WHEN octet_length(s.summary) = length(s.summary)
    THEN lower(substr(s.summary, 1, {MAX_KEY_CHARS})) ELSE sort_value(s.summary, 'text') END"""
"""A call into Python takes longer than all else; ASCII needs none."""

OF_MEMORIES = {
    field_values.OPEN_ITEMS: _of_stats("nullif(s.open_items, 0)", "nullif(s.open_items, 0)"),
    field_values.PRIORITY: _of_stats(
        f"CASE s.priority {WORDS} WHEN {UNKNOWN} THEN {UNKNOWN_PRIORITY} END", "s.priority"
    ),
    field_values.LAST_TALK: _of_stats("nullif(s.last_talk, '')", "nullif(s.last_talk, '')"),
    field_values.PERSONAS: replace(_of_stats("", "s.agents"), value=f"nullif({AGENTS}, '[]')"),
    field_values.COUNT: _of_stats("s.memories", "s.memories"),
    field_values.SUMMARY: Derived(
        "(SELECT s.summary FROM memory_summary s WHERE s.id = c.id)",
        f"(SELECT {SUMMARY_KEY} FROM memory_summary s WHERE s.id = c.id)",
        f"SELECT c.id AS id, {SUMMARY_KEY} AS k, c.account AS a FROM memory_summary s"
        " CROSS JOIN contact c ON c.id = s.id WHERE 1",
    ),
}


MOMENT = "strftime('%Y-%m-%dT%H:%M:%fZ', {}, 'unixepoch')"
CHANGED_AT = "(SELECT max(h.time) FROM change h WHERE h.contact = c.id)"

OF_HISTORY = {
    FIRST_SEEN: Derived(
        MOMENT.format("c.first_seen"),
        "c.first_seen",
        "SELECT c.id AS id, c.first_seen AS k, c.account AS a FROM contact c WHERE 1",
    ),
    LAST_CHANGE: Derived(
        MOMENT.format(f"{CHANGED_AT} / 1000.0"),
        CHANGED_AT,
        "SELECT c.id AS id, h.time AS k, c.account AS a"
        " FROM (SELECT contact, max(time) AS time FROM change GROUP BY contact) h"
        " CROSS JOIN contact c ON c.id = h.contact WHERE 1",
    ),
}

FIELD = "(SELECT number FROM field WHERE path = ?{0})"
FIELD_VALUE = f"""(SELECT v.value FROM field_value v
    WHERE v.field = {FIELD} AND v.contact = c.id AND v.place = 0)"""
ABOUT_FIELD = f"""(SELECT v.kind || CASE WHEN EXISTS (SELECT 1 FROM field_value w
    WHERE w.field = {FIELD} AND w.contact = c.id AND w.place = 1) THEN '{DIFFERS}' ELSE '' END
    FROM field_value v WHERE v.field = {FIELD} AND v.contact = c.id AND v.place = 0)"""


def derived_value(path: str, parameter: int) -> tuple[str, tuple[str, ...]] | None:
    """SQL for the value of contact `c` and its parameters, numbered from `parameter`; None for a
    column that is not derived."""
    if path in OF_MEMORIES:
        return OF_MEMORIES[path].value, ()
    if path in OF_PEOPLE:
        return OF_PEOPLE[path], ()
    if path in OF_HISTORY:
        return OF_HISTORY[path].value, ()
    if path.startswith(ABOUT):
        return ABOUT_FIELD.format(parameter), (path.removeprefix(ABOUT),)
    return (FIELD_VALUE.format(parameter), (path,)) if is_field(path) else None


def derived_order(connection: Any, path: str) -> Derived | None:
    """How to sort by a column that is derived, but not from people; None for another one.

    A field that is not chosen as a column has no values.
    """
    if not is_field(path):
        return OF_MEMORIES.get(path) or OF_HISTORY.get(path)
    row = connection.execute("SELECT number FROM field WHERE path = ?", (path,)).fetchone()
    number = row[0] if row else 0
    return Derived(
        "",
        "(SELECT v.key FROM field_value v"
        f" WHERE v.field = {number} AND v.contact = c.id AND v.place = 0)",
        "SELECT c.contact AS id, c.key AS k, c.account AS a FROM field_value c"
        f" WHERE c.field = {number} AND c.place = 0",
    )
