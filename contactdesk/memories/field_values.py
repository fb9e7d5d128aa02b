"""Values that a table shows in one cell: of a fact or a custom field, and of all memories together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from contactdesk.memories.priority import PRIORITIES, UNKNOWN, rank
from contactdesk.memories.reading import Memory, memories_of
from contactdesk.memories.values import EMPTY, same_value
from contactdesk.model import Json, Kind, Provider
from contactdesk.records.blocks import viewed
from contactdesk.records.formatting import guess_kind
from contactdesk.records.regions import Regions
from contactdesk.text.tokenize import key_token

FACT, CUSTOM = "fact", "custom"
KEYED = (FACT, CUSTOM)
"""Regions whose keys may be columns."""

OPEN_ITEMS = "memory.open_items"
PRIORITY = "memory.priority"
LAST_TALK = "memory.last_talk"
PERSONAS = "memory.personas"
SUMMARY = "memory.summary"
COUNT = "memory.count"
"""Paths of the columns over all memories of a contact."""

MAX_VALUES = 1_000
"""Different values of one field; of more, the oldest are left out."""


class FieldValue(Struct, frozen=True):
    """A value of a field, and the kind that it is shown as."""

    value: Any
    kind: Kind


def field_path(region: str, key: str) -> str:
    """The path of a field as a column and in a search: ("fact", "Time Zone") -> fact.time_zone."""
    return f"{region}.{key_token(key)}"


def is_field(path: str) -> bool:
    """Whether a column's path is that of a fact or a custom field."""
    return path.startswith(("fact.", "custom."))


def field_values(regions: Regions, raw: Json, path: str) -> list[FieldValue]:
    """The different values that a record has under a path such as "fact.time_zone"; none is empty.

    The newest comes first: that of the memory that was talked with last. Values that say the same
    count once, as the first of them is written.
    """
    region, _, key = path.partition(".")
    values = _different(regions.values(raw, region, key), key)
    # Which memory is the newest takes longer to tell than all else, and seldom matters.
    if len(values) > 1 and region == FACT and regions.provider.memories is not None:
        found = _by_last_talk(regions.provider, raw, key)
        return _different([(value, Kind.TEXT) for value in found], key)
    return values


def _different(found: Iterable[tuple[Any, Kind]], key: str) -> list[FieldValue]:
    values: dict[Any, FieldValue] = {}
    for value, kind in found:
        form = same_value(value, key)
        if form != EMPTY and len(values) < MAX_VALUES:
            known = kind if kind is not Kind.TEXT else guess_kind(value, key)
            values.setdefault(form, FieldValue(value, known))
    return list(values.values())


def memory_value(provider: Provider, raw: Json, path: str) -> Any:
    """What a column over all memories shows of a record; None if it has no memories."""
    memories = memories_of(provider, viewed(provider, raw))
    return VALUES[path](memories) if memories else None


def _by_last_talk(provider: Provider, raw: Json, key: str) -> list[Any]:
    memories = newest_first(memories_of(provider, viewed(provider, raw)))
    return [f.value for each in memories for f in each.facts if key_token(f.key) == key]


def newest_first(memories: Sequence[Memory]) -> list[Memory]:
    """Memories by their last talk; those without one last, equals in the vendor's order."""
    return sorted(memories, key=lambda each: each.last_talk, reverse=True)


def _open_items(memories: Sequence[Memory]) -> int | None:
    return sum(len(each.open_items) for each in memories) or None


def _priority(memories: Sequence[Memory]) -> str | None:
    items = [item.priority for each in memories for item in each.open_items]
    if not items:
        return None
    highest = min(items, key=rank)
    place = rank(highest)
    return highest if place == UNKNOWN else PRIORITIES[place]


def _last_talk(memories: Sequence[Memory]) -> str | None:
    return max(each.last_talk for each in memories) or None


def _personas(memories: Sequence[Memory]) -> list[str] | None:
    return list(dict.fromkeys(each.agent for each in memories if each.agent)) or None


def _summary(memories: Sequence[Memory]) -> str | None:
    found = (each.summary.strip() for each in newest_first(memories))
    return next(filter(None, found), None)


VALUES = {
    OPEN_ITEMS: _open_items,
    PRIORITY: _priority,
    LAST_TALK: _last_talk,
    PERSONAS: _personas,
    COUNT: len,
    SUMMARY: _summary,
}
