"""Search matches in the table's cells: finds them, and draws a cell's text with them highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import isolated
from contactdesk.ui.kit.utf16 import utf16_length

Spans = tuple[tuple[int, int], ...]

ELLIPSIS = "…"
MAX_CACHED_TEXTS = 4_096
"""Cell texts whose matches are cached: a few screens of them."""


class HitFinder:
    """Finds the matches of one query in cell texts.

    `regions` names each column's region in the query language: "" for a region without a name,
    None for a column that is not searched.
    """

    def __init__(self, query: Query, regions: Sequence[str | None]) -> None:
        self.query = query
        self._regions = regions
        self._find: Callable[[str, str], Spans] = lru_cache(MAX_CACHED_TEXTS)(self._search)

    def find(self, column: int, text: str, stand_in: str = "") -> Spans:
        """Start and end of every match in the text of a cell of this column.

        `stand_in` is the field that the Name column shows for a contact without a name, such as
        "email"; the cell is then searched as that field.
        """
        if self.query.empty or not text or column >= len(self._regions):
            return ()
        region = self._regions[column]
        if stand_in:
            region = "" if stand_in == "external_id" else stand_in
        return self._find(region, text) if region is not None else ()

    def _search(self, region: str, text: str) -> Spans:
        return tuple(hits_in(region, text, self.query))


def draw_cell(painter: QPainter, option: QStyleOptionViewItem, spans: Spans) -> None:
    """Draws a cell as the style does, but with these spans of its text highlighted.

    `option` is initialized by the cell's delegate; its text is cleared here.
    """
    style = option.widget.style()
    area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1
    text, option.text = option.text, ""
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
    _draw_text(painter, option, area.adjusted(margin, 0, -margin, 0), text, spans)


def _draw_text(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, spans: Spans
) -> None:
    """One line of text with its matches highlighted, elided where Qt's own delegate elides it."""
    shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    found = visible_spans(text, shown, spans)
    if option.direction == Qt.LayoutDirection.RightToLeft:
        shown = isolated(shown)
        found = [(start + 1, end + 1) for start, end in found]
    layout = QTextLayout(shown, option.font)
    how = QTextOption(option.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    how.setWrapMode(QTextOption.WrapMode.NoWrap)
    how.setTextDirection(option.direction)
    layout.setTextOption(how)
    layout.setFormats([_highlight(*span) for span in found])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(area.width())
    layout.endLayout()
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
    top = area.top() + (area.height() - line.height()) / 2
    painter.save()
    painter.setClipRect(option.rect)
    painter.setPen(option.palette.color(role))
    layout.draw(painter, QPointF(area.left(), top))
    painter.restore()


def _highlight(start: int, end: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, end - start
    style = QTextCharFormat()
    style.setBackground(theme.color("hit"))
    made.format = style
    return made


def visible_spans(text: str, shown: str, spans: Spans) -> list[tuple[int, int]]:
    """The spans within the elided text, in UTF-16 units as Qt counts.

    A span that was cut off highlights the ellipsis, so that every matching row shows a highlight.
    """
    kept = len(shown) if shown == text else max(0, len(shown) - 1)
    cut = [(start, min(end, kept)) for start, end in spans if start < kept]
    if kept < len(text) and shown.endswith(ELLIPSIS) and any(end > kept for _start, end in spans):
        cut.append((kept, len(shown)))
    return [(utf16_length(shown[:start]), utf16_length(shown[:end])) for start, end in cut]
