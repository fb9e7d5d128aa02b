"""What a record says about a person besides the contact's own fields."""

from __future__ import annotations

from typing import Any

from contactdesk.model import Provider
from contactdesk.people.traits import (
    CONSENT,
    MAX_TRAITS,
    UNWANTED,
    WANTED,
    Trait,
    last_talk,
    newest_trace,
    traits_of,
)
from contactdesk.providers.vendors import askelephant, bland, close, opencx, quo
from contactdesk.records.blocks import viewed


def traits(provider: Provider, raw: dict[str, Any]) -> tuple[Trait, ...]:
    return traits_of(provider, provider.contact(raw), viewed(provider, raw))


def said(found: tuple[Trait, ...]) -> list[tuple[str, str, int]]:
    return [(each.field, each.text, each.memory) for each in found]


def test_facts_are_read_by_what_their_keys_mean_in_any_spelling() -> None:
    memories = [
        {"facts": {"timeZone": "Europe/Berlin", "Preferred contact": "sms", "budget": 12}},
        {"facts": {"time_zone": "Europe/Paris", "company": "Acme", "role": ["CTO", "Founder"]}},
    ]
    assert said(traits(bland.PROVIDER, {"id": "1", "memories": memories})) == [
        ("time_zone", "Europe/Berlin", 1),
        ("channel", "sms", 1),
        ("time_zone", "Europe/Paris", 2),
        ("company", "Acme", 2),
        ("role", "CTO", 2),
        ("role", "Founder", 2),
    ]


def test_trait_has_its_place_in_the_record() -> None:
    raw = {"id": "1", "memories": [{"facts": {}}, {"facts": {"Time zone": "UTC"}}]}
    (found,) = traits(bland.PROVIDER, raw)
    assert found.path == "$.memories[1].facts.Time zone" or found.path.endswith('"Time zone"')
    assert found.key == "Time zone"


def test_consent_is_told_by_the_key_and_its_answer() -> None:
    facts = {
        "opted_in_to_sms": True,
        "Do not call": "yes",
        "unsubscribed": False,
        "opt in": "maybe",
    }
    found = traits(bland.PROVIDER, {"id": "1", "memories": [{"facts": facts}]})
    assert [(each.key, each.consent) for each in found] == [
        ("opted_in_to_sms", WANTED),
        ("Do not call", UNWANTED),
        ("unsubscribed", WANTED),
    ]


def test_close_says_its_zone_and_what_the_contact_refuses() -> None:
    raw = {
        "id": "cont_1",
        "timezone": "America/New_York",
        "emails": [
            {"email": "a@x.test", "is_unsubscribed": True},
            {"email": "b@x.test", "is_unsubscribed": False},
        ],
        "phones": [{"phone": "+14155550192", "outbound_sms_blocked": True}],
    }
    found = traits(close.PROVIDER, raw)
    assert said(found) == [
        ("time_zone", "America/New_York", 0),
        (CONSENT, "a@x.test", 0),
        (CONSENT, "+14155550192", 0),
    ]
    assert [each.consent for each in found] == ["", UNWANTED, UNWANTED]
    assert [each.key for each in found[1:]] == ["Unsubscribed", "SMS blocked"]


def test_custom_fields_of_quo_and_opencx_are_read_by_their_names() -> None:
    fields = [{"name": "Time zone", "value": "Asia/Tokyo"}, {"name": "Plan", "value": "gold"}]
    assert said(traits(quo.PROVIDER, {"id": "1", "customFields": fields})) == [
        ("time_zone", "Asia/Tokyo", 0)
    ]
    raw = {"id": "1", "custom_data": '{"time_zone": "Asia/Tokyo", "company": "Acme"}'}
    assert said(traits(opencx.PROVIDER, raw)) == [
        ("time_zone", "Asia/Tokyo", 0),
        ("company", "Acme", 0),
    ]


def test_company_of_askelephant_is_its_name_not_its_reference() -> None:
    raw = {"id": "1", "company": {"id": "cmp_1"}, "company_name": "Acme", "time_zone": "UTC"}
    assert said(traits(askelephant.PROVIDER, raw)) == [
        ("company", "Acme", 0),
        ("time_zone", "UTC", 0),
    ]


def test_malformed_parts_are_no_traits() -> None:
    facts: dict[str, Any] = {"company": {"deep": [1]}, "role": None, "phone": "x" * 900}
    raw = {"id": "1", "memories": [{"facts": facts}, {"facts": "none"}, "text", None]}
    assert traits(bland.PROVIDER, raw) == ()
    many = [{"facts": {"role": str(number)}} for number in range(MAX_TRAITS + 5)]
    assert len(traits(bland.PROVIDER, {"id": "1", "memories": many})) == MAX_TRAITS


def test_newest_trace_is_the_newest_of_changes_calls_workflows_and_talks() -> None:
    raw = {
        "id": "cont_1",
        "date_created": "2026-01-01T00:00:00.000000+00:00",
        "date_updated": "2026-02-01T00:00:00.000000+00:00",
        "recent_calls": [{"finish_timestamp": "2026-03-01T10:00:00+02:00"}, {}, None],
        "subscriptions": [{"start_date": "2026-02-11T00:00:00+00:00"}],
    }
    contact = close.PROVIDER.contact(raw)
    assert newest_trace(close.PROVIDER, contact, raw) == "2026-03-01T08:00:00.000Z"
    assert last_talk(close.PROVIDER, raw) == ""
    talked = {
        "id": "1",
        "updated_at": "2026-01-01T00:00:00.000Z",
        "memories": [
            {"recent_messages": [{"timestamp": "2026-04-01T00:00:00.000Z"}, {"timestamp": 7}]},
            {"open_items": [{"created_at": "2026-05-01T00:00:00.000Z"}]},
        ],
    }
    contact = bland.PROVIDER.contact(talked)
    assert last_talk(bland.PROVIDER, talked) == "2026-05-01T00:00:00.000Z"
    assert newest_trace(bland.PROVIDER, contact, talked) == "2026-05-01T00:00:00.000Z"
