import json

import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.read import selection
from contactdesk.memories.field_values import (
    COUNT,
    LAST_TALK,
    OPEN_ITEMS,
    PERSONAS,
    PRIORITY,
    SUMMARY,
    memory_value,
)
from contactdesk.memories.priority import rank
from contactdesk.model import Column
from contactdesk.providers import all_providers
from contactdesk.sandbox import records
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize

BLAND = all_providers()["bland"]
PATHS = (OPEN_ITEMS, PRIORITY, LAST_TALK, PERSONAS, SUMMARY, COUNT)
SIZE = 120


@pytest.fixture
def people():
    found = list(records("bland", 0, SIZE, SIZE, 11))
    for raw in found[::7]:
        raw["memories"] = []
    return found


async def fill(index, people, account="a"):
    listing = await index.listing(account)
    body = json.dumps({"data": people, "pagination": {"has_more": False}}).encode()
    await index.write_page(await index.restart(listing), BLAND, body)


def key(path, raw):
    value = memory_value(BLAND, raw, path)
    if path == PRIORITY:
        return None if value is None else rank(value)
    if path == PERSONAS:
        agents = {each.get("persona_id") or each.get("agent_number") for each in raw["memories"]}
        return len(agents) or None
    return normalize(value)[:200] if path == SUMMARY and value else value


@pytest.mark.parametrize("column", PATHS)
async def test_column_shows_what_the_record_says(index, people, column):
    await fill(index, people)
    ids = await index.ids(Scope(), Order(), parse(""))
    rows = index.rows(ids, [Column("", column)])
    expected = [memory_value(BLAND, raw, column) for raw in people]
    shown = [value for _id, _account, value in rows]
    if column == PERSONAS:
        shown = [each and json.loads(each) for each in shown]
    assert shown == expected
    assert len({str(each) for each in shown}) > 1


@pytest.mark.parametrize("share", [64, 1, 10**6])
@pytest.mark.parametrize("column", PATHS)
async def test_column_sorts_both_ways_with_empty_values_last(
    index, people, monkeypatch, column, share
):
    monkeypatch.setattr(selection, "SORT_BELOW_ONE_IN", share)
    await fill(index, people[:80])
    await fill(index, people[80:], "b")
    keys = {number: key(column, raw) for number, raw in enumerate(people, 1)}
    hits = set(await index.ids(Scope(), Order(), parse("e")))
    for descending in (False, True):
        valued = [number for number in keys if keys[number] is not None]
        valued.sort(key=lambda number: (keys[number], number), reverse=descending)
        rest = [number for number in keys if number not in valued]
        order = Order(Column("", column), descending)
        for typed, wanted in (("", set(keys)), ("e", hits)):
            query = parse(typed)
            expected = [number for number in valued + rest if number in wanted]
            assert list(await index.first(Scope(), order, query, 7)) == expected[:7]
            assert list(await index.ids(Scope(), order, query)) == expected
            assert list(await index.first(Scope(), order, query, 7)) == expected[:7]
            of_b = [number for number in expected if number > 80]
            assert list(await index.first(Scope("b"), order, query, 7)) == of_b[:7]
            assert list(await index.ids(Scope("b"), order, query)) == of_b


async def test_priority_that_is_not_known_is_shown_as_sent(index):
    items = [{"description": "x", "priority": each} for each in ("P1", "ASAP")]
    await fill(index, [{"id": "1", "memories": [{"open_items": items}]}])
    assert index.rows([1], [Column("", PRIORITY)]) == [(1, "a", "P1")]
