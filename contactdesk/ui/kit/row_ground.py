"""The background of a row in a list: flat, where the style's own has a gradient."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.ui.kit import theme

SIDE_PX, RADIUS_PX = 4.5, 6


def paint_ground(painter: QPainter, own: QStyleOptionViewItem, above_px: float) -> None:
    """Paints a chosen row or one under the mouse, `above_px` pixels from the rows beside it; a frame
    says where the keyboard is."""
    chosen = bool(own.state & QStyle.StateFlag.State_Selected)
    if not chosen and not own.state & QStyle.StateFlag.State_MouseOver:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    has_focus = bool(own.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(theme.color("accent")) if has_focus else Qt.PenStyle.NoPen)
    ground = own.palette.color(QPalette.ColorRole.Highlight)
    painter.setBrush(ground if chosen else theme.color("hover"))
    area = QRectF(own.rect).adjusted(SIDE_PX, above_px, -SIDE_PX, -above_px)
    painter.drawRoundedRect(area, RADIUS_PX, RADIUS_PX)
    painter.restore()
