"""Pairs the items of two lists by what they are: an id, a name, or what they say."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import eq
from typing import Any

import msgspec

from contactdesk.jsonpath import text_at
from contactdesk.memories.reading import Moments, moment_text
from contactdesk.model import MemoryPaths

ID = "$.id"

MAX_COMPARED = 2_500
"""Pairs of items that are compared to find the most alike; with more, items are paired in order."""

MAX_AHEAD = 16
"""Items of the old list among which the next equal one is looked for."""

Pair = tuple[int | None, int | None]
"""The places of an item in the old list and in the new one; None where it is missing."""

KeyOf = Callable[[Any], Hashable]
"""What items are paired by: those with the same key, in their order; None for not by this key."""

ENCODE = msgspec.json.Encoder(order="sorted").encode


def pair_items(old: Sequence[Any], new: Sequence[Any], named_at: Sequence[str] = ()) -> list[Pair]:
    """Pair the items of any list: by id where every item has one of its own, else by name, else
    those that are equal, then objects that are alike."""
    for path in (ID, *named_at):
        if _has_own_keys(old, path) and _has_own_keys(new, path):
            return _ordered(_Pairing(old, new).by(_text_at(path)))
    return _ordered(_Pairing(old, new).by(_content).by_likeness())


def pair_memories(old: Sequence[Any], new: Sequence[Any], paths: MemoryPaths) -> list[Pair]:
    """Pair memories by their ids, else those of the same agent in their order."""

    def agent(item: Any) -> Hashable:
        return text_at(item, paths.persona).strip(), text_at(item, paths.agent_number).strip()

    if _has_own_keys(old, ID) and _has_own_keys(new, ID):
        return _ordered(_Pairing(old, new).by(_text_at(ID)))
    return _ordered(_Pairing(old, new).by(_content).by(agent))


def pair_messages(old: Sequence[Any], new: Sequence[Any], paths: MemoryPaths) -> list[Pair]:
    """Pair the turns of a conversation: those that say the same at the same time, then those of the
    same time. Where all is said as before, only the times are others."""
    role, text, channel, at = paths.message
    moments = Moments()

    def said(item: Any) -> Hashable:
        return (
            _content(item)
            if type(item) is str
            else tuple(text_at(item, each) for each in (role, text, channel))
        )

    def said_when(item: Any) -> Hashable:
        return said(item), moments[text_at(item, at)]

    def said_by(item: Any) -> Hashable:
        when = moments[text_at(item, at)]
        return (text_at(item, role), text_at(item, channel), when) if when else None

    pairing = _Pairing(old, new)
    if pairing.is_complete:
        return _ordered(pairing)
    if len(old) == len(new) and all(map(eq, map(said, old), map(said, new))):
        return [(place, place) for place in range(len(old))]
    return _ordered(pairing.by(said_when).by(said_by))


def pair_open_items(old: Sequence[Any], new: Sequence[Any], paths: MemoryPaths) -> list[Pair]:
    """Pair open items: by id where every item has one of its own, else those that say the same, at
    the same time first."""
    kind, text, _, created_at, *about = paths.open_item

    def said(item: Any) -> Hashable:
        return tuple(text_at(item, each).strip() for each in (kind, text, *about))

    if _has_own_keys(old, ID) and _has_own_keys(new, ID):
        return _ordered(_Pairing(old, new).by(_text_at(ID)))
    first = _Pairing(old, new).by(lambda item: (said(item), moment_text(text_at(item, created_at))))
    return _ordered(first.by(said))


class _Pairing:
    """The pairs found so far, and the places of the items that are left in either list. At first, most
    of those that are equal and in the same order are paired: nearly all there are."""

    def __init__(self, old: Sequence[Any], new: Sequence[Any]) -> None:
        self.old, self.new = old, new
        self.pairs = _equal_in_order(old, new)
        self.left_old, self.left_new = [*range(len(old))], [*range(len(new))]
        self._forget_paired()

    @property
    def is_complete(self) -> bool:
        return not (self.left_old or self.left_new)

    def by(self, key_of: KeyOf) -> _Pairing:
        """Pair what is left by a key."""
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in self.left_old:
            if (key := key_of(self.old[place])) is not None:
                waiting[key].append(place)
        for place in self.left_new:
            key = key_of(self.new[place])
            if key is not None and waiting.get(key):
                self.pairs.append((waiting[key].popleft(), place))
        self._forget_paired()
        return self

    def by_likeness(self) -> _Pairing:
        """Pair the objects left that have the most values in common; those with none stay alone."""
        if len(self.left_old) * len(self.left_new) > MAX_COMPARED:
            self.pairs += zip(self.left_old, self.left_new, strict=False)
        else:
            alike = [
                (-common, place, other)
                for place in self.left_new
                for other in self.left_old
                if (common := _values_in_common(self.old[other], self.new[place]))
            ]
            paired_old, paired_new = set[int](), set[int]()
            for _, place, other in sorted(alike):
                if place not in paired_new and other not in paired_old:
                    paired_new.add(place)
                    paired_old.add(other)
                    self.pairs.append((other, place))
        self._forget_paired()
        return self

    def _forget_paired(self) -> None:
        old, new = {pair[0] for pair in self.pairs}, {pair[1] for pair in self.pairs}
        self.left_old = [place for place in self.left_old if place not in old]
        self.left_new = [place for place in self.left_new if place not in new]


def _equal_in_order(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    pairs = []
    at, items = 0, [*old]  # of a text, its letters: "in" would look for part of it
    for place, item in enumerate(new):
        if item in items[at : at + MAX_AHEAD]:
            found = items.index(item, at)
            pairs.append((found, place))
            at = found + 1
    return pairs


def _ordered(pairing: _Pairing) -> list[Pair]:
    """All items in the order of the new list, then what only the old one has."""
    before: dict[int, int] = {new: old for old, new in pairing.pairs}
    in_new: list[Pair] = [(before.get(place), place) for place in range(len(pairing.new))]
    return [*in_new, *[(place, None) for place in pairing.left_old]]


def _has_own_keys(items: Sequence[Any], path: str) -> bool:
    """Whether every item is an object with a text or number at a path that no other one has."""
    keys = {text_at(item, path) for item in items if isinstance(item, Mapping)}
    return len(keys) == len(items) and "" not in keys


def _text_at(path: str) -> KeyOf:
    return lambda item: text_at(item, path)


def _content(item: Any) -> Hashable:
    return item if type(item) is str else ENCODE(item)


def _values_in_common(one: Any, other: Any) -> int:
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return 0
    return sum(value == other.get(key) for key, value in one.items() if value not in (None, "", []))
