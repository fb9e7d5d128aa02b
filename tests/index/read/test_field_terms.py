import json

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.read import field_terms
from contactdesk.providers import all_providers
from contactdesk.search.query import parse

PROVIDERS = {"a": all_providers()["bland"], "b": all_providers()["quo"]}

FACTS = {
    "none": [],
    "five": [{"age": 5}],
    "text": [{"age": "7.5"}, {"Age": "old"}],
    "both": [{"age": 3}, {"age": 30}],
    "list": [{"age": [2, {"then": 9}]}],
    "minus": [{"age": -5}],
    "day": [{"age": "2026-03-04"}],
    "moment": [{"age": "2026-05-06T10:00:00+02:00"}],
    "word": [{"age": "many"}, {"other": 6}],
    "bool": [{"age": True}],
}


async def fill(index):
    data = [
        {"id": name, "memories": [{"facts": each} for each in facts]}
        for name, facts in FACTS.items()
    ]
    body = json.dumps({"data": data, "pagination": {"has_more": False}}).encode()
    await index.write_page(await index.listing("a"), PROVIDERS["a"], body)
    fields = [
        [{"name": "Seats", "key": "s1", "value": "12", "type": "number"}],
        [{"name": "Seats", "key": "s1", "value": 2, "type": "number"}],
    ]
    data = [{"id": f"q-{n}", "customFields": each} for n, each in enumerate(fields)]
    body = json.dumps({"data": data}).encode()
    await index.write_page(await index.listing("b"), PROVIDERS["b"], body)
    index.name_accounts({}, PROVIDERS)


async def found(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    first = await index.first(Scope(), Order(), parse(typed), 1)
    assert list(first) == list(ids)[:1]
    return " ".join(index.stored(row_id).vendor_id for row_id in ids)


@pytest.mark.parametrize("is_column", [False, True], ids=["records", "table"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fact.age:>5", "text both list"),
        ("fact.AGE:>=5", "five text both list"),
        ("fact.age:<5", "both list minus"),
        ("fact.age:<=-5", "minus"),
        ("fact.age:=30", "both"),
        ("fact.age:=5", "five"),
        ("fact.age:5..8", "five text"),
        ("fact.age:..3", "both list minus"),
        ("fact.age:8..", "both list"),
        ("fact.age:>2026-03-03", "day moment"),
        ("fact.age:<2026-05", "day"),
        ("fact.age:2026-05..2026-06", "moment"),
        ("fact.age:>=2026", "day moment"),
        ("fact.age:>5 fact.age:<9", "text both list"),
        ("has:fact.age -fact.age:>5", "five minus day moment word bool"),
        ("fact.other:>5", "word"),
        ("fact.nothing:>5", ""),
        ("custom.seats:>5", "q-0"),
        ("custom.s1:<5", "q-1"),
        ("five fact.age:>4", "five"),
    ],
)
async def test_values_are_compared(index, monkeypatch, is_column, typed, expected):
    monkeypatch.setattr(field_terms, "RECORDS_PER_STEP", 2)
    await fill(index)
    if is_column:
        await index.fields.choose(["fact.age", "custom.seats", "custom.s1"], PROVIDERS)
    assert await found(index, typed) == expected


async def test_values_of_unknown_vendors_meet_nothing(index):
    await fill(index)
    index.name_accounts({}, {})
    assert await found(index, "fact.age:>0") == ""
