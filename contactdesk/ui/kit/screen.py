"""Sizes and places of windows that fit the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

TITLE_BAR_PX = 40
"""Room above a window for its title bar, whose height is known only once it is shown."""


def resize_within_screen(widget: QWidget, width: int, height: int) -> None:
    """Gives a window a size in pixels, or less where its screen has less room."""
    room = widget.screen().availableGeometry().size() - QSize(0, TITLE_BAR_PX)
    widget.resize(QSize(width, height).boundedTo(room))


def place_in_center(widget: QWidget, width: int, height: int) -> None:
    """As `resize_within_screen`, in the middle of the screen."""
    resize_within_screen(widget, width, height)
    room = widget.screen().availableGeometry().adjusted(0, TITLE_BAR_PX, 0, 0)
    placed = QRect(widget.geometry())
    placed.moveCenter(room.center())
    widget.setGeometry(placed)


def bring_on_screen(widget: QWidget) -> None:
    """Moves and shrinks a window that is not maximized so that all of it is on one screen: the one
    with its middle, else the primary one."""
    if widget.isMaximized() or widget.isFullScreen():
        return
    wanted = QRect(widget.geometry())
    screen = QGuiApplication.screenAt(wanted.center()) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry().adjusted(0, TITLE_BAR_PX, 0, 0)
    wanted.setSize(wanted.size().boundedTo(room.size()))
    wanted.moveRight(min(wanted.right(), room.right()))
    wanted.moveBottom(min(wanted.bottom(), room.bottom()))
    wanted.moveLeft(max(wanted.left(), room.left()))
    wanted.moveTop(max(wanted.top(), room.top()))
    if wanted != widget.geometry():
        widget.setGeometry(wanted)
