"""Rows on their way: gray bars below the last row, and who is asked for them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from contactdesk.ui.kit import theme

ROWS = 3
RTL = Qt.LayoutDirection.RightToLeft
BAR_HEIGHT_SHARE, BAR_WIDTH_SHARE = 0.35, 0.55
"""Of a row's height, and of a cell's width without its margins."""


def paint(
    painter: QPainter, rows: QRect, words: str, cells: Iterable[tuple[int, int]], margin: int
) -> None:
    """Paints ROWS rows into a rectangle; the first one says why they are not there yet.

    `cells` are the x and the width of each column.
    """
    height = rows.height() // ROWS
    painter.setPen(theme.color("muted"))
    first = QRect(rows.left(), rows.top(), rows.width(), height).adjusted(margin, 0, -margin, 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(first, flags, words)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("chip"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bar = round(height * BAR_HEIGHT_SHARE)
    for x, width in cells:
        length = round((width - 2 * margin) * BAR_WIDTH_SHARE)
        start = x + width - margin - length if painter.layoutDirection() == RTL else x + margin
        for row in range(1, ROWS):
            top = rows.top() + row * height + (height - bar) // 2
            painter.drawRoundedRect(QRect(start, top, length, bar), bar / 2, bar / 2)
