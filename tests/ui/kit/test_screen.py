"""contactdesk.ui.kit.screen: windows fit their screen."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit.screen import bring_on_screen, place_in_center, resize_within_screen


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def room_of(window):
    return window.screen().availableGeometry()


def test_small_window_keeps_its_size_and_a_large_one_fits_the_screen(window):
    resize_within_screen(window, 320, 200)
    assert (window.width(), window.height()) == (320, 200)
    resize_within_screen(window, 9_000, 9_000)
    assert room_of(window).contains(QRect(room_of(window).topLeft(), window.size()))


@pytest.mark.parametrize("size", [(320, 200), (9_000, 9_000)])
def test_first_place_is_within_the_screen(window, size):
    place_in_center(window, *size)
    assert room_of(window).contains(window.geometry())


@pytest.mark.parametrize("x", [-5_000, -50, 100_000])
def test_window_from_a_screen_that_is_gone_comes_back(window, x):
    window.setGeometry(x, x, 5_000, 400)
    bring_on_screen(window)
    assert room_of(window).contains(window.geometry())
    assert window.height() == 400


def test_window_on_the_screen_stays_where_it_is(window):
    at = QRect(room_of(window).left() + 20, room_of(window).top() + 60, 300, 200)
    window.setGeometry(at)
    bring_on_screen(window)
    assert window.geometry() == at
