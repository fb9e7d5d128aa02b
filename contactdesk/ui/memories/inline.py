"""Writes the texts, values, badges and links inside a part of a memory's document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor

from contactdesk.memories.reading import Memory
from contactdesk.records.blocks import Line
from contactdesk.ui.document.builder import FOLD, TextFormats
from contactdesk.ui.document.sections import PartWriter
from contactdesk.ui.kit.text import block, tooltip, wrappable
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.utf16 import utf16_length
from contactdesk.ui.memories.contact_memories import ContactMemories, memory_words

OPEN_MEMORY = "memory:"
"""Prefix of links to a memory by its number."""

MAX_QUOTE_CHARS = 1_000
"""A longer part of a quoted text is cut: the message is shown whole elsewhere."""

GAP = "\u2002"
"""Between texts on one line."""


class Inline:
    """Writes at one cursor of a part's document: the part's own, or that of a table cell."""

    def __init__(self, out: PartWriter, cursor: QTextCursor | None = None) -> None:
        self.out = out
        self.cursor = out.cursor if cursor is None else cursor

    @property
    def formats(self) -> TextFormats:
        return self.out.builder.formats

    def paragraph(self, above: float = 0, below: float = 0, indent: float = 0) -> None:
        """Begins a paragraph; the margins are in units of the theme."""
        unit, shape = self.out.builder.unit, QTextBlockFormat()
        shape.setTopMargin(above * unit)
        shape.setBottomMargin(below * unit)
        shape.setLeftMargin(indent * unit)
        self.out.builder.paragraph(self.cursor, shape)

    def heading(self, title: str, aside: str = "", level: int = 0, *, fold: str = "") -> None:
        """The heading of a section, or with a `level` of something inside it; with a key to
        `fold` by, a link that unfolds what is below."""
        unit, shape = self.out.builder.unit, QTextBlockFormat()
        shape.setTopMargin(0 if self.cursor.atStart() else unit * (2 if level else 5))
        shape.setBottomMargin(unit)
        shape.setHeadingLevel(min(6, level + 2))
        self.out.builder.paragraph(self.cursor, shape)
        form = self.formats.small_strong if level else self.formats.strong
        if fold:
            self.text(f"{self.mark(fold)} {title}", form, href=FOLD + fold)
        else:
            self.text(title, form)
        if aside:
            self.text(f"{GAP}{aside}", self.formats.muted)

    def mark(self, key: str) -> str:
        """The sign of something that can be unfolded."""
        return "▾" if key in self.out.expanded else "▸"

    def text(
        self,
        words: str,
        form: QTextCharFormat | None = None,
        *,
        href: str = "",
        tip: str = "",
        is_quiet: bool = False,
    ) -> None:
        """A text on the line: ours, or passed through `line`; `tip` is shown by the mouse. A link
        that is quiet looks like text."""
        form = self.formats.plain if form is None else form
        if tip:
            form = QTextCharFormat(form)
            form.setToolTip(tooltip(tip))
        self.out.builder.insert(self.cursor, words, form, href, is_quiet=is_quiet)

    def run_as_window(self) -> None:
        """Lets the line run as the window does: a text from right to left at its start would turn the
        order of what follows."""
        shape = QTextBlockFormat()
        is_mirrored = self.out.blocks.is_mirrored
        directions = Qt.LayoutDirection
        shape.setLayoutDirection(directions.RightToLeft if is_mirrored else directions.LeftToRight)
        self.cursor.mergeBlockFormat(shape)

    def colored(self, color: QColor) -> QTextCharFormat:
        """The format of a text in another color."""
        form = QTextCharFormat(self.formats.strong)
        form.setForeground(color)
        return form

    def gap(self) -> None:
        self.text(GAP)

    def verbatim(self, text: str, form: QTextCharFormat | None = None) -> None:
        """A part of a text of the record, with its line breaks."""
        shown = wrappable(block(text, MAX_QUOTE_CHARS))
        self.out.builder.insert(self.cursor, shown, form or self.formats.plain)

    def value(self, line: Line, form: QTextCharFormat | None = None, *, href: str = "") -> None:
        """A short text of the record, on the line."""
        start, words = self.cursor.position(), one_line(line.value)
        self.text(words, form, href=href)
        self.out.builder.place(start, words, line.path, line)

    def cover(self, line: Line) -> None:
        """Records that the text just written ends with a value."""
        words = one_line(line.value)
        self.out.builder.place(self.cursor.position() - utf16_length(words), words, line.path, line)

    def reworded(
        self,
        line: Line,
        words: str,
        form: QTextCharFormat | None = None,
        *,
        href: str = "",
        tip: str = "",
    ) -> None:
        """A value, shown in words of ours."""
        start, words = self.cursor.position(), one_line(words)
        self.text(words, form, href=href, tip=tip)
        self.out.builder.place(start, words, line.path, line, is_reworded=True)

    def chip(
        self,
        line: Line | None,
        words: str,
        color: str = "",
        *,
        form: QTextCharFormat | None = None,
        href: str = "",
        tip: str = "",
    ) -> None:
        """A short text with a background; it stands for a value if there is a line."""
        start, chip = self.cursor.position() + 1, self.out.builder.chip
        shown = chip(self.cursor, words, color, form=form, href=href, tip=tip)[1:-1]
        if line is not None:
            self.out.builder.place(start, shown, line.path, line, is_reworded=True)

    def agent(self, shown: ContactMemories, memory: Memory) -> None:
        """A badge that names a memory's agent and opens the memory."""
        tip = memory.agent or memory_words(memory)
        self.chip(None, shown.name_of(memory), href=f"{OPEN_MEMORY}{memory.number}", tip=tip)
