"""The dot before the name of what changed since the user last looked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from contactdesk.ui.kit import theme

RADIUS_PX = 3
DOT_STEP_PX = 12
"""The distance from the dot's place to the text."""


def paint_dot(painter: QPainter, area: QRect, is_mirrored: bool = False) -> None:
    """Paints the dot where the text in `area` would begin without it."""
    x = area.right() - RADIUS_PX if is_mirrored else area.left() + RADIUS_PX
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(QPointF(x + 0.5, area.center().y() + 0.5), RADIUS_PX, RADIUS_PX)
    painter.restore()
