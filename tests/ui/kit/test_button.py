"""contactdesk.ui.kit.button: double clicks, and Enter outside of dialogs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from contactdesk.ui.kit.button import SteadyButton


@pytest.fixture
def window(qtbot, monkeypatch):
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: 60_000)
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def clicks_on(button, qtbot):
    heard = []
    button.clicked.connect(lambda: heard.append(True))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return len(heard)


def test_button_that_just_appeared_ignores_the_mouse(window, qtbot):
    button = SteadyButton("Cancel", window)
    button.hide()
    window.show()
    button.show()
    assert clicks_on(button, qtbot) == 0


def test_button_takes_clicks_until_its_text_changes(window, qtbot, monkeypatch):
    button = SteadyButton("Load all", window)
    button.setText("Load all")
    with monkeypatch.context() as patch:
        patch.setattr(QApplication, "doubleClickInterval", lambda: -1)
        window.show()
        assert clicks_on(button, qtbot) == 1
    button.setText("Pause")
    assert clicks_on(button, qtbot) == 0


def test_button_takes_clicks_again_after_the_interval(window, qtbot, monkeypatch):
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: -1)
    button = SteadyButton("Cancel", window)
    button.hide()
    window.show()
    button.show()
    assert clicks_on(button, qtbot) == 1
