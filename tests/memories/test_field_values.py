import pytest

from contactdesk.memories import field_values
from contactdesk.memories.field_values import FieldValue, field_path, memory_value
from contactdesk.model import Kind
from contactdesk.providers import all_providers
from contactdesk.records.regions import Regions

PROVIDERS = all_providers()
BLAND = {
    "id": "c-1",
    "metadata": {"Plan Type": "gold", "vip": True, "empty": "", "none": None},
    "memories": [
        {
            "persona_id": "sales",
            "summary": " Wants a call. ",
            "facts": {"city": "Paris", "call": "yes", "since": "2026-01-02"},
            "recent_messages": [{"content": "Hi", "timestamp": "2026-03-01T10:00:00Z"}],
            "open_items": [{"description": "x", "priority": "low"}],
        },
        {
            "agent_number": "+14155550100",
            "summary": "",
            "facts": {"City": "Rome", "call": True, "city ": "Oslo"},
            "recent_messages": [{"content": "Hi", "timestamp": "2026-04-01T10:00:00Z"}],
            "open_items": [
                {"description": "x", "priority": "Odd"},
                {"description": "y", "priority": "HIGH"},
            ],
        },
        {"persona_id": "sales", "facts": {"city": "paris "}},
    ],
}
CLOSE = {"id": "c", "custom.cf_1": 7, "custom": {"Seats": 3}}
QUO = {
    "id": "q",
    "customFields": [{"name": "Born", "key": "b1", "type": "date", "value": "2001-02-03"}],
}


def values(provider, raw, path):
    found = field_values.field_values(Regions(PROVIDERS[provider]), raw, path)
    return [(each.value, each.kind.value) for each in found]


@pytest.mark.parametrize(
    ("provider", "raw", "path", "expected"),
    [
        ("bland", BLAND, "fact.city", [("Rome", "text"), ("Oslo", "text"), ("Paris", "text")]),
        ("bland", BLAND, "fact.call", [("yes", "text")]),
        ("bland", BLAND, "fact.since", [("2026-01-02", "day")]),
        ("bland", BLAND, "custom.plan_type", [("gold", "text")]),
        ("bland", BLAND, "custom.vip", [(True, "bool")]),
        ("bland", BLAND, "custom.empty", []),
        ("bland", BLAND, "custom.none", []),
        ("bland", BLAND, "fact.plan_type", []),
        ("bland", BLAND, "custom.city", []),
        ("bland", {"id": 1, "memories": "x", "metadata": []}, "fact.city", []),
        ("close", CLOSE, "custom.seats", [(3, "text")]),
        ("close", CLOSE, "custom.cf_1", [(7, "text")]),
        ("quo", QUO, "custom.born", [("2001-02-03", "day")]),
        ("quo", QUO, "custom.b1", [("2001-02-03", "day")]),
    ],
)
def test_different_values_of_a_field_the_newest_first(provider, raw, path, expected):
    assert values(provider, raw, path) == expected


def test_values_without_end_are_cut(monkeypatch):
    monkeypatch.setattr(field_values, "MAX_VALUES", 2)
    assert [value for value, _kind in values("bland", BLAND, "fact.city")] == ["Rome", "Oslo"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (field_values.OPEN_ITEMS, 3),
        (field_values.PRIORITY, "high"),
        (field_values.LAST_TALK, "2026-04-01T10:00:00.000Z"),
        (field_values.PERSONAS, ["sales", "+14155550100"]),
        (field_values.SUMMARY, "Wants a call."),
        (field_values.COUNT, 3),
    ],
)
def test_value_over_all_memories(path, expected):
    assert memory_value(PROVIDERS["bland"], BLAND, path) == expected
    assert memory_value(PROVIDERS["bland"], {"id": "x", "memories": [{}]}, path) in (None, 1)
    assert memory_value(PROVIDERS["bland"], {"id": "x"}, path) is None
    assert memory_value(PROVIDERS["quo"], QUO, path) is None


def test_path_of_a_field_is_its_name_in_a_search():
    assert field_path("fact", "Time Zone") == "fact.time_zone"
    assert field_values.is_field("custom.plan")
    assert not field_values.is_field("memory.count")
    assert not field_values.is_field("$.custom.plan")
    assert FieldValue(1, Kind.TEXT).value == 1
