"""Values of facts, as rows of labels and values and inside the cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from contactdesk.memories.fact_grid import FactRow, FactValue, KeptFact
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.builder import LINE_WIDTHS, SHOW_ALL
from contactdesk.ui.document.sections import PartWriter
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import fact_lines

MAX_AGENTS = 3
"""Badges beside a value until all are asked for."""

MAX_VALUES = 5
"""Different values of one key until all are asked for."""

translate = QCoreApplication.translate


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
    """The badges of the agents that say a value, each once: some, until all are asked for."""
    memories = {shown.name_of(each.memory): each.memory for each in reversed(kept)}
    names = list(reversed(memories))
    key = f"agents {kept[0].fact.path}"
    some = names if key in put.out.expanded else names[:MAX_AGENTS]
    for name in some:
        put.gap()
        put.agent(shown, memories[name])
    if left := len(names) - len(some):
        put.gap()
        words = translate("memories", "and %Ln more", "", left)
        put.text(words, put.formats.link, href=SHOW_ALL + key, tip=", ".join(names[len(some) :]))


def write_values(put: Inline, shown: ContactMemories, row: FactRow, *, with_agents: bool) -> None:
    """The different values of a row, a line each: some, until all are asked for."""
    values = row.values
    key = f"values {values[0].kept[0].fact.path}"
    some = values if key in put.out.expanded else values[:MAX_VALUES]
    for number, value in enumerate(some):
        if number:
            put.paragraph()
        write_value(put, value)
        if with_agents:
            write_agents(put, shown, value.kept)
    if len(some) < len(values):
        put.out.builder.show_all_link(put.cursor, key, len(values))


def write_rows(
    out: PartWriter, shown: ContactMemories, rows: Sequence[FactRow], *, with_agents: bool
) -> None:
    """A line a key: the label, and its values, with who says them if they differ."""
    if not rows:
        return
    table = out.builder.table(out.cursor, len(rows), 2, LINE_WIDTHS)
    for at, row in enumerate(rows):
        label = Inline(out, table.cellAt(at, 0).firstCursorPosition())
        label.text(one_line(humanize(row.title)), label.formats.muted)
        put = Inline(out, table.cellAt(at, 1).firstCursorPosition())
        write_values(put, shown, row, with_agents=with_agents and len(row.values) > 1)
    out.builder.leave(out.cursor, table)
