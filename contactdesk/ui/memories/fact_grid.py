"""The facts of all agents: a row a key, a column an agent, agreements folded, differences marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextTable

from contactdesk.memories.fact_grid import Agreement, FactRow
from contactdesk.memories.overview import AgentMemories, Overview
from contactdesk.model import Layout
from contactdesk.records.blocks import Block
from contactdesk.records.formatting import humanize
from contactdesk.ui.document.builder import FOLD, REST, percent
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.fact_values import write_value, write_values
from contactdesk.ui.memories.inline import GAP, Inline
from contactdesk.ui.memories.part_lines import fact_lines, tr
from contactdesk.ui.memories.part_list import list_parts

FACTS = "facts"
"""The section's key."""

FIRST_FACTS = 50
MAX_AGENT_COLUMNS = 6
"""Of more agents, each value names those that say it."""

KEY_SHARE = 28
"""Width of the keys in percent."""

MIN_COLUMNS = 3
"""Columns that the view has room for, from which on keys stand beside their values, else above."""

SIGNS = {Agreement.DIFFERS: "≠ ", Agreement.ONE_ONLY: "• ", Agreement.AGREED: ""}

translate = QCoreApplication.translate


def fact_grid_section(shown: ContactMemories, overview: Overview, expanded: Set[str]) -> Section:
    """The facts of an overview."""
    rows, title = overview.facts, tr("Facts")
    grid = _Grid(shown, overview)
    heading = Part("heading", lambda out: Inline(out).heading(title, _legend(rows)))
    parts = list_parts(FACTS, rows, FIRST_FACTS, expanded, grid.write)
    return Section(FACTS, title, grid.block, (heading, *parts) if rows else (), len(rows))


def _legend(rows: Sequence[FactRow]) -> str:
    """How many there are of each kind, with its sign."""
    counts = Counter(row.agreement for row in rows)
    words = [number(len(rows))]
    if count := counts[Agreement.DIFFERS]:
        words.append(translate("memories", "≠ %Ln different", "", count))
    if count := counts[Agreement.ONE_ONLY]:
        words.append(translate("memories", "• %Ln known to one agent", "", count))
    if count := counts[Agreement.AGREED]:
        words.append(translate("memories", "%Ln agreed", "", count))
    return GAP.join(words)


class _Grid:
    """Has a column for each agent that knows a fact, where there is room for them."""

    def __init__(self, shown: ContactMemories, overview: Overview) -> None:
        self._shown = shown
        self._rows = overview.facts
        knowing = {agent for row in self._rows for agent in row.cells}
        self._agents = [each for each in overview.agents if each.agent in knowing]

    def block(self) -> Block:
        """A card an agent, for copying."""
        cards = [
            Block(
                self._shown.agent_name(each.agent),
                lines=tuple(
                    line
                    for memory in each.memories
                    for fact in memory.facts
                    for line in fact_lines(fact)
                ),
                is_open_ended=True,
            )
            for each in self._agents
        ]
        return Block(tr("Facts"), blocks=tuple(cards), layout=Layout.CARDS)

    def write(self, out: PartWriter, rows: Sequence[FactRow]) -> None:
        differing = [row for row in rows if row.agreement is Agreement.DIFFERS]
        columns = len(self._agents) + 1
        if differing and columns <= min(out.columns, MAX_AGENT_COLUMNS + 1):
            self._grid(out, differing)
            rows = rows[len(differing) :]
        if rows:
            self._list(out, rows)

    # Where agents differ: a column an agent

    def _grid(self, out: PartWriter, rows: Sequence[FactRow]) -> None:
        agents = len(self._agents)
        widths = [percent(KEY_SHARE), *[percent((100 - KEY_SHARE) / agents)] * agents]
        has_head = rows[0] is self._rows[0]
        table = out.builder.table(out.cursor, len(rows) + has_head, agents + 1, widths)
        if has_head:
            for column, each in enumerate(self._agents, 1):
                self._head(Inline(out, table.cellAt(0, column).firstCursorPosition()), each)
        for at, row in enumerate(rows, has_head):
            self._row(out, table, at, row)
        out.builder.leave(out.cursor, table)

    def _row(self, out: PartWriter, table: QTextTable, at: int, row: FactRow) -> None:
        for column in range(table.columns()):
            out.builder.add_line_above(table.cellAt(at, column))
        self._key(Inline(out, table.cellAt(at, 0).firstCursorPosition()), row)
        for column, each in enumerate(self._agents, 1):
            put = Inline(out, table.cellAt(at, column).firstCursorPosition())
            for number_, value in enumerate(row.cells.get(each.agent, ())):
                if number_:
                    put.paragraph()
                write_value(put, value)

    def _head(self, put: Inline, agent: AgentMemories) -> None:
        for memory in agent.memories[:1]:
            put.agent(self._shown, memory)

    def _key(self, put: Inline, row: FactRow) -> None:
        sign = SIGNS[row.agreement]
        if sign:
            form = put.formats.muted
            if row.agreement is Agreement.DIFFERS:
                form = put.colored(theme.color("warning"))
            put.text(sign, form, tip=self._meaning(row))
        words = translate("memories", "Sent as {keys}").format(keys=", ".join(row.spellings))
        put.text(one_line(humanize(row.title)), put.formats.muted, tip=words)

    def _meaning(self, row: FactRow) -> str:
        if row.agreement is Agreement.DIFFERS:
            return translate("memories", "Agents differ")
        return translate("memories", "Known to one agent")

    def _agreed(self, put: Inline, row: FactRow) -> None:
        """The value, and a link that unfolds who says it."""
        for number_, value in enumerate(row.values):
            if number_:
                put.paragraph()
            write_value(put, value)
        kept = [each for values in row.cells.values() for each in values[0].kept[:1]]
        key = f"agreed {kept[0].fact.path}".encode("utf-8", "replace").decode()
        names = ", ".join(self._shown.name_of(each.memory) for each in kept)
        words = translate("memories", "%Ln agent(s)", "", len(row.cells))
        put.gap()
        put.text(words, put.formats.muted, href=FOLD + key, tip=names, is_quiet=True)
        if key in put.out.expanded:
            for each in kept:
                put.gap()
                put.agent(self._shown, each.memory)

    # Else a line a value, and who says it

    def _list(self, out: PartWriter, rows: Sequence[FactRow]) -> None:
        is_narrow = out.columns < MIN_COLUMNS
        widths = (REST,) if is_narrow else (percent(KEY_SHARE), REST)
        table = out.builder.table(out.cursor, len(rows), len(widths), widths)
        for at, row in enumerate(rows):
            for column in range(len(widths)):
                out.builder.add_line_above(table.cellAt(at, column))
            put = Inline(out, table.cellAt(at, 0).firstCursorPosition())
            self._key(put, row)
            if is_narrow:
                put.paragraph()
            else:
                put = Inline(out, table.cellAt(at, 1).firstCursorPosition())
            if row.agreement is Agreement.AGREED:
                self._agreed(put, row)
                continue
            write_values(put, self._shown, row, with_agents=len(self._agents) > 1)
        out.builder.leave(out.cursor, table)
