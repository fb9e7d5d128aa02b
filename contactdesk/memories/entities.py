"""Entities of all memories, merged by type and id."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from contactdesk.memories.fact_grid import FactRow, fact_rows
from contactdesk.memories.reading import Entity, Memory, Moments, moment_text
from contactdesk.memories.values import same_key

EntityKey = tuple[str, str]
"""(normalized type, id)"""


class KeptEntity(Struct, frozen=True):
    """An entity and the memory that keeps it."""

    memory: Memory
    entity: Entity


class MergedEntity(Struct, frozen=True):
    """A thing the talks are about. `kept` is what each memory has of it, the last discussed first.

    An entity without an id is merged with no other; its `key` has no id.
    """

    key: EntityKey
    kept: tuple[KeptEntity, ...]

    @property
    def type(self) -> str:
        """The type as last sent."""
        return next((each.entity.type for each in self.kept if each.entity.type), "")

    @property
    def id(self) -> str:
        """The id; "" if it has none."""
        return self.kept[0].entity.id

    @property
    def status(self) -> str:
        """The newest status that is not blank."""
        return next((e.entity.status for e in self.kept if e.entity.status.strip()), "")

    @property
    def last_discussed_at(self) -> str:
        """The newest time, in UTC; "" if there is none."""
        return moment_text(self.kept[0].entity.last_discussed_at)

    @property
    def notes(self) -> tuple[KeptEntity, ...]:
        """Those of `kept` with notes."""
        return tuple(each for each in self.kept if each.entity.notes.strip())

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents that know it, each once."""
        return tuple(dict.fromkeys(each.memory.agent for each in self.kept))

    @property
    def facts(self) -> tuple[FactRow, ...]:
        """The grid of its facts, as `fact_rows`."""
        return fact_rows((each.memory, fact) for each in self.kept for fact in each.entity.facts)


def entity_key(entity_type: str, entity_id: str) -> EntityKey:
    """What is equal for all names of an entity: its type's notation makes no difference."""
    return same_key(entity_type.strip()), entity_id.strip()


def merged_entities(memories: Iterable[Memory], moments: Moments) -> tuple[MergedEntity, ...]:
    """The entities of some memories, given the newest first: the last discussed first, then by type
    and id."""
    by_key: dict[tuple[EntityKey, str], list[KeptEntity]] = {}
    for memory in memories:
        for entity in memory.entities:
            key = entity_key(entity.type, entity.id)
            # Its path tells an entity without an id from all others.
            which = (key, "" if key[1] else entity.path)
            by_key.setdefault(which, []).append(KeptEntity(memory, entity))
    merged = [MergedEntity(key, _newest_first(kept, moments)) for (key, _), kept in by_key.items()]
    merged.sort(key=lambda each: each.key)
    merged.sort(key=lambda each: each.last_discussed_at, reverse=True)
    return tuple(merged)


def _newest_first(kept: list[KeptEntity], moments: Moments) -> tuple[KeptEntity, ...]:
    return tuple(
        sorted(kept, key=lambda each: moments[each.entity.last_discussed_at], reverse=True)
    )
