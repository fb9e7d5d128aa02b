"""A provider's sections compiled by JSON path: what a difference at a path is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from contactdesk.jsonpath import steps
from contactdesk.model import REGIONS, Field, Kind, MemoryPaths, Provider, Section

EACH = -1
"""The step that leads into every item of a list."""

MEMORIES, FACTS, MESSAGES, OPEN_ITEMS = "memories", "facts", "messages", "open items"
"""Roles of the lists and objects that an agent's memory consists of."""

TIME_KINDS = frozenset({Kind.DATE, Kind.AGE})

Steps = tuple[str | int, ...]


class Node(Struct):
    """What is declared about the value at one path.

    `fields` are those that show it, `shows_time` whether any shows a time; `region` is the one of a
    search, "" for none. The keys of an object with `is_keyed` were chosen by a person. `title` is that
    of the section of a list's items or of such an object; `named_at` are paths into an item to its
    name, `heading` to what it is shown as. `role` is "" outside of memories.
    """

    role: str = ""
    region: str = ""
    title: str = ""
    is_keyed: bool = False
    fields: list[Field] = field(default_factory=list)
    shows_time: bool = False
    named_at: Sequence[str] = ()
    heading: Sequence[str] = ()
    below: dict[str | int, Node] = field(default_factory=dict)

    def at(self, path: Steps) -> Node:
        node = self
        for step in path:
            node = node.below.setdefault(step, Node())
        return node

    def child(self, step: str | int) -> Node:
        """The node below; what is not declared is in the region of what it is a part of."""
        found = self.below.get(step)
        if found is None and isinstance(step, int):
            found = self.below.get(EACH)
        return found or _INSIDE[self.region]


_INSIDE = {region: Node(region=region) for region in ("", *REGIONS)}
"""The node of what is not declared inside of each region."""


@lru_cache(maxsize=32)
def history_plan(provider: Provider) -> Node:
    """The tree of a provider, from the root of a viewed record."""
    root = Node()
    for section in provider.sections:
        _add_section(root, section, ())
    if provider.memories is not None:
        _add_memories(root, provider.memories)
    return root


def _add_section(root: Node, section: Section, path: Steps) -> None:
    item: Steps = (*path, *steps(section.each), EACH) if section.each else path
    node = root.at(item)
    node.named_at = node.named_at or section.named_at
    if section.each:
        node.heading, node.title = node.heading or section.heading, node.title or section.title
    if section.pairs:
        pairs = root.at((*item, *steps(section.pairs)))
        pairs.is_keyed, pairs.region, pairs.title = True, section.searched_as, section.title
    for each in section.fields:
        value = root.at((*item, *steps(each.path)))
        value.fields.append(each)
        value.shows_time = value.shows_time or each.kind in TIME_KINDS
        value.region = value.region or each.searched_as or section.searched_as
    for inner in section.sections:
        _add_section(root, inner, item)


def _add_memories(root: Node, paths: MemoryPaths) -> None:
    memories: Steps = (*steps(paths.each),)
    root.at(memories).role = MEMORIES
    parts = {paths.facts: FACTS, paths.messages: MESSAGES, paths.open_items: OPEN_ITEMS}
    for path, role in parts.items():
        root.at((*memories, EACH, *steps(path))).role = role
