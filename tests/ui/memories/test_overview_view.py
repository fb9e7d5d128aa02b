"""contactdesk.ui.memories.overview_view: all memories of a contact in one document.

Covers what it is written by: contactdesk.ui.memories.open_items, contactdesk.ui.memories.fact_grid,
contactdesk.ui.memories.fact_values, contactdesk.ui.memories.summaries,
contactdesk.ui.memories.entities, contactdesk.ui.memories.conversation,
contactdesk.ui.memories.inline, contactdesk.ui.memories.part_lines,
contactdesk.ui.memories.part_list, contactdesk.ui.memories.text_links and
contactdesk.ui.memories.sections_pane.
"""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from contactdesk.memories.fact_grid import Agreement
from contactdesk.memories.values import same_value
from contactdesk.search.query import parse
from contactdesk.ui.kit.ages import short_age
from contactdesk.ui.memories import open_items
from contactdesk.ui.memories.overview_view import OverviewView
from contactdesk.ui.memories.part_lines import (
    EntityLines,
    ItemLines,
    chat_message,
    fact_lines,
    summary_line,
)
from tests.ui.memories.rich_record import (
    RECORD,
    follow,
    lines,
    links,
    long_record,
    place_of,
    said,
    shown,
)


@pytest.fixture
def pane(qtbot):
    made = OverviewView()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def show(pane, record=RECORD, typed="", **options):
    pane.show_memories(shown(record, **options), parse(typed))
    pane.view.write_all()
    return pane


def text(pane):
    return pane.view.toPlainText()


def test_sections_are_in_the_order_of_the_questions(pane):
    show(pane)
    assert [(key, count) for key, _, count in pane.sections()] == [
        ("open-items", 4),
        ("facts", 8),
        ("summaries", 2),
        ("entities", 2),
        ("messages", 4),
    ]


def test_a_part_that_nobody_has_is_not_shown(pane):
    show(pane, {"id": "c", "name": "A", "memories": [{"summary": "Only this."}]})
    assert [key for key, _, _ in pane.sections()] == ["summaries"]


def test_open_items_come_by_priority_with_agent_and_age(pane):
    show(pane, nicknames={"support": "Anna"})
    shown_text = text(pane)
    order = ["Call Nadia back", "Send the contract", "Ask for the invoice", "Escalate"]
    places = [shown_text.index(each) for each in order]
    assert places[0] < places[1]
    assert "…e771" in shown_text
    assert "Anna" in shown_text
    assert "URGENT!" in shown_text


def test_an_item_leads_to_what_it_is_about(pane):
    show(pane)
    assert "Lost in Hull" not in text(pane)
    assert links(pane)[0].startswith("entity:")
    follow(pane, "order-7731")
    assert "Lost in Hull" in text(pane)
    assert "Seen in York" in text(pane)
    assert "order-7731" in pane.view.textCursor().selectedText()


def test_a_badge_opens_its_memory(pane, qtbot):
    show(pane)
    with qtbot.waitSignal(pane.memory_wanted) as asked:
        follow(pane, "support")
    assert asked.args == [2]


def test_facts_that_differ_come_first_with_a_sign(pane):
    show(pane)
    shown_text = text(pane)
    differs = shown_text.index("≠ Preferred contact")
    only = shown_text.index("• Address")
    agreed = shown_text.index("Time zone")
    assert differs < only < agreed
    assert shown_text.count("Europe/London") == 1
    rows = shown().overview.facts
    assert [row.agreement for row in rows].count(Agreement.DIFFERS) == 1


def test_who_agrees_is_unfolded(pane):
    show(pane)
    row = next(each for each in links(pane, "2 agents") if each.startswith("fold:agreed"))
    before = text(pane).count("support")
    pane.view.link_activated.emit(row)
    assert text(pane).count("support") == before + 1
    pane.view.link_activated.emit(row)
    assert text(pane).count("support") == before


def test_of_many_agents_each_value_names_its_own(pane):
    record = long_record(messages=1, items=0, memories=9)
    for number, memory in enumerate(record["memories"]):
        memory["facts"] = {"plan": f"plan {number % 3}"}
    show(pane, record)
    shown_text = text(pane)
    start = shown_text.index("≠ Plan")
    for number in range(9):
        assert f"agent-{number}" in shown_text[start:]
    assert shown_text.count("plan 0") == 1


def test_keys_tell_how_they_were_sent(pane):
    show(pane)
    place = pane.view.document().find("Preferred contact")
    assert "PreferredContact, preferred_contact" in place.charFormat().toolTip()


def test_the_newest_status_of_an_entity_is_shown(pane):
    show(pane)
    (line,) = [each for each in lines(pane) if "order-7731" in each and each[0] == "▸"]
    assert "Found" in line
    assert "Delayed" not in line
    follow(pane, "▸ order-7731")
    assert "Delayed" in text(pane)


def test_a_row_is_folded_and_unfolded_by_the_keyboard(pane, qtbot):
    show(pane)
    pane.view.go_to_link(links(pane, "▸ plan-2")[0])
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert "▾ plan-2" in text(pane)
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert "▸ plan-2" in text(pane)


def test_a_message_kept_by_two_agents_is_shown_once(pane):
    show(pane)
    assert text(pane).count("is still missing") == 1


def test_speakers_have_names(pane):
    show(pane, nicknames={"support": "Anna"})
    shown_text = text(pane)
    assert "Nadia Okonkwo" in shown_text
    for word in ("User", "Assistant"):
        assert word not in shown_text
    assert "Anna · " in shown_text


def test_days_and_gaps_are_told(pane, zone):
    zone("UTC")
    show(pane)
    assert [each for each in lines(pane) if "later" in each] == [
        "2026-03-14 · 5 days later",
        "2026-03-18 · 4 days later",
    ]


def test_a_conversation_opens_at_its_newest_message(pane, qtbot):
    show(pane, long_record())
    pane.go_to("messages")
    bottom = pane.view.viewport().rect().bottomLeft()
    assert "Message 0 229" in text(pane)
    place = pane.view.cursorForPosition(bottom).position()
    assert place >= pane.view.document().find("Message 0 229").position()
    assert pane.section() == "messages"


def test_older_messages_load_above_without_moving_what_is_read(pane, zone):
    zone("UTC")
    show(pane, long_record())
    assert "Message 0 130" in text(pane)
    assert "Message 0 129" not in text(pane)
    pane.view.go_to_link(links(pane, "older")[0])
    before = pane.view.cursorRect(pane.view.document().find("Message 0 130")).top()
    follow(pane, "Show 100")
    assert "Message 0 30" in text(pane)
    assert "Message 0 29" not in text(pane)
    after = pane.view.cursorRect(pane.view.document().find("Message 0 130")).top()
    assert abs(after - before) < 40
    follow(pane, "Show 30")
    assert "Message 0 0" in text(pane)
    assert links(pane, "older") == []
    assert text(pane).count("2026-03-09") == 1


def test_a_channel_can_be_chosen(pane):
    show(pane, long_record())
    follow(pane, "Web")
    shown_text = text(pane)
    assert "Message 0 220" in shown_text
    assert "Message 0 229" not in shown_text
    follow(pane, "All")
    assert "Message 0 229" in text(pane)


def test_a_conversation_is_copied_whole(pane, qtbot):
    show(pane, long_record())
    with qtbot.waitSignal(pane.copied) as copied:
        follow(pane, "Copy")
    assert all(f"Message 0 {number}" in copied.args[0] for number in range(230))


def test_an_old_hit_is_gone_to_with_the_messages_around_it(pane):
    record = long_record()
    record["memories"][0]["recent_messages"][7]["content"] = "a needle here"
    show(pane, record, "needle")
    path = "$.memories[0].recent_messages[7].content"
    pane.go_to_path(path)
    assert pane.hit_count(path) == 1
    assert "a needle here" in pane.view.textCursor().block().text()
    assert "Show" in " ".join(lines(pane)[-3:])


def test_a_hit_in_a_folded_entity_unfolds_it(pane):
    show(pane, typed="hull")
    pane.go_to_path("$.memories[0].entities[0].notes")
    assert pane.view.textCursor().block().text() == "Lost in Hull"


def test_a_long_list_shows_all_on_wish(pane, qtbot):
    show(pane, long_record(messages=0, items=120))
    assert "Item 0 100" not in text(pane)
    follow(pane, "Show all 120")
    qtbot.waitUntil(lambda: "Item 0 119" in text(pane))
    assert text(pane).count("Item 0 ") == 120
    assert text(pane).index("Item 0 119") < text(pane).index("Facts")


def test_a_hit_beyond_the_first_items_is_gone_to(pane):
    show(pane, long_record(messages=0, items=120), typed="119")
    path = "$.memories[0].open_items[119].description"
    pane.go_to_path(path)
    assert pane.hit_count(path) == 1


def test_addresses_and_entities_in_texts_are_links(pane):
    show(pane)
    assert "open:https://example.com/help" in links(pane, "https://example.com/help")
    inside = pane.view.document().find("Nadia wants order-7731")
    inside.setPosition(inside.selectionEnd())
    assert inside.charFormat().anchorHref().startswith("entity:")


def test_a_place_is_kept_when_the_contact_comes_again(pane):
    show(pane)
    follow(pane, "▸ plan-2")
    pane.view.verticalScrollBar().setValue(200)
    pane.show_memories(shown(), parse(""), keep_place=True)
    assert pane.view.verticalScrollBar().value() == 200
    pane.view.write_all()
    assert "▾ plan-2" in text(pane)


def test_many_messages_come_after_the_rest(pane, qtbot):
    pane.show_memories(shown(long_record(messages=60, items=2, memories=20)), parse(""))
    assert pane.sections()[-1] == ("messages", "Messages", 0)
    qtbot.waitUntil(lambda: pane.sections()[-1] == ("messages", "Messages", 1200))
    assert "Message 19 59" in text(pane)


def test_many_messages_are_there_when_they_are_gone_to(pane):
    pane.show_memories(shown(long_record(messages=60, items=2, memories=20)), parse(""))
    pane.go_to("messages")
    assert "Message 19 59" in text(pane)


async def test_a_conversation_is_exported_as_markdown(pane, until, tmp_path, qapp):
    from PySide6.QtWidgets import QFileDialog

    show(pane)
    follow(pane, "Export…")
    (dialog,) = pane.findChildren(QFileDialog)
    out = tmp_path / "talk.md"
    dialog.fileSelected.emit(str(out))
    await until(out.exists)
    written = out.read_text("utf-8")
    assert written.startswith("# Nadia Okonkwo")
    assert "We found it." in written
    dialog.close()


def values_of(shown_memories):
    """Every value of the parts of some memories, as it compares."""
    for memory in shown_memories.memories:
        paths = shown_memories.paths
        lines_ = [summary_line(paths, memory)]
        lines_ += [line for item in memory.open_items for line in ItemLines(paths, item).all()]
        lines_ += [line for fact in memory.facts for line in fact_lines(fact)]
        for entity in memory.entities:
            lines_ += EntityLines(paths, entity).all()
            lines_ += [line for fact in entity.facts for line in fact_lines(fact)]
        lines_ += [chat_message(paths, message).text for message in memory.messages]
        yield from (line for line in lines_ if line.value is not None)


def test_every_value_of_every_memory_is_shown_and_none_twice(pane):
    show(pane)
    for href in links(pane, "▸"):
        pane.view.link_activated.emit(href)
    placed = [each for each in pane.view._map.texts if each.line is not None]
    paths = [each.path for each in placed]
    assert sorted(paths) == sorted(set(paths))
    said = {same_value(each.line.value) for each in placed}
    missing = [line.path for line in values_of(shown()) if same_value(line.value) not in said]
    assert missing == []


def test_times_are_in_the_zone_of_their_day(pane, zone):
    """Winter and summer time of the same place."""
    zone("America/New_York")
    record = long_record(messages=0, items=0)
    record["memories"][0]["recent_messages"] = [
        said("user", "Winter", "sms", -60, 0),
        said("user", "Summer", "sms", 60, 0),
    ]
    show(pane, record)
    found = lines(pane)
    assert "10:00" in found[found.index("Winter") - 1]
    assert "11:00" in found[found.index("Summer") - 1]


def test_rows_with_many_values_show_all_on_wish(pane):
    record = long_record(messages=0, items=0, memories=12)
    for number, memory in enumerate(record["memories"]):
        memory["facts"] = {"plan": f"plan-{number}", "shared": "same" if number else "other"}
    show(pane, record)
    assert text(pane).count("plan-") == 5
    follow(pane, "Show all 12")
    assert text(pane).count("plan-") == 12
    before = text(pane).count("agent-")
    follow(pane, "and 8 more")
    assert text(pane).count("agent-") == before + 8


def test_older_messages_and_the_channel_stay_when_the_contact_comes_again(pane):
    show(pane, long_record())
    follow(pane, "SMS")
    follow(pane, "older")
    assert "Message 0 21\n" in text(pane)
    pane.show_memories(shown(long_record(messages=235)), parse(""), keep_place=True)
    pane.view.write_all()
    assert "Message 0 21\n" in text(pane)
    assert "Message 0 234" in text(pane)
    assert "Message 0 220" not in text(pane)


@pytest.mark.parametrize(
    ("word", "action", "expected"),
    [
        (
            "Call Nadia back",
            "actionCopySection",
            "High\tCall Nadia back\tCallback\tOrder\torder-7731",
        ),
        ("9 Mill Lane", "actionCopySection", "…e771\nPreferred contact: call"),
        ("Asked about opening", "actionCopySection", "Summary: Asked about opening hours."),
        ("Found", "actionCopySection", "Notes: Seen in York"),
        ("We found it", "actionCopySection", "Assistant · Web: We found it."),
        ("9 Mill Lane", "actionCopyPath", "$.memories[0].facts.address.street"),
        ("8 mo", "actionCopyValue", "2026-03-10T15:00:00.000Z"),
        ("We found it", "actionCopyAll", "Open items"),
    ],
)
def test_menus_copy_what_the_record_says(pane, qtbot, monkeypatch, word, action, expected):
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    monkeypatch.setattr(open_items, "short_age", lambda text: short_age(text, now))
    show(pane)
    menu = pane.view.menu_at(pane.view.document().find(word).selectionStart())
    (found,) = [each for each in menu.actions() if each.objectName() == action]
    with qtbot.waitSignal(pane.copied) as copied:
        found.trigger()
    assert expected in copied.args[0]


@pytest.mark.parametrize(("width", "is_above"), [(240, True), (700, False)])
def test_a_key_is_above_its_value_where_the_view_is_too_narrow_for_both(pane, width, is_above):
    pane.resize(width, 700)
    show(pane)
    key, value = (place_of(pane, each) for each in ("Budget", "12000"))
    assert (key.y() < value.y()) is is_above
    assert (value.x() <= key.x()) is is_above
