"""Bland: authorization, pagination, memories."""

import pytest

from contactdesk.sandbox import SIZES, records
from contactdesk.sandbox.api_keys import UNSCOPED, api_key
from contactdesk.sandbox.people.conversations import TOPICS
from contactdesk.sandbox.people.person import FEATURED, listed_person
from contactdesk.sandbox.vendors.bland_rich_memories import PRIORITIES, is_rich


def test_key_is_sent_without_a_scheme(caller, valid):
    key = caller.keys["bland"]
    assert key.startswith("org_")
    answer = caller.get("bland", authorization=f"Bearer {key}")
    assert answer.status == 401
    assert answer.json["data"] is None
    answer = caller.get("bland", authorization=api_key("bland", 7, UNSCOPED))
    assert answer.status == 403
    valid("bland-error", answer.json)


def test_pagination_gives_true_total_and_echoes_parameters(caller):
    assert caller.get("bland").json["pagination"] == {
        "total": SIZES["bland"],
        "limit": 50,
        "offset": 0,
        "has_more": True,
    }
    last = caller.page("bland", [("limit", "30"), ("offset", "200")])
    assert last["pagination"] == {"total": 230, "limit": 30, "offset": 200, "has_more": False}
    beyond = caller.page("bland", [("offset", "5000")])
    assert beyond["data"] == []
    assert beyond["pagination"]["has_more"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "x"),
        ("limit", ""),
        ("offset", "-1"),
        ("offset", "1e3"),
    ],
)
def test_limit_or_offset_out_of_range_is_refused(caller, valid, name, value):
    answer = caller.get("bland", [(name, value)])
    assert answer.status == 400
    assert name in answer.json["errors"][0]["message"]
    valid("bland-error", answer.json)


def test_memories_cover_every_documented_variation(caller):
    found = caller.records("bland")
    memories = [memory for each in found for memory in each["memories"]]
    assert {len(each["memories"]) for each in found} == {0, 1, 2, 3, 4, 5, 7}
    counts = {len(memory["recent_messages"]) for memory in memories}
    assert min(counts) == 0
    assert max(counts) > 20
    messages = [message for memory in memories for message in memory["recent_messages"]]
    assert {message["channel"] for message in messages} == {"sms", "call", "web"}
    items = [item for memory in memories for item in memory["open_items"]]
    assert {item["priority"] for item in items} == {*PRIORITIES}
    assert any(item["related_to"] is None for item in items)
    entities = [entity for memory in memories for entity in memory["entities"]]
    assert {"order", "appointment", "product"} <= {entity["entity_type"] for entity in entities}
    assert any(entity["notes"] is None for entity in entities)
    assert any(isinstance(v, dict) for memory in memories for v in memory["facts"].values())
    assert any(memory["agent_number"] for memory in memories)
    kinds = {i["identifier_type"] for each in found for i in each["identifiers"]}
    assert kinds == {"phone_number", "email", "external_id"}
    assert any(each["name"] is None for each in found)


def test_parts_carry_the_contact_id_and_messages_are_in_order():
    for each in records("bland", 0, 120):
        parts = [*each["identifiers"], *each["memories"]]
        assert all(part["contact_id"] == each["id"] for part in parts)
        for memory in each["memories"]:
            times = [message["timestamp"] for message in memory["recent_messages"]]
            assert times == sorted(times)
            assert all(time <= each["updated_at"] for time in times)


def test_roles_match_the_speakers_of_the_topics():
    from_agents, from_people = set(), set()
    for topic in TOPICS:
        from_people |= set(topic.turns[0::2])
        from_agents |= set(topic.turns[1::2])
    plain = {turn: "user" for turn in from_people if "{" not in turn}
    plain |= {turn: "assistant" for turn in from_agents if "{" not in turn}
    seen = 0
    for each in records("bland", 0, 200):
        for memory in each["memories"]:
            for message in memory["recent_messages"]:
                if message["content"] in plain:
                    seen += 1
                    assert message["role"] == plain[message["content"]]
    assert seen > 200


def test_featured_people_are_known_to_several_personas_on_several_numbers():
    for each in records("bland", 0, len(FEATURED)):
        memories = each["memories"]
        agents = [(memory["persona_id"], memory["agent_number"]) for memory in memories]
        personas = [persona for persona, _number in agents if persona]
        assert len(set(agents)) == len(agents) == 7
        assert len(set(personas)) == len(personas) - 1  # one is on two numbers
        assert (None, None) in agents
        empty = memories[-1]
        assert not any(empty[part] for part in ("summary", "facts", "recent_messages", "entities"))


def test_memories_of_a_featured_person_tell_one_story():
    for each in records("bland", 0, len(FEATURED)):
        first, second, *_ = each["memories"]
        said = [message["timestamp"] for message in first["recent_messages"]]
        assert set(said) & {message["timestamp"] for message in second["recent_messages"]}
        assert len({message["channel"] for message in first["recent_messages"]}) >= 2
        days = sorted({time[:10] for time in said})
        assert len(days) >= 4
        known = {entity["entity_id"]: entity["facts"] for entity in first["entities"]}
        for memory in each["memories"]:
            for entity in memory["entities"]:
                assert entity["facts"].keys() == known[entity["entity_id"]].keys()
            for item in memory["open_items"]:
                assert item["related_to"] is None or item["related_to"]["entity_id"] in known
        assert first["facts"]["preferred_contact"] != second["facts"]["preferredContact"]


def test_few_people_have_memories_that_long():
    people = [listed_person("bland", number, 7) for number in range(len(FEATURED), 3_000)]
    rich = sum(map(is_rich, people))
    assert 0 < rich < len(people) / 40
