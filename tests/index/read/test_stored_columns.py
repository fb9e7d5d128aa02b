import pytest

from contactdesk.index import Order, Scope
from contactdesk.index.postings.bitmap import BitmapReader, from_ids, to_ids
from contactdesk.index.read import stored_columns
from contactdesk.index.read.stored_columns import StoredColumns
from contactdesk.index.types import UserWords
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


@pytest.mark.parametrize(
    ("name", "day", "last_before", "first", "last"),
    [
        # Midnight is skipped: the day begins at 01:00.
        ("America/Sao_Paulo", "2018-11-04", "04T02:59:59", "04T03:00:00", "05T01:59:59"),
        ("America/Santiago", "2025-09-07", "07T03:59:59", "07T04:00:00", "08T02:59:59"),
        ("Africa/Cairo", "2025-04-25", "24T21:59:59", "24T22:00:00", "25T20:59:59"),
        ("Asia/Beirut", "2025-03-30", "29T21:59:59", "29T22:00:00", "30T20:59:59"),
        # Midnight comes twice.
        ("America/Havana", "2025-11-02", "02T03:59:59", "02T04:00:00", "03T04:59:59"),
        ("America/New_York", "2025-07-20", "20T03:59:59", "20T04:00:00", "21T03:59:59"),
        ("Europe/Berlin", "2025-01-20", "19T22:59:59", "19T23:00:00", "20T22:59:59"),
        ("Asia/Kolkata", "2025-07-20", "19T18:29:59", "19T18:30:00", "20T18:29:59"),
        ("Australia/Sydney", "2025-01-20", "19T12:59:59", "19T13:00:00", "20T12:59:59"),
    ],
)
async def test_a_day_has_the_moments_from_its_first_to_its_last(
    index, zone, name, day, last_before, first, last
):
    zone(name)
    times = [f"{day[:8]}{each}.000Z" for each in (last_before, first, last)]
    people = [person(n, created_at=at) for n, at in enumerate(times)]
    await index.write_page(await index.listing("a"), CURSOR, page(people))
    assert await ids_of(index, f"created:{day}") == ["c-1", "c-2"]
    assert await ids_of(index, f"created:<{day}") == ["c-0"]
    assert await ids_of(index, f"created:>={day}") == ["c-1", "c-2"]
    assert await ids_of(index, f"created:>{day}") == []


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
        columns = StoredColumns(reader, UserWords())
        every = columns.matching(term, None)
        assert columns.matching(term, within) & within == every & within
        assert list(to_ids(every, lambda: None)) == list(
            await index.ids(Scope(), Order(), parse(typed))
        )
        assert every, typed
