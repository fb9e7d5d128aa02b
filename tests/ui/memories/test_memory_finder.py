"""contactdesk.ui.memories.memory_finder: what is found in a contact's memories, and the steps.

Covers contactdesk.ui.memories.overview_order (the order in the overview),
contactdesk.ui.memories.finding (the words beside the field) and
contactdesk.ui.memories.find_bar (the field and its keys).
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from contactdesk.ui.memories import memory_finder
from contactdesk.ui.memories.finding import Finding
from contactdesk.ui.memories.memory_finder import MemoryFinder
from tests.ui.memories.tab_records import CARE_DESK, ORDERS_FIRST, record, shown


@pytest.fixture
def finder(qtbot):
    made = MemoryFinder()
    made.set_order([4, 1, 2, 3, 5])
    return made


def find(qtbot, finder, typed, raw=None):
    finder.find(shown(raw) if raw else shown(), typed)
    qtbot.waitUntil(lambda: finder.is_complete)


def test_every_occurrence_in_every_memory_is_counted(finder, qtbot):
    find(qtbot, finder, "LAMP")
    assert len(finder.matches(1)) == 4
    assert finder.by_memory() == {1: 3, 4: 1}


def test_steps_follow_the_list_and_go_round(finder, qtbot):
    find(qtbot, finder, "lamp")
    shown = [3, 4, 1, 1, 1]
    seen = [finder.step(1, number) for number in shown]
    assert [each.number for each in seen] == [4, 1, 1, 1, 4]
    assert finder.position(4) == 1
    assert finder.step(-1, 4) == seen[3]


def test_overview_is_stepped_through_from_top_to_bottom(finder, qtbot):
    find(qtbot, finder, "lamp")
    paths = [finder.step(1, 0).path for _ in finder.matches(0)]
    assert paths == [
        "$.memories[3].summary",
        "$.memories[0].summary",
        "$.memories[0].recent_messages[0].content",
        "$.memories[0].recent_messages[1].content",
    ]
    assert {each.number for each in finder.matches(0)} == {0}


def test_what_memories_share_is_one_match_in_the_overview(finder, qtbot):
    find(qtbot, finder, "lamp", record(ORDERS_FIRST, {**ORDERS_FIRST, "persona_id": "other"}))
    # The summaries are shown of both, the messages once.
    assert len(finder.matches(1)) == 6
    assert len(finder.matches(0)) == 4


def test_what_the_overview_does_not_show_is_found_in_the_memory(finder, qtbot):
    find(qtbot, finder, "care-desk", record(CARE_DESK))
    assert finder.step(1, 0).number == 1


def test_first_step_is_to_a_match_in_the_memory_that_is_shown(finder, qtbot):
    find(qtbot, finder, "lamp")
    assert finder.step(1, 1).number == 1
    assert finder.position(1) == 2
    assert finder.step(-1, 4).number == 4


def test_message_and_accented_words_are_found_as_they_are_shown(finder, qtbot):
    find(qtbot, finder, "malmo today")
    match = finder.step(1, 1)
    assert match.path == "$.memories[0].recent_messages[1].content"


def test_nothing_is_found_for_what_is_nowhere_or_nothing(finder, qtbot):
    find(qtbot, finder, "zeppelin")
    assert not finder.matches(0)
    assert finder.step(1, 0) is None
    find(qtbot, finder, "  ")
    assert finder.is_complete
    assert not finder.sought


def test_details_of_the_contact_are_not_searched(finder, qtbot):
    find(qtbot, finder, "Lindqvist")
    assert not finder.matches(0)


def test_counting_stops_at_a_limit_and_says_so(finder, qtbot, monkeypatch):
    monkeypatch.setattr(memory_finder, "MAX_MATCHES", 3)
    find(qtbot, finder, "e")
    assert finder.is_cut


# The field


@pytest.fixture
def finding(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Finding(lambda: 0, parent)
    made.bar.resize(400, 40)
    parent.show()
    made.set_order([1, 2, 3, 4, 5])
    made.show_record(shown())
    yield made
    parent.close()


def type_text(qtbot, finding, typed):
    finding.bar.field.setText(typed)
    with qtbot.waitSignal(finding.sought):
        pass
    qtbot.waitUntil(lambda: finding.finder.is_complete)


def test_count_is_said_before_and_after_a_step(finding, qtbot):
    type_text(qtbot, finding, "lamp")
    assert finding.bar.count.text().startswith("4 match")
    reached = []
    finding.match_reached.connect(reached.append)
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Return)
    assert finding.bar.count.text() == "1 of 4"
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert finding.bar.count.text() == "4 of 4"
    assert len(reached) == 2


def test_none_is_said_and_nothing_can_be_stepped_to(finding, qtbot):
    type_text(qtbot, finding, "zeppelin")
    assert finding.bar.count.text() == "No matches"
    assert not finding.bar.next.isVisible()


def test_enter_right_after_typing_goes_to_the_first_match(finding, qtbot):
    reached = []
    finding.match_reached.connect(reached.append)
    finding.bar.field.setText("cable")
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(reached) > 0)
    assert reached[0].path == "$.memories[1].open_items[0].description"


def test_escape_clears_the_field_and_then_leaves_it(finding, qtbot):
    type_text(qtbot, finding, "lamp")
    left = []
    finding.left.connect(lambda: left.append(1))
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Escape)
    assert not finding.is_active
    assert finding.bar.count.text() == ""
    assert not left
    QTest.keyClick(finding.bar.field, Qt.Key.Key_Escape)
    assert left


def test_same_text_is_looked_for_in_the_next_contact(finding, qtbot):
    type_text(qtbot, finding, "cable")
    finding.show_record(shown(record(CARE_DESK)))
    qtbot.waitUntil(lambda: finding.finder.is_complete)
    assert finding.counts() == {1: 4}
