"""Finds where two viewed records differ: one walk over both, in which the items of lists are paired by
what they are, not by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from contactdesk.history.kinds import (
    FACT_ADDED,
    FACT_CHANGED,
    FACT_DROPPED,
    FIELD,
    ITEM_CHANGED,
    ITEM_CLOSED,
    ITEM_OPENED,
    MEMORY_ADDED,
    MEMORY_DROPPED,
    MESSAGE_ADDED,
    MESSAGE_DROPPED,
    TIME,
)
from contactdesk.history.pairing import (
    Pair,
    pair_items,
    pair_memories,
    pair_messages,
    pair_open_items,
)
from contactdesk.history.plan import (
    FACTS,
    MEMORIES,
    MESSAGES,
    OPEN_ITEMS,
    Node,
    Steps,
    history_plan,
)
from contactdesk.jsonpath import text_at
from contactdesk.model import Json, MemoryPaths, Provider
from contactdesk.records.formatting import is_empty
from contactdesk.records.moments import is_moment, parse_moment

CONTENT_REGIONS = frozenset({"fact", "custom"})
"""Regions whose times a person or an agent wrote down; elsewhere they are the vendor's own."""


class Spot(Struct, frozen=True, gc=False):
    """A place in both records: its path in each, what is declared about it, and the innermost object
    that it is in.

    `agent` is that of the memory. `section` and `heading` are those of the innermost list's item,
    `name` is the item's in a search. `labeled` is the path of the list or object from which on keys
    tell what the value is. `whole` is the path of an item that only one of the records has, () for
    none. `kind` is that of a difference in plain values.
    """

    old_path: Steps
    path: Steps
    node: Node
    item: Any = None
    agent: str = ""
    section: str = ""
    heading: str = ""
    name: str = ""
    labeled: Steps = ()
    whole: Steps = ()
    kind: str = FIELD


class Found(Struct, frozen=True, gc=False):
    """A difference. What is missing in a record is None there."""

    kind: str
    spot: Spot
    old: Any
    new: Any


def compare(provider: Provider, old: Json, new: Json) -> list[Found]:
    """Where two viewed records of a provider differ: in the order of the new one, and what only the
    old one has after what it was a part of.

    The order of keys and items is no difference, nor is an empty value where there was none; 1 and
    true, 1 and 1.0 are the same.
    """
    walk = _Walk(provider.memories)
    walk.values(old, new, Spot((), (), history_plan(provider), new))
    return walk.found


class _Walk:
    def __init__(self, paths: MemoryPaths | None) -> None:
        self._paths = paths
        self.found: list[Found] = []
        self._of_lists: Mapping[str, Callable[[list[Any], list[Any], Spot], None]] = {
            MEMORIES: self._memories,
            MESSAGES: self._messages,
            OPEN_ITEMS: self._open_items,
        }

    def values(self, old: Any, new: Any, spot: Spot) -> None:
        if old == new or (is_empty(old) and is_empty(new)):
            return
        role = spot.node.role
        if _are(dict, old, new):
            read = self._facts if role == FACTS else self._objects
            read(old or {}, new or {}, spot)
        elif _are(list, old, new):
            self._of_lists.get(role, self._lists)(old or [], new or [], spot)
        else:
            self._add(TIME if _is_time(old, new, spot) else spot.kind, spot, old, new)

    def _add(self, kind: str, spot: Spot, old: Any, new: Any) -> None:
        self.found.append(Found(kind, spot, old, new))

    def _objects(self, old: Json, new: Json, spot: Spot) -> None:
        for key in _keys(old, new):
            before, after = old.get(key), new.get(key)
            if before != after:
                self.values(before, after, _part(spot, key, new or old))

    def _lists(self, old: list[Any], new: list[Any], spot: Spot) -> None:
        for pair in pair_items(old, new, spot.node.child(0).named_at):
            before, after = _at(old, pair[0]), _at(new, pair[1])
            if before != after:
                self.values(before, after, _item(spot, pair, before, after))

    # What agents remember

    def _memories(self, old: list[Any], new: list[Any], spot: Spot) -> None:
        assert self._paths is not None
        for pair in pair_memories(old, new, self._paths):
            before, after = _at(old, pair[0]), _at(new, pair[1])
            if before == after:
                continue
            memory = before if after is None else after
            agent = text_at(memory, self._paths.persona) or text_at(
                memory, self._paths.agent_number
            )
            own = replace(_item(spot, pair, before, after), agent=agent.strip(), heading="")
            if None in pair and isinstance(memory, Mapping):
                self._whole_memory(memory, own, is_new=before is None)
            else:
                self.values(before, after, own)

    def _whole_memory(self, memory: Json, spot: Spot, *, is_new: bool) -> None:
        """A memory that came or went: its summary, then what it has learned, part by part."""
        assert self._paths is not None
        summary = text_at(memory, self._paths.summary)
        parts = [(key, value) for key, value in memory.items() if isinstance(value, dict | list)]
        if is_new:
            self._add(MEMORY_ADDED, spot, None, summary)
            for key, value in parts:
                self.values(None, value, _part(replace(spot, kind=MEMORY_ADDED), key, memory))
        else:
            self._add(MEMORY_DROPPED, spot, summary, None)
            for key, value in parts:
                self.values(value, None, _part(replace(spot, kind=MEMORY_DROPPED), key, memory))

    def _facts(self, old: Json, new: Json, spot: Spot) -> None:
        for key in _keys(old, new):
            before, after = old.get(key), new.get(key)
            own = _part(spot, key, new or old)
            if before == after or not _differ(before, after, own):
                continue
            kind = FACT_CHANGED
            if is_empty(before) or is_empty(after):
                kind = FACT_ADDED if is_empty(before) else FACT_DROPPED
            self._add(kind, own, before, after)

    def _messages(self, old: list[Any], new: list[Any], spot: Spot) -> None:
        assert self._paths is not None
        text = self._paths.message[1]
        pairs = pair_messages(old, new, self._paths)
        self._said(pairs, old, new, spot, text, (FIELD, MESSAGE_ADDED, MESSAGE_DROPPED))

    def _open_items(self, old: list[Any], new: list[Any], spot: Spot) -> None:
        assert self._paths is not None
        text = self._paths.open_item[1]
        pairs = pair_open_items(old, new, self._paths)
        self._said(pairs, old, new, spot, text, (ITEM_CHANGED, ITEM_OPENED, ITEM_CLOSED))

    def _said(
        self,
        pairs: Sequence[Pair],
        old: list[Any],
        new: list[Any],
        spot: Spot,
        text: str,
        kinds: tuple[str, str, str],
    ) -> None:
        """Differences of items with a text each; `kinds`: of one that changed, came, or went."""
        changed, came, went = kinds
        for pair in pairs:
            before, after = _at(old, pair[0]), _at(new, pair[1])
            if before == after:
                continue
            own = replace(_item(spot, pair, before, after), kind=changed)
            if None not in pair:
                self.values(before, after, own)
            elif pair[0] is None:
                self._add(came, own, None, _text(after, text))
            else:
                self._add(went, own, _text(before, text), None)


def _differ(old: Any, new: Any, spot: Spot) -> bool:
    """Whether two values differ in more than the order of their parts."""
    walk = _Walk(None)
    walk.values(old, new, spot)
    return bool(walk.found)


def _keys(old: Json, new: Json) -> list[str]:
    return [*new, *[key for key in old if key not in new]]


def _part(spot: Spot, key: str, item: Json) -> Spot:
    node = spot.node.child(key)
    return replace(
        spot,
        old_path=(*spot.old_path, key),
        path=(*spot.path, key),
        node=node,
        item=item,
        section=node.title or spot.section,
        labeled=(*spot.path, key) if node.is_keyed else spot.labeled,
    )


def _item(spot: Spot, pair: Pair, before: Any, after: Any) -> Spot:
    """The place of a list's item."""
    node, old, new = spot.node.child(0), *pair
    item = before if after is None else after
    path = (*spot.path, old if new is None else new)
    return replace(
        spot,
        old_path=(*spot.old_path, new if old is None else old),
        path=path,
        node=node,
        section=node.title or spot.section,
        heading=_first_text(item, node.heading) or spot.heading,
        name=_first_text(item, node.named_at) or spot.name,
        labeled=path if isinstance(item, Mapping) and node.title else spot.labeled,
        whole=spot.whole or (path if old is None or new is None else ()),
    )


def _at(items: Sequence[Any], place: int | None) -> Any:
    return None if place is None else items[place]


def _first_text(item: Any, paths: Sequence[str]) -> str:
    for path in paths:
        if text := text_at(item, path).strip():
            return text
    return ""


def _text(item: Any, path: str) -> Any:
    return text_at(item, path) if isinstance(item, Mapping) else item


def _are(kind: type, old: Any, new: Any) -> bool:
    """Whether two values are of a kind, or one is and the other is empty."""
    is_old, is_new = isinstance(old, kind), isinstance(new, kind)
    return (is_old and is_new) or (is_old and is_empty(new)) or (is_new and is_empty(old))


def _is_time(old: Any, new: Any, spot: Spot) -> bool:
    """Whether two values are times that the vendor keeps for itself, or one is and the other is
    empty."""
    node = spot.node
    if node.region in CONTENT_REGIONS or spot.name:
        return False
    is_one = _is_declared_time if node.shows_time else _is_moment
    return (is_one(old) or is_empty(old)) and (is_one(new) or is_empty(new))


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and is_moment(value.strip())


def _is_declared_time(value: Any) -> bool:
    """Whether a value where a section shows a time is one: a day, too, and seconds since 1970."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number or parse_moment(value) is not None
