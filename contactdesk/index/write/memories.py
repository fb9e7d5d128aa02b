"""Writes what agents remember: memories, open items, and counts of what each agent knows.

The counts of an agent change with every contact, so that nothing has to be counted when it is shown.
What a contact adds when it is written, it takes away when it is removed: both are computed from the
same rows.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import apsw
from msgspec import Struct

from contactdesk.index.columns import (
    EMPTY,
    FACT,
    ITEM_BITS,
    MAX_FACT_KEY,
    MEMORIES,
    OPEN_DAY,
    OPEN_ITEMS,
    PEOPLE,
    SPELLING,
    TALK_DAY,
    fact_key_character,
    fact_key_number,
    first_item,
    urgency,
)
from contactdesk.index.ingest.entries import NAME_KEY_AT, Entry
from contactdesk.index.ingest.memory_entries import ContactMemories, MemoryEntry

DAY_CHARS = 10

BRIEF = 4
"""How many columns of `open_item` are in `open_item_brief`: its first ones."""

CountKey = tuple[int, str, str]
"""An agent, what is counted, and its value; see the table `agent_count`."""

Row = tuple[Any, ...]

MEMORY_ROWS = """SELECT m.contact, m.number, m.agent, m.last_talk, m.is_empty, m.open_items,
    m.summary_chars, m.fact_keys FROM carray(?) v CROSS JOIN memory m ON m.contact = v.value"""

ITEM_ROWS = f"""SELECT i.id, i.account, i.agent, i.created_at FROM carray(?) v
    CROSS JOIN open_item i ON i.id >= v.value << {ITEM_BITS} AND i.id < (v.value + 1) << {ITEM_BITS}"""

ADD_COUNT = """INSERT INTO agent_count VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count"""

DELETE_UNUSED_KEYS = f"""DELETE FROM fact_key
    WHERE number IN (SELECT value FROM carray(?)) AND NOT EXISTS (
        SELECT 1 FROM agent a CROSS JOIN agent_count n
            ON n.agent = a.number AND n.what = '{SPELLING}' AND n.value = fact_key.spelling
        WHERE a.account = fact_key.account)"""

DELETE_UNUSED_AGENTS = """DELETE FROM agent WHERE number IN (SELECT value FROM carray(?))
    AND NOT EXISTS (SELECT 1 FROM agent_count n WHERE n.agent = agent.number) RETURNING key"""


class FactKey(Struct, frozen=True):
    """A key of facts: its row number, its spelling, and the form that is compared."""

    number: int
    spelling: str
    form: str


def add(connection: Any, account: int, entries: Iterable[tuple[int, Entry]]) -> set[int]:
    """Write the memories of contacts that have none in the index; within the caller's transaction.
    Returns the keys of agents' numbers that are new."""
    found = [(row_id, each) for row_id, each in entries if each.memories is not None]
    if not found:
        return set()
    read = [memory for _, each in found if each.memories for memory in each.memories.memories]
    agents, agent_keys = _agents(connection, account, read)
    keys = _fact_keys(connection, account, read)
    memories = [row for i, each in found for row in _memory_rows(i, each, agents, keys)]
    items = [row for i, each in found for row in _item_rows(i, each, account, agents)]
    stats = [(i, *_stats(each.memories)) for i, each in found if each.memories]
    _insert(connection, "memory", memories)
    _insert(connection, "open_item", items)
    _insert(connection, "open_item_brief", [row[:BRIEF] for row in items])
    _insert(connection, "memory_stats", stats)
    summaries = [(i, each.memories.summary) for i, each in found if each.memories]
    _insert(connection, "memory_summary", [each for each in summaries if each[1]])
    counts = _counts(
        memories,
        [(agent, created_at) for _, _, agent, _, _, _, created_at, *_ in items],
        {fact_key_character(key.number): key for key in keys.values()},
    )
    connection.executemany(ADD_COUNT, ((*key, count) for key, count in counts.items()))
    _change_open_items(connection, {account: len(items)})
    return agent_keys


def remove(connection: Any, ids: Sequence[int]) -> set[int]:
    """Remove all that agents remember about contacts; within the caller's transaction. Returns the
    keys of agents' numbers that are gone."""
    own = array("i", ids)
    memories = connection.execute(MEMORY_ROWS, (apsw.carray(own),)).fetchall() if own else []
    if not memories:
        return set()
    items = connection.execute(ITEM_ROWS, (apsw.carray(own),)).fetchall()
    keys = _keys_by_character(connection, set().union(*(row[-1] for row in memories)))
    counts = _counts(memories, [row[2:] for row in items], keys)
    contacts = {row[0] for row in memories}
    _delete(connection, "memory", "contact", contacts)
    for table in ("memory_stats", "memory_summary"):
        _delete(connection, table, "id", contacts)
    for table in ("open_item", "open_item_brief"):
        _delete(connection, table, "id", [row[0] for row in items])
    connection.executemany(ADD_COUNT, ((*key, -count) for key, count in counts.items()))
    connection.executemany(
        "DELETE FROM agent_count WHERE agent = ? AND what = ? AND value = ? AND count <= 0", counts
    )
    agent_keys = _delete_unused(connection, keys.values(), {row[2] for row in memories})
    by_account = Counter(row[1] for row in items)
    _change_open_items(connection, {each: -count for each, count in by_account.items()})
    return agent_keys


# Rows


def _memory_rows(
    row_id: int, entry: Entry, agents: Mapping[str, int], keys: Mapping[str, FactKey]
) -> Iterable[Row]:
    for memory in _memories(entry):
        numbers = sorted({keys[key].number for key, _ in memory.fact_keys if key in keys})
        yield (
            row_id,
            memory.number,
            agents[memory.agent],
            memory.last_talk,
            int(memory.is_empty),
            len(memory.open_items),
            memory.summary_chars,
            "".join(map(fact_key_character, numbers)),
        )


def _item_rows(row_id: int, entry: Entry, account: int, agents: Mapping[str, int]) -> Iterable[Row]:
    number, person = first_item(row_id), entry.values[NAME_KEY_AT]
    for memory in _memories(entry):
        agent = agents[memory.agent]
        for item in memory.open_items:
            yield (
                *(number, account, agent, urgency(item.rank, item.created_at)),
                *(memory.number, item.key, item.created_at, item.type, item.text, item.priority),
                *(item.about_type, item.about_id, person, item.normalized),
            )
            number += 1


def _memories(entry: Entry) -> Sequence[MemoryEntry]:
    return entry.memories.memories if entry.memories is not None else ()


def _stats(found: ContactMemories) -> Row:
    ranks = [item.rank for memory in found.memories for item in memory.open_items]
    last_talk = max(memory.last_talk for memory in found.memories)
    agents = len({memory.agent for memory in found.memories})
    return len(found.memories), len(ranks), min(ranks, default=None), last_talk, agents


def _insert(connection: Any, table: str, rows: Sequence[Row]) -> None:
    if rows:
        values = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({values})", rows)


def _delete(connection: Any, table: str, column: str, ids: Iterable[int]) -> None:
    connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((each,) for each in ids))


# Agents and keys of facts


def _agents(
    connection: Any, account: int, memories: Sequence[MemoryEntry]
) -> tuple[dict[str, int], set[int]]:
    """Agent -> its row number; new ones are added. And the keys of the new ones."""
    found = {memory.agent: memory for memory in reversed(memories)}
    numbers = _numbers(connection, "agent", "text", account, found)
    new = [found[text] for text in found.keys() - numbers.keys()]
    for each in new:
        connection.execute(
            "INSERT INTO agent (account, text, is_number, key) VALUES (?, ?, ?, ?)",
            (account, each.agent, int(each.is_number), each.agent_key),
        )
        numbers[each.agent] = connection.last_insert_rowid()
    return numbers, {each.agent_key for each in new if each.agent_key is not None}


def _fact_keys(
    connection: Any, account: int, memories: Sequence[MemoryEntry]
) -> dict[str, FactKey]:
    """Spelling -> the key; new ones are added, as long as there are numbers."""
    found = {key: form for memory in memories for key, form in memory.fact_keys}
    numbers = _numbers(connection, "fact_key", "spelling", account, found)
    for spelling in found.keys() - numbers.keys():
        connection.execute(
            "INSERT INTO fact_key (account, spelling, form) VALUES (?, ?, ?)",
            (account, spelling, found[spelling]),
        )
        numbers[spelling] = connection.last_insert_rowid()
    return {
        spelling: FactKey(number, spelling, found[spelling])
        for spelling, number in numbers.items()
        if number <= MAX_FACT_KEY
    }


def _numbers(
    connection: Any, table: str, column: str, account: int, texts: Iterable[str]
) -> dict[str, int]:
    wanted = tuple(texts)
    if not wanted:
        return {}
    sql = (
        f"SELECT t.{column}, t.number FROM carray(?2) v"
        f" CROSS JOIN {table} t ON t.account = ?1 AND t.{column} = v.value"
    )
    return dict(connection.execute(sql, (account, apsw.carray(wanted))))


def _keys_by_character(connection: Any, characters: Iterable[str]) -> dict[str, FactKey]:
    numbers = array("q", map(fact_key_number, characters))
    if not numbers:
        return {}
    rows = connection.execute(
        "SELECT k.number, k.spelling, k.form FROM carray(?) v"
        " CROSS JOIN fact_key k ON k.number = v.value",
        (apsw.carray(numbers),),
    )
    return {fact_key_character(number): FactKey(number, *rest) for number, *rest in rows}


def _delete_unused(connection: Any, keys: Iterable[FactKey], agents: Iterable[int]) -> set[int]:
    """Delete fact keys and agents that no memory has any more. Returns the keys of the agents."""
    if numbers := array("q", (key.number for key in keys)):
        connection.execute(DELETE_UNUSED_KEYS, (apsw.carray(numbers),))
    if not (numbers := array("q", agents)):
        return set()
    gone = connection.execute(DELETE_UNUSED_AGENTS, (apsw.carray(numbers),)).fetchall()
    return {key for (key,) in gone if key is not None}


# Counts


def _counts(
    memories: Sequence[Row], items: Sequence[tuple[int, str]], keys: Mapping[str, FactKey]
) -> Counter[CountKey]:
    """What memories and (agent, time) of open items add to the counts. `keys` are by character."""
    counts: Counter[CountKey] = Counter()
    counts.update((agent, OPEN_ITEMS, "") for agent, _ in items)
    counts.update((agent, OPEN_DAY, time[:DAY_CHARS]) for agent, time in items if time)
    counts.update((row[2], MEMORIES, "") for row in memories)
    counts.update((row[2], TALK_DAY, row[3][:DAY_CHARS]) for row in memories if row[3])
    spellings: dict[int, Counter[str]] = defaultdict(Counter)
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    form_of = {character: key.form for character, key in keys.items()}
    of_person = itemgetter(0, 2)
    for (_, agent), group in groupby(sorted(memories, key=of_person), key=of_person):
        own = list(group)
        counts[agent, PEOPLE, ""] += 1
        if any(row[4] for row in own):
            counts[agent, EMPTY, ""] += 1
        characters = own[0][-1] if len(own) == 1 else set().union(*(row[-1] for row in own))
        spellings[agent].update(characters)
        forms[agent].update(set(map(form_of.__getitem__, characters)))
    for agent, found in spellings.items():
        counts.update({(agent, SPELLING, keys[each].spelling): n for each, n in found.items()})
    for agent, found in forms.items():
        counts.update({(agent, FACT, form): n for form, n in found.items()})
    return counts


def _change_open_items(connection: Any, changes: Mapping[int, int]) -> None:
    connection.executemany(
        "UPDATE account SET open_items = open_items + ? WHERE number = ?",
        ((change, account) for account, change in changes.items() if change),
    )
