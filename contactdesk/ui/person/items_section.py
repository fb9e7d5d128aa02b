"""What agents know of a person over all contacts: the open items as one list, and the memories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from PySide6.QtCore import QCoreApplication

from contactdesk.index import ItemKey
from contactdesk.memories.item_key import item_key
from contactdesk.memories.overview import KeptItem
from contactdesk.memories.priority import rank
from contactdesk.memories.reading import Memory
from contactdesk.model import Layout
from contactdesk.records.blocks import Block, Line
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.item_words import (
    all_hidden_words,
    hidden_words,
    show_hidden_words,
    state_words,
)
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.memory_words import memories_words
from contactdesk.ui.memories.open_items import COLORS, FIRST_ITEMS
from contactdesk.ui.memories.part_lines import ItemLines, summary_line
from contactdesk.ui.memories.part_list import MORE, list_parts
from contactdesk.ui.person.links import memory_href
from contactdesk.ui.person.shown_person import ShownPerson, scoped
from contactdesk.userdata.item_states import ItemState

ITEMS, KNOWN = "person-items", "person-memories"
"""The sections' keys."""

HIDDEN = f"{MORE}hidden-items"
"""The link that shows the items that are done or snoozed, and hides them again."""

MAX_SUMMARY_CHARS = 240
"""Of a summary in the list of memories; all of it is in the memory."""

translate = QCoreApplication.translate


def items_section(
    person: ShownPerson, hidden: Mapping[ItemKey, ItemState], expanded: Set[str]
) -> Section:
    """The open items of all contacts, each with a link to its memory; those done or snoozed, which are
    `hidden`, only once the user asked for them."""
    found, title = person.open_items(), translate("person", "Open items")
    states = {id(kept): hidden.get(_key(person, at, kept)) for at, kept in found}
    is_open = HIDDEN in expanded
    items = [each for each in found if is_open or states[id(each[1])] is None]
    count = sum(state is None for state in states.values())
    heading = Part("heading", lambda out: Inline(out).heading(title, number(count)))

    def write(out: PartWriter, some: Sequence[tuple[int, KeptItem]]) -> None:
        for at, kept in some:
            _write_item(out, person, at, kept, states[id(kept)])

    def block() -> Block:
        rows = tuple(_item_lines(person, at, kept) for at, kept in items)
        labels = tuple(line.label for line in rows[0]) if rows else ()
        return Block(title, columns=labels, rows=rows, layout=Layout.TABLE)

    parts = list_parts(ITEMS, items, FIRST_ITEMS, expanded, write)
    if left := len(found) - count:
        parts.append(Part("hidden", lambda out: _write_hidden(out, left, count, is_open=is_open)))
    return Section(ITEMS, title, block, (heading, *parts) if found else (), count)


def memories_section(person: ShownPerson) -> Section:
    """The memories of each contact that has some, newest talk first, with links to them."""
    title, found = translate("person", "What agents know"), person.with_memories
    count = sum(len(memories.memories) for _at, memories in found)
    heading = Part("heading", lambda out: Inline(out).heading(title, number(count)))
    parts = [_known_part(person, at, memories) for at, memories in found]

    def block() -> Block:
        lines = [
            _scoped_line(summary_line(memories.paths, memory), at, memories.name_of(memory))
            for at, memories in found
            for memory in memories.overview.memories
        ]
        return Block(title, lines=tuple(lines))

    return Section(KNOWN, title, block, (heading, *parts) if found else (), count)


def _key(person: ShownPerson, at: int, kept: KeptItem) -> ItemKey:
    return (*person.contacts[at].key, item_key(kept.memory.agent, kept.item))


def _write_hidden(out: PartWriter, hidden: int, count: int, *, is_open: bool) -> None:
    """How many are done or snoozed, and the link that shows or hides them."""
    put = Inline(out)
    put.paragraph(above=2)
    put.text(hidden_words(hidden) if count or is_open else all_hidden_words(), put.formats.muted)
    put.gap()
    words = translate("person", "Hide them") if is_open else show_hidden_words()
    put.text(words, put.formats.link, href=HIDDEN)


def _item_lines(person: ShownPerson, at: int, kept: KeptItem) -> tuple[Line, ...]:
    memories = person.contacts[at].memories
    assert memories is not None
    return tuple(_scoped_line(each, at) for each in ItemLines(memories.paths, kept.item).all())


def _scoped_line(line: Line, at: int, label: str = "") -> Line:
    return Line(label or line.label, line.value, line.kind, scoped(at, line.path))


def _write_item(
    out: PartWriter, person: ShownPerson, at: int, kept: KeptItem, state: ItemState | None
) -> None:
    contact, put = person.contacts[at], Inline(out)
    memories = contact.memories
    assert memories is not None
    lines = ItemLines(memories.paths, kept.item)
    put.paragraph(above=2)
    if lines.priority.value is not None:
        place = rank(lines.priority.value)
        color = COLORS[place] if place < len(COLORS) else ""
        put.chip(_scoped_line(lines.priority, at), humanize(lines.priority.value), color)
        put.gap()
    _write_text(put, lines, at)
    if lines.since.value is not None:
        put.gap()
        age = short_age(lines.since.value) or lines.since.value
        tip = full_date(lines.since.value)
        put.reworded(_scoped_line(lines.since, at), age, put.formats.muted, tip=tip)
    put.gap()
    href = memory_href(at, kept.memory.number, item_key(kept.memory.agent, kept.item))
    _agent(put, memories, kept.memory, href)
    put.text(f"{GAP}{one_line(contact.account)}", put.formats.muted)
    if state is not None:
        put.text(f"{GAP}{state_words(state)}", put.formats.muted)


def _write_text(put: Inline, lines: ItemLines, at: int) -> None:
    kind = humanize(lines.type.value) if lines.type.value is not None else ""
    if lines.text.value is not None:
        put.out.blocks.value(put.cursor, _scoped_line(lines.text, at))
    if kind:
        if lines.text.value is not None:
            put.gap()
        form = put.formats.muted if lines.text.value is not None else None
        put.reworded(_scoped_line(lines.type, at), kind, form)


def _agent(put: Inline, memories: ContactMemories, memory: Memory, href: str) -> None:
    """A badge that names an agent and opens its memory."""
    name = memories.name_of(memory)
    put.chip(None, name, href=href, tip=memory.agent or name)


def _known_part(person: ShownPerson, at: int, memories: ContactMemories) -> Part:
    contact = person.contacts[at]

    def write(out: PartWriter) -> None:
        put = Inline(out)
        put.heading(one_line(contact.account), level=1)
        put.gap()
        words = translate("person", "All memories")
        put.text(words, put.formats.link, href=memory_href(at, 0))
        put.text(f"{GAP}{memories_words(memories.memories)}", put.formats.muted)
        for memory in memories.overview.memories:
            _write_memory(put, at, memories, memory)

    return Part(f"contact {at}", write)


def _write_memory(put: Inline, at: int, memories: ContactMemories, memory: Memory) -> None:
    put.paragraph(above=1)
    _agent(put, memories, memory, memory_href(at, memory.number))
    talk = memories.overview.last_talk(memory)
    if talk:
        age = translate("person", "last talk {ago}").format(ago=short_age(talk) or talk)
        put.text(f"{GAP}{age}", put.formats.muted, tip=full_date(talk))
    summary = one_line(memory.summary, MAX_SUMMARY_CHARS)
    if summary:
        put.gap()
        put.reworded(_scoped_line(summary_line(memories.paths, memory), at), summary)
