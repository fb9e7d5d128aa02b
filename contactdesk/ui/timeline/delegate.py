"""Paints a timeline's rows: days as headings, events and gaps in two lines."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from contactdesk.people.timeline import Event, Gap
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
from contactdesk.ui.timeline.model import ROW, WORDS, ModelIndex
from contactdesk.ui.timeline.words import EventWords, day_words

VENDOR_SIDE_PX, KIND_SIDE_PX = 16, 14
BELOW = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


class TimelineDelegate(QStyledItemDelegate):
    """Texts are plain and on one line each; what does not fit is elided and in the tool tip."""

    @staticmethod
    def height(metrics: QFontMetrics) -> int:
        """Of every row."""
        return 2 * metrics.height() + 3 * theme.unit()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        if not own.state & QStyle.StateFlag.State_Selected:  # which the table fills
            paint_ground(painter, own, 1)
        unit = theme.unit()
        area = own.rect.adjusted(3 * unit, unit, -3 * unit, -unit)
        painter.save()
        # The alignments below are those of left-to-right; a mirrored window mirrors them.
        painter.setLayoutDirection(own.direction)
        row = index.data(ROW)
        if isinstance(row, date):
            self._paint_day(painter, area, own, row)
        else:
            self._paint_words(painter, area, own, row, index.data(WORDS))
        painter.restore()

    def _paint_day(
        self, painter: QPainter, area: QRect, own: QStyleOptionViewItem, day: date
    ) -> None:
        font = strong_font(own.font)
        draw_line(painter, area, day_words(day), font, row_color(own, "text"), BELOW)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(area.left(), own.rect.bottom(), area.right(), own.rect.bottom())

    def _paint_words(
        self,
        painter: QPainter,
        area: QRect,
        own: QStyleOptionViewItem,
        row: Event | Gap,
        words: EventWords,
    ) -> None:
        """The vendor at the leading edge; beside it the title above the text; the time at the end."""
        unit, height = theme.unit(), QFontMetrics(own.font).height()
        top = QRect(area.left(), area.top(), area.width(), height)
        vendor = words.vendor
        if vendor:
            icon = theme.small_vendor_icon(row.provider_id, vendor)
            icon.paint(painter, _square(own, top, 0, VENDOR_SIDE_PX))
        indent = VENDOR_SIDE_PX + 2 * unit
        is_gap = isinstance(row, Gap)
        self._paint_title(painter, part_of(own, top, indent), own, words, is_gap=is_gap)
        below = QRect(area.left(), top.bottom() + 1, area.width(), area.bottom() - top.bottom())
        color = row_color(own, "muted" if is_gap else "text")
        draw_line(painter, part_of(own, below, indent), words.text, own.font, color, LEADING)

    def _paint_title(
        self,
        painter: QPainter,
        area: QRect,
        own: QStyleOptionViewItem,
        words: EventWords,
        *,
        is_gap: bool,
    ) -> None:
        unit, small, faint = theme.unit(), small_font(own.font), row_color(own, "muted")
        room = area.width()
        if words.time:
            room -= draw_line(painter, area, words.time, small, faint, TRAILING) + 2 * unit
        theme.icon(words.icon, "muted").paint(painter, _square(own, area, 0, KIND_SIDE_PX))
        start = KIND_SIDE_PX + unit + unit // 2
        font = own.font if is_gap else strong_font(own.font)
        place = part_of(own, area, start, room - start)
        color = faint if is_gap else row_color(own, "text")
        start += draw_line(painter, place, words.title, font, color, LEADING) + 2 * unit
        if words.aside and room - start > 4 * unit:
            place = part_of(own, area, start, room - start)
            draw_line(painter, place, words.aside, small, faint, LEADING)


def _square(own: QStyleOptionViewItem, area: QRect, start: int, side: int) -> QRect:
    """Where an icon is in a line."""
    place = QRect(area.left() + start, area.center().y() - side // 2, side, side)
    return QStyle.visualRect(own.direction, area, place)
