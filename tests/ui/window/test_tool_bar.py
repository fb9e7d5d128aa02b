"""contactdesk.ui.window.tool_bar: which buttons are offered while contacts load."""

import pytest
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.window.commands import make_actions
from contactdesk.ui.window.tool_bar import ToolBar


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 200)
    return window


@pytest.fixture
def bar(window):
    bar = ToolBar(make_actions(window), window)
    window.addToolBar(bar)
    window.show()
    return bar


def show(bar, **changes):
    nothing = dict.fromkeys(("can_load_all", "loads_all", "is_paused", "can_cancel"), False)
    bar.show_loading(**{**nothing, **changes})


def test_load_all_gives_way_to_pause_while_it_runs(bar, qtbot):
    show(bar, can_load_all=True)
    qtbot.waitUntil(lambda: not bar.pause_button.isVisible())
    assert bar.load_all_button.isVisible()
    assert bar.load_all_button.isEnabled()
    show(bar, loads_all=True)
    qtbot.waitUntil(bar.pause_button.isVisible)
    assert not bar.load_all_button.isVisible()
    assert bar.pause_button.text() == "Pause"
    show(bar, loads_all=True, is_paused=True)
    assert bar.pause_button.text() == "Resume"


def test_load_all_comes_back_disabled_when_everything_is_loaded(bar, qtbot):
    show(bar, loads_all=True)
    show(bar)
    qtbot.waitUntil(bar.load_all_button.isVisible)
    assert not bar.load_all_button.isEnabled()


def test_cancel_is_offered_only_while_there_is_something_to_cancel(bar, qtbot):
    show(bar)
    qtbot.waitUntil(lambda: not bar.cancel_button.isVisible())
    show(bar, can_cancel=True)
    qtbot.waitUntil(bar.cancel_button.isVisible)


def test_a_button_does_what_its_action_does(bar, qtbot):
    action = bar.window().findChild(type(bar.actions()[0]), "actionLoadAll")
    show(bar, can_load_all=True)
    with qtbot.waitSignal(action.triggered):
        bar.load_all_button.click()
