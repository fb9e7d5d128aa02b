"""The memories of a vendor's agents, read from a contact's record by the provider's declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from msgspec import Struct

from contactdesk.jsonpath import dig, steps
from contactdesk.model import Json, MemoryPaths, Provider
from contactdesk.records.formatting import is_empty, raw_text
from contactdesk.records.moments import parse_moment, utc
from contactdesk.records.unmapped import join

USUAL_TIME = re.compile(
    r"[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z",
    re.ASCII,
)
"""A moment in UTC as nearly all are sent, on a day that every month has: there is no need to parse
it."""


class OpenItem(Struct, frozen=True, gc=False):
    """Something an agent promised or still has to do. Texts are as sent, "" for none."""

    path: str
    type: str = ""
    text: str = ""
    priority: str = ""
    created_at: str = ""
    about_type: str = ""
    about_id: str = ""


class Fact(Struct, frozen=True):
    """A key that the agent chose, and its value: any JSON."""

    path: str
    key: str
    value: Any


class Entity(Struct, frozen=True):
    """A thing the talks are about, such as an order."""

    path: str
    type: str = ""
    id: str = ""
    status: str = ""
    notes: str = ""
    facts: tuple[Fact, ...] = ()
    last_discussed_at: str = ""


class Message(Struct, frozen=True, gc=False):
    """One turn of a conversation; `role` is "user" for the contact, else the agent's."""

    path: str
    role: str = ""
    text: str = ""
    channel: str = ""
    at: str = ""


class Memory(Struct, frozen=True):
    """What one agent, a persona or else an agent number, remembers about a contact.

    `number` counts from 1 in the vendor's order. `path` is the memory's in the viewed record, as the
    paths of its parts are; `raw` is the memory in the viewed record.
    """

    number: int
    path: str
    raw: Json
    persona: str = ""
    agent_number: str = ""
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    messages: tuple[Message, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    entities: tuple[Entity, ...] = ()

    @property
    def agent(self) -> str:
        """The persona, else the agent number, "" where the memory names neither."""
        return self.persona or self.agent_number

    @property
    def last_talk(self) -> str:
        """The newest time of its messages, items and entities, in UTC; "" if it has none.

        The vendor gives a memory no time of its own.
        """
        return newest(self.times)

    @property
    def times(self) -> list[str]:
        """The times of its messages, items and entities, as sent."""
        return [
            *[each.at for each in self.messages],
            *[each.created_at for each in self.open_items],
            *[each.last_discussed_at for each in self.entities],
        ]

    @property
    def is_empty(self) -> bool:
        """Whether the agent remembers nothing."""
        return not (
            self.summary.strip() or self.facts or self.messages or self.open_items or self.entities
        )


def memories_of(provider: Provider, viewed: Json, *, brief: bool = False) -> tuple[Memory, ...]:
    """Every memory in a viewed record (`records.blocks.viewed`), in the vendor's order.

    Items that are no objects are left out: they are shown with the rest of the record. With `brief`,
    memories are without messages, facts and entities, which takes a third of the time; `brief_times`
    and `fact_keys` tell what is left of them.
    """
    paths = provider.memories
    if paths is None:
        return ()
    found = _objects(viewed, paths.each, "$")
    return tuple(
        (_brief if brief else _memory)(paths, item, path, number) for number, (item, path) in found
    )


def brief_times(paths: MemoryPaths, memory: Json) -> list[str]:
    """The time of each message and entity of a memory in a viewed record, as sent; "" for none."""
    times = []
    for each, at in ((paths.messages, paths.message[-1]), (paths.entities, paths.entity[-1])):
        found = dig(memory, each)
        if isinstance(found, list | tuple):
            times += [_text(dig(item, at)) for item in found if isinstance(item, Mapping)]
    return times


def fact_keys(paths: MemoryPaths, memory: Json) -> list[str]:
    """The keys of a memory's facts in a viewed record."""
    found = dig(memory, paths.facts)
    return [*map(str, found)] if isinstance(found, Mapping) else []


def newest(times: Iterable[str]) -> str:
    """The latest of some moments or days, as UTC text; "" if none of them is one."""
    return max(map(moment_text, times), default="")


def moment_text(text: str) -> str:
    """A moment in UTC, or a day, as text whose order is that of time; "" for any other text."""
    if USUAL_TIME.fullmatch(text):
        return text
    return utc(text) if text and parse_moment(text) else ""


class Moments(dict[str, str]):
    """A time as sent -> its `moment_text`, computed once."""

    def __missing__(self, text: str) -> str:
        self[text] = found = moment_text(text)
        return found


def _brief(paths: MemoryPaths, raw: Json, path: str, number: int) -> Memory:
    persona, agent_number, summary = _texts(raw, (paths.persona, paths.agent_number, paths.summary))
    items = _each(OpenItem, raw, paths.open_items, paths.open_item, path)
    names = persona.strip(), agent_number.strip()
    return Memory(number, path, raw, *names, summary, open_items=items)


def _memory(paths: MemoryPaths, raw: Json, path: str, number: int) -> Memory:
    persona, agent_number, summary = _texts(raw, (paths.persona, paths.agent_number, paths.summary))
    entities = _objects(raw, paths.entities, path)
    return Memory(
        number,
        path,
        raw,
        persona.strip(),
        agent_number.strip(),
        summary,
        _facts(raw, paths.facts, path),
        _each(Message, raw, paths.messages, paths.message, path),
        _each(OpenItem, raw, paths.open_items, paths.open_item, path),
        tuple(_entity(paths, item, own) for _, (item, own) in entities),
    )


T = TypeVar("T", Message, OpenItem)


def _each(
    make: Callable[..., T], raw: Json, each: str, paths: Sequence[str], start: str
) -> tuple[T, ...]:
    """What is made of each object in a list: its path, and the texts at `paths`."""
    found, own, keys = dig(raw, each), start + each[1:], _keys(tuple(paths))
    if type(found) is list and keys and all([type(item) is dict for item in found]):
        # Conversations are long: two thirds of the time of the general way.
        return tuple(
            [
                make(f"{own}[{number}]", *[_text(item.get(key)) for key in keys])
                for number, item in enumerate(found)
            ]
        )
    objects = _objects(raw, each, start)
    return tuple(make(path, *_texts(item, paths)) for _, (item, path) in objects)


def _entity(paths: MemoryPaths, item: Json, path: str) -> Entity:
    *texts, facts, last_discussed_at = paths.entity
    kind, entity_id, status, notes, time = _texts(item, (*texts, last_discussed_at))
    return Entity(path, kind, entity_id, status, notes, _facts(item, facts, path), time)


def _facts(item: Json, path: str, start: str) -> tuple[Fact, ...]:
    found = dig(item, path)
    if not isinstance(found, Mapping):
        return ()
    own = start + path[1:]
    return tuple([Fact(own + _step(str(key)), str(key), value) for key, value in found.items()])


# The memories of a contact have the same few keys.
@lru_cache(maxsize=1024)
def _step(key: str) -> str:
    """What the path of a key has after that of its object."""
    return join("", key)


def _objects(value: Any, path: str, start: str) -> Iterable[tuple[int, tuple[Json, str]]]:
    """(number from 1, (item, its path)) of the objects in a list."""
    found = dig(value, path)
    every = found if isinstance(found, list | tuple) else ()
    own = start + path[1:]
    for number, item in enumerate(every, 1):
        if isinstance(item, Mapping):
            yield number, (item, f"{own}[{number - 1}]")


def _texts(item: Json, paths: Sequence[str]) -> list[str]:
    keys = _keys(tuple(paths)) if type(item) is dict else ()
    if not keys:
        return [_text(dig(item, path)) for path in paths]
    values = [item.get(key) for key in keys]
    return [value if type(value) is str else _text(value) for value in values]


# Most paths are one key: a third of the time of following them.
@lru_cache(maxsize=64)
def _keys(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of paths that are one key each; () if another is among them."""
    found = [steps(path) for path in paths]
    plain = [each[0] for each in found if len(each) == 1 and isinstance(each[0], str)]
    return tuple(map(str, plain)) if len(plain) == len(found) else ()


def _text(value: Any) -> str:
    """A value as text; a nested one, which no documentation names, as JSON."""
    if type(value) is str:
        return value
    return "" if is_empty(value) else raw_text(value)
