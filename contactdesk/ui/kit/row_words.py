"""Words, colors and places in the rows of a list that a delegate paints line by line.

Places are those of left-to-right: the painter's layout direction is to be the row's.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import isolated

SMALL = 0.88
"""Size of a small font, as a share of the row's."""

LEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TRAILING = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def small_font(font: QFont) -> QFont:
    """A font for what is less important than the row's title."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * SMALL)
    return made


def strong_font(font: QFont) -> QFont:
    """A font for the row's title."""
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def row_color(own: QStyleOptionViewItem, role: str) -> QColor:
    """A color role of the theme; "text" and "muted" are plain on the background of a chosen row."""
    is_chosen = bool(own.state & QStyle.StateFlag.State_Selected)
    if role == "text" or (is_chosen and role == "muted"):
        part = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        return own.palette.color(part)
    return theme.color(role)


def part_of(own: QStyleOptionViewItem, area: QRect, start: int, width: int | None = None) -> QRect:
    """A part of a line, `start` pixels from its leading edge; up to its end by default."""
    width = area.width() - start if width is None else width
    place = QRect(area.left() + start, area.top(), max(0, width), area.height())
    return QStyle.visualRect(own.direction, area, place)


def draw_line(
    painter: QPainter, area: QRect, words: str, font: QFont, color: QColor, align: Qt.AlignmentFlag
) -> int:
    """Draws one line, elided to its place. Returns the width it takes."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(
        area,
        int(align | Qt.TextFlag.TextSingleLine),
        isolated(shown) if is_mirrored else shown,
    )
    return min(area.width(), metrics.horizontalAdvance(shown))
