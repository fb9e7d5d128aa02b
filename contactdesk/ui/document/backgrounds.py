"""Paints the rounded backgrounds behind the cards, chat bubbles and chips of a document."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextDocument

from contactdesk.ui.document.map import DocumentMap, Span
from contactdesk.ui.kit import theme

FRAME_RADIUS_UNITS = 2.5
CHIP_RADIUS_UNITS = 1.2


def paint_backgrounds(
    painter: QPainter, document: QTextDocument, placed: DocumentMap, visible: QRectF
) -> None:
    """Paints what intersects `visible`, all in the document's coordinates."""
    _paint_frames(painter, document, placed, visible)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = CHIP_RADIUS_UNITS * theme.unit()
    for chip in placed.chips:
        painter.setBrush(theme.color(chip.color))
        for rect in _line_rects(document, chip[:2], visible):
            painter.drawRoundedRect(rect, radius, radius)


def _paint_frames(
    painter: QPainter, document: QTextDocument, placed: DocumentMap, visible: QRectF
) -> None:
    layout, radius = document.documentLayout(), FRAME_RADIUS_UNITS * theme.unit()
    for frame, color in placed.frames:
        shape = frame.frameFormat()
        bounds = layout.frameBoundingRect(frame)
        rect = bounds.adjusted(shape.leftMargin(), 0, -shape.rightMargin(), 0)
        if not rect.intersects(visible):
            continue
        if color == "card":
            painter.setPen(QPen(theme.color("line_strong"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            rect.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(color))
        painter.drawRoundedRect(rect, radius, radius)


def _line_rects(document: QTextDocument, span: Span, visible: QRectF) -> list[QRectF]:
    """The rectangle of a span on each line it covers; a span does not leave its text block."""
    block = document.findBlock(span[0])
    bounds = document.documentLayout().blockBoundingRect(block)
    if not bounds.intersects(visible):
        return []
    first, last, rects = span[0] - block.position(), span[1] - block.position(), []
    for number in range(block.layout().lineCount()):
        line = block.layout().lineAt(number)
        start = max(first, line.textStart())
        end = min(last, line.textStart() + line.textLength())
        if start < end:
            xs = (line.cursorToX(start)[0], line.cursorToX(end)[0])  # type: ignore[index]
            left, top = bounds.left() + min(xs), bounds.top() + line.y()
            rects.append(QRectF(left, top, max(xs) - min(xs), line.height()))
    return rects
