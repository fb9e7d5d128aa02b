"""contactdesk.ui.document.highlights: the hits of a search, highlighted in the detail pane.

Covers contactdesk.ui.detail.hit_stepper (F3 from hit to hit, through all tabs).
"""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.detail import shown_pane
from tests.ui.detail.detail_records import RECORD
from tests.ui.detail.shown_pane import choose, search, show, text_of

# pytest finds a fixture by its name in the module of the test.
pane = shown_pane.pane


def highlighted(view):
    return [selection.cursor.selectedText() for selection in view.extraSelections()]


def test_hits_are_highlighted_and_their_places_listed(pane, qtbot):
    show(pane)
    search(pane, qtbot, "engine")
    assert pane.view.matched.isVisible()
    assert pane.view.matched.toPlainText() == ("Matched in: Summary · sales, Message · sales")
    assert highlighted(pane.details) == []
    choose(pane, 1)
    pane.tabs.memories.chooser.choose(1)
    assert highlighted(pane.tabs.memories.page.view) == ["engine", "engine"]
    search(pane, qtbot, "")
    assert not pane.view.matched.isVisible()
    assert highlighted(pane.tabs.memories.page.view) == []


def test_field_search_highlights_only_that_field(pane, qtbot):
    show(pane, {"id": "c", "name": "Ada", "emails": ["ada@example.com"], "note": "Ada again"})
    search(pane, qtbot, "ada")
    assert len(highlighted(pane.details)) >= 3
    search(pane, qtbot, "name:ada")
    assert highlighted(pane.details) == ["Ada"]
    search(pane, qtbot, "said:ada")
    assert highlighted(pane.details) == []
    assert not pane.view.matched.isVisible()


def test_f3_steps_through_all_tabs_and_wraps_around(pane, qtbot):
    show(pane)
    search(pane, qtbot, "a")
    seen = []
    view = None
    for _ in range(len(pane.hits.places)):
        QTest.keyClick(pane, Qt.Key.Key_F3)
        view = pane.tabs.currentWidget()
        seen.append(pane.hits.places[pane.view.stepper.place].path)
        assert view is pane.details or view is pane.tabs.widget(1)
    assert seen[0] == "$.name"
    assert "$.memories[1].summary" in seen
    first = pane.hits.places[0].path
    while pane.hits.places[pane.view.stepper.place].path != first:
        pane.view.stepper.step_around(1)
    pane.view.stepper.step_around(-1)
    assert pane.hits.places[pane.view.stepper.place].path == pane.hits.places[-1].path
    assert pane.tabs.memories.chooser.number == 2


def test_each_hit_in_a_value_is_a_step(pane, qtbot):
    show(pane, {"id": "c", "name": "no", "note": "stop and stop and stop"})
    search(pane, qtbot, "stop")
    starts = []
    for _ in range(4):
        pane.view.stepper.step_around(1)
        starts.append(pane.details.textCursor().position())
    assert starts[0] < starts[1] < starts[2]
    assert starts[3] == starts[0]
    pane.view.stepper.step_around(-1)
    assert pane.details.textCursor().position() == starts[2]


def test_click_on_a_listed_place_goes_there(pane, qtbot):
    show(pane)
    search(pane, qtbot, "cards")
    pane.view.matched.link_activated.emit("0")
    memories = pane.tabs.memories
    assert pane.tabs.currentWidget() is memories
    assert memories.chooser.number == 2
    assert highlighted(memories.page.view) == ["cards"]


def test_listed_places_have_the_short_names_of_their_agents(pane, qtbot):
    agent = "8f2e7c11-5d0b-4a6e-9b1d-77aa03c4d9e2"
    show(
        pane, {**RECORD, "memories": [{"persona": agent, "summary": "cards"}, {"summary": "cards"}]}
    )
    search(pane, qtbot, "cards")
    assert pane.view.matched.toPlainText() == "Matched in: Summary · …d9e2, Summary · Memory 2"


def test_highlights_are_right_after_characters_beyond_the_bmp(pane, qtbot):
    show(pane, {"id": "c", "name": "😀😀 hit", "note": "𝔘nicode then hit"})
    search(pane, qtbot, "hit")
    assert highlighted(pane.details) == ["hit", "hit"]


def test_hit_beyond_the_cut_of_a_value_expands_it(pane, qtbot):
    show(pane, {"id": "c", "name": "x", "note": "word " * 2000 + "needle"})
    assert "… Show all 10006 characters" in text_of(pane.details)
    search(pane, qtbot, "needle")
    pane.view.stepper.step_around(1)
    assert highlighted(pane.details) == ["needle"]
    assert "Show all" not in text_of(pane.details)


def test_hit_in_a_shortened_list_expands_it(pane, qtbot):
    calls = [{"status": f"call {n}", "seconds": n, "at": "2026-01-01"} for n in range(300)]
    show(pane, {"id": "c", "name": "x", "calls": calls})
    assert "Show all 300" in text_of(pane.details)
    assert "Call 299" not in text_of(pane.details)
    search(pane, qtbot, "299")
    pane.view.stepper.step_around(1)
    assert "299" in text_of(pane.details)


def test_documents_keep_nothing_of_contacts_that_were_shown_before(pane, qtbot):
    def kept():
        documents = (pane.details.document(), pane.view.matched.document())
        return [len(document.allFormats()) for document in documents]

    def show_next(number):
        links = [{"name": "site", "url": f"https://example.com/{number}"}]
        show(pane, {**RECORD, "id": str(number), "links": links})
        search(pane, qtbot, "ada")
        return kept()

    show_next(1)
    second = show_next(2)
    assert [show_next(number) for number in range(3, 12)] == [second] * 9
