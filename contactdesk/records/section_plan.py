"""A provider's sections compiled by JSON path: where a record is searched, and what of it is shown.

Reading a record follows a tree instead of evaluating every declared path. A provider is compiled
once, not once per record: a search explains every visible row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from msgspec import Struct, field

from contactdesk.jsonpath import steps
from contactdesk.model import Field, Json, Kind, Layout, Provider, Section

EACH = -1
"""The step that leads into every item of a list."""

MAX_SHAPES, MAX_KEYS_OF_SHAPE = 256, 64
"""Object shapes cached per node, and keys of a cached one. A vendor's records have a few dozen
shapes; malformed records could have any number."""

CHAT_FIELDS = 4
"""A conversation shows who, text, channel and time, and no further fields or sections."""

Steps = tuple[str | int, ...]
ValuesOf = Callable[[Json], Sequence[Any]]


class SearchNode(Struct):
    """What searching needs to know of the value at one path.

    The value belongs to `region`; with None, `below` holds the parts that belong to one. The keys
    of an object with `is_keyed` are searchable names. A list item with `named_at` is searchable by
    the names at those paths; it reads its `named_fields`, (field, region), and their own nodes with
    `is_named` only tell where they are. `kind` is the declared one. `badge` is the word that a bool
    stands for.
    """

    region: str | None = None
    kind: Kind = Kind.TEXT
    badge: str = ""
    is_keyed: bool = False
    is_named: bool = False
    named_at: Sequence[str] = ()
    named_fields: list[tuple[Field, str]] = field(default_factory=list)
    below: dict[str | int, SearchNode] = field(default_factory=dict)
    shapes: dict[Steps, Shape] = field(default_factory=dict)

    def at(self, path: Steps) -> SearchNode:
        node = self
        for step in path:
            node = node.below.setdefault(step, SearchNode())
        return node

    def shape(self, value: Json) -> Shape:
        """How to take apart an object with these keys."""
        found = self.shapes.get(keys := tuple(value))
        if found is None:
            undeclared = [key for key in keys if key not in self.below]
            declared = [
                (key, each.region, each)
                for key, each in self.below.items()
                if key in value and not each.is_named
            ]
            found = Shape(_values_of(undeclared), declared)
            if len(keys) <= MAX_KEYS_OF_SHAPE and len(self.shapes) < MAX_SHAPES:
                self.shapes[keys] = found
        return found


class Shape(Struct, frozen=True):
    """An object with a given set of keys: a getter of its undeclared values, and (key, region,
    node) of the declared ones."""

    undeclared: ValuesOf
    declared: Sequence[tuple[Any, str | None, SearchNode]]


class DisplayNode(Struct):
    """What the sections show of the value at one path: all of it, its bool as a badge, the pairs of
    an object, or some of what is `below`. `labeled` fields and `headings` show values of the same
    item in another place."""

    is_whole: bool = False
    is_badge: bool = False
    is_pairs: bool = False
    labeled: list[Field] = field(default_factory=list)
    headings: list[Sequence[str]] = field(default_factory=list)
    below: dict[str | int, DisplayNode] = field(default_factory=dict)

    def at(self, path: Steps) -> DisplayNode:
        node = self
        for step in path:
            node = node.below.setdefault(step, DisplayNode())
        return node


class SectionPlan(Struct, frozen=True):
    """The two trees of one provider, each from the root of a viewed record."""

    search: SearchNode
    display: DisplayNode


@lru_cache(maxsize=32)
def section_plan(provider: Provider) -> SectionPlan:
    return compile_sections(provider.sections)


def compile_sections(sections: Sequence[Section]) -> SectionPlan:
    plan = SectionPlan(SearchNode(), DisplayNode())
    _add_sections(plan, sections, (), is_shown=True)
    return plan


def _add_sections(
    plan: SectionPlan, sections: Sequence[Section], path: Steps, *, is_shown: bool
) -> None:
    for section in sections:
        item: Steps = (*path, *steps(section.each), EACH) if section.each else path
        _add_search(plan.search, section, item)
        if is_shown:
            _add_display(plan.display.at(item), section)
        nested_shown = is_shown and section.layout is not Layout.CHAT
        _add_sections(plan, section.sections, item, is_shown=nested_shown)


def _add_search(root: SearchNode, section: Section, item: Steps) -> None:
    if section.pairs:
        pairs = root.at((*item, *steps(section.pairs)))
        pairs.is_keyed, pairs.region = True, section.searched_as
    for path, region, kind in _regions(section):
        node = root.at((*item, *steps(path)))
        node.region, node.kind = region, kind
    for each in section.fields:
        for badge in each.badges:
            root.at((*item, *steps(badge.path))).badge = badge.title
    if section.named_at:
        node = root.at(item)
        node.named_at = section.named_at
        node.named_fields = [(each, section.searched_as) for each in section.fields]
        for each in section.fields:
            root.at((*item, *steps(each.path))).is_named = True


def _regions(section: Section) -> Iterator[tuple[str, str, Kind]]:
    """(path, region, kind) of every value the section declares to be in one."""
    regions = [each.searched_as or section.searched_as for each in section.fields]
    first = regions[0] if regions else section.searched_as
    for path in (*section.heading, *section.subheading):
        if first:
            yield path, first, Kind.TEXT
    for each, region in zip(section.fields, regions, strict=True):
        if region:
            yield each.path, region, each.kind
            if each.label.startswith("$"):
                yield each.label, region, Kind.TEXT


def _add_display(item: DisplayNode, section: Section) -> None:
    fields, layout = section.fields, section.layout
    for each in fields[:CHAT_FIELDS] if layout is Layout.CHAT else fields:
        _add_field(item, each, layout)
    if section.tab or (section.each and layout in (Layout.CARDS, Layout.LINES)):
        item.headings += [section.heading, section.subheading]
    if section.pairs and layout is not Layout.TABLE:
        item.at(tuple(steps(section.pairs))).is_pairs = True


def _add_field(item: DisplayNode, each: Field, layout: Layout) -> None:
    # A count does not show the values it counts.
    if each.kind is not Kind.COUNT:
        item.at(tuple(steps(each.path))).is_whole = True
    for badge in each.badges:
        item.at(tuple(steps(badge.path))).is_badge = True
    # Tables and conversations have no place for an item's own label.
    if each.label.startswith("$") and layout in (Layout.LINES, Layout.CARDS):
        item.labeled.append(each)


def _values_of(keys: Sequence[Any]) -> ValuesOf:
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda value: [value[key] for key in keys]
