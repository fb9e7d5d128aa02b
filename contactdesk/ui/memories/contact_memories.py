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

    def path_of_item(self, number: int, item: int | None) -> str:
        """The path of the text of an open item, by the number of its memory and its `item_key`; ""
        where there is none."""
        paths = self.provider.memories
        for memory in self.memories if paths is not None and item is not None else ():
            for each in memory.open_items if memory.number == number else ():
                if paths is not None and item_key(memory.agent, each) == item:
                    return each.path + paths.open_item[1][1:]
        return ""
