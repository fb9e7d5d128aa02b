"""contactdesk.ui.window.main_window: the window's own size and place."""

import pytest
from PySide6.QtCore import Qt

from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.main_window import MainWindow

without_raise = pytest.mark.qt_log_ignore("does not support raise", extend=True)


def make(folder, qtbot):
    loading = Loading(lambda: None)
    window = MainWindow(Settings(folder / "settings.ini"), loading, {})
    loading.setParent(window)
    qtbot.addWidget(window)
    return window


def test_first_window_fits_the_screen(tmp_path, qtbot):
    window = make(tmp_path, qtbot)
    window.show()
    assert window.screen().availableGeometry().contains(window.geometry())


def test_window_saved_on_a_screen_that_is_gone_is_within_the_screen(tmp_path, qtbot):
    first = make(tmp_path, qtbot)
    first.setGeometry(9_000, 9_000, 5_000, 4_000)
    first.close()
    second = make(tmp_path, qtbot)
    assert second.screen().availableGeometry().contains(second.geometry())


@without_raise
def test_bringing_a_maximized_window_to_front_keeps_it_maximized(tmp_path, qtbot):
    window = make(tmp_path, qtbot)
    window.showMaximized()
    window.bring_to_front()
    assert window.isMaximized()


@without_raise
def test_bringing_a_minimized_window_to_front_restores_it_as_it_was(tmp_path, qtbot):
    window = make(tmp_path, qtbot)
    window.showMaximized()
    window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
    window.bring_to_front()
    assert not window.isMinimized()
    assert window.isMaximized()
