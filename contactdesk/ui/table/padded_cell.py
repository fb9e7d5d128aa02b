"""Cells whose text begins where the header's does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.ui.kit import theme
from contactdesk.ui.table.id_model import ModelIndex
from contactdesk.ui.table.row_table import RowCell

PADDING_PX = 6
"""Beside a cell's text, as in the style sheet of the header."""

ICON_SIDE_PX = 16


class PaddedCell(RowCell):
    """Colors the whole cell of a selected row, and insets the rest."""

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Colors a selected cell."""
        if option.state & QStyle.StateFlag.State_Selected:
            is_active = bool(option.state & QStyle.StateFlag.State_Active)
            painter.fillRect(option.rect, theme.color("chosen" if is_active else "chosen_away"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        self.paint_ground(painter, option)
        own = QStyleOptionViewItem(option)
        own.rect = option.rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        super().paint(painter, own, index)


def set_tone(option: QStyleOptionViewItem, tone: str) -> None:
    """Has a cell's text painted in a color role of the theme, selected or not."""
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
        option.palette.setColor(role, theme.color(tone))


def set_icon(option: QStyleOptionViewItem, icon: QIcon) -> None:
    """Has a cell painted with a small icon before its text, no larger than the cell."""
    option.icon = icon
    option.decorationSize = option.decorationSize.boundedTo(option.rect.size())
    option.decorationSize.scale(ICON_SIDE_PX, ICON_SIDE_PX, Qt.AspectRatioMode.IgnoreAspectRatio)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
