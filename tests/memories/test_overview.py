"""contactdesk.memories.overview: nothing lost, nothing chosen."""

from contactdesk.memories.overview import Counts, Overview
from tests.memories.samples import item, read


def test_open_items_of_all_agents_come_by_priority_and_then_by_age():
    overview = Overview.of(
        read(
            {"persona_id": "a", "open_items": [item("4", "p1"), item("2", "high", "2026-03-02")]},
            {"persona_id": "b", "open_items": [item("3", "High"), item("1", "high", "2026-03-01")]},
            {"persona_id": "c", "open_items": [item("0", "URGENT", "2026-04-01")]},
        )
    )
    assert [(each.item.text, each.memory.agent) for each in overview.open_items] == [
        *[("0", "c"), ("1", "b"), ("2", "a"), ("3", "b"), ("4", "a")]
    ]


def test_open_items_of_one_priority_and_age_do_not_change_places():
    items = [item(text, "high", "2026-03-01") for text in "ba"]
    for order in (items, items[::-1]):
        overview = Overview.of(read({"open_items": order}))
        assert [each.item.text for each in overview.open_items] == ["a", "b"]


def test_agents_and_summaries_come_with_the_newest_talk_first():
    memories = read(
        {"agent_number": "+1", "summary": "Old", "open_items": [item("x", at="2026-01-01")]},
        {"persona_id": "a", "summary": " ", "open_items": [item("x", at="2026-03-01")]},
        {"persona_id": "b", "summary": "New", "open_items": [item("x", at="2026-02-01")]},
        {"persona_id": "a", "summary": "Undated"},
    )
    overview = Overview.of(memories)
    assert [(each.agent, each.last_talk, len(each.memories)) for each in overview.agents] == [
        ("a", "2026-03-01", 2),
        ("b", "2026-02-01", 1),
        ("+1", "2026-01-01", 1),
    ]
    assert [each.summary for each in overview.summaries] == ["New", "Old", "Undated"]
    assert overview.last_talk(memories[0]) == "2026-01-01"
    assert overview.counts == Counts(4, 3, 3, 3, 0, 0, 0, 0)


def test_contact_without_memories_has_an_empty_overview():
    assert Overview.of(()).counts == Counts(0, 0, 0, 0, 0, 0, 0, 0)
