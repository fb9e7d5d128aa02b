"""The blocks of the tab Details: what a person needs first, then the rest."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.reading import Memory, memories_of, newest
from contactdesk.model import Json, Kind, Provider
from contactdesk.records.blocks import Block, Line, overview, viewed
from contactdesk.records.formatting import relative_time
from contactdesk.records.moments import parse_moment
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.wording import number

translate = QCoreApplication.translate


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


def memories_words(memories: tuple[Memory, ...]) -> str:
    """How many memories and open items there are, and when the last talk was."""
    open_items = sum(len(each.open_items) for each in memories)
    parts = [number(len(memories))]
    if open_items:
        parts.append(translate("details", "%Ln open item(s)", "", open_items))
    else:
        parts.append(translate("details", "nothing open"))
    at = parse_moment(newest(each.last_talk for each in memories))
    if at is not None:
        ago = relative_time(at, datetime.now(UTC), local_formats())
        parts.append(translate("details", "last talk {ago}").format(ago=ago))
    return " · ".join(parts)
