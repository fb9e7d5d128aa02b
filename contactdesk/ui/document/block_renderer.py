"""Renders blocks to a text document: headings, labels and values, tables, conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from contactdesk.model import Kind, Layout
from contactdesk.records.blocks import Block, Line, Message
from contactdesk.records.formatting import (
    EMPTY,
    LocaleFormats,
    format_value,
    humanize,
    is_empty,
    label_words,
    tag_texts,
)
from contactdesk.records.moments import local_moment
from contactdesk.ui.document.builder import (
    FOLD,
    LINE_WIDTHS,
    OPEN,
    SAVE,
    SHOW_ALL,
    TAB,
    DocumentBuilder,
)
from contactdesk.ui.kit.text import VIEW, block, web_link, wrappable
from contactdesk.ui.kit.text import line as one_line
from contactdesk.ui.kit.wording import number

T = TypeVar("T")

translate = QCoreApplication.translate

MAX_VALUE_CHARS = 4_000
"""A longer value is cut, with a link that shows all of it."""

MAX_VALUE_CHARS_IN_LONG_DOCUMENT = 500
LONG_DOCUMENT_CHARS = 40_000
"""Past this length values are cut shorter: Qt can take a second to lay out ten thousand characters
of a script or of emoji that it has no font for."""

MAX_LIST_ITEMS = 100
"""Of a longer list of lines, rows, cards, messages or tags, a link shows the rest."""

WIDE_TEXT_CHARS = 90
"""Longer running text goes below its label, across the whole width."""

SHORT_VALUE_CHARS = 60
"""A shorter value is aligned with its label in either writing direction."""


LIST_PARTS = ("lines", "rows", "messages", "blocks")
"""The lists of a block that can be shortened."""

LinksIn = Callable[[str], Iterable[tuple[int, int, str]]]
"""Gives [start, end) and the target of each link in a text, in order, never touching."""

CONTACT_ROLES = {"user", "customer", "caller", "human", "contact", "client"}
"""Senders of messages who are the contact; any other is an agent of the user's company."""


class BlockRenderer:
    """Writes blocks, and single values, at a cursor of the builder's document.

    `expanded` holds the paths of values and the keys of lists that are shown in full; tables with
    more than `columns` columns become cards. With `is_mirrored`, lines begin on the right.
    `links_in` finds links in running text.
    """

    def __init__(
        self,
        builder: DocumentBuilder,
        now: datetime,
        forms: LocaleFormats,
        expanded: set[str],
        columns: int,
        *,
        is_mirrored: bool = False,
        links_in: LinksIn | None = None,
    ) -> None:
        self._builder = builder
        self._now = now
        self._forms = forms
        self._expanded = expanded
        self._columns = columns
        self._links_in = links_in
        self._length = 0
        self.is_mirrored = is_mirrored
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        self._leading_edge = side | Qt.AlignmentFlag.AlignAbsolute

    # Blocks

    def block(self, cursor: QTextCursor, each: Block, level: int = 0) -> None:
        """Writes a block with everything in it; `level` 0 is a section of the document."""
        if each.is_folded:
            self._fold(cursor, each)
        elif each.title and each.is_titled:
            self._heading(cursor, each, level)
        if not each.is_folded or fold_key(each) in self._expanded:
            self._content(cursor, each, level)

    def _content(self, cursor: QTextCursor, each: Block, level: int) -> None:
        if each.lines:
            self._lines(cursor, each)
        if each.rows:
            self._rows(cursor, each)
        if each.messages:
            self._messages(cursor, each)
        key = list_key(each, "blocks")
        for child in self._some(each.blocks, key):
            if each.layout is Layout.CARDS:
                with self._builder.frame(cursor, "card", padding=2.5 * self._builder.unit):
                    self.block(cursor, child, level + 1)
            else:
                self.block(cursor, child, level + 1)
        self._rest(cursor, each.blocks, key)

    def _begin_heading(self, cursor: QTextCursor, level: int) -> None:
        out = self._builder
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(0 if cursor.atStart() else out.unit * (2.5 if level else 5))
        paragraph.setBottomMargin(out.unit)
        paragraph.setHeadingLevel(min(6, level + 2))
        out.paragraph(cursor, paragraph)

    def _fold(self, cursor: QTextCursor, each: Block) -> None:
        """The heading of a folded block, as a link that opens and closes it."""
        self._begin_heading(cursor, 0)
        out, key = self._builder, fold_key(each)
        sign = "▾" if key in self._expanded else "▸"
        out.insert(cursor, f"{sign} {one_line(each.title)}", out.formats.strong, FOLD + key)
        out.insert(cursor, f"  {number(len(lines_in(each)))}", out.formats.muted)

    def _heading(self, cursor: QTextCursor, each: Block, level: int) -> None:
        self._begin_heading(cursor, level)
        out, start = self._builder, cursor.position()
        strong = out.formats.strong if each.title_path or not level else out.formats.small_strong
        title = one_line(each.title)
        out.insert(cursor, title, strong)
        if each.title_path:
            out.place(start, title, each.title_path)
        aside = one_line(humanize(each.subtitle))
        if not aside and not level and (count := len(each.rows) or len(each.messages)) > 1:
            aside = number(count)
        if aside:
            out.insert(cursor, f"  {aside}", out.formats.muted)

    # Labels and values

    def _lines(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "lines")
        lines = self._some(each.lines, key)
        table = self._builder.table(cursor, len(lines), 2, LINE_WIDTHS)
        for row, line in enumerate(lines):
            at = table.cellAt(row, 0).firstCursorPosition()
            if (line.starts_item and row) or _is_wide(line):
                self._builder.add_gap_above(table, row)
            self._label(at, line)
            if _is_wide(line):
                table.mergeCells(row, 0, 1, 2)
                self._builder.paragraph(at, QTextBlockFormat())
                self.value(at, line)
            else:
                self.value(table.cellAt(row, 1).firstCursorPosition(), line)
        self._builder.leave(cursor, table)
        self._rest(cursor, each.lines, key)

    def _label(self, cursor: QTextCursor, line: Line) -> None:
        start = cursor.position()
        label = one_line(label_words(line.label))
        self._builder.insert(cursor, label, self._builder.formats.muted)
        if line.label_path:
            self._builder.place(start, label, line.label_path, line)

    def _rows(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "rows")
        rows = self._some(each.rows, key)
        if len(each.columns) > self._columns:
            self._rows_as_cards(cursor, rows)
        else:
            table = self._builder.table(cursor, len(rows) + 1, len(each.columns))
            for column, label in enumerate(each.columns):
                at = table.cellAt(0, column).firstCursorPosition()
                self._builder.insert(at, one_line(label), self._builder.formats.small)
            for row, cells in enumerate(rows, 1):
                for column, line in enumerate(cells):
                    cell = table.cellAt(row, column)
                    self._builder.add_line_above(cell)
                    if line is not None:
                        self.value(cell.firstCursorPosition(), line)
            self._builder.leave(cursor, table)
        self._rest(cursor, each.rows, key)

    def _rows_as_cards(self, cursor: QTextCursor, rows: Sequence[Sequence[Line | None]]) -> None:
        """Each row as a card of labels and values, where the table would be too wide."""
        for row in rows:
            lines = tuple(line for line in row if line is not None)
            with self._builder.frame(cursor, "card", padding=2.5 * self._builder.unit):
                self._lines(cursor, Block(lines=lines, path=lines[0].path))

    def value(self, cursor: QTextCursor, line: Line) -> None:
        """Writes a value with its badges and records its place."""
        start = cursor.position()
        if line.kind is Kind.TAGS and not is_empty(line.value):
            shown = self._tags(cursor, tag_texts(line.value, self._forms), line.path)
        else:
            shown = self._text(cursor, line)
        self._builder.place(start, shown, line.path, line)
        for badge in line.badges:
            self._builder.insert(cursor, "  ", self._builder.formats.plain)
            start = cursor.position() + 1
            color = "warning" if badge.warns else ""
            title = self._builder.chip(cursor, badge.title, color)[1:-1]
            self._builder.place(start, title, badge.path)

    def _text(self, cursor: QTextCursor, line: Line) -> str:
        out = self._builder
        text = format_value(line.value, line.kind, self._now, self._forms)
        if not text:
            out.insert(cursor, EMPTY, out.formats.muted)
            return ""
        if len(text) < SHORT_VALUE_CHARS:
            paragraph = QTextBlockFormat()
            paragraph.setAlignment(self._leading_edge)
            cursor.mergeBlockFormat(paragraph)
        is_short = self._length < LONG_DOCUMENT_CHARS
        limit = MAX_VALUE_CHARS if is_short else MAX_VALUE_CHARS_IN_LONG_DOCUMENT
        is_cut = len(text) > limit and line.path not in self._expanded
        shown = wrappable(block(text[:limit] if is_cut else text))
        self._length += len(shown)
        if line.opens:
            out.insert(cursor, shown, out.formats.link, TAB + line.opens)
        elif line.kind is Kind.LINK and web_link(line.value) is not None:
            out.insert(cursor, shown, out.formats.link, OPEN + line.value)
        else:
            self._insert_text(cursor, shown)
        if is_cut:
            link = translate("BlockRenderer", "Show all %Ln character(s)", "", len(text))
            out.insert(cursor, "… ", out.formats.plain)
            out.insert(cursor, link, out.formats.link, SHOW_ALL + line.path)
        elif len(text) > VIEW:
            link = translate("BlockRenderer", "Save all %Ln character(s)…", "", len(text))
            out.insert(cursor, " ", out.formats.plain)
            out.insert(cursor, link, out.formats.link, SAVE + line.path)
        return shown

    def _insert_text(self, cursor: QTextCursor, shown: str) -> None:
        out, end = self._builder, 0
        for start, stop, href in self._links_in(shown) if self._links_in is not None else ():
            out.insert(cursor, shown[end:start], out.formats.plain)
            out.insert(cursor, shown[start:stop], out.formats.link, href)
            end = stop
        out.insert(cursor, shown[end:], out.formats.plain)

    def _tags(self, cursor: QTextCursor, texts: Sequence[str], path: str) -> str:
        shown = []
        for at, text in enumerate(self._some(texts, path)):
            if at:
                self._builder.insert(cursor, "  ", self._builder.formats.plain)
                shown.append("  ")
            shown.append(self._builder.chip(cursor, text))
            self._length += len(shown[-1])
        self._rest(cursor, texts, path)
        return "".join(shown)

    # Conversations

    def _messages(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "messages")
        day = ""
        for message in self._some(each.messages, key):
            sent = local_moment(message.at.value)
            sent_on = self._forms.day(sent.date()) if sent else ""
            if sent_on and sent_on != day:
                self._day(cursor, sent_on)
                day = sent_on
            self._message(cursor, message, self._forms.clock(sent) if sent else "")
        self._rest(cursor, each.messages, key)

    def _day(self, cursor: QTextCursor, day: str) -> None:
        paragraph = QTextBlockFormat()
        paragraph.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        paragraph.setTopMargin(self._builder.unit)
        paragraph.setBottomMargin(self._builder.unit)
        self._builder.paragraph(cursor, paragraph)
        self._builder.insert(cursor, day, self._builder.formats.small)

    def _message(self, cursor: QTextCursor, message: Message, clock: str) -> None:
        out, indent = self._builder, 9 * self._builder.unit
        is_contact = str(message.who.value or "").strip().lower() in CONTACT_ROLES
        color = "bubble_user" if is_contact else "bubble_agent"
        left, right = (0, indent) if is_contact else (indent, 0)
        with out.frame(cursor, color, 2 * out.unit, left, right):
            cursor.setBlockFormat(QTextBlockFormat())
            self._caption(cursor, message.who, out.formats.small_strong)
            self._caption(cursor, message.channel, out.formats.small)
            self._caption(cursor, message.at, out.formats.small, clock)
            if not is_empty(message.text.value):
                out.paragraph(cursor, QTextBlockFormat())
                self.value(cursor, message.text)

    def _caption(
        self, cursor: QTextCursor, line: Line, form: QTextCharFormat, text: str = ""
    ) -> None:
        """A part of the line above a message; `text` replaces the value's own words."""
        text = one_line(text or format_value(line.value, line.kind, self._now, self._forms))
        if not text:
            return
        if not cursor.atBlockStart():
            self._builder.insert(cursor, " · ", form)
        start = cursor.position()
        self._builder.insert(cursor, text, form)
        self._builder.place(start, text, line.path, line)

    # Long lists

    def _some(self, every: Sequence[T], key: str) -> Sequence[T]:
        return every if key in self._expanded else every[:MAX_LIST_ITEMS]

    def _rest(self, cursor: QTextCursor, every: Sequence[T], key: str) -> None:
        if len(every) > MAX_LIST_ITEMS and key not in self._expanded:
            self._builder.show_all_link(cursor, key, len(every))


def _is_wide(line: Line) -> bool:
    """Whether it is running text that reads better across the whole width."""
    return (
        line.kind is Kind.LONG and isinstance(line.value, str) and len(line.value) > WIDE_TEXT_CHARS
    )


def fold_key(each: Block) -> str:
    """The key in `expanded` of a folded block."""
    return list_key(each, "fold")


def lines_in(each: Block) -> list[Line]:
    """Every line and cell of a block with those inside it."""
    found = [*each.lines, *(cell for row in each.rows for cell in row if cell is not None)]
    for inner in each.blocks:
        found += lines_in(inner)
    return found


def folds_where(blocks: Sequence[Block], holds: Callable[[Line], bool]) -> set[str]:
    """The keys of folded blocks with a line inside that holds true."""
    found: set[str] = set()
    for each in blocks:
        if each.is_folded and any(map(holds, lines_in(each))):
            found.add(fold_key(each))
        found |= folds_where(each.blocks, holds)
    return found


def list_key(each: Block, part: str) -> str:
    """The key in `expanded` of one of a block's lists; `part` is one of LIST_PARTS."""
    return f"{each.path}#{each.title}#{part}"
