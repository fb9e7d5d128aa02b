"""contactdesk.ui.detail.tag_row: the tags of a contact."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.ui.detail.tag_row import TagRow


@pytest.fixture
def row(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = TagRow(window)
    QVBoxLayout(window).addWidget(made)
    window.resize(360, 200)
    window.show()
    window.activateWindow()
    yield made
    window.close()


@pytest.fixture
def changes(row):
    """All tags after each change; they are shown, as the window does."""
    heard = []
    row.changed.connect(heard.append)
    row.changed.connect(lambda tags: row.show_tags(tags, ["VIP", "Renewal", "Köln"]))
    return heard


def tags(row):
    return [chip.label.text() for chip in row.chips()]


def test_tags_are_typed_one_after_another(row, changes):
    QTest.keyClick(row.add_button, Qt.Key.Key_Space)
    assert row.field.isVisible()
    assert not row.add_button.isVisible()
    QTest.keyClicks(row.field, "VIP")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    QTest.keyClicks(row.field, "two words,")
    assert changes == [("VIP",), ("VIP", "two words")]
    assert tags(row) == ["VIP", "two words"]
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert not row.field.isVisible()
    assert row.add_button.isVisible()


def test_tag_that_is_there_is_not_added_twice(row, changes):
    row.show_tags(("VIP",), [])
    row.start_adding()
    QTest.keyClicks(row.field, "vip")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert changes == []


def test_escape_adds_nothing(row, changes):
    row.start_adding()
    QTest.keyClicks(row.field, "VIP")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert changes == []
    assert not row.field.isVisible()


def test_backspace_in_the_empty_field_removes_the_last_tag(row, changes):
    row.show_tags(("a", "b"), [])
    row.start_adding()
    QTest.keyClick(row.field, Qt.Key.Key_Backspace)
    assert changes == [("a",)]


def test_known_tags_complete_what_is_typed(row, changes, qtbot):
    row.show_tags(("VIP",), ["VIP", "Renewal", "Köln"])
    row.start_adding()
    completer = row.field.completer()
    completer.setCompletionPrefix("new")
    assert [completer.currentCompletion()] == ["Renewal"]
    completer.setCompletionPrefix("vip")
    assert completer.completionCount() == 0
    row.field.setText("Renewal")
    completer.activated.emit("Renewal")
    qtbot.waitUntil(lambda: changes == [("VIP", "Renewal")])


def test_chip_leads_to_a_search_and_removes_its_tag(row, changes):
    row.show_tags(("VIP", "<b>&bold"), [])
    chosen = []
    row.chosen.connect(chosen.append)
    first, second = row.chips()
    QTest.keyClick(second.label, Qt.Key.Key_Space)
    assert chosen == ["<b>&bold"]
    assert first.button.accessibleName() == "Remove tag VIP"
    assert first.label.accessibleName() == "VIP"
    QTest.keyClick(first.button, Qt.Key.Key_Space)
    assert changes == [("<b>&bold",)]


def test_tab_goes_through_the_chips_to_the_button(row):
    row.show_tags(("a", "b"), [])
    first, second = row.chips()
    first.label.setFocus()
    for each in (first.button, second.label, second.button, row.add_button):
        QTest.keyClick(row.window().focusWidget(), Qt.Key.Key_Tab)
        assert row.window().focusWidget() is each
