"""Reads what each agent remembers from the counts that are kept, and lists the people behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct, field

from contactdesk.index.columns import (
    EMPTY,
    FACT,
    MEMORIES,
    OPEN_DAY,
    OPEN_ITEMS,
    PEOPLE,
    SPELLING,
    TALK_DAY,
    fact_key_character,
    storable,
)
from contactdesk.index.postings.bitmap import CancelCheck
from contactdesk.index.read.rows import DISPLAY_NAME
from contactdesk.index.types import AgentStats, FactKey, LongSummary
from contactdesk.memories.values import same_key

TOTALS = frozenset({PEOPLE, EMPTY, MEMORIES, OPEN_ITEMS})
"""What is counted without a value."""

MAX_SUMMARIES = 5
"""The longest summaries of an agent that are listed."""

AGENTS = """SELECT g.number, a.id, g.text, g.is_number FROM agent g
    JOIN account a ON a.number = g.account WHERE NOT a.forgotten AND ?1 IN ('', a.id)"""

LONGEST = f"""SELECT c.id, {DISPLAY_NAME}, m.summary_chars FROM memory m INDEXED BY memory_by_agent
    CROSS JOIN contact c ON c.id = m.contact
    WHERE m.agent = ? AND m.is_empty = 0 AND m.summary_chars > 0
    ORDER BY m.summary_chars DESC, m.contact DESC, m.number DESC"""


class AgentCounts(Struct):
    """The counts of one agent: those of people and memories, and by value for the rest."""

    totals: dict[str, int] = field(default_factory=dict)
    by_value: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def agent_stats(connection: Any, account_id: str, check: CancelCheck) -> list[AgentStats]:
    """What every agent of an account, or of all, remembers: those of the most people first."""
    found = []
    for number, *names in connection.execute(AGENTS, (account_id,)).fetchall():
        check()
        found.append(_stats(connection, number, *names))
    return sorted(found, key=lambda each: (-each.people, each.account_id, each.agent))


def known_agents(connection: Any) -> list[tuple[str, str]]:
    """(account id, agent) of every agent."""
    return [(account, text) for _, account, text, _ in connection.execute(AGENTS, ("",))]


def people_sql(agents: Sequence[int], condition: str = "1") -> str:
    """Selects, as "id", the contacts of whom any of these agents, by number, has a memory `m` that
    meets a condition."""
    numbers = ", ".join(map(str, agents))
    return f"SELECT DISTINCT m.contact AS id FROM memory m WHERE m.agent IN ({numbers}) AND {condition}"


def agent_numbers(connection: Any, account_id: str, agent: str) -> list[int]:
    """The row numbers of an agent in one account, or in all that have it."""
    sql = f"SELECT number FROM ({AGENTS}) WHERE text = ?2"
    return [row[0] for row in connection.execute(sql, (account_id, storable(agent)))]


def knows_fact_sql(connection: Any, key: str) -> tuple[str, tuple[str, ...]]:
    """A condition on memory `m`: it has a fact with this key, in any spelling; and its parameters."""
    rows = connection.execute("SELECT number FROM fact_key WHERE form = ?", (storable(key),))
    characters = tuple(fact_key_character(row[0]) for row in rows)
    return " OR ".join(["0", *("instr(m.fact_keys, ?)" for _ in characters)]), characters


def _stats(connection: Any, number: int, account_id: str, agent: str, is_number: int) -> AgentStats:
    counts = _counts(connection, number)
    totals, by_value = counts.totals, counts.by_value
    return AgentStats(
        account_id,
        agent,
        bool(is_number),
        totals.get(PEOPLE, 0),
        totals.get(MEMORIES, 0),
        totals.get(EMPTY, 0),
        totals.get(OPEN_ITEMS, 0),
        _median(by_value[TALK_DAY]),
        min(by_value[OPEN_DAY], default=""),
        _fact_keys(by_value[FACT], by_value[SPELLING]),
        _longest(connection, number),
    )


def _counts(connection: Any, number: int) -> AgentCounts:
    found = AgentCounts()
    rows = connection.execute(
        "SELECT what, value, count FROM agent_count WHERE agent = ?", (number,)
    )
    for what, value, count in rows:
        if what in TOTALS:
            found.totals[what] = count
        else:
            found.by_value[what][value] = count
    return found


def _median(days: Counter[str]) -> str:
    """The day in the middle; of two, the earlier."""
    rest = (days.total() - 1) // 2
    for day in sorted(days):
        rest -= days[day]
        if rest < 0:
            return day
    return ""


def _fact_keys(forms: Counter[str], spellings: Counter[str]) -> tuple[FactKey, ...]:
    by_form: dict[str, list[str]] = defaultdict(list)
    for spelling in _most_first(spellings):
        by_form[same_key(spelling)].append(spelling)
    return tuple(
        FactKey(form, forms[form], tuple(by_form.get(form, ()))) for form in _most_first(forms)
    )


def _most_first(counts: Counter[str]) -> Iterable[str]:
    return sorted(counts, key=lambda each: (-counts[each], each))


def _longest(connection: Any, number: int) -> tuple[LongSummary, ...]:
    """The longest summaries of an agent, one a contact."""
    found: dict[int, LongSummary] = {}
    for contact, person, characters in connection.execute(LONGEST, (number,)):
        found.setdefault(contact, LongSummary(contact, person, characters))
        if len(found) == MAX_SUMMARIES:
            break
    return tuple(found.values())
