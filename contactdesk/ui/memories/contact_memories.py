"""What the views of one contact's memories share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from contactdesk.memories.agents import short_names
from contactdesk.memories.item_key import item_key
from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Memory, memories_of
from contactdesk.model import Json, Provider
from contactdesk.records.blocks import viewed
from contactdesk.records.regions import Regions


class MemoryPlace(Struct, frozen=True):
    """A memory of a contact by its number, or that of an agent with the longest summary; and in it the
    open item with an `item_key`, None for none."""

    number: int = 0
    agent: str | None = None
    item: int | None = None


class ContactMemories(Struct, frozen=True):
    """A contact's memories, what they say together, and how they are shown.

    `record` is the record as parsed, `raw` its bytes as sent. `names` maps agents to short
    names, and `contact_name` stands for the contact in conversations, "" for none. `region_of`
    gives the region of the search language that a path lies in.
    """

    provider: Provider
    record: Json
    raw: bytes
    memories: tuple[Memory, ...]
    overview: Overview
    names: Mapping[str, str]
    contact_name: str
    region_of: Callable[[str], str]

    @classmethod
    def of(
        cls,
        provider: Provider,
        record: Json,
        raw: bytes,
        *,
        contact_name: str = "",
        nicknames: Mapping[str, str] | None = None,
    ) -> ContactMemories:
        """Reads the memories of a record as parsed; `raw` holds the same record's bytes."""
        memories = memories_of(provider, viewed(provider, record))
        agents = {each.agent for each in memories}
        names = short_names(agents, nicknames or {})
        region_of = Regions(provider).places(record)
        overview = Overview.of(memories)
        return cls(provider, record, raw, memories, overview, names, contact_name, region_of)

    def number_at(self, place: MemoryPlace) -> int:
        """The number of the memory at a place, 0 where there is none."""
        if place.agent is None:
            return next((m.number for m in self.memories if m.number == place.number), 0)
        own = [memory for memory in self.memories if memory.agent == place.agent]
        return max(own, key=lambda memory: len(memory.summary)).number if own else 0

    def path_at(self, place: MemoryPlace) -> str:
        """The path of the text of the open item at a place, "" where there is none."""
        paths, number = self.provider.memories, self.number_at(place)
        if paths is None or place.item is None:
            return ""
        found = (
            each.path + paths.open_item[1][1:]
            for memory in self.memories
            for each in (memory.open_items if memory.number == number else ())
            if item_key(memory.agent, each) == place.item
        )
        return next(found, "")
