import json

import pytest

from contactdesk.jsonpath import dig
from contactdesk.model import CONTACT_FIELDS, REGIONS
from contactdesk.providers import all_providers
from contactdesk.records.blocks import texts, viewed
from contactdesk.records.regions import Regions, read_contact
from contactdesk.sandbox import records
from contactdesk.search.fields import HAS_VALUES

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
            "facts": {"time_zone": "Paris", "pets": [{"name": "Rex"}]},
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
CLOSE = {"id": "k-1", "display_name": "Ann", "custom.cf_1": "blue", "custom": {"old": "red"}}


def read(vendor, raw):
    return Regions(PROVIDERS[vendor]).read(raw)


def test_memory_texts_are_split_by_region():
    found = {region: list(held) for region, held in read("bland", BLAND).texts.items()}
    assert found["said"] == ["My refund?"]
    assert found["memory"] == ["Asked for a refund."]
    assert set(found["fact"]) == {"time_zone", "Paris", "pets", "name", "Rex"}
    assert set(found["open"]) == {"call", "Ring back", "high"}
    assert set(found["entity"]) == {"order", "o-8", "state", "late"}
    assert found["persona"] == ["sales"]
    assert {"Plan Type", "gold", "since", "vip"} <= set(found["custom"])
    assert {"user", "sms", "mem-1", "Sarah Chen"} <= set(found[""])
    assert not {"My refund?", "gold", "Paris"} & set(found[""])


def test_keyed_values_are_pairs():
    assert ("custom", "plan_type", {"gold": None}) in read("bland", BLAND).pairs
    assert ("fact", "time_zone", {"Paris": None}) in read("bland", BLAND).pairs
    assert ("entity", "state", {"late": None}) in read("bland", BLAND).pairs
    fair = {"Fair": None}
    assert read("quo", QUO).pairs == [("custom", "how_we_met", fair), ("custom", "met", fair)]
    assert {key: list(texts) for _, key, texts in read("close", CLOSE).pairs} == {
        "cf_1": ["blue"],
        "old": ["red"],
    }


def test_dates_and_bools_of_fields_are_texts_of_their_region(zone):
    zone("America/New_York")
    custom = read("bland", BLAND).texts["custom"]
    assert {"2025-01-02T03:04:05.000Z", "2025-01-01", "true yes"} <= set(custom)


def test_a_type_sent_with_a_field_decides_how_it_is_searched(zone):
    zone("America/New_York")
    fields = [
        {"name": "Renewal", "type": "date", "value": "2024-09-11T00:00:00.000Z"},
        {"name": "Opted in", "type": "boolean", "value": "false"},
    ]
    held = read("quo", {**QUO, "customFields": fields})
    renewal = {"2024-09-11T00:00:00.000Z": None, "2024-09-11": None}
    assert held.pairs == [
        ("custom", "renewal", renewal),
        ("custom", "opted_in", {"false": None, "false no": None}),
    ]
    assert not any("2024-09-10" in text for text in held.texts["custom"])
    assert "false no" in held.texts["custom"]


@pytest.mark.parametrize(
    ("vendor", "raw", "badge"),
    [
        ("close", {"emails": [{"email": "a@b.example", "is_unsubscribed": True}]}, "Unsubscribed"),
        ("close", {"phones": [{"phone": "+1", "outbound_sms_blocked": "true"}]}, "SMS blocked"),
        ("askelephant", {"emails": [{"email": "a@b.example", "is_primary": True}]}, "Primary"),
        ("bland", {"identifiers": [{"identifier_value": "+1", "is_primary": True}]}, "Primary"),
    ],
)
def test_a_badge_that_is_shown_is_a_text(vendor, raw, badge):
    assert badge in read(vendor, raw).texts[""]
    off = json.loads(json.dumps(raw).replace("true", "false"))
    assert badge not in read(vendor, off).texts[""]
    (shown,) = (text for text in texts(PROVIDERS[vendor], raw) if text.text == badge)
    assert shown.region == ""
    assert dig(viewed(PROVIDERS[vendor], raw), shown.path) in (True, "true")


def test_every_shown_text_is_in_a_region():
    """Every text and number of a record is in some region, and none in two by accident."""
    for vendor in PROVIDERS:
        for raw in records(vendor, 0, 60):
            held = read(vendor, raw).texts
            every = set().union(*held.values())
            for text in texts(PROVIDERS[vendor], raw):
                value = dig(viewed(PROVIDERS[vendor], raw), text.path)
                if isinstance(value, str) and not value[:5].removesuffix("-").isdecimal():
                    assert value in every, (vendor, text)


@pytest.mark.parametrize("malformed", [None, 5, "text", ["list"], [{"of": "objects"}], {"a": [1]}])
def test_malformed_records_are_read(malformed):
    for vendor in PROVIDERS:
        for key in ("memories", "metadata", "custom", "custom_data", "customFields"):
            raw = {"id": "x", key: malformed}
            assert "x" in read(vendor, raw).texts[""]
            Regions(PROVIDERS[vendor]).places(raw)("$.id")


@pytest.mark.parametrize(
    ("vendor", "raw", "path", "where"),
    [
        ("bland", BLAND, "$.memories[0].summary", "memory"),
        ("bland", BLAND, "$.memories[0].recent_messages[0].content", "said"),
        ("bland", BLAND, "$.memories[0].recent_messages[0].role", ""),
        ("bland", BLAND, "$.memories[0].facts.time_zone", "fact.time_zone"),
        ("bland", BLAND, "$.memories[0].facts.pets[0].name", "fact.pets"),
        ("bland", BLAND, "$.memories[0].entities[0].facts.state", "entity.state"),
        ("bland", BLAND, "$.memories[0].entities[0].entity_id", "entity"),
        ("bland", BLAND, "$.memories[0].persona_id", "persona"),
        ("bland", BLAND, "$.metadata.Plan Type", "custom.plan_type"),
        ("bland", BLAND, "$.name", "name"),
        ("bland", BLAND, "$.identifiers[1].identifier_value", "email"),
        ("bland", BLAND, "$.identifiers[0].identifier_value", "phone"),
        ("bland", BLAND, "$.id", "id"),
        ("bland", BLAND, "$.nowhere[3].at", ""),
        ("quo", QUO, "$.customFields[0].value", "custom.how_we_met=met"),
        ("quo", QUO, "$.customFields[0].id", ""),
        ("quo", QUO, "$.defaultFields.firstName", "name"),
        ("quo", QUO, "$.defaultFields.company", "company"),
        ("quo", QUO, "$.defaultFields.role", "title"),
        ("close", CLOSE, "$.custom.cf_1", "custom.cf_1"),
    ],
)
def test_place_of_a_path(vendor, raw, path, where):
    assert Regions(PROVIDERS[vendor]).places(raw)(path) == where


def test_regions_match_the_search_language():
    assert {*REGIONS, *CONTACT_FIELDS[:5]} == set(HAS_VALUES)
    for provider in PROVIDERS.values():
        plan = [*provider.sections]
        while plan:
            section = plan.pop()
            named = {section.searched_as, *(field.searched_as for field in section.fields)}
            assert named <= {"", *REGIONS}, (provider.id, section.title)
            plan.extend(section.sections)


def test_malformed_record_has_no_contact():
    def strict(raw):
        return raw["never"]

    class Vendor:
        contact = staticmethod(strict)

    assert read_contact(Vendor, {}) is None


def test_places_of_times_are_given_on_demand_where_they_differ():
    raw = {
        "id": "c",
        "date_created": "2025-01-01T00:00:00Z",
        "date_updated": "2025-01-02T00:00:00Z",
    }
    regions = Regions(PROVIDERS["close"])
    place_of = regions.places(raw, with_times=True)
    assert [place_of("$.date_created"), place_of("$.date_updated")] == ["created_at", "updated_at"]
    assert regions.places(raw)("$.date_created") == ""
    same = {**raw, "date_updated": raw["date_created"]}
    assert regions.places(same, with_times=True)("$.date_created") == ""
