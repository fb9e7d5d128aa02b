import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.postings.bitmap import BitmapReader, from_ids, to_ids
from contactdesk.index.read import stored_columns
from contactdesk.index.read.stored_columns import StoredColumns
from contactdesk.search.query import parse
from tests.index.people import CURSOR, load, page, person


async def ids_of(index, typed):
    ids = await index.ids(Scope(), Order(), parse(typed))
    return [index.stored(row_id).vendor_id for row_id in ids]


async def test_date_without_a_time_is_a_local_day(index):
    body = page(
        [
            person(1, created_at="2025-03-01"),
            person(2, created_at="2025-03-02"),
            person(3, created_at="soon"),
            person(4),
        ]
    )
    await index.write_page(await index.listing("a"), CURSOR, body)
    assert await ids_of(index, "created:2025-03-01") == ["c-1"]
    assert await ids_of(index, "created:>2025-03-01") == ["c-2"]
    assert await ids_of(index, "person created:<=2025-03-01") == ["c-1"]
    assert await ids_of(index, "created:2025-03") == ["c-1", "c-2"]
    assert await ids_of(index, "-created:2025-03-01") == ["c-2", "c-3", "c-4"]


async def test_renamed_account_is_found_by_its_new_name(index):
    await index.write_page(await index.listing("a"), CURSOR, page([person(1)]))
    index.name_accounts({"a": ("Sales, Köln", "quo", "Quo")})
    assert await ids_of(index, "account:koln vendor:qu person") == ["c-1"]
    assert await ids_of(index, "account:support") == []
    index.name_accounts({"a": ("Support", "quo", "Quo")})
    assert await ids_of(index, "account:support") == ["c-1"]
    assert await ids_of(index, "-account:support") == []


@pytest.mark.parametrize("limit", [0, 20_000], ids=["by index", "by row"])
async def test_looking_up_rows_finds_what_the_index_finds(index, monkeypatch, limit):
    monkeypatch.setattr(stored_columns, "MAX_CONTACTS_LOOKED_UP", limit)
    await load(index, "a", range(200))
    reader = BitmapReader(index.file.reader.connection, lambda: None)
    within = from_ids(range(1, 90), reader.size)
    for typed in ("has:phone", "has:title", "account:a", "created:2015", "updated:>2026-05"):
        ((term,),) = parse(typed).clauses
        columns = StoredColumns(reader, {})
        every = columns.matching(term, None)
        assert columns.matching(term, within) & within == every & within
        assert list(to_ids(every, lambda: None)) == list(
            await index.ids(Scope(), Order(), parse(typed))
        )
        assert every, typed
