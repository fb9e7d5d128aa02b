"""contactdesk.ui.memories.memory_rows: what the rows say, and their order.

Covers contactdesk.ui.memories.memory_model, which gives them to the list and the drop-down.
"""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, Qt

from contactdesk.ui.memories.memory_model import MATCHES, ROW, MemoryModel
from contactdesk.ui.memories.memory_rows import MemorySort, memory_rows, sentence, tip
from tests.ui.memories.tab_records import CARE_DESK, ORDERS, ORDERS_FIRST, record, shown

TALK, PERSONA, ITEMS = MemorySort.TALK, MemorySort.PERSONA, MemorySort.OPEN_ITEMS


@pytest.fixture(autouse=True)
def american(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def rows(raw=None, order=TALK, **options):
    return memory_rows(shown(raw, **options) if raw else shown(**options), order)


def by_number(number, **options):
    return next(row for row in rows(**options) if row.number == number)


def test_overview_comes_first_and_counts_over_all_agents():
    first, *others = rows()
    assert (first.number, first.title) == (0, "Overview")
    assert first.open_items == sum(row.open_items for row in others) == 5
    assert first.differing == 1
    assert first.last_talk == "2026-06-01T08:00:00.000Z"


@pytest.mark.parametrize(
    ("number", "title", "aside"),
    [
        (1, "…f301", "…0117"),
        (4, "…f301", "…0188"),
        (2, "care-desk", ""),
        (5, "…0188", "no persona"),
        (3, "Untitled memory 3", "no persona"),
    ],
)
def test_rows_are_named_by_what_tells_them_apart(number, title, aside):
    row = by_number(number)
    assert (row.title, row.aside) == (title, aside)


def test_nickname_is_the_title_of_all_memories_of_its_agent():
    named = rows(nicknames={ORDERS: "Anna"})
    assert [row.title for row in named if row.agent == ORDERS] == ["Anna", "Anna"]


def test_memories_of_one_agent_on_one_number_are_told_apart_by_their_place():
    twins = [row.aside for row in rows(record(ORDERS_FIRST, ORDERS_FIRST))[1:]]
    assert twins == ["…0117 · memory 1", "…0117 · memory 2"]


def test_first_words_are_of_the_summary_or_else_of_the_newest_message():
    assert by_number(1).words == "Tomas waits for a lamp, order 5521."
    assert by_number(2).words == "The cable is too short."


@pytest.mark.parametrize(
    ("order", "numbers"),
    [(TALK, [0, 4, 1, 2, 3, 5]), (PERSONA, [0, 2, 1, 4, 5, 3]), (ITEMS, [0, 2, 1, 4, 3, 5])],
)
def test_memories_are_sorted_below_the_overview(order, numbers):
    assert [row.number for row in rows(order=order)] == numbers


def test_row_is_one_short_sentence_to_a_screen_reader(zone):
    zone("UTC")
    words = sentence(by_number(1), matches=2)
    assert words.startswith("…f301 …0117, last talk May 4, 2026")
    assert "2 open item" in words
    assert "2 message" in words
    assert "2 match" in words
    assert "\n" not in words
    assert sentence(by_number(5), matches=0) == "…0188 no persona"


def test_tip_has_the_whole_id_and_the_date(zone):
    zone("UTC")
    assert ORDERS in tip(by_number(1), 0)
    assert "May 4, 2026" in tip(by_number(1), 0)


def test_hostile_texts_stay_on_one_line_and_bounded():
    bad = "<b>x</b>\u202e\n" + "w" * 5000
    row = rows(record({**CARE_DESK, "persona_id": bad, "agent_number": bad, "summary": bad}))[1]
    for text in (row.title, row.aside, row.words):
        assert "\n" not in text
        assert "\u202e" not in text
        assert len(text) < 300


def test_age_is_a_short_word():
    today = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    noted = {**CARE_DESK, "recent_messages": [], "open_items": [{"created_at": today}]}
    assert rows(record(noted))[1].age in ("today", "yesterday")


def test_model_gives_rows_matches_and_plain_words(qapp):
    model = MemoryModel()
    model.show_rows(rows())
    changed = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    model.show_matches({4: 3})
    model.show_matches({4: 3})
    index = model.index(model.row_of(4))
    assert changed == [1]
    assert index.data(ROW).number == 4
    assert index.data(MATCHES) == 3
    assert index.data() == "…f301"
    assert "3 match" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "3 match" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert model.row_of(99) == -1
