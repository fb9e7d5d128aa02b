import asyncio
import json

import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.read import field_keys
from contactdesk.index.read.derived_columns import ABOUT
from contactdesk.index.write import field_values
from contactdesk.model import Column
from contactdesk.providers import all_providers
from contactdesk.search.query import parse
from tests.index.people import KEY

BLAND = all_providers()["bland"]
ZONE = Column("Time zone", "fact.time_zone")
ABOUT_ZONE = Column("", ABOUT + ZONE.path)
EVERYONE = Scope()
PROVIDERS = {"a": BLAND, "b": BLAND}


async def write(index, people, account="a"):
    body = json.dumps({"data": people, "pagination": {"has_more": False}}).encode()
    listing = await index.listing(account)
    return await index.write_page(await index.restart(listing), BLAND, body)


def person(number, metadata=None, *facts):
    memories = [
        {
            "persona_id": f"p{n}",
            "facts": each,
            "recent_messages": [{"content": "Hi", "timestamp": f"2026-01-0{n + 1}T10:00:00Z"}],
        }
        for n, each in enumerate(facts)
    ]
    return {"id": f"c-{number}", "metadata": metadata or {}, "memories": memories}


def zones(*texts):
    """Contacts with a time zone each; "" for none."""
    return [person(n, {}, {"time_zone": each} if each else {}) for n, each in enumerate(texts, 1)]


async def shown(index, column=ZONE, *, descending=False, typed="", scope=EVERYONE, count=None):
    """[(vendor id, value)] in the order of a column."""
    order, query = Order(column, descending), parse(typed)
    ids = await index.ids(scope, order, query)
    if count:
        assert list(await index.first(scope, order, query, count)) == list(ids)[:count]
    rows = index.rows(ids, [column])
    return [(index.stored(row_id).vendor_id, value) for row_id, _account, value in rows]


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
    assert await index.fields.known("timez") == [("fact.time_zone", 3)]
    assert await index.fields.known("pla") == [("custom.plan", 2)]
    assert await index.fields.known("nothing") == []


async def test_ids_of_fields_come_after_all_names(index):
    ids = {"cf_2ndby7cmqxvlprskzwtg4i": "x", "plan_2b": "x"}
    await write(index, [person(1, {**ids, "plan": "x"}), person(2, ids)])
    assert [path for path, _count in await index.fields.known()] == [
        "custom.plan_2b",
        "custom.plan",
        "custom.cf_2ndby7cmqxvlprskzwtg4i",
    ]


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


async def test_chosen_field_is_shown_and_sorted_both_ways(index):
    await write(index, zones("Rome", "", "Berlin", "paris", ""))
    assert await shown(index) == [(f"c-{n}", None) for n in range(1, 6)]
    await index.fields.choose([ZONE.path], PROVIDERS)
    valued = [("c-3", "Berlin"), ("c-4", "paris"), ("c-1", "Rome")]
    rest = [("c-2", None), ("c-5", None)]
    assert await shown(index, count=2) == valued + rest
    assert await shown(index, descending=True, count=4) == valued[::-1] + rest
    assert await shown(index, typed="has:fact.time_zone", count=2) == valued
    assert await shown(index, typed="-rome", count=3) == [*valued[:2], *rest]


async def test_newest_memory_gives_the_value_and_others_are_told(index):
    facts = {"time_zone": "Rome"}, {"Time Zone": "Paris"}, {"other": 1}
    await write(index, [person(1, {}, *facts), person(2, {}, *[facts[0]] * 3)])
    await index.fields.choose([ZONE.path], PROVIDERS)
    rows = index.rows([1, 2], [ZONE, ABOUT_ZONE])
    assert [row[2:] for row in rows] == [("Paris", "timezone≠"), ("Rome", "timezone")]


async def test_numbers_come_before_dates_and_dates_before_texts(index):
    values = ["b", "2026-01-02", 10, "9", "A", -3, True, ["x", 1], "1999-12-31T10:00:00Z", 2.5]
    await write(index, [person(n, {"x": each}) for n, each in enumerate(values)])
    column = Column("X", "custom.x")
    await index.fields.choose([column.path], PROVIDERS)
    found = [value for _id, value in await shown(index, column)]
    dates = ["1999-12-31T10:00:00Z", "2026-01-02"]
    assert found == [-3, 2.5, "9", 10, *dates, "A", "b", 1, '["x",1]']


async def test_written_changed_and_removed_contacts_are_followed(index):
    await write(index, zones("Rome", "Berlin"))
    await index.fields.choose([ZONE.path], PROVIDERS)
    await write(index, zones("Rome", "Berlin", "Paris"))
    assert await shown(index) == [("c-2", "Berlin"), ("c-3", "Paris"), ("c-1", "Rome")]
    await write(index, zones("", "Oslo", "Paris"))
    assert await shown(index) == [("c-2", "Oslo"), ("c-3", "Paris"), ("c-1", None)]
    for _pass in range(2):
        await write(index, zones("", "Oslo"))
    assert await shown(index) == [("c-2", "Oslo"), ("c-1", None)]
    connection = index.file.reader.connection
    assert connection.execute("SELECT contact FROM field_value").fetchall() == [(2,)]


async def test_forgotten_account_leaves_no_values(index):
    await write(index, zones("Rome"))
    await write(index, zones("Berlin"), "b")
    await index.fields.choose([ZONE.path], PROVIDERS)
    assert await shown(index, scope=Scope("b")) == [("c-1", "Berlin")]
    await index.forget("a")
    assert await shown(index) == [("c-1", "Berlin")]
    connection = index.file.reader.connection
    assert connection.execute("SELECT value FROM field_value").fetchall() == [("Berlin",)]


async def test_field_that_is_not_chosen_any_more_is_dropped(index, monkeypatch):
    monkeypatch.setattr(field_values, "VALUES_PER_STEP", 1)
    plan = Column("Plan", "custom.plan")
    await write(index, [person(n, {"plan": "x"}, {"time_zone": "Rome"}) for n in range(3)])
    await index.fields.choose([ZONE.path, plan.path], PROVIDERS)
    await index.fields.choose([plan.path], PROVIDERS)
    assert [value for _id, value in await shown(index)] == [None] * 3
    assert [value for _id, value in await shown(index, plan)] == ["x"] * 3
    connection = index.file.reader.connection
    assert connection.execute("SELECT count(*) FROM field_value").fetchone() == (3,)
    await index.fields.choose([ZONE.path], PROVIDERS)
    assert [value for _id, value in await shown(index)] == ["Rome"] * 3


async def test_chosen_field_is_kept_across_restarts_and_followed_on(index, path):
    await write(index, zones("Rome", "Berlin"))
    await index.fields.choose([ZONE.path], PROVIDERS)
    await index.close()
    again = await Index.open(path, KEY)
    assert await shown(again) == [("c-2", "Berlin"), ("c-1", "Rome")]
    await write(again, zones("Oslo", "Berlin"))
    assert await shown(again) == [("c-2", "Berlin"), ("c-1", "Oslo")]
    await again.close()


async def test_canceled_preparation_goes_on_where_it_was(index, monkeypatch):
    monkeypatch.setattr(field_values, "CONTACTS_PER_QUERY", 1)
    monkeypatch.setattr(field_values, "STEP_S", 0)
    await write(index, zones(*"abcdef"))
    seen = []

    async def cancel_at(done):
        def note(_path, progress):
            seen.append((progress.done, progress.total))
            if progress.done == done:
                raise asyncio.CancelledError

        await index.fields.choose([ZONE.path], PROVIDERS, note)

    monkeypatch.setattr(field_values, "STEP_S", 0)
    with pytest.raises(asyncio.CancelledError):
        await cancel_at(2)
    assert seen == [(1, 6), (2, 6)]
    known = [value for _id, value in await shown(index)]
    assert sorted(filter(None, known)) == ["a", "b"]
    await cancel_at(99)
    assert seen[2:] == [(n, 6) for n in range(3, 7)]
    assert [value for _id, value in await shown(index)] == [*"abcdef"]


async def test_contact_that_is_written_while_a_field_is_prepared_has_its_new_value(
    index, monkeypatch
):
    monkeypatch.setattr(field_values, "CONTACTS_PER_QUERY", 1)
    monkeypatch.setattr(field_values, "STEP_S", 0)
    await write(index, zones(*"abc"))
    steps = []

    def note(_path, progress):
        steps.append(progress.done)
        if progress.done == 1:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await index.fields.choose([ZONE.path], PROVIDERS, note)
    await write(index, zones("x", "y", "", "z"))
    await index.fields.choose([ZONE.path], PROVIDERS)
    assert [value for _id, value in await shown(index)] == ["x", "y", "z", None]
