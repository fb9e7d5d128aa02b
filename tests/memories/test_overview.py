"""contactdesk.memories.overview, fact_grid, entities and conversation: nothing lost, nothing chosen."""

from contactdesk.memories.fact_grid import Agreement
from contactdesk.memories.overview import Counts, Overview
from tests.memories.samples import item, message, read


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


def facts(agent, **found):
    return {"persona_id": agent, "facts": found}


def test_rows_of_facts_that_differ_come_before_those_of_one_agent_and_those_agreed():
    overview = Overview.of(
        read(
            facts("a", timezone="Europe/Paris", plan="Team", vip=True, budget=None),
            facts("b", timeZone="europe/paris", Plan="Starter", budget=5),
            facts("b", time_zone="Europe/Paris"),
        )
    )
    assert [(row.key, row.agreement) for row in overview.facts] == [
        ("plan", Agreement.DIFFERS),
        ("budget", Agreement.ONE_ONLY),
        ("vip", Agreement.ONE_ONLY),
        ("timezone", Agreement.AGREED),
    ]
    assert overview.facts[3].spellings == ("timeZone", "time_zone", "timezone")
    assert [each.value for each in overview.facts[0].values] == ["Team", "Starter"]
    assert [row.key for row in overview.differing] == ["plan"]


def test_memories_of_one_agent_share_a_column_that_shows_where_they_differ():
    (row,) = Overview.of(read(facts("a", plan="Team"), facts("a", plan="Free"))).facts
    assert row.agreement is Agreement.DIFFERS
    assert {each.value for each in row.cells["a"]} == {"Team", "Free"}
    assert list(row.cells) == ["a"]


def entity(entity_id, status=None, at=None, notes=None, kind="order", **found):
    return {
        "entity_type": kind,
        "entity_id": entity_id,
        "status": status,
        "last_discussed_at": at,
        "notes": notes,
        "facts": found,
    }


def test_entities_are_merged_by_type_and_id_with_the_newest_status():
    overview = Overview.of(
        read(
            {
                "persona_id": "a",
                "entities": [entity("o-1", "sent", "2026-03-01", "Late", price=5), entity("")],
                "open_items": [item("Refund", about="o-1"), item("Other", about="o-2")],
            },
            {
                "persona_id": "b",
                "entities": [
                    entity("o-1", "returned", "2026-03-05", "Broken", "Order", price=6),
                    entity("o-1", None, "2026-03-06"),
                    entity(""),
                ],
            },
        )
    )
    merged = overview.entities[0]
    assert (merged.id, merged.status, merged.last_discussed_at) == ("o-1", "returned", "2026-03-06")
    assert [(each.memory.agent, each.entity.notes) for each in merged.notes] == [
        ("b", "Broken"),
        ("a", "Late"),
    ]
    assert [row.agreement for row in merged.facts] == [Agreement.DIFFERS]
    assert [each.item.text for each in overview.items_about(merged)] == ["Refund"]
    assert overview.entity_of(overview.items_about(merged)[0].item) is merged
    assert len(overview.entities) == 3  # two have no id: nothing says that they are one
    assert overview.items_about(overview.entities[1]) == ()


def test_entities_of_one_time_come_by_type_and_id():
    entities = [entity("o-2"), entity("o-1"), entity("c-9", kind="case")]
    for order in (entities, entities[::-1]):
        overview = Overview.of(read({"entities": order}))
        assert [each.id for each in overview.entities] == ["c-9", "o-1", "o-2"]


def texts(overview):
    return [turn.text for turn in overview.messages]


def test_message_kept_by_two_agents_is_shown_once_with_both():
    overview = Overview.of(
        read(
            {"persona_id": "a", "recent_messages": [message("Hi", "2026-03-01T10:00:00Z")]},
            {
                "persona_id": "b",
                "recent_messages": [
                    message("Hi", "2026-03-01T11:00:00.000+01:00", channel="web"),
                    message("Hi", "2026-03-01T10:00:00Z", role="assistant"),
                ],
            },
        )
    )
    first, second = overview.messages
    assert (first.agents, first.role, first.at) == (("a", "b"), "user", "2026-03-01T10:00:00.000Z")
    assert sorted(first.channels) == ["sms", "web"]
    assert first.is_contact
    assert (second.agents, second.is_contact) == (("b",), False)


def test_message_that_a_memory_has_twice_is_shown_twice():
    twice = {"persona_id": "a", "recent_messages": [message("ok", "2026-03-01T10:00Z")] * 2}
    once = {"persona_id": "b", "recent_messages": [message("ok", "2026-03-01T10:00Z")]}
    overview = Overview.of(read(twice, once))
    assert [turn.agents for turn in overview.messages] == [("a", "b"), ("a",)]


def test_messages_of_one_time_keep_the_order_of_the_memory_that_has_most():
    at = "2026-03-01T10:00:00.000Z"
    short = {"persona_id": "a", "summary": "a", "recent_messages": [message("3", at)]}
    whole = {"persona_id": "b", "recent_messages": [message(text, at) for text in "513"]}
    for memories in ((short, whole), (whole, short)):
        assert texts(Overview.of(read(*memories))) == ["5", "1", "3"]


def test_messages_without_a_time_keep_their_place():
    overview = Overview.of(
        read(
            {
                "persona_id": "a",
                "recent_messages": [
                    message("before"),
                    message("1", "2026-03-01T10:00Z"),
                    message("after 1", "yesterday"),
                    message("2", "2026-03-01T10:00Z"),
                    message("4", "2026-03-01T12:00Z"),
                ],
            },
            {"persona_id": "b", "recent_messages": [message("3", "2026-03-01T11:00Z")]},
            {"persona_id": "c", "recent_messages": [message("undated"), message("undated")]},
        )
    )
    assert texts(overview) == [
        *("undated", "undated", "before", "1", "after 1", "2", "3", "4"),
    ]


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
