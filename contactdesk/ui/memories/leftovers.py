"""What a memory has beyond its parts: other values, technical ids, and the whole as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from contactdesk.memories.as_sent import laid_out, memory_as_sent
from contactdesk.memories.reading import Memory
from contactdesk.model import Kind
from contactdesk.records.blocks import OTHER, Block, Line, tabs
from contactdesk.records.section_plan import section_plan
from contactdesk.records.unmapped import unmapped
from contactdesk.ui.document.builder import SHOW_ALL
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.text import block as safe_block
from contactdesk.ui.kit.text import wrappable
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import (
    EntityLines,
    ItemLines,
    agent_lines,
    chat_message,
    fact_lines,
    summary_line,
    tr,
)

OTHERS, TECHNICAL, AS_SENT = "other", "technical-ids", "as-sent"
"""The sections' keys; the last two are folded until the key is among what is expanded."""

COPY_SENT, SAVE_SENT = "copy-sent:", "save-sent:"
"""Targets of the links to the whole memory."""

ALL_SENT = "all-sent"
"""The key of the whole text, which is cut to MAX_SENT_CHARS until it is expanded."""

MAX_SENT_CHARS = 20_000
ID_AT_END = re.compile(r"(?:^|[._])(?:id|ID)$|[a-z]I[dD]$")

translate = QCoreApplication.translate


def leftover_sections(shown: ContactMemories, memory: Memory) -> list[Section]:
    """Values that no other section shows, technical ids, and the memory as the vendor keeps it."""
    blocks = _rest(shown, memory)
    ids = [*agent_lines(shown.paths, memory), *(line for line in _all(blocks) if _is_id(line))]
    others = _without(blocks, {line.path for line in ids})
    found = [_others(others)] if others else []
    if ids:
        found.append(_technical(ids))
    return [*found, _as_sent(shown, memory)]


# What no part shows


def _rest(shown: ContactMemories, memory: Memory) -> list[Block]:
    items = (item for tab in tabs(shown.provider, shown.record) for item in tab.items)
    item = next((each for each in items if each.path == memory.path), None)
    blocks = _without(item.build() if item is not None else [], _shown_paths(shown, memory))
    plan = section_plan(shown.provider)
    lines = [Line(*each[:3], each[3]) for each in unmapped(plan, memory.raw, memory.path)]
    return [*blocks, Block(OTHER, lines=tuple(lines), is_open_ended=True)] if lines else blocks


def _shown_paths(shown: ContactMemories, memory: Memory) -> set[str]:
    paths = shown.paths
    lines = [summary_line(paths, memory), *agent_lines(paths, memory)]
    lines += [line for item in memory.open_items for line in ItemLines(paths, item).all()]
    lines += [line for fact in memory.facts for line in fact_lines(fact)]
    for entity in memory.entities:
        lines += EntityLines(paths, entity).all()
        lines += [line for fact in entity.facts for line in fact_lines(fact)]
    for message in memory.messages:
        chat = chat_message(paths, message)
        lines += (chat.who, chat.text, chat.channel, chat.at)
    return {line.path for line in lines}


def _without(blocks: Sequence[Block], paths: Set[str]) -> list[Block]:
    """The blocks without the values at some paths, and without what is empty then."""
    found = []
    for each in blocks:
        lines = tuple(line for line in each.lines if line.path not in paths)
        rows = tuple(row for row in each.rows if any(_is_left(cell, paths) for cell in row))
        messages = tuple(
            message
            for message in each.messages
            if any(
                _is_left(line, paths)
                for line in (message.who, message.text, message.channel, message.at)
            )
        )
        inner = tuple(_without(each.blocks, paths))
        left = replace(each, lines=lines, rows=rows, messages=messages, blocks=inner)
        if not left.is_bare:
            found.append(left)
    return found


def _is_left(line: Line | None, paths: Set[str]) -> bool:
    return line is not None and line.value is not None and line.path not in paths


def _all(blocks: Sequence[Block]) -> Iterator[Line]:
    for each in blocks:
        yield from each.lines
        yield from _all(each.blocks)


def _is_id(line: Line) -> bool:
    return isinstance(line.value, str) and ID_AT_END.search(line.path) is not None


# The sections


def _others(blocks: Sequence[Block]) -> Section:
    title = tr("Other")

    def write(out: PartWriter) -> None:
        Inline(out).heading(title)
        for each in blocks:
            is_untitled = each.title in ("", OTHER)
            out.blocks.block(out.cursor, replace(each, title="" if is_untitled else each.title), 1)

    return Section(
        OTHERS, title, lambda: Block(title, blocks=tuple(blocks)), (Part("other", write),)
    )


def _technical(lines: Sequence[Line]) -> Section:
    title = tr("Technical IDs")

    def write(out: PartWriter) -> None:
        Inline(out).heading(title, number(len(lines)), fold=TECHNICAL)
        if TECHNICAL in out.expanded:
            out.blocks.block(out.cursor, Block(lines=tuple(lines)))

    def block() -> Block:
        return Block(title, lines=tuple(lines))

    return Section(TECHNICAL, title, block, (Part("ids", write),), len(lines))


def _as_sent(shown: ContactMemories, memory: Memory) -> Section:
    title = tr("What this agent sees")

    def text() -> str:
        return memory_as_sent(shown.provider, shown.raw, memory)

    def write(out: PartWriter) -> None:
        sent, put = text(), Inline(out)
        length = translate("memories", "%Ln character(s)", "", len(sent))
        put.heading(title, length, fold=AS_SENT)
        put.gap()
        put.text(tr("Copy"), put.formats.link, href=COPY_SENT)
        put.gap()
        put.text(tr("Save…"), put.formats.link, href=SAVE_SENT)
        if AS_SENT in out.expanded:
            _write_sent(put, sent)

    def block() -> Block:
        return Block(title, lines=(Line(title, text(), Kind.LONG, memory.path),))

    return Section(AS_SENT, title, block, (Part("sent", write),))


def _write_sent(put: Inline, sent: str) -> None:
    text, is_whole = laid_out(sent), ALL_SENT in put.out.expanded
    put.paragraph(above=1)
    put.text(tr("The memory as the vendor keeps it, with a value on each line."), put.formats.muted)
    put.paragraph(above=1)
    shown = text if is_whole else text[:MAX_SENT_CHARS]
    put.out.builder.insert(put.cursor, wrappable(safe_block(shown)), put.formats.code)
    if len(shown) < len(text):
        words = translate("memories", "Show all %Ln character(s)", "", len(text))
        put.text(f"…{GAP}")
        put.text(words, put.formats.link, href=SHOW_ALL + ALL_SENT)
