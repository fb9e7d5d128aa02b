"""What the views of one contact's memories share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from contactdesk.memories.agents import short_names
from contactdesk.memories.item_key import item_key
from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Memory, memories_of
from contactdesk.model import Json, MemoryPaths, Provider
from contactdesk.records.blocks import viewed
from contactdesk.records.regions import Regions
from contactdesk.ui.kit.text import line
from contactdesk.ui.kit.wording import number

translate = QCoreApplication.translate


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
    gives the region of the search language that a path lies in, `field_of` the same for moments,
    too.
    """

    provider: Provider
    record: Json
    raw: bytes
    memories: tuple[Memory, ...]
    overview: Overview
    names: Mapping[str, str]
    contact_name: str
    region_of: Callable[[str], str]
    field_of: Callable[[str], str]

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
        regions = Regions(provider)
        region_of = regions.places(record)
        field_of = regions.places(record, with_times=True)
        overview = Overview.of(memories)
        return cls(
            provider, record, raw, memories, overview, names, contact_name, region_of, field_of
        )

    @property
    def paths(self) -> MemoryPaths:
        """Where the provider keeps the parts of a memory."""
        assert self.provider.memories is not None
        return self.provider.memories

    def name_of(self, memory: Memory) -> str:
        """What a memory's agent is called; a memory that names none is called by its number."""
        return line(self.names.get(memory.agent, "")) or memory_words(memory)

    def agent_name(self, agent: str) -> str:
        """What an agent is called, with words for memories that name none."""
        return line(self.names.get(agent, "")) or translate("memories", "No agent named")

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


def memory_words(memory: Memory) -> str:
    """A memory by its number."""
    return translate("memories", "Untitled memory {number}").format(number=number(memory.number))
