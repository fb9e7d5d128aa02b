"""contactdesk.ui.kit.row_ground: the background of a chosen row and of one under the mouse."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.row_ground import paint_ground

State = QStyle.StateFlag


def painted(state):
    """The color in the middle of a row; None where nothing was painted."""
    image = QImage(60, 30, QImage.Format.Format_ARGB32)
    image.fill(0)
    option = QStyleOptionViewItem()
    option.rect, option.state = QRect(0, 0, 60, 30), state
    painter = QPainter(image)
    paint_ground(painter, option, 2.5)
    painter.end()
    color = image.pixelColor(30, 15)
    return color if color.alpha() else None


@pytest.mark.parametrize("look", ["light", "dark"])
def test_chosen_row_and_row_under_the_mouse_have_their_grounds(qapp, look):
    theme.apply(qapp, look)
    highlight = QPalette().color(QPalette.ColorRole.Highlight)
    assert painted(State.State_Enabled) is None
    assert painted(State.State_Selected).rgb() == highlight.rgb()
    assert painted(State.State_MouseOver).rgb() == theme.color("hover").rgb()
