"""The pieces a document is made of: paragraphs, tables, framed parts, chips, and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct, field
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)

from contactdesk.records.blocks import Block, Line
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import TextView, line

SHOW_ALL, SAVE, OPEN = "all:", "save:", "open:"
"""What begins the address of an anchor: more of the value or block at a path; a file for the value
at one; a vendor's link."""

PERCENT = QTextLength.Type.PercentageLength


class Mark(Struct, frozen=True):
    """Where a line's value, or a text the vendor chose for a label, stands in the document."""

    start: int
    shown: str
    path: str
    line: Line | None = None
    section: int = -1


class Written(Struct):
    """What was written: texts to find again, and what is to be painted behind them."""

    marks: list[Mark] = field(default_factory=list)
    chips: list[tuple[int, int]] = field(default_factory=list)
    frames: list[tuple[QTextFrame, str]] = field(default_factory=list)
    blocks: Sequence[Block] = ()


class Inks:
    """The forms of characters, in the colours of the scheme in use."""

    def __init__(self) -> None:
        heavy = QFont.Weight.DemiBold
        self.plain = _ink(theme.color("text"))
        self.muted = _ink(theme.color("muted"))
        self.strong = _ink(theme.color("text"), weight=heavy)
        self.small = _ink(theme.color("muted"), scale=0.9)
        self.small_strong = _ink(theme.color("muted"), scale=0.9, weight=heavy)
        self.link = _ink(theme.color("accent"))


def _ink(
    color: QColor, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal
) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(color)
    if scale != 1.0:
        made.setProperty(QTextFormat.Property.FontPointSize, theme.font(scale).pointSizeF())
    if weight != QFont.Weight.Normal:
        made.setFontWeight(weight)
    return made


class Page:
    """A view's own document while it is written, with plain insertions only."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self.unit = theme.unit()
        self.inks = Inks()
        self.written = Written()
        self.section = -1

    @contextmanager
    def writing(self) -> Iterator[QTextCursor]:
        """The cursor to write with, in the place of what the document held."""
        document = self._view.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        document.setDocumentMargin(4 * self.unit)
        yield cursor
        self.low(cursor)
        cursor.endEditBlock()

    def insert(self, cursor: QTextCursor, text: str, form: QTextCharFormat, href: str = "") -> None:
        self._view.insert(text, form, href=href, at=cursor)

    def mark(self, start: int, shown: str, path: str, line: Line | None = None) -> None:
        self.written.marks.append(Mark(start, shown, path, line, self.section))

    def more(self, cursor: QTextCursor, key: str, count: int) -> None:
        """Offers the rest of a list that was written in part."""
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(self.unit)
        self.paragraph(cursor, paragraph)
        words = self._view.tr("… show all {count}").format(count=count)
        self.insert(cursor, words, self.inks.link, SHOW_ALL + key)

    def chip(self, cursor: QTextCursor, text: str) -> str:
        """A short text that stays on one line, with a ground of its own; what was written."""
        text = line(text)
        if len(text) <= 30:
            text = text.replace(" ", "\u00a0")
        start = cursor.position()
        # Narrow spaces that do not break keep the letters off the ground's edge.
        padded = f"\u202f{text}\u202f"
        self.insert(cursor, padded, self.inks.plain)
        self.written.chips.append((start, cursor.position()))
        return padded

    def paragraph(self, cursor: QTextCursor, paragraph: QTextBlockFormat) -> None:
        """Begins a paragraph. The empty one after a table stays: it would swallow a margin."""
        if cursor.position() != cursor.currentFrame().firstPosition():
            cursor.insertBlock()
        cursor.setBlockFormat(paragraph)

    def low(self, cursor: QTextCursor, height: float = 1) -> None:
        """Makes the paragraph that Qt keeps after a table or a frame as low as can be."""
        paragraph = QTextBlockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        paragraph.setLineHeight(max(1, round(height)), fixed)
        if cursor.block().length() == 1:
            cursor.setBlockFormat(paragraph)

    def table(self, cursor: QTextCursor, rows: int, columns: int, first: int = 0) -> QTextTable:
        """A table as wide as the page; `first` is the percentage of its first of two columns."""
        if cursor.block().length() > 1:
            cursor.insertBlock()
        self.low(cursor)
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self.unit * 0.6)
        shape.setWidth(QTextLength(PERCENT, 100))
        shape.setMargin(0)
        # The text of the first column stands exactly below the headings.
        shape.setLeftMargin(-0.6 * self.unit)
        if first:
            widths = [QTextLength(PERCENT, first), QTextLength(PERCENT, 100 - first)]
            shape.setColumnWidthConstraints(widths)
        return cursor.insertTable(rows, columns, shape)

    def space(self, table: QTextTable, row: int) -> None:
        """Sets a row apart from the one above it."""
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            shape = cell.format().toTableCellFormat()
            shape.setTopPadding(2 * self.unit)
            cell.setFormat(shape)

    def leave(self, cursor: QTextCursor, part: QTextFrame, height: float = 1) -> None:
        """Goes on after a table or a frame."""
        cursor.setPosition(part.lastPosition() + 1)
        self.low(cursor, height)

    def rule(self, cell: QTextTableCell) -> None:
        """A faint line above a cell of a table."""
        shape = cell.format().toTableCellFormat()
        shape.setTopBorder(1)
        shape.setTopBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setTopBorderBrush(theme.color("line"))
        shape.setTopPadding(self.unit)
        shape.setBottomPadding(self.unit)
        shape.setRightPadding(self.unit * 2)
        cell.setFormat(shape)

    @contextmanager
    def frame(
        self, cursor: QTextCursor, tone: str, padding: float, left: float = 0, right: float = 0
    ) -> Iterator[None]:
        """What is written inside stands in a frame that the view paints a round ground behind."""
        if cursor.block().length() > 1:
            cursor.insertBlock()
        self.low(cursor, self.unit)
        shape = QTextFrameFormat()
        shape.setBorder(0)
        shape.setPadding(padding)
        shape.setLeftMargin(left)
        shape.setRightMargin(right)
        made = cursor.insertFrame(shape)
        self.written.frames.append((made, tone))
        cursor.setPosition(made.firstPosition())
        yield
        self.leave(cursor, made, self.unit)
