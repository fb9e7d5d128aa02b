"""The facts of one memory: two columns that sort, and under each the messages that contain it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cached_property

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCharFormat, QTextTable

from contactdesk.memories.evidence import MIN_CHARS, Messages, Quote
from contactdesk.memories.reading import Memory, Message
from contactdesk.model import Kind
from contactdesk.records.blocks import Block, Line
from contactdesk.records.formatting import humanize, raw_text
from contactdesk.records.moments import local_moment
from contactdesk.text.normalize import normalize
from contactdesk.ui.document.builder import FOLD, REST, percent, units
from contactdesk.ui.document.sections import Part, PartWriter, Section
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.ages import full_date
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.fact_grid import FACTS, MIN_COLUMNS
from contactdesk.ui.memories.inline import Inline
from contactdesk.ui.memories.part_lines import fact_lines, tr
from contactdesk.ui.memories.part_list import list_parts

SORT = "sort:"
"""Prefix of links in the heads of the columns: the column, KEY or VALUE, stands behind it."""

KEY, VALUE = "key", "value"
FIRST_FACTS = 100
KEY_SHARE, EVIDENCE_UNITS = 28, 14
"""Widths of the first and the last column, the first in percent."""

MAX_QUOTES = 10
"""Quotes under a fact until all are asked for."""

translate = QCoreApplication.translate


class FactEntry(Struct, frozen=True):
    """One value of a fact; `key` is the fact's own."""

    key: str
    line: Line


class FactTable:
    """The section of a memory's facts, sorted by one column or as sent."""

    def __init__(self, shown: ContactMemories, memory: Memory) -> None:
        self._shown = shown
        self._memory = memory
        self._sent = [
            FactEntry(fact.key, line) for fact in memory.facts for line in fact_lines(fact)
        ]
        self.column = ""
        self.is_descending = False

    @cached_property
    def _messages(self) -> Messages[Message]:
        return Messages(self._memory.messages)

    # Sorting

    def sort_by(self, column: str) -> None:
        """Sorts by a column: ascending, the second time descending, the third time as sent."""
        if column != self.column:
            self.column, self.is_descending = column, False
        elif self.is_descending:
            self.column, self.is_descending = "", False
        else:
            self.is_descending = True

    def resume(self, before: FactTable) -> None:
        """Sorts as another table does."""
        self.column, self.is_descending = before.column, before.is_descending

    @property
    def entries(self) -> Sequence[FactEntry]:
        """The values in the order of the rows."""
        if not self.column:
            return self._sent
        key = _by_key if self.column == KEY else _by_value
        return sorted(self._sent, key=key, reverse=self.is_descending)

    # The section

    def section(self, expanded: Set[str]) -> Section:
        entries, title = self.entries, tr("Facts")
        count = len(self._memory.facts)
        heading = Part("heading", lambda out: Inline(out).heading(title, number(count)))
        parts = [heading, Part("head", self._write_head)]
        parts += list_parts(FACTS, entries, FIRST_FACTS, expanded, self._write)
        return Section(FACTS, title, self.block, tuple(parts) if entries else (), count)

    def block(self) -> Block:
        lines = tuple(each.line for each in self.entries)
        return Block(tr("Facts"), lines=lines, path=self._memory.path, is_open_ended=True)

    def _write_head(self, out: PartWriter) -> None:
        table = out.builder.table(
            out.cursor, 1, 3, (percent(KEY_SHARE), REST, units(EVIDENCE_UNITS))
        )
        for at, (column, words) in enumerate(((KEY, tr("Fact")), (VALUE, tr("Value")))):
            put = Inline(out, table.cellAt(0, at).firstCursorPosition())
            sign = ""
            if column == self.column:
                sign = " ↓" if self.is_descending else " ↑"
            tip = translate("memories", "Sort by this column")
            put.text(words + sign, put.formats.small_strong, href=SORT + column, tip=tip)
        out.builder.leave(out.cursor, table)

    def _write(self, out: PartWriter, entries: Sequence[FactEntry]) -> None:
        rows = [(each, fold_key(each) in out.expanded) for each in entries]
        count = len(rows) + sum(is_open for _, is_open in rows)
        key = [] if out.columns < MIN_COLUMNS else [percent(KEY_SHARE)]
        widths = *key, REST, units(EVIDENCE_UNITS)
        table = out.builder.table(out.cursor, count, len(widths), widths)
        at = 0
        for entry, is_open in rows:
            self._row(out, table, at, entry)
            at += 1
            if is_open:
                table.mergeCells(at, 0, 1, len(widths))
                self._quotes(Inline(out, table.cellAt(at, 0).firstCursorPosition()), entry)
                at += 1
        out.builder.leave(out.cursor, table)

    def _row(self, out: PartWriter, table: QTextTable, at: int, entry: FactEntry) -> None:
        last = table.columns() - 1
        for column in range(last + 1):
            out.builder.add_line_above(table.cellAt(at, column))
        put = Inline(out, table.cellAt(at, 0).firstCursorPosition())
        put.text(one_line(entry.line.label), put.formats.muted, tip=entry.key)
        if last == 1:
            put.paragraph()
            out.blocks.value(put.cursor, entry.line)
        else:
            out.blocks.value(table.cellAt(at, 1).firstCursorPosition(), entry.line)
        if self._memory.messages and _is_looked_for(entry.line):
            put = Inline(out, table.cellAt(at, last).firstCursorPosition())
            count = len(self._found(entry))
            tip = translate("memories", "Messages that contain this value: text match")
            href, words = FOLD + fold_key(entry), f"❞ {number(count)}"
            put.text(words, put.formats.small, href=href, tip=tip, is_quiet=not count)

    # Evidence

    def _found(self, entry: FactEntry) -> list[Quote[Message]]:
        return self._messages.evidence(entry.line.value, entry.key)

    def _quotes(self, put: Inline, entry: FactEntry) -> None:
        found = self._found(entry)
        if not found:
            put.text(tr("No message of this memory contains this value."), put.formats.muted)
            return
        put.chip(None, tr("Text match"), tip=tr("Found by its words, not by its meaning."))
        key = f"quotes {entry.line.path}"
        shown = found if key in put.out.expanded else found[:MAX_QUOTES]
        for quote in shown:
            self._quote(put, quote)
        if len(shown) < len(found):
            put.out.builder.show_all_link(put.cursor, key, len(found))

    def _quote(self, put: Inline, quote: Quote[Message]) -> None:
        message, end = quote.message, 0
        who = self._shown.contact_name or tr("Contact")
        if message.role.strip().casefold() != "user":
            who = self._shown.name_of(self._memory)
        time = full_date(message.at) if local_moment(message.at) else message.at
        parts = (one_line(each) for each in (who, time, humanize(message.channel)))
        put.paragraph(above=1, indent=2)
        words = " · ".join(filter(None, parts))
        put.text(words, put.formats.small, href=f"{MESSAGE}{message.path}")
        put.paragraph(indent=2)
        marked = QTextCharFormat(put.formats.plain)
        marked.setBackground(theme.color("hit"))
        for start, stop in quote.spans:
            put.verbatim(message.text[end:start])
            put.verbatim(message.text[start:stop], marked)
            end = stop
        put.verbatim(message.text[end:])


MESSAGE = "message:"
"""Prefix of links to a message by its path."""


def fold_key(entry: FactEntry) -> str:
    """The key of the messages that are unfolded under a value, as Qt gives it back: it has no half
    characters."""
    return f"evidence {entry.line.path}".encode("utf-8", "replace").decode()


def _is_looked_for(line: Line) -> bool:
    """Whether a value says enough to be looked for."""
    if line.value is None or isinstance(line.value, bool) or line.kind is Kind.BOOL:
        return False
    return len(normalize(raw_text(line.value))) >= MIN_CHARS


def _by_key(entry: FactEntry) -> str:
    return normalize(entry.line.label)


def _by_value(entry: FactEntry) -> tuple[int, float, str]:
    """Numbers by size, before texts; what is empty comes last."""
    value = entry.line.value
    if value is None:
        return 2, 0.0, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 0, _as_float(value), ""
    return 1, 0.0, normalize(raw_text(value))


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
