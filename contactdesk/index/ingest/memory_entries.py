"""What the index keeps of a contact's memories: one row a memory, one an open item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from contactdesk.index.columns import ITEM_BITS, storable
from contactdesk.memories.item_key import item_key
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import Memory, OpenItem, memories_of, moment_text
from contactdesk.memories.values import same_key
from contactdesk.model import Json, Provider
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

    `created_at` is in UTC, "" for none. `words` is the normalized text in which the item is found,
    None if it is the plain one in lower case; see the table `open_item_text`.
    """

    key: int
    rank: int
    created_at: str
    type: str
    text: str
    priority: str
    about_type: str
    about_id: str
    words: str | None


class MemoryEntry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A memory ready to be written. `fact_keys` are (spelling, form that compares)."""

    number: int
    agent: str
    is_number: bool
    last_talk: str
    is_empty: bool
    summary_chars: int
    fact_keys: tuple[tuple[str, str], ...]
    open_items: tuple[ItemEntry, ...]


class ContactMemories(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The memories of one contact; `summary` is the latest that is not empty."""

    memories: tuple[MemoryEntry, ...]
    summary: str


def contact_memories(provider: Provider, viewed: Json) -> ContactMemories | None:
    """The memories in a viewed record, None if there are none or they cannot be read."""
    if provider.memories is None:
        return None
    try:
        found = memories_of(provider, viewed)
        if not found:
            return None
        room = iter(range(MAX_ITEMS))
        entries = tuple([_memory_entry(memory, room) for memory in found])
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


def _memory_entry(memory: Memory, room: Iterator[int]) -> MemoryEntry:
    agent = _name(memory.agent)
    items = tuple(
        [_item_entry(memory.agent, item) for item, _ in zip(memory.open_items, room, strict=False)]
    )
    keys = dict.fromkeys([_name(fact.key) for fact in memory.facts[:MAX_FACT_KEYS]])
    return MemoryEntry(
        memory.number,
        agent,
        not memory.persona and bool(agent),
        storable(memory.last_talk),
        memory.is_empty,
        len(memory.summary.strip()),
        tuple([(key, same_key(key)) for key in keys if key.strip()]),
        items,
    )


def _item_entry(agent: str, item: OpenItem) -> ItemEntry:
    text = item.text
    text = storable(text if len(text) <= MAX_ITEM_CHARS else text[:MAX_ITEM_CHARS] + CUT)
    short = item.type, item.priority, item.about_type, item.about_id
    type_, priority, about_type, about_id = map(_name, short)
    found_in = "\n".join((text, type_, about_type, about_id))
    return ItemEntry(
        item_key(agent, item),
        rank(item.priority),
        storable(moment_text(item.created_at)),
        type_,
        text,
        priority,
        about_type,
        about_id,
        None if found_in.isascii() else normalize(found_in),
    )


def _name(text: str) -> str:
    return storable(text[:MAX_NAME_CHARS])
