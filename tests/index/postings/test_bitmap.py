import json
import random

import apsw
import pytest

from contactdesk.index.postings import bitmap
from contactdesk.index.postings.bitmap import (
    BitmapReader,
    bits_of,
    filled,
    first_of,
    listed,
    marks_of,
    of_ids,
    of_marks,
    read,
    those_of,
    without,
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
    monkeypatch.setattr(bitmap, "AT_ONCE", 1_024)


def some(share):
    return set(random.Random(share).sample(range(1, SIZE), int(SIZE * share)))


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.99])
def test_sets_are_joined_as_sets_are(share):
    ones, others = some(share), some(0.3)
    a, b = of_ids(ones, SIZE), of_ids(others, SIZE)
    assert set(listed(a | b, never)) == ones | others
    assert set(listed(a & b, never)) == ones & others
    assert set(listed(without(a, b), never)) == ones - others
    assert a.bit_count() == len(ones)
    assert list(listed(a, never)) == sorted(ones)
    assert [row_id for row_id, mark in enumerate(marks_of(a, SIZE)) if mark] == sorted(ones)
    assert of_marks(marks_of(a, SIZE)) == a
    some_ids = [SIZE - 1, *others, 7]
    assert list(those_of(some_ids, bits_of(a, SIZE))) == [each for each in some_ids if each in ones]
    assert list(listed(filled(SIZE), never)) == list(range(SIZE))
    for count in (0, 1, 700, SIZE):
        assert list(first_of(a, count, descending=False)) == sorted(ones)[:count]
        assert list(first_of(a, count, descending=True)) == sorted(ones, reverse=True)[:count]


@pytest.mark.parametrize("each", [0, 10**9], ids=["as bytes first", "as bits"])
def test_what_a_statement_finds(monkeypatch, each):
    monkeypatch.setattr(bitmap, "EACH", each)
    connection = apsw.Connection(":memory:")
    create(connection)
    gathering = BitmapReader(connection, never)
    gathering.size = 20_000
    ids = sorted(random.Random(4).sample(range(1, 20_000), 9_000))
    asked = "SELECT value AS id FROM json_each(?)"
    assert list(listed(gathering.members(asked, json.dumps(ids)), never)) == ids
    assert list(gathering.ids(f"{asked} ORDER BY 1 DESC", json.dumps(ids))) == ids[::-1]
    assert gathering.members(asked, "[]") == 0


@pytest.mark.parametrize("count", [0, 1, 2, 40_000])
def test_numbers_are_read_some_at_a_time(count):
    numbers = [number * 7 for number in range(count)]
    parts = list(read(json.dumps(numbers, separators=(",", ":"))))
    assert [number for part in parts for number in part] == numbers
    assert len(parts) <= 1 or len(parts[0]) < count


def test_an_index_with_nothing_in_it():
    connection = apsw.Connection(":memory:")
    create(connection)
    gathering = BitmapReader(connection, never)
    assert gathering.every() == gathering.members("SELECT id FROM contact") == 0
    assert list(gathering.ids("SELECT id FROM contact")) == []


async def test_all_there_are_with_gaps_and_without(index):
    await load(index, "a", range(30))
    connection = index.file.reader.connection
    assert list(listed(BitmapReader(connection, never).every(), never)) == list(range(1, 31))
    await load(index, "b", range(30, 40))
    await index.forget("a")
    assert list(listed(BitmapReader(connection, never).every(), never)) == list(range(31, 41))
    found = await index.ids(Scope(), Order(), parse("-example"))
    assert set(found) | set(await index.ids(Scope(), Order(), parse("example"))) == {*range(31, 41)}


async def test_nobody_waits_any_more(index):
    await load(index, "a", range(30))

    def called_off():
        raise TimeoutError

    gathering = BitmapReader(index.file.reader.connection, called_off)
    with pytest.raises(TimeoutError):
        gathering.members("SELECT id FROM contact")
