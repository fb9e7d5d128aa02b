"""All memories of a contact brought together; each part is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from contactdesk.memories.conversation import Turn, conversation
from contactdesk.memories.entities import EntityKey, MergedEntity, entity_key, merged_entities
from contactdesk.memories.fact_grid import Agreement, FactRow, fact_rows
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import Memory, Moments, OpenItem

NO_TIME = "~"
"""Sorts after every time."""


class KeptItem(Struct, frozen=True):
    """An open item and the memory that keeps it."""

    memory: Memory
    item: OpenItem

    @property
    def about(self) -> EntityKey | None:
        """The key of the entity it is about; None if it names none."""
        item = self.item
        return entity_key(item.about_type, item.about_id) if item.about_id.strip() else None


class AgentMemories(Struct, frozen=True):
    """An agent and its memories, the newest first. `last_talk` is the newest of theirs."""

    agent: str
    last_talk: str
    memories: tuple[Memory, ...]


class Counts(Struct, frozen=True):
    """How much there is of each part; `differing` are the rows of facts that differ."""

    memories: int
    agents: int
    summaries: int
    open_items: int
    facts: int
    differing: int
    entities: int
    messages: int


class Overview:
    """What all agents remember about a contact.

    Nothing is left out and nothing is chosen: whatever is merged keeps all it was merged from. No
    part depends on the order in which the vendor sent memories, items, facts and entities; only
    memories with the same agent, number, summary and last talk keep the vendor's order.
    """

    def __init__(self, memories: Iterable[Memory]) -> None:
        self._given = tuple(memories)
        self._moments = Moments()

    @classmethod
    def of(cls, memories: Iterable[Memory]) -> Overview:
        """The overview of a contact's memories."""
        return cls(memories)

    @cached_property
    def _talks(self) -> dict[str, str]:
        moments = self._moments
        return {
            memory.path: max([moments[each] for each in memory.times], default="")
            for memory in self._given
        }

    def last_talk(self, memory: Memory) -> str:
        """`memory.last_talk`, computed once."""
        return self._talks[memory.path]

    @cached_property
    def memories(self) -> tuple[Memory, ...]:
        """The memories: the newest talk first, those without a time last."""
        by_text = sorted(
            self._given, key=lambda each: (each.agent, each.agent_number, each.summary)
        )
        return tuple(sorted(by_text, key=self.last_talk, reverse=True))

    @cached_property
    def agents(self) -> tuple[AgentMemories, ...]:
        """The agents, "" for memories that name none: the newest talk first."""
        by_agent: dict[str, list[Memory]] = {}
        for memory in self.memories:
            by_agent.setdefault(memory.agent, []).append(memory)
        return tuple(
            AgentMemories(agent, self.last_talk(found[0]), tuple(found))
            for agent, found in by_agent.items()
        )

    @cached_property
    def open_items(self) -> tuple[KeptItem, ...]:
        """The open items of all agents: by priority, then the oldest first, those without a time
        last."""
        found = [KeptItem(memory, item) for memory in self.memories for item in memory.open_items]
        return tuple(sorted(found, key=self._urgency))

    @cached_property
    def facts(self) -> tuple[FactRow, ...]:
        """The grid of facts × agents, as `fact_rows`."""
        return fact_rows((memory, fact) for memory in self.memories for fact in memory.facts)

    @cached_property
    def differing(self) -> tuple[FactRow, ...]:
        """The rows of `facts` that differ."""
        return tuple(row for row in self.facts if row.agreement is Agreement.DIFFERS)

    @cached_property
    def entities(self) -> tuple[MergedEntity, ...]:
        """The entities, as `merged_entities`."""
        return merged_entities(self.memories, self._moments)

    @cached_property
    def _items_by_entity(self) -> dict[EntityKey, list[KeptItem]]:
        found: dict[EntityKey, list[KeptItem]] = {}
        for each in self.open_items:
            if each.about is not None:
                found.setdefault(each.about, []).append(each)
        return found

    def items_about(self, entity: MergedEntity) -> tuple[KeptItem, ...]:
        """The open items that name an entity, in the order of `open_items`."""
        return tuple(self._items_by_entity.get(entity.key, ())) if entity.key[1] else ()

    @cached_property
    def _entity_by_key(self) -> dict[EntityKey, MergedEntity]:
        return {each.key: each for each in self.entities if each.key[1]}

    def entity_of(self, item: OpenItem) -> MergedEntity | None:
        """The entity that an open item names, if a memory has it."""
        return self._entity_by_key.get(entity_key(item.about_type, item.about_id))

    @cached_property
    def summaries(self) -> tuple[Memory, ...]:
        """The memories with a summary, the newest first."""
        return tuple(each for each in self.memories if each.summary.strip())

    @cached_property
    def messages(self) -> tuple[Turn, ...]:
        """One conversation, as `conversation`: the oldest message first."""
        return conversation(self.memories, self._moments)

    @cached_property
    def counts(self) -> Counts:
        """How much there is of each part. Makes all of them."""
        return Counts(
            len(self._given),
            len(self.agents),
            len(self.summaries),
            len(self.open_items),
            len(self.facts),
            len(self.differing),
            len(self.entities),
            len(self.messages),
        )

    def _urgency(self, kept: KeptItem) -> tuple[int, str, str, str, str]:
        item = kept.item
        since = self._moments[item.created_at] or NO_TIME
        return rank(item.priority), since, item.text, item.type, kept.memory.agent
