"""contactdesk.index.read.stored_order: the order by each key, against a plain sort of all contacts."""

import pytest

from contactdesk.index.postings.bitmap import BitmapReader
from contactdesk.index.read import stored_order
from contactdesk.index.read.reader import CancelToken
from contactdesk.index.read.selection import HAS_KEY, LACKS_KEY
from contactdesk.index.read.stored_order import StoredOrder
from contactdesk.index.write import sort_orders
from tests.index.people import CURSOR, load, page

MERGED, NUMBERED, ALL = 120, 200, 201
FIRST = {
    "id": "first",
    "name": "00",
    "emails": [{"value": "00@example.com"}],
    "phones": [{"value": "001"}],
    "company": "00",
    "title": "00",
    "created_at": "1970-01-01T00:00:00Z",
    "updated_at": "1970-01-01T00:00:00Z",
}
"""A contact that comes before all others by any key, and after them into the index."""


@pytest.fixture(params=["none merged", "some merged", "all merged"])
def reader(index, loop, request, monkeypatch):
    """Of two accounts, as contacts of both come in turn."""
    if request.param != "none merged":
        monkeypatch.setattr(sort_orders, "MERGE_ABOVE_CONTACTS", 1)
        monkeypatch.setattr(sort_orders, "MERGE_ABOVE_ONE_IN", 10**9)

    async def fill():
        writer = index.file.writer
        for start in range(0, NUMBERED, 20):
            if start == MERGED and request.param == "some merged":
                merge_all(writer, MERGED)
                monkeypatch.setattr(sort_orders, "MERGE_ABOVE_CONTACTS", 10**9)
            account = "ab"[start // 20 % 2]
            await load(index, account, range(start, start + 20), filters={"from": str(start)})
        listing = await index.listing("a", {"from": "last"})
        await index.write_page(listing, CURSOR, page([FIRST]))
        merge_all(writer, ALL)

    loop.run_until_complete(fill())
    return BitmapReader(index.file.rows.connection, CancelToken().check)


def merge_all(writer, last_id):
    while writer.sort_orders.merge(last_id):
        pass


@pytest.mark.parametrize("chars_per_step", [10**6, 20])
@pytest.mark.parametrize("key", HAS_KEY)
def test_stored_order_is_that_of_all_contacts_sorted(reader, monkeypatch, key, chars_per_step):
    monkeypatch.setattr(stored_order, "JSON_CHARS_PER_STEP", chars_per_step)
    order = StoredOrder(reader, key, HAS_KEY[key], LACKS_KEY[key])
    found = []
    for condition, batches in (
        (HAS_KEY[key], order.with_key()),
        (LACKS_KEY[key], order.without_key()),
    ):
        rows = reader.connection.execute(
            f"SELECT id FROM contact WHERE {key} {condition} ORDER BY {key}, account, id"
        )
        half = [each for batch in batches for each in batch]
        assert half == [row[0] for row in rows]
        found += half
    assert found[0] == ALL
    assert sorted(found) == list(range(1, ALL + 1))


def test_orders_are_merged_as_far_as_the_tests_say(reader, request):
    (merged,) = reader.connection.execute(
        "SELECT merged_up_to FROM merge_progress WHERE name = 'title_key'"
    ).fetchone()
    asked = request.node.callspec.params["reader"]
    assert (merged == 0, merged == ALL) == (asked == "none merged", asked == "all merged")
