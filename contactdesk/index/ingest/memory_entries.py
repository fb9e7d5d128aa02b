"""What the index keeps of a contact's memories: one row a memory, one an open item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from contactdesk.index.columns import ITEM_BITS, is_storable, storable
from contactdesk.memories.item_key import item_key
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import (
    Memory,
    OpenItem,
    brief_times,
    fact_keys,
    memories_of,
    moment_text,
    newest,
)
from contactdesk.memories.values import same_key
from contactdesk.model import Json, MemoryPaths, Provider
from contactdesk.people.keys import keys_of_number
from contactdesk.records.parse import MALFORMED_ERRORS
from contactdesk.text.normalize import normalize

MAX_ITEMS = 1 << ITEM_BITS
"""Open items of a contact that are kept: an item's number is a part of its row id."""

MAX_ITEM_CHARS = 10_000
"""Longer texts of an open item are cut; the record has all of it."""

MAX_NAME_CHARS = 200
"""Characters of an agent, of a fact's key, and of an item's short texts that are kept."""

MAX_FACT_KEYS = 1_000
"""Keys of one memory that are counted."""

CUT = "…"


class ItemEntry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An open item ready to be written.

    `created_at` is in UTC, "" for none. `normalized` is the text in which words are found, None if all
    of it is ASCII.
    """

    key: int
    rank: int
    created_at: str
    type: str
    text: str
    priority: str
    about_type: str
    about_id: str
    normalized: str | None


class MemoryEntry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A memory ready to be written. `fact_keys` are (spelling, form that compares). `agent_key`: the
    key of the agent's number, which links nobody."""

    number: int
    agent: str
    is_number: bool
    agent_key: int | None
    last_talk: str
    is_empty: bool
    summary_chars: int
    fact_keys: tuple[tuple[str, str], ...]
    open_items: tuple[ItemEntry, ...]


class ContactMemories(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The memories of one contact; `summary` is the latest that is not empty."""

    memories: tuple[MemoryEntry, ...]
    summary: str


def contact_memories(
    provider: Provider, viewed: Json, phone_region: str = ""
) -> ContactMemories | None:
    """The memories in a viewed record, None if there are none or they cannot be read.
    `phone_region`: where agents' numbers without a country code are from, "" if unknown."""
    if provider.memories is None:
        return None
    try:
        found = memories_of(provider, viewed, brief=True)
        if not found:
            return None
        room = iter(range(MAX_ITEMS))
        paths = provider.memories
        entries = tuple([_memory_entry(paths, memory, room, phone_region) for memory in found])
    except (*MALFORMED_ERRORS, RecursionError):
        return None
    return ContactMemories(entries, storable(_latest_summary(found, entries)))


def _latest_summary(memories: Iterable[Memory], entries: Iterable[MemoryEntry]) -> str:
    """The summary of the newest talk; of memories talked to at the same time, of the first."""
    latest, summary = "", ""
    for memory, entry in zip(memories, entries, strict=True):
        if memory.summary.strip() and (not summary or entry.last_talk > latest):
            latest, summary = entry.last_talk, memory.summary.strip()
    return summary


def _memory_entry(
    paths: MemoryPaths, memory: Memory, room: Iterator[int], phone_region: str
) -> MemoryEntry:
    times, facts = brief_times(paths, memory.raw), fact_keys(paths, memory.raw)
    keys = dict.fromkeys(map(_fact_key, facts[:MAX_FACT_KEYS]))
    items = zip(memory.open_items, room, strict=False)
    is_number = bool(memory.agent_number) and not memory.persona
    return MemoryEntry(
        memory.number,
        _name(memory.agent),
        is_number,
        keys_of_number(memory.agent, phone_region) if is_number else None,
        storable(newest([*memory.times, *times])),
        memory.is_empty and not times and not facts,
        len(memory.summary.strip()),
        tuple([key for key in keys if key[0]]),
        tuple([_item_entry(memory.agent, item) for item, _ in items]),
    )


def _item_entry(agent: str, item: OpenItem) -> ItemEntry:
    text = item.text
    text = text if len(text) <= MAX_ITEM_CHARS else text[:MAX_ITEM_CHARS] + CUT
    short = item.type, item.about_type, item.about_id, item.priority
    texts = [text, *[each[:MAX_NAME_CHARS] for each in short]]
    if not is_storable("".join(texts)):
        texts = [*map(storable, texts)]
    text, type_, about_type, about_id, priority = texts
    words = "\n".join((text, type_, about_type, about_id))
    return ItemEntry(
        item_key(agent, item),
        rank(item.priority),
        moment_text(item.created_at),
        type_,
        text,
        priority,
        about_type,
        about_id,
        None if words.isascii() else normalize(words),
    )


# An agent writes the same few keys in all its memories.
@lru_cache(maxsize=4096)
def _fact_key(key: str) -> tuple[str, str]:
    """A key's spelling, "" for a blank one, and the form that compares."""
    spelling = _name(key)
    return (spelling, same_key(spelling)) if spelling.strip() else ("", "")


def _name(text: str) -> str:
    return storable(text[:MAX_NAME_CHARS])
