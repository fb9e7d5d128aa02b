"""contactdesk.ui.detail.note_field: the user's note on a contact."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.detail.note_field import MAX_VISIBLE_LINES, NoteField
from contactdesk.userdata.annotations import MAX_NOTE_CHARS


@pytest.fixture
def field(qtbot):
    field = NoteField()
    qtbot.addWidget(field)
    field.resize(300, 40)
    field.show()
    return field


@pytest.fixture
def saved(field):
    heard = []
    field.saved.connect(heard.append)
    return heard


def test_note_is_saved_by_control_enter_without_blank_lines_around(field, saved):
    QTest.keyClicks(field, "  likes tea")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert saved == []
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == ["likes tea"]
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == ["likes tea"]


def test_note_is_saved_after_a_pause(field, saved, qtbot):
    QTest.keyClicks(field, "tea")
    assert field._pause.isActive()
    with qtbot.waitSignal(field.saved, timeout=10_000):
        pass
    assert saved == ["tea"]
    assert not field.is_edited()


def test_escape_takes_back_what_is_not_saved(field, saved, qtbot):
    field.show_note("tea")
    QTest.keyClicks(field, "coffee")
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == "tea"
    field.save()
    assert saved == []
    assert not field._pause.isActive()


def test_height_follows_the_text_up_to_a_limit(field):
    one = field.height()
    field.show_note("1\n2")
    two = field.height()
    field.show_note("\n".join("x" * 100))
    most = field.height()
    field.show_note("\n".join("x" * 1_000))
    assert one < two < most == field.height()
    line = two - one
    assert abs(most - one - (MAX_VISIBLE_LINES - 1) * line) <= MAX_VISIBLE_LINES


def test_short_note_does_not_scroll(field):
    field.show_note("1\n2\n3")
    assert field.verticalScrollBar().maximum() == 0


def test_markup_is_text_and_long_notes_are_cut(field):
    field.show_note("<b>bold</b>")
    assert field.toPlainText() == "<b>bold</b>"
    field.setPlainText("x" * (MAX_NOTE_CHARS + 5))
    assert len(field.note()) == MAX_NOTE_CHARS


def test_tab_leaves_the_field(field):
    assert field.tabChangesFocus()
