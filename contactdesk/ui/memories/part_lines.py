"""The parts of memories as labels and values, each at its path in the viewed record."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.reading import Entity, Fact, Memory, Message, OpenItem
from contactdesk.model import Kind, MemoryPaths
from contactdesk.records.blocks import Line
from contactdesk.records.blocks import Message as ChatMessage
from contactdesk.records.formatting import humanize, is_empty
from contactdesk.records.unmapped import flatten


def tr(words: str) -> str:
    return QCoreApplication.translate("memories", words)


def _line(label: str, value: object, kind: Kind, item: str, declared: str) -> Line:
    return Line(label, value if not is_empty(value) else None, kind, item + declared[1:])


def summary_line(paths: MemoryPaths, memory: Memory) -> Line:
    return _line(tr("Summary"), memory.summary, Kind.LONG, memory.path, paths.summary)


def agent_lines(paths: MemoryPaths, memory: Memory) -> list[Line]:
    """The persona and the agent number, those that the memory has."""
    lines = (
        _line(tr("Persona"), memory.persona, Kind.TEXT, memory.path, paths.persona),
        _line(tr("Agent number"), memory.agent_number, Kind.PHONE, memory.path, paths.agent_number),
    )
    return [line for line in lines if line.value is not None]


class ItemLines:
    """The lines of an open item; the value of one that it does not have is None."""

    def __init__(self, paths: MemoryPaths, item: OpenItem) -> None:
        kind, text, priority, time, about_type, about_id = paths.open_item
        self.type = _line(tr("Type"), item.type, Kind.WORDS, item.path, kind)
        self.text = _line(tr("To do"), item.text, Kind.LONG, item.path, text)
        self.priority = _line(tr("Priority"), item.priority, Kind.WORDS, item.path, priority)
        self.since = _line(tr("Since"), item.created_at, Kind.AGE, item.path, time)
        self.about_type = _line(
            tr("Related to"), item.about_type, Kind.WORDS, item.path, about_type
        )
        self.about_id = _line(tr("Related ID"), item.about_id, Kind.TEXT, item.path, about_id)

    def all(self) -> tuple[Line, ...]:
        return (
            *(self.priority, self.text, self.type),
            *(self.about_type, self.about_id, self.since),
        )


class EntityLines:
    """The lines of an entity apart from its facts; the value of one that it does not have is None."""

    def __init__(self, paths: MemoryPaths, entity: Entity) -> None:
        kind, own_id, status, notes, _, time = paths.entity
        self.type = _line(tr("Type"), entity.type, Kind.WORDS, entity.path, kind)
        self.id = _line(tr("ID"), entity.id, Kind.TEXT, entity.path, own_id)
        self.status = _line(tr("Status"), entity.status, Kind.WORDS, entity.path, status)
        self.notes = _line(tr("Notes"), entity.notes, Kind.LONG, entity.path, notes)
        self.discussed = _line(
            tr("Last discussed"), entity.last_discussed_at, Kind.AGE, entity.path, time
        )

    def all(self) -> tuple[Line, ...]:
        return self.id, self.type, self.status, self.notes, self.discussed


def fact_lines(fact: Fact) -> list[Line]:
    """A line for each value inside a fact, labeled with its keys; an empty fact has one."""
    label = humanize(fact.key)
    if is_empty(fact.value):
        return [Line(label, None, Kind.TEXT, fact.path)]
    return list(_flat(label, fact))


def _flat(label: str, fact: Fact) -> Iterator[Line]:
    for name, value, kind, path in flatten(label, fact.key, fact.value, fact.path):
        yield Line(name, value, kind, path)


def chat_message(paths: MemoryPaths, message: Message) -> ChatMessage:
    role, text, channel, time = paths.message
    return ChatMessage(
        who=_line(tr("Who"), message.role, Kind.WORDS, message.path, role),
        text=_line(tr("Text"), message.text, Kind.LONG, message.path, text),
        channel=_line(tr("Channel"), message.channel, Kind.WORDS, message.path, channel),
        at=_line(tr("When"), message.at, Kind.DATE, message.path, time),
    )
