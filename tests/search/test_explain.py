import pytest

from contactdesk.providers import all_providers
from contactdesk.search.explain import (
    Explanation,
    OwnText,
    explain,
    has_places,
    with_agent_name,
)
from contactdesk.search.query import parse
from contactdesk.ui.kit.query_words import place_words

PROVIDERS = all_providers()
BLAND = {
    "id": "c-1",
    "name": "Sarah Chen",
    "metadata": {"Plan Type": "gold", "since": "2025-01-02T03:04:05.000Z", "vip": True},
    "identifiers": [
        {"identifier_type": "phone_number", "identifier_value": "+14155550192"},
        {"identifier_type": "email", "identifier_value": "S@example.com"},
    ],
    "memories": [
        {
            "id": "mem-1",
            "persona_id": "sales",
            "summary": "Asked for a refund.",
            "facts": {
                "time_zone": "Paris",
                "pets": [{"name": "Rex"}],
                "age": 41,
                "renewal": "2026-12-01",
            },
            "open_items": [{"type": "call", "description": "Ring back", "priority": "high"}],
            "recent_messages": [{"role": "user", "content": "My refund?", "channel": "sms"}],
            "entities": [{"entity_type": "order", "entity_id": "o-8", "facts": {"state": "late"}}],
        }
    ],
}
QUO = {
    "id": "q-1",
    "defaultFields": {"firstName": "Zoë", "lastName": "Ng", "company": "Acme", "role": "CTO"},
    "customFields": [
        {"name": "How we met", "key": "met", "type": "string", "value": "Fair", "id": "x1"}
    ],
}


def places(provider, raw, typed):
    return [place_words(place) for place in explain(PROVIDERS[provider], raw, parse(typed)).places]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("refund", ["Summary · sales", "Message · sales"]),
        ("said:refund", ["Message · sales"]),
        ("name:refund", []),
        ("fact.time_zone:paris", ["Fact: Time zone · sales"]),
        ("fact.pets:paris", []),
        ("custom.plan_type:gold", ["Metadata: Plan Type"]),
        ("open:ring", ["Open item · sales"]),
        ("priority:high", ["Open item · sales"]),
        ("priority:>low", ["Open item · sales"]),
        ("priority:low", []),
        ("fact.age:>40", ["Fact: Age · sales"]),
        ("fact.age:>41", []),
        ("fact.renewal:<2027", ["Fact: Renewal · sales"]),
        ("custom.since:2025-01..", ["Metadata: Since"]),
        ("custom.since:>2025-02", []),
        ("open:>0 memories:1 talked:<7d tag:sales note:sales is:favorite empty:sales", []),
        ("name:sarah", ["Name"]),
        ('"sarah chen"', ["Name"]),
        ("has:memory", []),
        ("-refund", []),
        ("", []),
    ],
)
def test_matched_places_in_the_order_they_are_shown(typed, expected):
    assert places("bland", BLAND, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tag:vip", ["Tag"]),
        ("tag:v note:tea", ["Tag", "Note"]),
        ("refund note:tea", ["Summary · sales", "Message · sales", "Note"]),
        ("is:favorite", ["Favorite"]),
        ("vip tea favorite", []),
        ("-tag:vip", []),
    ],
)
def test_what_the_user_added_is_a_place(typed, expected):
    own = [OwnText("tag", "VIP"), OwnText("tag", "x"), OwnText("note", "Likes tea")]
    found = explain(PROVIDERS["bland"], BLAND, parse(typed), [*own, OwnText("is", "favorite")])
    assert [place_words(place) for place in found.places] == expected


@pytest.mark.parametrize(
    ("nicknames", "expected"),
    [
        ({}, "Summary · …2b01"),
        ({"5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01": "Anna"}, "Summary · Anna"),
        ({"other": "Anna"}, "Summary · …2b01"),
    ],
)
def test_persona_of_the_first_place_has_its_name(nicknames, expected):
    agent = "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01"
    memory = {**BLAND["memories"][0], "persona_id": agent}
    raw = {**BLAND, "memories": [memory, {"persona_id": "other", "summary": "x"}]}
    found = explain(PROVIDERS["bland"], raw, parse("refund"))
    named = with_agent_name(found, PROVIDERS["bland"], raw, nicknames)
    assert place_words(named.places[0]) == expected
    assert named.places[1:] == found.places[1:]


def test_places_without_a_persona_stay():
    found = explain(PROVIDERS["quo"], QUO, parse("fair"))
    assert with_agent_name(found, PROVIDERS["quo"], QUO, {}) == found
    nothing = Explanation()
    assert with_agent_name(nothing, PROVIDERS["bland"], BLAND, {}) == nothing


def test_matches_at_the_first_place_are_counted():
    message = {"role": "user", "content": "Refund, please"}
    raw = {"id": "c-1", "memories": [{"recent_messages": [message] * 3}]}
    found = explain(PROVIDERS["bland"], raw, parse("said:refund"))
    assert (len(found.places), found.matches_at_first) == (1, 3)
    assert place_words(found.places[0]) == "Message · Memory 1"


def test_phrase_across_first_and_last_name_matches_the_name():
    assert places("quo", QUO, '"zoe ng"') == ["Name"]
    assert explain(PROVIDERS["quo"], {"id": []}, parse("zoe")) == Explanation()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", False),
        ("in:bland -in:close", False),
        ("linked:>2 OR maybe:yes", False),
        ("in:bland ana", True),
        ("has:email", True),
    ],
)
def test_conditions_on_people_match_at_no_place(typed, expected):
    assert has_places(parse(typed)) == expected
