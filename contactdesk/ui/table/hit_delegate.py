"""Paints cells of the table in which a search found something: the hits are marked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6 import QtGui
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.search.highlight import hits_in
from contactdesk.search.query import Query, parse
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.utf16 import utf16_length
from contactdesk.ui.table.cells import Cell

ModelIndex = QModelIndex | QPersistentModelIndex
Spans = tuple[tuple[int, int], ...]

ELLIPSIS = "…"
REMEMBERED = 4_096
"""Texts whose hits are remembered: some screens of cells."""


class HitDelegate(Cell):
    """Paints cells with a hit; the others are left to the table, or to Qt.

    Without a search the table has Qt's own delegate. `places` names what each column holds, as
    the query's language calls it, None for one in which nothing is looked for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[str | None] = []
        self._find = _finder(parse(""))

    def show_hits(self, query: Query, places: list[str | None]) -> None:
        self._places = places
        self._find = _finder(query)

    @property
    def asked(self) -> object:
        """Another one for every search."""
        return self._find

    def found(self, column: int, said: str) -> Spans:
        """Where the search matches what a cell of a column says."""
        where = self._place(column)
        return self._find(where, said) if where is not None and said else ()

    def _place(self, column: int) -> str | None:
        return self._places[column] if column < len(self._places) else None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        if not self.paint_hits(self, painter, option, index):
            super().paint(painter, option, index)

    def paint_hits(
        self, cell: Cell, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex
    ) -> bool:
        """Paints what another cell says, as that one is set out, if there are hits in it."""
        found = self.found(index.column(), index.data())
        if not found:
            return False
        own = QStyleOptionViewItem(option)
        cell.initStyleOption(own, index)
        style = own.widget.style()
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, own, own.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, own, own.widget) + 1
        area = area.adjusted(margin, 0, -margin, 0)
        said, own.text = own.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        _draw(painter, own, area, said, found)
        return True


def _finder(query: Query) -> Callable[[str, str], Spans]:
    @lru_cache(maxsize=REMEMBERED)
    def find(where: str, said: str) -> Spans:
        return tuple(hits_in(where, said, query))

    return find


def _draw(
    painter: QPainter, own: QStyleOptionViewItem, area: QRect, said: str, found: Spans
) -> None:
    """One line of text with its hits marked, cut at the end as Qt's own delegate cuts it."""
    shown = own.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, area.width())
    layout = QTextLayout(shown, own.font)
    option = QTextOption(own.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(own.direction)
    layout.setTextOption(option)
    layout.setFormats([_marked(*span) for span in visible(said, shown, found)])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(area.width())
    layout.endLayout()
    chosen = bool(own.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
    top = area.top() + (area.height() - line.height()) / 2
    painter.save()
    painter.setClipRect(own.rect)
    painter.setPen(own.palette.color(role))
    layout.draw(painter, QPointF(area.left(), top))
    painter.restore()


def _marked(start: int, end: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, end - start
    form = QtGui.QTextCharFormat()
    form.setBackground(theme.color("hit"))
    made.format = form
    return made


def visible(said: str, shown: str, found: Spans) -> list[tuple[int, int]]:
    """The spans in what is shown, in Qt's units (UTF-16); one that was cut off marks the
    ellipsis, so that a row never looks as if nothing matched."""
    kept = len(shown) if shown == said else max(0, len(shown) - 1)
    cut = [(start, min(end, kept)) for start, end in found if start < kept]
    if kept < len(said) and shown.endswith(ELLIPSIS) and any(end > kept for _start, end in found):
        cut.append((kept, len(shown)))
    return [(utf16_length(shown[:start]), utf16_length(shown[:end])) for start, end in cut]
