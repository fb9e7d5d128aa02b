import json
import random

import apsw
import pytest

from contactdesk.index.postings import bitmap
from contactdesk.index.postings.bitmap import (
    BitmapReader,
    all_below,
    difference,
    first_ids,
    from_flags,
    from_ids,
    members_among,
    parse_ids,
    to_bytes,
    to_flags,
    to_ids,
)
from contactdesk.index.schema import create
from contactdesk.index.types import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import load

SIZE = 5_000


def never():
    pass


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """So that a few row ids stand in several parts."""
    monkeypatch.setattr(bitmap, "IDS_PER_STEP", 1_024)


def some(share):
    return set(random.Random(share).sample(range(1, SIZE), int(SIZE * share)))


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.99])
def test_bitmap_operations_match_set_operations(share):
    ones, others = some(share), some(0.3)
    a, b = from_ids(ones, SIZE), from_ids(others, SIZE)
    assert set(to_ids(a | b, never)) == ones | others
    assert set(to_ids(a & b, never)) == ones & others
    assert set(to_ids(difference(a, b), never)) == ones - others
    assert a.bit_count() == len(ones)
    assert list(to_ids(a, never)) == sorted(ones)
    assert [row_id for row_id, mark in enumerate(to_flags(a, SIZE)) if mark] == sorted(ones)
    assert from_flags(to_flags(a, SIZE)) == a
    some_ids = [SIZE - 1, *others, 7]
    assert list(members_among(some_ids, to_bytes(a, SIZE))) == [
        each for each in some_ids if each in ones
    ]
    assert list(to_ids(all_below(SIZE), never)) == list(range(SIZE))
    for count in (0, 1, 700, SIZE):
        assert list(first_ids(a, count, descending=False)) == sorted(ones)[:count]
        assert list(first_ids(a, count, descending=True)) == sorted(ones, reverse=True)[:count]


@pytest.mark.parametrize("each", [0, 10**9], ids=["as bytes first", "as bits"])
def test_query_results_become_bitmaps_and_ids(monkeypatch, each):
    monkeypatch.setattr(bitmap, "MAX_JSON_CHARS_BIT_BY_BIT", each)
    connection = apsw.Connection(":memory:")
    create(connection)
    reader = BitmapReader(connection, never)
    reader.size = 20_000
    ids = sorted(random.Random(4).sample(range(1, 20_000), 9_000))
    asked = "SELECT value AS id FROM json_each(?)"
    assert list(to_ids(reader.bitmap(asked, json.dumps(ids)), never)) == ids
    assert list(reader.ids(f"{asked} ORDER BY 1 DESC", json.dumps(ids))) == ids[::-1]
    assert reader.bitmap(asked, "[]") == 0


@pytest.mark.parametrize("count", [0, 1, 2, 40_000])
def test_ids_are_parsed_in_batches(count):
    numbers = [number * 7 for number in range(count)]
    parts = list(parse_ids(json.dumps(numbers, separators=(",", ":"))))
    assert [number for part in parts for number in part] == numbers
    assert len(parts) <= 1 or len(parts[0]) < count


def test_empty_index_has_no_contacts():
    connection = apsw.Connection(":memory:")
    create(connection)
    reader = BitmapReader(connection, never)
    assert reader.all_contacts() == reader.bitmap("SELECT id FROM contact") == 0
    assert list(reader.ids("SELECT id FROM contact")) == []


async def test_all_contacts_with_and_without_gaps(index):
    await load(index, "a", range(30))
    connection = index.file.reader.connection
    assert list(to_ids(BitmapReader(connection, never).all_contacts(), never)) == list(range(1, 31))
    await load(index, "b", range(30, 40))
    await index.forget("a")
    assert list(to_ids(BitmapReader(connection, never).all_contacts(), never)) == list(
        range(31, 41)
    )
    found = await index.ids(Scope(), Order(), parse("-example"))
    assert set(found) | set(await index.ids(Scope(), Order(), parse("example"))) == {*range(31, 41)}


async def test_cancelled_request_raises(index):
    await load(index, "a", range(30))

    def called_off():
        raise TimeoutError

    reader = BitmapReader(index.file.reader.connection, called_off)
    with pytest.raises(TimeoutError):
        reader.bitmap("SELECT id FROM contact")
