import json

from contactdesk.index.read import field_keys
from contactdesk.providers import all_providers


async def write(index, people, account="a"):
    body = json.dumps({"data": people, "pagination": {"has_more": False}}).encode()
    return await index.write_page(await index.listing(account), all_providers()["bland"], body)


def person(number, metadata=None, *facts):
    memories = [{"persona_id": f"p{n}", "facts": each} for n, each in enumerate(facts)]
    return {"id": f"c-{number}", "metadata": metadata or {}, "memories": memories}


async def test_known_fields_are_counted_and_the_commonest_comes_first(index):
    await write(
        index,
        [
            person(1, {"Plan": "Gold"}, {"time_zone": "Europe/Rome"}, {"Time Zone": "Europe/Rome"}),
            person(2, {}, {"time_zone": "Europe/Paris", "age": 7}),
            person(3, {"plan": "x"}, {"TIME-ZONE": "x", "plan": ""}),
            person(4),
        ],
    )
    assert await index.fields.known() == [
        ("fact.time_zone", 3),
        ("custom.plan", 2),
        ("fact.age", 1),
    ]
    assert await index.fields.known("Zone") == [("fact.time_zone", 3)]
    assert await index.fields.known("pla") == [("custom.plan", 2)]
    assert await index.fields.known("nothing") == []


async def test_keys_without_end_are_listed_up_to_a_limit(index, monkeypatch):
    monkeypatch.setattr(field_keys, "MAX_KEYS", 3)
    await write(index, [person(1, {f"k{n}": "x" for n in range(9)}, {"k": "x"})])
    assert [path for path, _count in await index.fields.known()] == [
        "custom.k0",
        "custom.k1",
        "custom.k2",
        "fact.k",
    ]
    assert [path for path, _count in await index.fields.known("K7")] == ["custom.k7"]
