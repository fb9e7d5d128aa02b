"""contactdesk.ui.search.field: suggestions that are never in the way of typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from contactdesk.ui.search.field import Offer, SearchField

FIELDS = [Offer("field", "name:", "name:"), Offer("field", "notes:", "notes:")]
VALUES = [Offer("value", "plan:gold", 'plan:"gold card" berlin', 16)]
KEPT = [Offer("recent", "berlin", "berlin"), Offer("saved", "Renewals", "open:renew")]


class Field:
    """The field in a window, with what it said."""

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
        for name in ("offers_wanted", "kept_wanted", "settled", "forgotten", "left_downwards"):
            signal = getattr(self.field, name)
            signal.connect(lambda *what, name=name: self.heard.append((name, *what)))

    def press(self, key):
        QTest.keyClick(self.field, key)

    def rows(self):
        return [self.field.offers.item(row).text() for row in range(self.field.offers.count())]


@pytest.fixture
def typed(qtbot):
    return Field(qtbot)


def test_typing_asks_for_suggestions_and_text_that_is_put_there_does_not(typed):
    QTest.keyClicks(typed.field, "na")
    assert typed.heard == [("offers_wanted", "n", 1), ("offers_wanted", "na", 2)]
    typed.field.setText("berlin")
    assert len(typed.heard) == 2


def test_typing_goes_on_under_an_open_list_and_enter_takes_what_was_typed(typed):
    QTest.keyClicks(typed.field, "na")
    typed.field.show_offers(FIELDS)
    assert typed.rows() == ["name:", "notes:"]
    assert typed.field.is_offering()
    QTest.keyClicks(typed.field, "dja")
    assert typed.field.text() == "nadja"
    typed.press(Qt.Key.Key_Return)
    assert typed.field.text() == "nadja"
    assert not typed.field.is_offering()
    assert ("settled", "nadja") in typed.heard


def test_down_and_enter_take_the_row_and_up_goes_back_to_the_text(typed):
    QTest.keyClicks(typed.field, "n")
    typed.field.show_offers(FIELDS)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Down)
    assert typed.field.offers.offer() == FIELDS[1]
    typed.press(Qt.Key.Key_Up)
    typed.press(Qt.Key.Key_Up)
    assert typed.field.offers.offer() is None
    typed.press(Qt.Key.Key_Up)
    assert typed.field.offers.offer() == FIELDS[1]
    assert typed.field.text() == "n"
    typed.press(Qt.Key.Key_Return)
    assert typed.field.text() == "notes:"
    assert typed.heard[-1] == ("offers_wanted", "notes:", 6)
    assert not any(what[0] == "settled" for what in typed.heard)


def test_tab_completes_and_without_a_list_moves_on(typed):
    QTest.keyClicks(typed.field, "pl")
    typed.field.show_offers(VALUES)
    typed.press(Qt.Key.Key_Tab)
    assert typed.field.text() == 'plan:"gold card" berlin'
    assert typed.field.cursorPosition() == 16
    assert typed.field.hasFocus()
    typed.press(Qt.Key.Key_Tab)
    assert not typed.field.hasFocus()


def test_escape_closes_the_list_then_clears_the_text(typed):
    QTest.keyClicks(typed.field, "na")
    typed.field.show_offers(FIELDS)
    typed.press(Qt.Key.Key_Escape)
    assert (typed.field.is_offering(), typed.field.text()) == (False, "na")
    typed.press(Qt.Key.Key_Escape)
    assert typed.field.text() == ""


def test_down_in_an_empty_field_asks_for_what_was_kept(typed):
    typed.press(Qt.Key.Key_Down)
    assert typed.heard == [("kept_wanted",)]
    typed.field.show_offers(KEPT)
    typed.press(Qt.Key.Key_Tab)  # none is chosen: a whole search is never taken by accident
    assert typed.field.text() == ""
    typed.field.setFocus()
    typed.field.show_offers(KEPT)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Return)
    assert typed.field.text() == "open:renew"
    assert typed.heard[-1] == ("settled", "open:renew")


def test_delete_forgets_a_recent_search_only(typed):
    typed.field.show_offers(KEPT)
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Delete)
    assert ("forgotten", "berlin") in typed.heard
    typed.heard.clear()
    typed.field.show_offers(KEPT[1:])
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Delete)
    assert typed.heard == []


def test_down_with_text_and_no_list_goes_to_the_rows(typed):
    typed.field.setText("berlin")
    typed.press(Qt.Key.Key_Down)
    assert typed.heard == [("left_downwards",)]


def test_a_click_takes_a_row_and_the_field_keeps_the_focus(typed):
    typed.field.show_offers(KEPT)
    row = typed.field.offers.visualItemRect(typed.field.offers.item(0)).center()
    QTest.mouseClick(typed.field.offers.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert typed.field.text() == "berlin"
    assert typed.field.hasFocus()


def test_leaving_the_field_closes_the_list(typed):
    typed.field.show_offers(FIELDS)
    typed.other.setFocus()
    assert not typed.field.is_offering()
    typed.field.show_offers(FIELDS)
    assert not typed.field.is_offering()


def test_the_list_lies_inside_the_window(typed):
    typed.field.show_offers([Offer("recent", f"search {n}", f"search {n}") for n in range(40)])
    place = typed.field.offers.geometry()
    assert typed.window.rect().contains(place)
    assert place.top() >= typed.field.geometry().bottom()


def test_the_star_says_whether_a_search_is_saved(typed):
    assert not typed.field.save_button.isVisible()
    typed.field.setText("berlin")
    assert typed.field.save_button.isVisible()
    typed.field.show_saved("Office")
    assert typed.field.save_button.text() == "Saved as Office"
    typed.field.show_saved("")
    assert typed.field.save_button.text() == "Save this search"
