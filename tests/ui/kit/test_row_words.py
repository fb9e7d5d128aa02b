"""contactdesk.ui.kit.row_words: words, colors and places in the rows of a list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.row_words import (
    LEADING,
    TRAILING,
    draw_line,
    part_of,
    row_color,
    small_font,
)


def row(parent: QWidget, *, chosen: bool = False, mirrored: bool = False) -> QStyleOptionViewItem:
    own = QStyleOptionViewItem()
    own.initFrom(parent)
    own.direction = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    own.state = QStyle.StateFlag.State_Selected if chosen else QStyle.StateFlag.State_None
    return own


def test_muted_words_are_plain_in_a_chosen_row(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    plain = parent.palette().color(QPalette.ColorRole.HighlightedText)
    assert row_color(row(parent, chosen=True), "muted") == plain
    assert row_color(row(parent), "muted") == theme.color("muted")
    assert row_color(row(parent, chosen=True), "warning") == theme.color("warning")


def test_part_of_a_mirrored_line_begins_at_its_right_edge(qtbot):
    parent, line = QWidget(), QRect(0, 0, 100, 10)
    qtbot.addWidget(parent)
    assert part_of(row(parent), line, 10, 30) == QRect(10, 0, 30, 10)
    assert part_of(row(parent, mirrored=True), line, 10, 30) == QRect(60, 0, 30, 10)
    assert part_of(row(parent), line, 10) == QRect(10, 0, 90, 10)


def test_line_takes_no_more_than_its_place(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    font, color = small_font(parent.font()), QColor("black")
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    short = draw_line(painter, QRect(0, 0, 200, 30), "Maria", font, color, LEADING)
    long = draw_line(painter, QRect(0, 0, 40, 30), "Maria " * 20, font, color, LEADING)
    painter.end()
    assert short == QFontMetrics(font).horizontalAdvance("Maria")
    assert 0 < long <= 40


def drawn(words, parent, align, direction):
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    draw_line(painter, QRect(0, 0, 200, 30), words, parent.font(), QColor("black"), align)
    painter.end()
    return image


@pytest.mark.parametrize(
    "words", ["+1 415 555 0192", "It arrived, thank you.", "Please text me " * 9]
)
def test_words_in_a_mirrored_line_keep_their_own_direction(qtbot, words):
    parent = QWidget()
    qtbot.addWidget(parent)
    directions = Qt.LayoutDirection
    mirrored = drawn(words, parent, LEADING, directions.RightToLeft)
    assert mirrored == drawn(words, parent, TRAILING, directions.LeftToRight)
