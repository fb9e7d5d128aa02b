"""What the list of a contact's memories says about each of them, and its sort orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from contactdesk.memories.agents import short_names
from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Memory
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.text import line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories

OVERVIEW = 0
"""The number of the row of all memories together; the memories count from 1."""

MAX_WORDS_CHARS = 200
"""Characters of a row's first words: more than a line shows."""

translate = QCoreApplication.translate


class MemorySort(Enum):
    """The orders of the list."""

    TALK = "talk"
    PERSONA = "persona"
    OPEN_ITEMS = "open-items"


class MemoryRow(Struct, frozen=True):
    """One row; its texts are ready to be painted.

    `title` names the agent, `aside` tells its memories apart, `words` are the first of the summary.
    `last_talk` is UTC text, "" if unknown, and `messages` is 0 in the overview's row, `differing`
    (rows of facts) in the others.
    """

    number: int
    title: str
    aside: str = ""
    words: str = ""
    last_talk: str = ""
    open_items: int = 0
    differing: int = 0
    messages: int = 0
    agent: str = ""
    agent_number: str = ""

    @property
    def age(self) -> str:
        return short_age(self.last_talk)


def memory_rows(shown: ContactMemories, order: MemorySort) -> list[MemoryRow]:
    """The overview's row, then one of each memory."""
    rows = [_row(shown, each, aside) for each, aside in _asides(shown.memories)]
    return [_overview_row(shown.overview), *_sorted(rows, order)]


def _sorted(rows: list[MemoryRow], order: MemorySort) -> list[MemoryRow]:
    """In an order, and where it does not tell, the newest talk first."""
    by_talk = sorted(rows, key=lambda row: row.last_talk, reverse=True)
    if order is MemorySort.PERSONA:
        return sorted(by_talk, key=_by_persona)
    if order is MemorySort.OPEN_ITEMS:
        return sorted(by_talk, key=lambda row: -row.open_items)
    return by_talk


def _by_persona(row: MemoryRow) -> tuple[bool, bool, str, str]:
    """Personas by name, then agent numbers, then what has neither."""
    return not row.agent, row.agent == row.agent_number, row.title.casefold(), row.aside


def _overview_row(overview: Overview) -> MemoryRow:
    agents = len(overview.agents)
    return MemoryRow(
        OVERVIEW,
        translate("memory_rows", "Overview"),
        words=translate("memory_rows", "%Ln agent(s)", "", agents),
        last_talk=overview.last_talk(overview.memories[0]) if overview.memories else "",
        open_items=len(overview.open_items),
        differing=len(overview.differing),
    )


def _row(shown: ContactMemories, memory: Memory, aside: str) -> MemoryRow:
    name = line(shown.names.get(memory.agent, ""))
    if not name:
        words = translate("memory_rows", "Untitled memory {number}")
        name = words.format(number=number(memory.number))
    return MemoryRow(
        memory.number,
        name,
        aside,
        _first_words(memory),
        shown.overview.last_talk(memory),
        len(memory.open_items),
        messages=len(memory.messages),
        agent=memory.agent,
        agent_number=memory.agent_number,
    )


def _first_words(memory: Memory) -> str:
    """Those of the summary, else those of the newest message."""
    if memory.summary.strip():
        return line(memory.summary, MAX_WORDS_CHARS)
    texts = [each for each in memory.messages if each.text.strip()]
    newest = max(texts, key=lambda each: each.at, default=None)
    return line(newest.text, MAX_WORDS_CHARS) if newest else ""


def _asides(memories: Sequence[Memory]) -> list[tuple[Memory, str]]:
    """Each memory with what tells it from the others of its agent, "" if it is the only one."""
    agents = Counter(each.agent for each in memories)
    lines = Counter((each.agent, each.agent_number) for each in memories)
    numbers = short_names({each.agent_number for each in memories}, {})
    found = []
    for each in memories:
        parts = []
        if not each.persona:
            parts.append(translate("memory_rows", "no persona"))
        elif agents[each.agent] > 1:
            parts.append(line(numbers.get(each.agent_number, "")))
        if each.agent and lines[each.agent, each.agent_number] > 1:
            words = translate("memory_rows", "memory {number}")
            parts.append(words.format(number=number(each.number)))
        found.append((each, " · ".join(filter(None, parts))))
    return found


# Words for screen readers and tool tips


def sentence(row: MemoryRow, matches: int) -> str:
    """A row in one short sentence."""
    return ", ".join([" ".join(filter(None, (row.title, row.aside))), *_facts(row, matches)])


def tip(row: MemoryRow, matches: int) -> str:
    """A row in full, a line each."""
    head = " · ".join(filter(None, (row.title, row.aside)))
    whole = line(row.agent) if row.agent and line(row.agent) != row.title else ""
    return "\n".join(filter(None, (head, whole, *_facts(row, matches), row.words)))


def _facts(row: MemoryRow, matches: int) -> list[str]:
    talk = translate("memory_rows", "last talk {date}").format(date=full_date(row.last_talk))
    counted = (
        (row.open_items, translate("memory_rows", "%Ln open item(s)", "", row.open_items)),
        (row.differing, translate("memory_rows", "%Ln differing fact(s)", "", row.differing)),
        (row.messages, translate("memory_rows", "%Ln message(s)", "", row.messages)),
        (matches, translate("memory_rows", "%Ln match(es)", "", matches)),
    )
    return [talk] * bool(row.last_talk) + [words for count, words in counted if count]
