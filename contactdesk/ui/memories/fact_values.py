"""Values of facts, as rows of labels and values and inside the cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.memories.fact_grid import FactRow, FactValue, KeptFact
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.builder import LINE_SHARES
from contactdesk.ui.document.sections import PartWriter
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import fact_lines


def write_value(put: Inline, value: FactValue) -> None:
    """A value as the newest of its memories has it; nested values each on a line, labeled."""
    fact = value.kept[0].fact
    label = humanize(fact.key)
    for number, line in enumerate(fact_lines(fact)):
        if number:
            put.paragraph()
        inner = line.label.removeprefix(label).removeprefix(" › ").strip()
        if inner and line.label != label:
            put.text(f"{one_line(inner)}{GAP}", put.formats.muted)
        put.out.blocks.value(put.cursor, line)


def write_agents(put: Inline, shown: ContactMemories, kept: Sequence[KeptFact]) -> None:
    """The badges of the agents that say a value, each once."""
    seen: set[str] = set()
    for each in kept:
        name = shown.name_of(each.memory)
        if name not in seen:
            seen.add(name)
            put.gap()
            put.agent(shown, each.memory)


def write_rows(
    out: PartWriter, shown: ContactMemories, rows: Sequence[FactRow], *, with_agents: bool
) -> None:
    """A line a key: the label, and its values, with who says them if they differ."""
    if not rows:
        return
    table = out.builder.table(out.cursor, len(rows), 2, LINE_SHARES)
    for at, row in enumerate(rows):
        label = Inline(out, table.cellAt(at, 0).firstCursorPosition())
        label.text(one_line(humanize(row.title)), label.formats.muted)
        put = Inline(out, table.cellAt(at, 1).firstCursorPosition())
        values = row.values
        for number, value in enumerate(values):
            if number:
                put.paragraph()
            write_value(put, value)
            if with_agents and len(values) > 1:
                write_agents(put, shown, value.kept)
    out.builder.leave(out.cursor, table)
