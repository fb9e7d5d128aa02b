"""Paints a memory's row in two lines: who and when above, first words and counts below."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.row_ground import paint_ground
from contactdesk.ui.kit.row_words import (
    LEADING,
    TRAILING,
    draw_line,
    part_of,
    row_color,
    small_font,
    strong_font,
)
from contactdesk.ui.kit.wording import number
from contactdesk.ui.memories.memory_model import MATCHES, ROW
from contactdesk.ui.memories.memory_rows import MemoryRow

ModelIndex = QModelIndex | QPersistentModelIndex

MIN_WIDTH_UNITS = 40
DIFFERS = "≠"

FRACTION_PX = 2
"""Added to a text's width, which Qt rounds down and then elides the text to."""


class _Count(NamedTuple):
    """A number at the end of the lower line, behind an icon or a sign."""

    text: str
    icon: str = ""
    tone: str = "muted"
    ground: str = ""


class MemoryDelegate(QStyledItemDelegate):
    """Texts are plain and on one line; what does not fit is elided and in the tool tip."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:
        unit = theme.unit()
        lines = option.fontMetrics.height() + QFontMetrics(small_font(option.font)).height()
        return QSize(MIN_WIDTH_UNITS * unit, lines + 4 * unit)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        paint_ground(painter, own, 1.5)
        unit = theme.unit()
        area = own.rect.adjusted(3 * unit, unit + unit // 2, -3 * unit, -unit - unit // 2)
        self.paint_row(painter, area, own, index)

    def paint_row(
        self, painter: QPainter, area: QRect, own: QStyleOptionViewItem, index: ModelIndex
    ) -> None:
        """Paints a row's two lines without a background."""
        row: MemoryRow = index.data(ROW)
        painter.save()
        # The alignments below are those of left-to-right; a mirrored window mirrors them.
        painter.setLayoutDirection(own.direction)
        height = QFontMetrics(own.font).height()
        top = QRect(area.left(), area.top(), area.width(), height)
        below = QRect(area.left(), top.bottom() + 1, area.width(), area.bottom() - top.bottom())
        self._paint_head(painter, top, own, row)
        self._paint_words(painter, below, own, row, int(index.data(MATCHES) or 0))
        painter.restore()

    def _paint_head(
        self, painter: QPainter, area: QRect, own: QStyleOptionViewItem, row: MemoryRow
    ) -> None:
        """Title and aside from the leading edge, the age at the other."""
        unit, small = theme.unit(), small_font(own.font)
        strong, text, faint = strong_font(own.font), row_color(own, "text"), row_color(own, "muted")
        room = area.width()
        if row.age:
            room -= draw_line(painter, area, row.age, small, faint, TRAILING) + 2 * unit
        used = draw_line(painter, part_of(own, area, 0, room), row.title, strong, text, LEADING)
        rest = room - used - 2 * unit
        if row.aside and rest > 4 * unit:
            place = part_of(own, area, used + 2 * unit, rest)
            draw_line(painter, place, row.aside, small, faint, LEADING)

    def _paint_words(
        self,
        painter: QPainter,
        area: QRect,
        own: QStyleOptionViewItem,
        row: MemoryRow,
        matches: int,
    ) -> None:
        """The first words from the leading edge, the counts at the other."""
        unit, small = theme.unit(), small_font(own.font)
        room = area.width()
        for count in reversed(_counts(row, matches)):
            room -= self._paint_count(painter, area, own, count, area.width() - room) + 2 * unit
        if room > 4 * unit:
            faint = row_color(own, "muted")
            draw_line(painter, part_of(own, area, 0, room), row.words, small, faint, LEADING)

    def _paint_count(
        self, painter: QPainter, area: QRect, own: QStyleOptionViewItem, count: _Count, behind: int
    ) -> int:
        """Paints a count so that `behind` pixels are left after it. Returns its width."""
        unit, small = theme.unit(), small_font(own.font)
        metrics = QFontMetrics(small)
        side, pad = metrics.ascent(), unit if count.ground else 0
        icon = side + unit // 2 if count.icon else 0
        width = icon + metrics.horizontalAdvance(count.text) + 2 * pad + FRACTION_PX
        place = part_of(own, area, area.width() - behind - width, width)
        if count.ground:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(count.ground))
            painter.drawRoundedRect(QRectF(place), unit, unit)
        if count.icon:
            box = part_of(own, place, pad, side)
            box.setTop(place.center().y() - side // 2)
            box.setHeight(side)
            _icon(own, count).paint(painter, box)
        words = part_of(own, place, pad + icon, width - 2 * pad - icon)
        draw_line(painter, words, count.text, small, row_color(own, count.tone), LEADING)
        return width


def _counts(row: MemoryRow, matches: int) -> list[_Count]:
    """What is counted in a row, in the order of reading; what there is none of is left out."""
    found = []
    if row.open_items:
        found.append(_Count(number(row.open_items), "flag", "warning"))
    if row.differing:
        found.append(_Count(f"{DIFFERS} {number(row.differing)}", tone="text"))
    if row.messages:
        found.append(_Count(number(row.messages), "chat"))
    if matches:
        found.append(_Count(number(matches), "search", "text", "hit"))
    return found


def _icon(own: QStyleOptionViewItem, count: _Count) -> QIcon:
    return theme.icon(count.icon, count.tone)
