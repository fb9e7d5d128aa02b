"""Inserts paragraphs, tables, frames and chips into a text document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
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

from contactdesk.records.blocks import Line
from contactdesk.ui.document.map import Chip, DocumentMap, PlacedLink, PlacedText
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import TextView, line, tooltip

SHOW_ALL, SAVE, OPEN = "all:", "save:", "open:"
"""Prefixes of link targets: expand the value or list at a path, save the value at a path, open a
vendor's link."""

FOLD, TAB = "fold:", "tab:"
"""Further prefixes: unfold or fold what has the key behind it, open the tab with this title."""

PERCENT, FIXED = QTextLength.Type.PercentageLength, QTextLength.Type.FixedLength

REST = QTextLength()
"""The width of a column that takes what the others leave."""


def percent(share: float) -> QTextLength:
    """The width of a column as a share of the table's."""
    return QTextLength(PERCENT, share)


def units(count: float) -> QTextLength:
    """The width of a column in units of the theme."""
    return QTextLength(FIXED, count * theme.unit())


LINE_WIDTHS = (percent(34), percent(66))
"""Widths of labels and values."""


class TextFormats:
    """Character formats in the colors of the current theme."""

    def __init__(self) -> None:
        heavy = QFont.Weight.DemiBold
        self.plain = _format(theme.color("text"))
        self.muted = _format(theme.color("muted"))
        self.strong = _format(theme.color("text"), weight=heavy)
        self.small = _format(theme.color("muted"), scale=0.9)
        self.small_strong = _format(theme.color("muted"), scale=0.9, weight=heavy)
        self.link = _format(theme.color("accent"))
        self.code = _format(theme.color("text"), scale=0.9)
        self.code.setFontFamilies(
            QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families()
        )


def _format(
    color: QColor, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal
) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(color)
    if scale != 1.0:
        made.setProperty(QTextFormat.Property.FontPointSize, theme.font(scale).pointSizeF())
    if weight != QFont.Weight.Normal:
        made.setFontWeight(weight)
    return made


class DocumentBuilder:
    """Writes to a view's own document, plain text only, and records what is where."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self.unit = theme.unit()
        self.formats = TextFormats()
        self.map = DocumentMap()
        self._block = -1

    @contextmanager
    def replacing_content(self) -> Iterator[QTextCursor]:
        """Empties the document and gives the cursor to write with."""
        document = self._view.document()
        # Not by removing the text: the formats of all tables, frames and links would be kept.
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        document.setDocumentMargin(4 * self.unit)
        yield cursor
        self.shrink(cursor)
        cursor.endEditBlock()

    def begin_block(self, number: int) -> None:
        """Says which top-level block the texts placed from now on belong to."""
        self._block = number

    def insert(
        self,
        cursor: QTextCursor,
        text: str,
        form: QTextCharFormat,
        href: str = "",
        *,
        is_quiet: bool = False,
    ) -> None:
        """Puts text in; a link that is quiet looks like other text."""
        start = cursor.position()
        self._view.insert(text, form, href=href, is_quiet=is_quiet, at=cursor)
        if href:
            self.map.links.append(PlacedLink(start, cursor.position(), href))

    def place(
        self,
        start: int,
        text: str,
        path: str,
        line: Line | None = None,
        *,
        is_reworded: bool = False,
    ) -> None:
        """Records that the text at `start` is the value, or the label, at a path; with
        `is_reworded`, that it stands for the value in words of ours."""
        placed = PlacedText(start, text, path, line, self._block, is_reworded)
        self.map.texts.append(placed)

    def show_all_link(self, cursor: QTextCursor, key: str, count: int) -> None:
        """A link that shows all `count` items of a shortened list."""
        paragraph = QTextBlockFormat()
        paragraph.setTopMargin(self.unit)
        self.paragraph(cursor, paragraph)
        words = QCoreApplication.translate("DocumentBuilder", "Show all %Ln", "", count)
        self.insert(cursor, words, self.formats.link, SHOW_ALL + key)

    def chip(
        self,
        cursor: QTextCursor,
        text: str,
        color: str = "",
        *,
        form: QTextCharFormat | None = None,
        href: str = "",
        tip: str = "",
    ) -> str:
        """A short text on one line, with a background of its own. Returns what was inserted.

        `color` is a color of the theme that has a ground: the text's, with the ground behind it.
        `tip` is shown by the mouse.
        """
        text = line(text)
        if len(text) <= 30:
            # On one line, also behind the dots of a shortened id.
            text = text.replace(" ", "\u00a0").replace("…", "…\u2060")
        start = cursor.position()
        # Narrow no-break spaces keep the letters off the background's edge.
        padded = f"\u202f{text}\u202f"
        form = QTextCharFormat(form or self.formats.plain)
        if color or href:
            form.setForeground(theme.color(color or "accent"))
        if tip:
            form.setToolTip(tooltip(tip))
        self.insert(cursor, padded, form, href, is_quiet=True)
        ground = f"{color}_ground" if color else "chip"
        self.map.chips.append(Chip(start, cursor.position(), ground))
        return padded

    def paragraph(self, cursor: QTextCursor, paragraph: QTextBlockFormat) -> None:
        """Begins a paragraph.

        The empty one that Qt keeps after a table is not reused: it would swallow the margin.
        """
        if cursor.position() != cursor.currentFrame().firstPosition():
            cursor.insertBlock()
        cursor.setBlockFormat(paragraph)

    def shrink(self, cursor: QTextCursor, height: float = 1) -> None:
        """Minimizes the height of the empty paragraph that Qt keeps after a table or a frame."""
        paragraph = QTextBlockFormat()
        fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        paragraph.setLineHeight(max(1, round(height)), fixed)
        if cursor.block().length() == 1:
            cursor.setBlockFormat(paragraph)

    def table(
        self, cursor: QTextCursor, rows: int, columns: int, widths: Sequence[QTextLength] = ()
    ) -> QTextTable:
        """A table across the whole width; `widths` are the columns', which by default depend
        on what is in them."""
        if cursor.block().length() > 1:
            cursor.insertBlock()
        self.shrink(cursor)
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self.unit * 0.6)
        shape.setWidth(QTextLength(PERCENT, 100))
        shape.setMargin(0)
        # Aligns the text of the first column with the headings.
        shape.setLeftMargin(-0.6 * self.unit)
        if widths:
            shape.setColumnWidthConstraints(widths)
        return cursor.insertTable(rows, columns, shape)

    def add_gap_above(self, table: QTextTable, row: int) -> None:
        """Separates a table row from the one above it."""
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            shape = cell.format().toTableCellFormat()
            shape.setTopPadding(2 * self.unit)
            cell.setFormat(shape)

    def leave(self, cursor: QTextCursor, part: QTextFrame, height: float = 1) -> None:
        """Moves the cursor behind a table or a frame."""
        cursor.setPosition(part.lastPosition() + 1)
        self.shrink(cursor, height)

    def add_line_above(self, cell: QTextTableCell) -> None:
        """Draws a faint line above a table cell."""
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
        self, cursor: QTextCursor, color: str, padding: float, left: float = 0, right: float = 0
    ) -> Iterator[None]:
        """A frame around what is written inside; the view paints a rounded background in `color`."""
        if cursor.block().length() > 1:
            cursor.insertBlock()
        self.shrink(cursor, self.unit)
        shape = QTextFrameFormat()
        shape.setBorder(0)
        shape.setPadding(padding)
        shape.setLeftMargin(left)
        shape.setRightMargin(right)
        made = cursor.insertFrame(shape)
        self.map.frames.append((made, color))
        cursor.setPosition(made.firstPosition())
        yield
        self.leave(cursor, made, self.unit)
