"""Open items in a line each: priority, text, what it is about, agent, age."""

from __future__ import annotations

from collections.abc import Sequence, Set

from contactdesk.memories.overview import KeptItem, Overview
from contactdesk.memories.priority import rank
from contactdesk.model import Layout
from contactdesk.records.blocks import Block
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.builder import REST, units
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit.ages import full_date, short_age
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.entities import entity_href
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import ItemLines, tr
from contactdesk.ui.memories.part_list import list_parts

OPEN_ITEMS = "open-items"
"""The section's key."""

FIRST_ITEMS = 25
COLORS = ("danger", "danger", "warning")
"""Colors of the most urgent priorities, by their rank."""

PRIORITY_UNITS, AGENT_UNITS, AGE_UNITS = 20, 34, 16
"""Widths of columns."""

MIN_COLUMNS = 5
"""Columns that the view has room for, from which on the items are a table."""


def open_items_section(
    shown: ContactMemories,
    overview: Overview,
    expanded: Set[str],
    *,
    with_agents: bool,
) -> Section:
    """The open items of an overview; with `with_agents`, each says whose it is."""
    items, title = overview.open_items, tr("Open items")
    writer = _ItemWriter(shown, overview, with_agents=with_agents)
    heading = Part("heading", lambda out: Inline(out).heading(title, number(len(items))))
    parts = list_parts(OPEN_ITEMS, items, FIRST_ITEMS, expanded, writer.write)
    return Section(OPEN_ITEMS, title, writer.block, (heading, *parts) if items else (), len(items))


class _ItemWriter:
    def __init__(self, shown: ContactMemories, overview: Overview, *, with_agents: bool) -> None:
        self._shown = shown
        self._overview = overview
        self._with_agents = with_agents
        self._paths = shown.paths

    def block(self) -> Block:
        """A table, for copying."""
        rows = [ItemLines(self._paths, each.item).all() for each in self._overview.open_items]
        labels = tuple(line.label for line in rows[0]) if rows else ()
        return Block(tr("Open items"), columns=labels, rows=tuple(rows), layout=Layout.TABLE)

    def write(self, out: PartWriter, items: Sequence[KeptItem]) -> None:
        if out.columns < MIN_COLUMNS:
            for each in items:
                self._paragraph(out, each)
        else:
            self._table(out, items)

    def _paragraph(self, out: PartWriter, kept: KeptItem) -> None:
        lines, put = ItemLines(self._paths, kept.item), Inline(out)
        put.paragraph(above=2)
        if lines.priority.value is not None:
            self._priority(put, lines)
            put.gap()
        self._text(put, lines, kept)
        put.gap()
        self._age(put, lines)
        if self._with_agents:
            put.gap()
            put.agent(self._shown, kept.memory)

    def _table(self, out: PartWriter, items: Sequence[KeptItem]) -> None:
        agent = [units(AGENT_UNITS)] if self._with_agents else []
        widths = [units(PRIORITY_UNITS), REST, *agent, units(AGE_UNITS)]
        table = out.builder.table(out.cursor, len(items), len(widths), widths)
        for row, kept in enumerate(items):
            lines = ItemLines(self._paths, kept.item)
            cells = [
                Inline(out, table.cellAt(row, column).firstCursorPosition())
                for column in range(len(widths))
            ]
            self._priority(cells[0], lines)
            self._text(cells[1], lines, kept)
            if self._with_agents:
                cells[2].agent(self._shown, kept.memory)
            self._age(cells[-1], lines)
        out.builder.leave(out.cursor, table)

    def _priority(self, put: Inline, lines: ItemLines) -> None:
        line = lines.priority
        if line.value is None:
            return
        place = rank(line.value)
        put.chip(line, humanize(line.value), COLORS[place] if place < len(COLORS) else "")

    def _text(self, put: Inline, lines: ItemLines, kept: KeptItem) -> None:
        if lines.text.value is not None:
            put.out.blocks.value(put.cursor, lines.text)
        elif lines.type.value is not None:
            put.reworded(lines.type, humanize(lines.type.value))
        if lines.text.value is not None and lines.type.value is not None:
            put.gap()
            put.reworded(lines.type, humanize(lines.type.value), put.formats.muted)
        self._about(put, lines, kept)

    def _about(self, put: Inline, lines: ItemLines, kept: KeptItem) -> None:
        """What it is about, as a link where a memory has the entity."""
        if lines.about_id.value is None and lines.about_type.value is None:
            return
        put.text(f"{GAP}→{GAP}", put.formats.muted)
        if lines.about_type.value is not None:
            put.reworded(lines.about_type, humanize(lines.about_type.value), put.formats.muted)
            put.text(" ")
        entity = self._overview.entity_of(kept.item)
        if lines.about_id.value is not None:
            href = entity_href(entity) if entity is not None else ""
            put.value(lines.about_id, href=href)

    def _age(self, put: Inline, lines: ItemLines) -> None:
        line = lines.since
        if line.value is not None:
            age = short_age(line.value) or line.value
            put.reworded(line, age, put.formats.muted, tip=full_date(line.value))
