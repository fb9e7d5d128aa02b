"""contactdesk.memories.reading: memories as their vendor keeps them."""

from msgspec.structs import replace

from contactdesk.memories.reading import (
    Memory,
    OpenItem,
    brief_times,
    fact_keys,
    memories_of,
    newest,
)
from contactdesk.providers import all_providers
from tests.index.remembering import BLAND, HOSTILE, remembered, sandbox_people
from tests.memories.samples import read


def test_every_part_is_read_with_its_path():
    (memory,) = read(
        {
            "persona_id": "anna",
            "summary": "Wants a refund",
            "facts": {"time zone": "Europe/Paris", "team": {"size": 4}},
            "recent_messages": [
                {
                    "role": "user",
                    "content": "Hi",
                    "channel": "sms",
                    "timestamp": "2026-03-01T10:00Z",
                }
            ],
            "open_items": [
                {
                    "type": "callback",
                    "description": "Call back",
                    "priority": "high",
                    "created_at": "2026-03-02",
                    "related_to": {"entity_type": "order", "entity_id": "o-1"},
                }
            ],
            "entities": [{"entity_type": "order", "entity_id": "o-1", "facts": {"price": 5}}],
        }
    )
    assert memory.agent == "anna"
    assert [fact.path for fact in memory.facts] == [
        "$.memories[0].facts.time zone",
        "$.memories[0].facts.team",
    ]
    assert memory.facts[1].value == {"size": 4}
    assert memory.messages[0].path == "$.memories[0].recent_messages[0]"
    assert (memory.messages[0].role, memory.messages[0].text) == ("user", "Hi")
    assert memory.open_items == (
        OpenItem(
            "$.memories[0].open_items[0]",
            "callback",
            "Call back",
            "high",
            "2026-03-02",
            "order",
            "o-1",
        ),
    )
    assert memory.entities[0].facts[0].path == "$.memories[0].entities[0].facts.price"
    assert memory.last_talk == "2026-03-02"
    assert not memory.is_empty


def test_malformed_parts_are_left_out_or_read_as_json():
    memories = read(
        "text", {"facts": [1], "recent_messages": "x", "open_items": [7, {"type": [1]}]}
    )
    assert [memory.number for memory in memories] == [2]
    assert memories[0].path == "$.memories[1]"
    assert memories[0].facts == memories[0].messages == ()
    assert memories[0].open_items == (OpenItem("$.memories[1].open_items[1]", "[\n  1\n]"),)


def test_text_in_place_of_an_item_is_its_description():
    (memory,) = read({"open_items": ["Send the offer"]})
    assert memory.open_items[0].text == "Send the offer"


def test_memory_with_nothing_but_an_agent_is_empty():
    (memory,) = read({"agent_number": "+14155550100", "summary": " ", "facts": {}})
    assert memory.is_empty
    assert memory.agent == "+14155550100"
    assert memory.last_talk == ""


def test_newest_of_times_with_different_offsets_is_by_moment():
    assert newest(["2026-03-01T23:00:00-05:00", "2026-03-02T01:00:00Z", "soon", ""]) == (
        "2026-03-02T04:00:00.000Z"
    )


def test_vendor_without_agents_has_no_memories():
    assert memories_of(all_providers()["quo"], {"memories": [{}]}) == ()
    assert isinstance(read({})[0], Memory)


def test_brief_memories_are_the_same_without_what_they_leave_out():
    """`brief_times` and `fact_keys` tell the rest, whatever the record holds."""
    for raw in [*sandbox_people(60), *map(remembered, range(40)), *HOSTILE]:
        viewed = BLAND.view(raw) if isinstance(raw, dict) else {}
        brief = memories_of(BLAND, viewed, brief=True)
        whole = memories_of(BLAND, viewed)
        assert brief == tuple(replace(m, facts=(), messages=(), entities=()) for m in whole)
        for memory in whole:
            times = [each.at for each in memory.messages]
            times += [each.last_discussed_at for each in memory.entities]
            assert brief_times(BLAND.memories, memory.raw) == times
            assert fact_keys(BLAND.memories, memory.raw) == [fact.key for fact in memory.facts]
