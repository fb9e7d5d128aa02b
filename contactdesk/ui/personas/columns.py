"""The columns of the page of personas: what each says of an agent, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from contactdesk.index import AgentStats
from contactdesk.search.value_search import quoted
from contactdesk.ui.kit import text
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.wording import number, translate

NAME, ACCOUNT, PEOPLE, MEMORIES, EMPTY, TALK, OPEN, OLDEST, FACTS, VARIANTS, LONGEST = range(11)

CONTACTS, ITEMS, OLDEST_ITEMS, DETAILS, SUMMARY = (
    "contacts",
    "items",
    "oldest",
    "details",
    "summary",
)
"""Where a cell leads: contacts that a search finds, open items, those oldest first, the details of
the agent, or the contact with its longest summary."""


class AgentColumn(Struct, frozen=True):
    """`value` is what a column sorts by and `words` what it says; `is_number`: to the right, the
    largest first. `leads` is one of the above, "" for no link."""

    title: Callable[[], str]
    tip: Callable[[], str]
    value: Callable[[AgentStats], Any]
    words: Callable[[AgentStats], str]
    width: int
    is_number: bool = True
    leads: str = ""


def _count(value: int) -> str:
    return number(value)


def _longest(stats: AgentStats) -> int:
    return stats.longest_summaries[0].characters if stats.longest_summaries else 0


def _variants(stats: AgentStats) -> int:
    """How many fact keys are spelled in more than one way."""
    return sum(len(each.spellings) > 1 for each in stats.fact_keys)


COLUMNS = (
    AgentColumn(
        lambda: translate("personas", "Persona"),
        lambda: translate("personas", "Persona or agent number; F2 gives it a nickname"),
        lambda stats: stats.agent,
        lambda stats: stats.agent,
        170,
        is_number=False,
    ),
    AgentColumn(
        lambda: translate("personas", "Account"),
        lambda: translate("personas", "Account"),
        lambda stats: stats.account_id,
        lambda stats: stats.account_id,
        124,
        is_number=False,
    ),
    AgentColumn(
        lambda: translate("personas", "People"),
        lambda: translate("personas", "Contacts it remembers"),
        lambda stats: stats.people,
        lambda stats: _count(stats.people),
        66,
        leads=CONTACTS,
    ),
    AgentColumn(
        lambda: translate("personas", "Memories"),
        lambda: translate("personas", "Memories of all its people"),
        lambda stats: stats.memories,
        lambda stats: _count(stats.memories),
        80,
        leads=CONTACTS,
    ),
    AgentColumn(
        lambda: translate("personas", "Empty"),
        lambda: translate("personas", "People of whom it has a memory with nothing in it"),
        lambda stats: stats.empty,
        lambda stats: _count(stats.empty),
        62,
        leads=CONTACTS,
    ),
    AgentColumn(
        lambda: translate("personas", "Last talk"),
        lambda: translate("personas", "Median age of the last talks, from messages and items"),
        lambda stats: stats.median_last_talk,
        lambda stats: short_age(stats.median_last_talk),
        78,
    ),
    AgentColumn(
        lambda: translate("personas", "Open items"),
        lambda: translate("personas", "Also those you marked as done or snoozed"),
        lambda stats: stats.open_items,
        lambda stats: _count(stats.open_items),
        86,
        leads=ITEMS,
    ),
    AgentColumn(
        lambda: translate("personas", "Oldest"),
        lambda: translate("personas", "Age of the oldest open item"),
        lambda stats: stats.oldest_open,
        lambda stats: short_age(stats.oldest_open),
        68,
        leads=OLDEST_ITEMS,
    ),
    AgentColumn(
        lambda: translate("personas", "Fact keys"),
        lambda: translate("personas", "Different keys of facts"),
        lambda stats: len(stats.fact_keys),
        lambda stats: _count(len(stats.fact_keys)),
        76,
        leads=DETAILS,
    ),
    AgentColumn(
        lambda: translate("personas", "Variants"),
        lambda: translate("personas", "Keys of facts that are spelled in several ways"),
        _variants,
        lambda stats: _count(_variants(stats)),
        70,
        leads=DETAILS,
    ),
    AgentColumn(
        lambda: translate("personas", "Longest"),
        lambda: translate("personas", "Characters of the longest summary"),
        _longest,
        lambda stats: _count(_longest(stats)) if stats.longest_summaries else "",
        70,
        leads=SUMMARY,
    ),
)
"""By column number."""


def link(stats: AgentStats, column: int) -> str:
    """Where a cell leads, "" for nowhere: what is nought has no list."""
    return COLUMNS[column].leads if COLUMNS[column].value(stats) else ""


def search_of(stats: AgentStats, column: int) -> str:
    """The search that finds the people behind a number, in the agent's account; "" where a search
    would find others, too: an agent number is also that of memories with a persona."""
    if not stats.agent or (stats.is_number and column != EMPTY):
        return ""
    field = "empty" if column == EMPTY else "persona"
    return f"{field}:{quoted(stats.agent)}"


def tip(stats: AgentStats, column: int) -> str:
    """A cell's tool tip."""
    if column == NAME:
        return stats.agent or translate("personas", "Memories that name no persona and no number")
    if column == TALK:
        return full_date(stats.median_last_talk)
    if column == OLDEST:
        return full_date(stats.oldest_open)
    return text.line(COLUMNS[column].tip())
