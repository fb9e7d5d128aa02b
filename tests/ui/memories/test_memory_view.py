"""contactdesk.ui.memories.memory_view: one memory, on a real window.

Covers contactdesk.ui.memories.fact_table (sorting, evidence) and contactdesk.ui.memories.leftovers
(other values, technical ids, the memory as sent), which it is made of.
"""

import json

import pytest
from PySide6.QtCore import Qt

from contactdesk.records.blocks import tabs
from contactdesk.search.query import parse
from contactdesk.ui.memories.memory_view import MemoryView
from tests.ui.memories.rich_record import (
    BLAND,
    RECORD,
    follow,
    lines,
    links,
    long_record,
    place_of,
    shown,
)


@pytest.fixture
def pane(qtbot):
    made = MemoryView()
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    return made


def show(pane, number=1, record=RECORD, typed=""):
    pane.show_memory(shown(record), number, parse(typed))
    pane.view.write_all()
    return pane


def text(pane):
    return pane.view.toPlainText()


def test_sections_are_in_the_order_they_are_read_in(pane):
    show(pane)
    assert [(key, count) for key, _, count in pane.sections()] == [
        ("summary", 0),
        ("open-items", 2),
        ("facts", 7),
        ("entities", 1),
        ("messages", 3),
        ("other", 0),
        ("technical-ids", 4),
        ("as-sent", 0),
    ]


def test_a_missing_summary_is_said(pane):
    show(pane, 2)
    assert "No summary" in text(pane)


def labels(pane):
    """The keys of the facts, from top to bottom."""
    found = [pane.view.document().find(each) for each in ("Order number", "Budget", "VIP")]
    order = sorted(found, key=lambda cursor: cursor.position())
    return [cursor.selectedText() for cursor in order]


def test_facts_sort_by_either_column_and_back(pane):
    show(pane)
    assert labels(pane) == ["VIP", "Budget", "Order number"]
    follow(pane, "Fact")
    assert labels(pane) == ["Budget", "Order number", "VIP"]
    follow(pane, "Fact")
    assert labels(pane) == ["VIP", "Order number", "Budget"]
    follow(pane, "Fact")
    assert labels(pane) == ["VIP", "Budget", "Order number"]
    follow(pane, "Value")
    assert labels(pane) == ["Budget", "Order number", "VIP"]


def test_the_order_stays_when_the_contact_comes_again(pane):
    show(pane)
    follow(pane, "Fact")
    pane.show_memory(shown(), 1, parse(""), keep_place=True)
    pane.view.write_all()
    assert labels(pane) == ["Budget", "Order number", "VIP"]
    show(pane)
    assert labels(pane) == ["VIP", "Budget", "Order number"]


def test_facts_sort_by_the_keyboard(pane, qtbot):
    show(pane)
    pane.view.go_to_link("sort:key")
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert "Fact ↑" in pane.view.textCursor().selectedText()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert "Fact ↓" in pane.view.textCursor().selectedText()


def evidence(pane, path):
    return f"fold:evidence $.memories[0].facts.{path}"


def test_evidence_quotes_the_messages_with_the_value(pane):
    show(pane)
    pane.view.link_activated.emit(evidence(pane, "order_number"))
    found = lines(pane)
    start = found.index("Text match")
    quoted = found[start + 1 : start + 5]
    assert "The parcel for order-7731 is still missing." in quoted
    assert "I will look at order 7731." in quoted
    assert "Voice" in quoted[0]
    assert "Nadia Okonkwo" in quoted[0]
    marked = pane.view.document().find("7731", pane.view.document().find("Text match"))
    marked.setPosition(marked.selectionEnd())
    assert marked.charFormat().background().style() != Qt.BrushStyle.NoBrush


def test_evidence_for_nothing_says_so(pane):
    show(pane)
    pane.view.link_activated.emit(evidence(pane, "time_zone"))
    assert "No message of this memory contains this value." in text(pane)


def test_a_value_that_says_too_little_is_not_looked_for(pane):
    show(pane)
    hrefs = links(pane, "❞")
    assert evidence(pane, "budget") in hrefs
    assert evidence(pane, "vip") not in hrefs
    assert evidence(pane, "team_size") not in hrefs


def test_a_quote_leads_to_its_message(pane):
    show(pane)
    pane.view.link_activated.emit(evidence(pane, "address.street"))
    follow(pane, "SMS")
    assert "Please call me at" in pane.view.textCursor().block().text()


def test_what_no_part_shows_is_under_other(pane):
    show(pane)
    found = lines(pane)
    start = found.index("Other")
    assert found[start + 1 : start + 3] == ["Score", "7"]


def test_technical_ids_are_folded(pane):
    show(pane)
    assert "m-1" not in text(pane)
    follow(pane, "Technical IDs")
    for each in ("m-1", "c-9001", "+12065550143", RECORD["memories"][0]["persona_id"]):
        assert each in text(pane)


def test_the_memory_is_shown_and_copied_as_sent(pane, qtbot):
    show(pane)
    sent = json.dumps(RECORD["memories"][0])
    assert f"{len(sent):,}".replace(",", "") in text(pane).replace(",", "").replace(".", "")
    with qtbot.waitSignal(pane.copied) as copied:
        pane.view.link_activated.emit("copy-sent:")
    assert copied.args == [sent]
    assert '"score": 7' not in text(pane)
    follow(pane, "What this agent sees")
    assert '"score": 7' in text(pane)


def test_every_value_of_the_memory_is_shown_once(pane):
    """What the plain listing of the record shows is here, too."""
    show(pane)
    for key in ("technical-ids", "entity $.memories[0].entities[0]"):
        pane.view.link_activated.emit(f"fold:{key}")
    placed = [each.path for each in pane.view._map.texts if each.line is not None]
    wanted = set()
    (tab,) = [each for each in tabs(BLAND, RECORD) if each.items]
    blocks = tab.items[0].build()
    for block in blocks:
        blocks.extend(block.blocks)
        wanted |= {line.path for line in block.lines}
        wanted |= {message.text.path for message in block.messages}
    assert wanted <= set(placed)
    assert sorted(placed) == sorted(set(placed))


def test_an_entity_that_a_memory_has_twice_shows_both(pane):
    twice = [
        {"entity_type": "order", "entity_id": "o-1", "status": status, "notes": f"Note {status}"}
        for status in ("new", "old")
    ]
    show(pane, 1, {"id": "c", "name": "A", "memories": [{"persona_id": "p", "entities": twice}]})
    follow(pane, "▸ o-1")
    for each in ("New", "Old", "Note new", "Note old"):
        assert each in text(pane)


def test_a_hit_in_a_technical_id_unfolds_it(pane):
    show(pane, typed="m-1")
    pane.go_to_path("$.memories[0].id")
    assert pane.hit_count("$.memories[0].id") == 1


def test_another_memory_starts_at_its_top(pane):
    record = long_record(memories=2)
    show(pane, 1, record)
    pane.go_to("messages")
    show(pane, 2, record)
    assert pane.view.verticalScrollBar().value() == 0
    assert "Summary 1" in text(pane)


HOSTILE = {
    "markup": "<img src=x><b>bold</b>",
    "override": "abc\u202ecba\u2066x",
    "long word": "x" * 30_000,
    "controls": "a\x00b\x1b[31m\u2028c",
    "surrogate": "a\ud800b",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_plain_and_bounded_everywhere(pane, name):
    bad = HOSTILE[name]
    memory = {
        "persona_id": bad,
        "agent_number": bad,
        "summary": bad,
        "facts": {bad: bad, "deep": {bad: [bad, {bad: bad}]}},
        "open_items": [
            {"type": bad, "description": bad, "priority": bad, "created_at": bad}
            | {"related_to": {"entity_type": bad, "entity_id": bad}}
        ],
        "entities": [{"entity_type": bad, "entity_id": bad, "status": bad, "notes": bad}],
        "recent_messages": [{"role": bad, "content": bad, "channel": bad, "timestamp": bad}],
        bad: bad,
    }
    show(pane, 1, {"id": "c", "name": bad, "memories": [memory]})
    for link in list(pane.view._map.links):
        if link.href.startswith("fold:"):
            pane.view.link_activated.emit(link.href)
    shown_text = text(pane)
    for character in "\u202e\u2066\x00\x1b\u2028":
        assert character not in shown_text.replace("\u2068", "").replace("\u2069", "")
    document = pane.view.document()
    assert document.find("<b>").isNull() == (name != "markup")
    assert max(map(len, shown_text.splitlines())) < 40_000


@pytest.mark.parametrize("width", [360, 460, 900])
def test_nothing_is_wider_than_the_view(pane, width):
    pane.resize(width, 700)
    show(pane)
    assert pane.view.document().size().width() <= pane.view.viewport().width()


@pytest.mark.parametrize(("width", "is_above"), [(240, True), (700, False)])
def test_a_key_is_above_its_value_where_the_view_is_too_narrow_for_both(pane, width, is_above):
    pane.resize(width, 700)
    show(pane)
    key, value = (place_of(pane, each) for each in ("Budget", "12000"))
    assert (key.y() < value.y()) is is_above
    assert (value.x() <= key.x()) is is_above
