"""contactdesk.ui.window.choice_menu: choices that exclude each other, below a command."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from contactdesk.ui.window.choice_menu import Choice, ChoiceMenu

CHOICES = (Choice("actionKeepOne", 1, "One"), Choice("actionKeepTwo", 2, "Two", "Twice as many"))


@pytest.fixture
def made(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    command = QAction("How many", window)
    command.setStatusTip("How many there are")
    held = [1]
    menu = ChoiceMenu(command, CHOICES, lambda: held[0], window)
    yield command.menu(), menu, held
    window.close()


def ticked(menu):
    return [action.text() for action in menu.actions() if action.isChecked()]


def test_current_choice_is_ticked_and_another_is_told_once(made):
    menu, choices, held = made
    heard = []
    choices.chosen.connect(heard.append)
    assert ticked(menu) == ["One"]
    one, two = menu.actions()
    one.trigger()
    assert heard == []
    choices.chosen.connect(lambda value: held.__setitem__(0, value))
    two.trigger()
    assert heard == [2]
    assert ticked(menu) == ["Two"]
    assert (one.statusTip(), two.toolTip()) == ("How many there are", "Twice as many")


def test_choice_that_was_refused_is_not_ticked(made):
    menu, _choices, _held = made
    menu.actions()[1].trigger()
    assert ticked(menu) == ["One"]
