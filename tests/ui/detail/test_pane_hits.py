"""What was searched for, marked in the detail pane, and the way from one hit to the next."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.detail import shown_pane
from tests.ui.detail.shown_pane import choose, search, show, text_of

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane


def highlighted(view):
    return [selection.cursor.selectedText() for selection in view.extraSelections()]


def test_hits_are_highlighted_and_it_is_said_where(pane, qtbot):
    show(pane)
    search(pane, qtbot, "engine")
    assert pane.matched.isVisible()
    assert pane.matched.toPlainText() == ("Matched in  Summary · sales, Message · sales")
    assert highlighted(pane.details) == []
    choose(pane, 1)
    assert highlighted(pane.tabs.currentWidget().view) == ["engine", "engine"]
    search(pane, qtbot, "")
    assert not pane.matched.isVisible()
    assert highlighted(pane.tabs.currentWidget().view) == []


def test_a_field_that_is_asked_for_is_marked_where_it_stands_and_nowhere_else(pane, qtbot):
    show(pane, {"id": "c", "name": "Ada", "emails": ["ada@example.com"], "note": "Ada again"})
    search(pane, qtbot, "ada")
    assert len(highlighted(pane.details)) >= 3
    search(pane, qtbot, "name:ada")
    assert highlighted(pane.details) == ["Ada"]
    search(pane, qtbot, "said:ada")
    assert highlighted(pane.details) == []
    assert not pane.matched.isVisible()


def test_f3_goes_through_the_hits_of_all_tabs_and_round(pane, qtbot):
    show(pane)
    search(pane, qtbot, "a")
    seen = []
    view = None
    for _ in range(len(pane.hits.places)):
        QTest.keyClick(pane, Qt.Key.Key_F3)
        view = pane.tabs.currentWidget()
        seen.append(pane.hits.places[pane._place].path)
        assert view is pane.details or view is pane.tabs.widget(1)
    assert seen[0] == "$.name"
    assert "$.memories[1].summary" in seen
    first = pane.hits.places[0].path
    while pane.hits.places[pane._place].path != first:
        pane.next_hit()
    pane.previous_hit()
    assert pane.hits.places[pane._place].path == pane.hits.places[-1].path
    assert pane.tabs.widget(1).list.currentRow() == 1


def test_several_hits_in_one_value_are_stepped_one_by_one(pane, qtbot):
    show(pane, {"id": "c", "name": "no", "note": "stop and stop and stop"})
    search(pane, qtbot, "stop")
    starts = []
    for _ in range(4):
        pane.next_hit()
        starts.append(pane.details.textCursor().position())
    assert starts[0] < starts[1] < starts[2]
    assert starts[3] == starts[0]
    pane.previous_hit()
    assert pane.details.textCursor().position() == starts[2]


def test_a_click_on_where_it_matched_goes_there(pane, qtbot):
    show(pane)
    search(pane, qtbot, "cards")
    pane.matched.link_activated.emit("0")
    page = pane.tabs.currentWidget()
    assert page.list.currentRow() == 1
    assert highlighted(page.view) == ["cards"]


def test_positions_of_hits_count_as_qt_counts(pane, qtbot):
    show(pane, {"id": "c", "name": "😀😀 hit", "note": "𝔘nicode then hit"})
    search(pane, qtbot, "hit")
    assert highlighted(pane.details) == ["hit", "hit"]


def test_a_hit_beyond_the_cut_is_shown(pane, qtbot):
    show(pane, {"id": "c", "name": "x", "note": "word " * 2000 + "needle"})
    assert "show all 10,006 characters" in text_of(pane.details)
    search(pane, qtbot, "needle")
    pane.next_hit()
    assert highlighted(pane.details) == ["needle"]
    assert "show all" not in text_of(pane.details)


def test_a_hit_in_a_long_list_is_shown(pane, qtbot):
    calls = [{"status": f"call {n}", "seconds": n, "at": "2026-01-01"} for n in range(300)]
    show(pane, {"id": "c", "name": "x", "calls": calls})
    assert "show all 300" in text_of(pane.details)
    assert "Call 299" not in text_of(pane.details)
    search(pane, qtbot, "299")
    pane.next_hit()
    assert "299" in text_of(pane.details)
