"""contactdesk.ui.kit.nickname_dialog: naming a persona or an agent number."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.kit.nickname_dialog import NicknameDialog
from contactdesk.ui.kit.undo import Undo
from contactdesk.ui.kit.userdata_changes import UserDataChanges
from contactdesk.userdata.userdata import UserData

AGENT = "<b>5f0c8d1e</b>-0c3f6a1d2b01"


@pytest.fixture
def undo(qapp, loop):
    changes = UserDataChanges()
    undo = Undo(UserData(), changes, changes)
    yield undo
    changes.deleteLater()


def opened(undo, qtbot, agent=AGENT):
    dialog = NicknameDialog(undo, "a1", agent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


async def test_name_is_given_by_keyboard_and_can_be_undone(undo, qtbot):
    dialog = opened(undo, qtbot)
    assert dialog.windowTitle() == "Give a nickname"
    assert dialog.findChild(object, "nicknameAgent").text() == AGENT
    QTest.keyClicks(dialog.field, " Anna  B ")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert undo.userdata.nicknames.of("a1") == {AGENT: "Anna B"}
    undo.stack.undo()
    assert undo.userdata.nicknames.of("a1") == {}


async def test_empty_name_removes_the_nickname_and_says_so(undo, qtbot):
    undo.give_nickname("a1", AGENT, "Anna")
    dialog = opened(undo, qtbot)
    assert (dialog.windowTitle(), dialog.field.text()) == ("Change nickname", "Anna")
    assert not dialog.note.isVisible()
    dialog.field.clear()
    assert dialog.note.text() == "Saving removes the nickname “Anna”."
    dialog.save_button.click()
    assert undo.userdata.nicknames.of("a1") == {}


async def test_name_of_another_agent_is_warned_of(undo, qtbot):
    undo.give_nickname("a1", "other", "Anna")
    dialog = opened(undo, qtbot)
    dialog.field.setText("anna")
    assert dialog.note.text() == "Another persona or number has this nickname, too."
    dialog.field.setText("Ann")
    assert not dialog.note.isVisible()


async def test_escape_changes_nothing(undo, qtbot):
    dialog = opened(undo, qtbot)
    QTest.keyClicks(dialog.field, "Anna")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert undo.userdata.nicknames.of("a1") == {}
    assert not undo.stack.canUndo()
