import json
from array import array

from contactdesk.index import Order, Scope
from contactdesk.model import Column, Kind
from contactdesk.search.query import parse
from tests.index.people import COLUMNS, CURSOR, load, numbered, page


async def test_values_come_in_the_order_asked_for(index):
    await load(index, "a", range(80))
    await load(index, "b", range(5))
    ids = await index.ids(Scope(), Order(COLUMNS[0]), parse(""))
    rows = index.rows(ids, COLUMNS)
    assert [row[0] for row in rows] == list(ids)
    assert {row[1] for row in rows} == {"a", "b"}
    by_path = [dict(zip((c.path for c in COLUMNS), row[2:], strict=True)) for row in rows]
    for row_id, values in zip(ids, by_path, strict=True):
        raw = json.loads(index.stored(row_id).raw)
        custom = raw.get("custom", {})
        assert values["$.custom.plan"] == custom.get("plan")
        assert values["$.custom.vip"] == custom.get("vip")
        assert values["$.custom.score"] == custom.get("score")
        assert values["$.memories"] == len(raw["memories"])
        assert json.loads(values["$.tags"]) == raw["tags"]
        assert values["company"] == raw["company"]
        assert values["created_at"] == raw["created_at"].replace("Z", ".000Z")
        assert values["email"] == raw["emails"][0]["value"]
        assert values["phone"] == (raw["phones"][0]["value"].strip() if raw["phones"] else "")


async def test_missing_rows_are_left_out_and_any_sequence_will_do(index):
    await load(index, "a", range(3))
    first, second, third = await index.ids(Scope(), Order(), parse(""))
    for asked in ([third, 999, first], (third, 999, first), array("i", [third, 999, first])):
        assert [row[0] for row in index.rows(asked, COLUMNS[:1])] == [third, first]
    assert index.rows(array("i", [first, second, third])[1:], ())[0] == (second, "a")
    assert index.rows([], COLUMNS) == []
    assert index.rows([second, second], ()) == [(second, "a")] * 2


async def test_a_column_nobody_has_is_empty(index):
    await load(index, "a", range(1))
    columns = (Column("x", "$.no.such[3].thing"), Column("y", "$.no", Kind.COUNT))
    ids = await index.ids(Scope(), Order(), parse(""))
    assert index.rows(ids, columns)[0][2:] == (None, None)


async def test_one_contact_by_its_row_and_by_its_id(index):
    await load(index, "a", range(3))
    row_id = index.row_id("a", "c-1")
    stored = index.stored(row_id)
    assert (stored.account_id, stored.vendor_id) == ("a", "c-1")
    assert json.loads(stored.raw) == numbered(1)
    assert index.stored(999) is None
    assert index.row_id("a", "c-9") is None
    assert index.row_id("b", "c-1") is None


async def test_counts(index):
    assert index.counts() == {}
    await index.listing("empty")
    await load(index, "a", range(7))
    assert index.counts() == {"a": 7, "empty": 0}


async def test_a_name_with_a_nul_is_still_shown(index):
    body = page([{"id": "1", "name": "a\x00b", "note": "c\x00d"}])
    await index.write_page(await index.listing("a"), CURSOR, body)
    ids = await index.ids(Scope(), Order(), parse(""))
    assert index.rows(ids, (COLUMNS[0], Column("n", "$.note"))) == [
        (ids[0], "a", "a\ufffdb", "c\x00d")
    ]
