import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.schema import SORTED
from contactdesk.index.write import sort_orders
from contactdesk.search.query import parse
from tests.index.people import COLUMN, CURSOR, KEY, load, numbered, page, person

NOTHING = parse("")


@pytest.fixture(autouse=True)
def merge_often(monkeypatch):
    """Every page merges one order, so that the orders are merged up to different contacts."""
    monkeypatch.setattr(sort_orders, "MERGE_ABOVE_CONTACTS", 1)
    monkeypatch.setattr(sort_orders, "MERGE_ABOVE_ONE_IN", 10**9)


def order_of(index, column):
    sql = f"SELECT id FROM by_{column} ORDER BY key, account, id"
    return [row[0] for row in index.file.rows.connection.execute(sql)]


def merged_up_to(index):
    return dict(index.file.rows.connection.execute("SELECT name, merged_up_to FROM merge_progress"))


async def by_name(index, account=""):
    ids = await index.ids(Scope(account), Order(COLUMN["name"]), NOTHING)
    return [row[2] for row in index.rows(ids, [COLUMN["name"]])]


async def test_unmerged_contacts_are_sorted_correctly(index):
    await load(index, "a", range(60), size=5)
    assert len(set(merged_up_to(index).values())) > 1
    expected = (await index.ids(Scope(), Order(), NOTHING)).tolist()
    for path in ("name", "email", "phone", "company", "title", "created_at", "updated_at"):
        for descending in (False, True):
            order = Order(COLUMN[path], descending)
            ids = await index.ids(Scope(), order, NOTHING)
            assert sorted(ids) == expected
            for count in (1, 9, 60, 100):
                assert await index.first(Scope(), order, NOTHING, count) == ids[:count]
                # Now from an order that is kept, and then again not.
                index.file.reader._cache.renew(None)


async def test_changed_contact_moves_in_the_sort_orders(index):
    listing = await load(index, "a", range(40), size=5)
    listing = await index.restart(listing)
    changed = dict(numbered(0), name="0000 first of all")
    await index.write_page(listing, CURSOR, page([changed], "more"))
    assert (await by_name(index))[0] == "0000 first of all"
    for column in SORTED:
        ids = order_of(index, column)
        assert len(ids) == len(set(ids))
    up_to = merged_up_to(index)["name_key"]
    assert sorted(order_of(index, "name_key")) == list(range(1, up_to + 1))


async def test_removed_contact_leaves_all_sort_orders(index):
    await load(index, "a", range(40), size=5)
    await load(index, "b", range(100, 140), size=5)
    await index.forget("a")
    left = set(await index.ids(Scope(), Order(), NOTHING))
    assert len(left) == 40
    for column in SORTED:
        assert set(order_of(index, column)) <= left


async def test_ids_in_a_sort_order_are_never_reused(index, path):
    await load(index, "a", range(10), size=5)
    await load(index, "b", range(10, 60), size=5)
    await index.forget("b")
    await index.close()
    again = await Index.open(path, KEY)
    body = page([person(number, name=f"new {number}") for number in range(500, 520)])
    await again.write_page(await again.listing("c"), CURSOR, body)
    assert await by_name(again, "c") == [f"new {number}" for number in range(500, 520)]
    assert len(await by_name(again)) == 30
    await again.close()
