"""contactdesk.ui.search.field: suggestions that do not get in the way of typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from contactdesk.ui.search.field import MAX_UNDO_EDITS, SearchField
from contactdesk.ui.search.suggestion_list import Suggestion

FIELDS = [Suggestion("field", "name:", "name:"), Suggestion("field", "notes:", "notes:")]
VALUES = [Suggestion("value", "plan:gold", 'plan:"gold card" berlin', 16)]
KEPT = [Suggestion("recent", "berlin", "berlin"), Suggestion("saved", "Renewals", "open:renew")]


class Field:
    """The field in a window; `heard` collects the signals it emitted."""

    def __init__(self, qtbot):
        self.window = QMainWindow()
        middle = QWidget()
        column = QVBoxLayout(middle)
        self.field = SearchField()
        self.other = SearchField()
        column.addWidget(self.field)
        column.addWidget(self.other)
        column.addStretch(1)
        self.window.setCentralWidget(middle)
        self.window.resize(600, 400)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)
        self.heard = []
        for name in (
            "suggestions_wanted",
            "recent_wanted",
            "committed",
            "forget_wanted",
            "left_downwards",
            "saved_chosen",
        ):
            signal = getattr(self.field, name)
            signal.connect(lambda *what, name=name: self.heard.append((name, *what)))

    def press(self, key):
        QTest.keyClick(self.field, key)

    def rows(self):
        return [
            self.field.suggestions.item(row).text() for row in range(self.field.suggestions.count())
        ]


@pytest.fixture
def typed(qtbot):
    return Field(qtbot)


def test_typing_wants_suggestions_and_set_text_does_not(typed):
    QTest.keyClicks(typed.field, "na")
    assert typed.heard == [("suggestions_wanted", "n", 1), ("suggestions_wanted", "na", 2)]
    typed.field.setText("berlin")
    assert len(typed.heard) == 2


def test_typing_continues_with_the_list_open_and_enter_takes_the_text(typed):
    QTest.keyClicks(typed.field, "na")
    typed.field.show_suggestions(FIELDS)
    assert typed.rows() == ["name:", "notes:"]
    assert typed.field.is_suggesting()
    QTest.keyClicks(typed.field, "dja")
    assert typed.field.text() == "nadja"
    typed.press(Qt.Key.Key_Return)
    assert typed.field.text() == "nadja"
    assert not typed.field.is_suggesting()
    assert ("committed", "nadja") in typed.heard


def test_down_and_enter_accept_a_row_and_up_returns_to_the_text(typed):
    QTest.keyClicks(typed.field, "n")
    typed.field.show_suggestions(FIELDS)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Down)
    assert typed.field.suggestions.suggestion() == FIELDS[1]
    typed.press(Qt.Key.Key_Up)
    typed.press(Qt.Key.Key_Up)
    assert typed.field.suggestions.suggestion() is None
    typed.press(Qt.Key.Key_Up)
    assert typed.field.suggestions.suggestion() == FIELDS[1]
    assert typed.field.text() == "n"
    typed.press(Qt.Key.Key_Return)
    assert typed.field.text() == "notes:"
    assert typed.heard[-1] == ("suggestions_wanted", "notes:", 6)
    assert not any(what[0] == "committed" for what in typed.heard)


def test_tab_completes_or_without_a_list_moves_the_focus(typed):
    QTest.keyClicks(typed.field, "pl")
    typed.field.show_suggestions(VALUES)
    typed.press(Qt.Key.Key_Tab)
    assert typed.field.text() == 'plan:"gold card" berlin'
    assert typed.field.cursorPosition() == 16
    assert typed.field.hasFocus()
    typed.press(Qt.Key.Key_Tab)
    assert not typed.field.hasFocus()


def test_escape_closes_the_list_then_clears_the_text(typed):
    QTest.keyClicks(typed.field, "na")
    typed.field.show_suggestions(FIELDS)
    typed.press(Qt.Key.Key_Escape)
    assert (typed.field.is_suggesting(), typed.field.text()) == (False, "na")
    typed.press(Qt.Key.Key_Escape)
    assert typed.field.text() == ""


def test_down_in_an_empty_field_wants_recent_and_saved_searches(typed):
    typed.press(Qt.Key.Key_Down)
    assert typed.heard == [("recent_wanted",)]
    typed.field.show_suggestions(KEPT)
    typed.press(Qt.Key.Key_Tab)  # none is chosen: a whole search is never taken by accident
    assert typed.field.text() == ""
    typed.field.setFocus()
    typed.field.show_suggestions(KEPT)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Return)
    assert typed.heard[-1] == ("saved_chosen", "Renewals")


def test_delete_forgets_only_recent_searches(typed):
    typed.field.show_suggestions(KEPT)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Delete)
    assert ("forget_wanted", "berlin") in typed.heard
    typed.heard.clear()
    typed.field.show_suggestions(KEPT[1:])
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Delete)
    assert typed.heard == []


def test_down_with_text_and_no_list_leaves_the_field(typed):
    typed.field.setText("berlin")
    typed.press(Qt.Key.Key_Down)
    assert typed.heard == [("left_downwards",)]


def test_click_accepts_a_row_and_the_field_keeps_the_focus(typed):
    typed.field.show_suggestions(KEPT)
    row = typed.field.suggestions.visualItemRect(typed.field.suggestions.item(0)).center()
    QTest.mouseClick(typed.field.suggestions.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert typed.field.text() == "berlin"
    assert typed.field.hasFocus()


def test_losing_the_focus_closes_the_list(typed):
    typed.field.show_suggestions(FIELDS)
    typed.other.setFocus()
    assert not typed.field.is_suggesting()
    typed.field.show_suggestions(FIELDS)
    assert not typed.field.is_suggesting()


def test_list_is_inside_the_window(typed):
    typed.field.show_suggestions(
        [Suggestion("recent", f"search {n}", f"search {n}") for n in range(40)]
    )
    place = typed.field.suggestions.geometry()
    assert typed.window.rect().contains(place)
    assert place.top() >= typed.field.geometry().bottom()


def test_star_shows_whether_a_search_is_saved(typed):
    assert not typed.field.save_button.isVisible()
    typed.field.setText("berlin")
    assert typed.field.save_button.isVisible()
    typed.field.show_saved("Office")
    assert typed.field.save_button.text() == "Saved as Office"
    typed.field.show_saved("")
    assert typed.field.save_button.text() == "Save this search"


def test_undo_is_forgotten_after_many_edits_but_not_before(typed):
    field = typed.field
    QTest.keyClicks(field, "berlin")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isUndoAvailable()
    for _ in range(MAX_UNDO_EDITS // 6 + 1):
        field.selectAll()
        QTest.keyClicks(field, "berlin")
    field.setCursorPosition(2)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.isUndoAvailable()
    assert (field.text(), field.cursorPosition()) == ("berlin", 2)


def test_the_star_changes_only_with_the_name_of_the_search(typed):
    changes = []
    typed.field.save_button.changed.connect(lambda: changes.append(typed.field.save_button.text()))
    for name in ("", "", "Renewals", "Renewals", ""):
        typed.field.show_saved(name)
    assert set(changes) == {"Saved as Renewals", "Save this search"}
    changes.clear()
    for _ in range(10):
        typed.field.show_saved("")
    assert not changes
