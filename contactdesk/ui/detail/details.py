"""The blocks of the tab Details: what a person needs first, then the rest."""

from __future__ import annotations

from contactdesk.memories.reading import Memory, memories_of
from contactdesk.model import Json, Kind, Provider
from contactdesk.records.blocks import Block, Line, overview, viewed
from contactdesk.ui.memories.memory_words import memories_words


def details(provider: Provider, raw: Json) -> list[Block]:
    """The overview of a record, with a line above it that leads to the agents' memories, if any."""
    memories = memories_of(provider, viewed(provider, raw))
    blocks = overview(provider, raw)
    return [_leading_to_memories(provider, memories), *blocks] if memories else blocks


def _leading_to_memories(provider: Provider, memories: tuple[Memory, ...]) -> Block:
    paths = provider.memories
    titles = (
        each.title for each in provider.sections if each.tab and paths and each.each == paths.each
    )
    title = next(titles, "")
    line = Line(title, memories_words(memories), Kind.TEXT, "", opens=title)
    return Block(title, lines=(line,), is_titled=False)
