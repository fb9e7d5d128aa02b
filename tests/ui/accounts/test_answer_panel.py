"""contactdesk.ui.accounts.answer_panel: the answer to a key test, and work that takes a while."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.ui.accounts.answer_panel import AnswerPanel, BusyPanel
from contactdesk.ui.accounts.key_test import Answer
from contactdesk.ui.kit.text import Label


@pytest.fixture
def window(qtbot):
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.show()
    return window


def test_an_answer_is_shown_until_there_is_none(window):
    panel = AnswerPanel(window)
    window.layout().addWidget(panel)
    assert not panel.isVisible()
    panel.show_answer(
        Answer("warning", "Your keyring is locked", "Unlock it."), offers_session=True
    )
    assert panel.isVisible()
    assert panel.findChild(Label, "resultLine").text() == "Your keyring is locked"
    assert panel.hold_button.isVisible()
    panel.show_answer(None)
    assert not panel.isVisible()
    assert panel.findChild(Label, "resultLine").text() == ""


def test_only_work_that_takes_longer_is_shown(window, qtbot):
    panel = BusyPanel(window)
    window.layout().addWidget(panel)
    panel.set_words("Asking Close…")
    panel.show_busy(True)
    assert not panel.isVisible()
    panel.show_busy(False)
    panel.show_busy(True)
    qtbot.waitUntil(panel.isVisible)
    with qtbot.waitSignal(panel.cancel_requested):
        panel.cancel_button.click()
    panel.show_busy(False)
    assert not panel.isVisible()
