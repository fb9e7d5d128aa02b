"""Writes blocks into a text document: headings, labels and values, tables, conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from contactdesk.model import Kind, Layout
from contactdesk.records.blocks import Block, Line, Message
from contactdesk.records.formatting import (
    EMPTY,
    LocaleFormats,
    format_number,
    format_value,
    humanize,
    is_empty,
    local_moment,
    tag_texts,
)
from contactdesk.ui.detail.document_builder import OPEN, SAVE, SHOW_ALL, Page, Written
from contactdesk.ui.kit.text import VIEW, TextView, block, web_link
from contactdesk.ui.kit.text import line as one_line

T = TypeVar("T")

LONGEST = 4_000
"""Characters of one value that are written before the rest is asked for."""

ENOUGH, BRIEF = 40_000, 500
"""Characters of a document from which on values are written up to `BRIEF` only: Qt may take a
second to lay out ten thousand of a script or of pictures it has no font for."""

MOST = 100
"""Lines, rows, cards, messages or tags that are written before the rest is asked for."""

LONG = 90
"""Characters from which on running text stands below its label, across the width."""

SHORT = 60
"""Characters up to which a value stands beside its label, whichever way it is written."""

LONG_WORD = re.compile(r"(\S{200})(?=\S{200})")

LABEL_SHARE = 34
"""Percent of the width that labels have."""

# Whoever is not the person the contact stands for is on our side of the conversation.
PEOPLE = {"user", "customer", "caller", "human", "contact", "client"}


class DocumentWriter:
    """Writes into a view's own document.

    `opened` holds the paths whose values are written whole, and the keys of whole lists;
    `columns` is how many columns of a table have room.
    """

    def __init__(
        self, view: TextView, now: datetime, forms: LocaleFormats, opened: set[str], columns: int
    ) -> None:
        self._page = Page(view)
        self._now = now
        self._forms = forms
        self._opened = opened
        self._columns = columns
        self._length = 0
        is_mirrored = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        self._near = side | Qt.AlignmentFlag.AlignAbsolute

    def write(self, blocks: Sequence[Block]) -> Written:
        """Puts the blocks in the place of what the document held."""
        self._page.written.blocks = blocks
        with self._page.writing() as cursor:
            for at, each in enumerate(blocks):
                self._page.section = at
                self._block(cursor, each, level=0)
        return self._page.written

    # Blocks

    def _block(self, cursor: QTextCursor, each: Block, level: int) -> None:
        if each.title:
            self._heading(cursor, each, level)
        if each.lines:
            self._lines(cursor, each)
        if each.rows:
            self._rows(cursor, each)
        if each.messages:
            self._messages(cursor, each)
        key = list_key(each, "blocks")
        for child in self._some(each.blocks, key):
            if each.layout is Layout.CARDS:
                with self._page.frame(cursor, "card", padding=2.5 * self._page.unit):
                    self._block(cursor, child, level + 1)
            else:
                self._block(cursor, child, level + 1)
        self._rest(cursor, each.blocks, key)

    def _heading(self, cursor: QTextCursor, each: Block, level: int) -> None:
        page = self._page
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(0 if cursor.atStart() else page.unit * (1 if level else 5))
        paragraph.setBottomMargin(page.unit)
        paragraph.setHeadingLevel(min(6, level + 2))
        page.paragraph(cursor, paragraph)
        start = cursor.position()
        strong = page.inks.strong if each.title_path or not level else page.inks.small_strong
        title = one_line(each.title)
        page.insert(cursor, title, strong)
        if each.title_path:
            page.mark(start, title, each.title_path)
        aside = one_line(humanize(each.subtitle))
        if not aside and not level and (count := len(each.rows) or len(each.messages)) > 1:
            aside = str(count)
        if aside:
            page.insert(cursor, f"  {aside}", page.inks.muted)

    # Labels and values

    def _lines(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "lines")
        lines = self._some(each.lines, key)
        table = self._page.table(cursor, len(lines), 2, first=LABEL_SHARE)
        for row, line in enumerate(lines):
            at = table.cellAt(row, 0).firstCursorPosition()
            if line.starts_item and row:
                self._page.space(table, row)
            self._label(at, line)
            if _is_long(line):
                table.mergeCells(row, 0, 1, 2)
                self._page.paragraph(at, QTextBlockFormat())
                self._value(at, line)
            else:
                self._value(table.cellAt(row, 1).firstCursorPosition(), line)
        self._page.leave(cursor, table)
        self._rest(cursor, each.lines, key)

    def _label(self, cursor: QTextCursor, line: Line) -> None:
        start = cursor.position()
        label = line.label[:1].upper() + line.label[1:] if line.label.islower() else line.label
        # A type such as url or email that stands where a label does.
        label = humanize(label) if line.label.islower() and line.label.isalpha() else label
        label = one_line(label)
        self._page.insert(cursor, label, self._page.inks.muted)
        if line.label_path:
            self._page.mark(start, label, line.label_path, line)

    def _rows(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "rows")
        rows = self._some(each.rows, key)
        if len(each.columns) > self._columns:
            self._rows_as_cards(cursor, rows)
        else:
            table = self._page.table(cursor, len(rows) + 1, len(each.columns))
            for column, label in enumerate(each.columns):
                at = table.cellAt(0, column).firstCursorPosition()
                self._page.insert(at, one_line(label), self._page.inks.small)
            for row, cells in enumerate(rows, 1):
                for column, line in enumerate(cells):
                    cell = table.cellAt(row, column)
                    self._page.rule(cell)
                    if line is not None:
                        self._value(cell.firstCursorPosition(), line)
            self._page.leave(cursor, table)
        self._rest(cursor, each.rows, key)

    def _rows_as_cards(self, cursor: QTextCursor, rows: Sequence[Sequence[Line | None]]) -> None:
        """Where a table has no room, each row is a card of labels and values."""
        for row in rows:
            lines = tuple(line for line in row if line is not None)
            with self._page.frame(cursor, "card", padding=2.5 * self._page.unit):
                self._lines(cursor, Block(lines=lines, path=lines[0].path))

    def _value(self, cursor: QTextCursor, line: Line) -> None:
        start = cursor.position()
        if line.kind is Kind.TAGS and not is_empty(line.value):
            shown = self._tags(cursor, tag_texts(line.value, self._forms), line.path)
        else:
            shown = self._text(cursor, line)
        self._page.mark(start, shown, line.path, line)
        for badge in line.badges:
            self._page.insert(cursor, "  ", self._page.inks.plain)
            self._page.chip(cursor, badge)

    def _text(self, cursor: QTextCursor, line: Line) -> str:
        page = self._page
        said = format_value(line.value, line.kind, self._now, self._forms)
        if not said:
            page.insert(cursor, EMPTY, page.inks.muted)
            return ""
        if len(said) < SHORT:
            paragraph = QTextBlockFormat()
            paragraph.setAlignment(self._near)
            cursor.mergeBlockFormat(paragraph)
        most = LONGEST if self._length < ENOUGH else BRIEF
        is_cut = len(said) > most and line.path not in self._opened
        # Qt takes seconds to wrap a word of 200,000 letters that nowhere may break.
        shown = LONG_WORD.sub("\\1\u200b", block(said[:most] if is_cut else said))
        self._length += len(shown)
        if line.kind is Kind.LINK and web_link(line.value) is not None:
            page.insert(cursor, shown, page.inks.link, OPEN + line.value)
        else:
            page.insert(cursor, shown, page.inks.plain)
        if is_cut:
            more = QCoreApplication.translate("DetailView", "… show all {count} characters")
            page.insert(cursor, " ", page.inks.plain)
            count = format_number(len(said), self._forms)
            page.insert(cursor, more.format(count=count), page.inks.link, SHOW_ALL + line.path)
        elif len(said) > VIEW:
            rest = QCoreApplication.translate("DetailView", "save the whole, {count} characters")
            page.insert(cursor, " ", page.inks.plain)
            count = format_number(len(said), self._forms)
            page.insert(cursor, rest.format(count=count), page.inks.link, SAVE + line.path)
        return shown

    def _tags(self, cursor: QTextCursor, texts: Sequence[str], path: str) -> str:
        shown = []
        for at, text in enumerate(self._some(texts, path)):
            if at:
                self._page.insert(cursor, "  ", self._page.inks.plain)
                shown.append("  ")
            shown.append(self._page.chip(cursor, text))
            self._length += len(shown[-1])
        self._rest(cursor, texts, path)
        return "".join(shown)

    # Conversations

    def _messages(self, cursor: QTextCursor, each: Block) -> None:
        key = list_key(each, "messages")
        day = ""
        for message in self._some(each.messages, key):
            spoken = local_moment(message.at.value, self._now)
            today = self._forms.day(spoken) if spoken else ""
            if today and today != day:
                self._day(cursor, today)
                day = today
            self._message(cursor, message, self._forms.clock(spoken) if spoken else "")
        self._rest(cursor, each.messages, key)

    def _day(self, cursor: QTextCursor, day: str) -> None:
        paragraph = QTextBlockFormat()
        paragraph.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        paragraph.setTopMargin(self._page.unit)
        paragraph.setBottomMargin(self._page.unit)
        self._page.paragraph(cursor, paragraph)
        self._page.insert(cursor, day, self._page.inks.small)

    def _message(self, cursor: QTextCursor, message: Message, clock: str) -> None:
        page, indent = self._page, 9 * self._page.unit
        is_person = str(message.who.value or "").strip().lower() in PEOPLE
        tone = "bubble_user" if is_person else "bubble_agent"
        left, right = (0, indent) if is_person else (indent, 0)
        with page.frame(cursor, tone, 2 * page.unit, left, right):
            cursor.setBlockFormat(QTextBlockFormat())
            self._said(cursor, message.who, page.inks.small_strong)
            self._said(cursor, message.channel, page.inks.small)
            self._said(cursor, message.at, page.inks.small, clock)
            if not is_empty(message.text.value):
                page.paragraph(cursor, QTextBlockFormat())
                self._value(cursor, message.text)

    def _said(self, cursor: QTextCursor, line: Line, form: QTextCharFormat, text: str = "") -> None:
        text = one_line(text or format_value(line.value, line.kind, self._now, self._forms))
        if not text:
            return
        if not cursor.atBlockStart():
            self._page.insert(cursor, " · ", form)
        start = cursor.position()
        self._page.insert(cursor, text, form)
        self._page.mark(start, text, line.path, line)

    # Long lists

    def _some(self, every: Sequence[T], key: str) -> Sequence[T]:
        return every if key in self._opened else every[:MOST]

    def _rest(self, cursor: QTextCursor, every: Sequence[T], key: str) -> None:
        if len(every) > MOST and key not in self._opened:
            self._page.more(cursor, key, len(every))


def _is_long(line: Line) -> bool:
    """Running text that is better read across the whole width."""
    return line.kind is Kind.LONG and isinstance(line.value, str) and len(line.value) > LONG


def list_key(each: Block, part: str) -> str:
    """What stands in `opened` for a block's whole list: lines, rows, messages or blocks."""
    return f"{each.path}#{each.title}#{part}"
