import json

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.index import Order, Scope
from contactdesk.index.record_codec import (
    MAX_CELL_CHARS,
    MIN_COMPRESSED_BYTES,
    cell_value,
    cells_of,
    digest,
    encode_cells,
    pack,
    unpack,
)
from contactdesk.model import Column, Kind
from contactdesk.providers import all_providers
from contactdesk.records.formatting import format_cell
from contactdesk.records.parse import TOO_DEEP
from contactdesk.sandbox import records
from contactdesk.search.query import parse
from tests.index.people import COLUMNS, CURSOR, page, person

LONG = Column("Note", "$.note", Kind.LONG)
QUOTED = Column("Size", '$."custom.cf_1".size', Kind.NUMBER)


@given(st.binary())
def test_packed_record_unpacks_to_the_same_bytes(raw):
    assert unpack(pack(raw)) == raw


def test_short_records_are_not_compressed():
    for length in (0, 1, MIN_COMPRESSED_BYTES - 1, MIN_COMPRESSED_BYTES, 100_000):
        raw = b"x" * length
        assert unpack(pack(raw)) == raw
        assert (raw in pack(raw)) == (length < MIN_COMPRESSED_BYTES)


def test_packed_records_are_under_half_the_size():
    rows = [
        json.dumps(each).encode() for v in ("bland", "quo", "close") for each in records(v, 0, 50)
    ]
    assert 2 * sum(len(pack(raw)) for raw in rows) < sum(map(len, rows))


def test_corrupt_packed_record_raises_corrupt_error():
    with pytest.raises(apsw.CorruptError):
        unpack(b"\xff\xfe no deflate")


@given(st.binary(), st.binary())
def test_digest_differs_if_and_only_if_bytes_do(one, other):
    assert (digest(one) == digest(other)) == (one == other)
    assert -(2**63) <= digest(one) < 2**63


@pytest.mark.parametrize(
    ("value", "is_count", "said"),
    [
        ("text", False, "text"),
        (True, False, 1),
        (7, False, 7),
        (2.5, False, 2.5),
        (None, False, None),
        ({"a": [1, "ü"]}, False, '{"a":[1,"ü"]}'),
        ([1, 2], True, 2),
        ("text", True, 0),
        (None, True, None),
        (2**70, False, str(2**70)),
        (-(2**63), False, -(2**63)),
        (10**400, False, str(10**400)),
    ],
)
def test_cell_value_is_what_sqlite_reads(value, is_count, said):
    assert cell_value({"at": [value]}, "$.at[0]", is_count) == said


def test_cells_hold_shown_columns_without_long_values():
    columns = (*COLUMNS, LONG, QUOTED)
    raw = {"note": "x" * MAX_CELL_CHARS, "custom.cf_1": {"size": 4}, "memories": [1, 2]}
    found = json.loads(encode_cells(raw, cells_of(columns)) or "")
    assert found["$.memories"] == 2
    assert found["$.'custom.cf_1'.size"] == 4
    assert found["$.tags"] is None
    assert "$.note" not in found
    assert "name" not in found
    hidden = (
        Column("Hidden", "$.note", shown=False),
        Column("Some", "$.tags", Kind.COUNT, shown=False),
    )
    assert json.loads(encode_cells(raw, cells_of(hidden)) or "") == {"$.tags": None}
    assert encode_cells(raw, cells_of((Column("Name", "name"),))) is None
    assert encode_cells({"note": "half \ud800"}, cells_of((LONG,))) is None


async def test_values_missing_from_cells_are_read_from_the_record(index):
    bodies = [
        person(1, note="b" + "x" * MAX_CELL_CHARS, **{"custom.cf_1": {"size": 10}}),
        person(2, note="a", **{"custom.cf_1": {"size": 9}}),
        b'{"id": "3", "name": "Broken", "name": 5',
    ]
    await index.write_page(await index.listing("a"), CURSOR, page(bodies[:2]))
    ids = await index.ids(Scope(), Order(), parse(""))
    rows = index.rows(ids, (LONG, QUOTED, *COLUMNS))
    assert [row[2] for row in rows] == [bodies[0]["note"], "a"]
    assert [row[3] for row in rows] == [10, 9]
    for column in (LONG, QUOTED):
        assert list(await index.ids(Scope(), Order(column), parse(""))) == list(reversed(ids))


async def test_whole_numbers_keep_their_digits(index):
    score = next(column for column in COLUMNS if column.title == "Score")
    scores = [2**64 + 1, 2**64, -(2**64) - 1, 7, 0.5, -(2**64), 10**30, "many"]
    people = [person(n, custom={"score": each}) for n, each in enumerate(scores)]
    await index.write_page(await index.listing("a"), CURSOR, page(people))
    ids = await index.ids(Scope(), Order(score), parse(""))
    values = [row[2] for row in index.rows(ids, (score,))]
    order = [-(2**64) - 1, -(2**64), 0.5, 7, 2**64, 2**64 + 1, 10**30]
    assert list(map(str, values)) == [*map(str, order), "many"]
    assert format_cell(values[5], Kind.NUMBER) == "18,446,744,073,709,551,617"
    for typed in (str(2**64 + 1), f"custom.score:{2**64 + 1}", f'custom:"{2**64 + 1}"'):
        found = await index.ids(Scope(), Order(), parse(typed))
        assert [index.stored(row_id).vendor_id for row_id in found] == ["c-0", "c-2"]


async def test_record_that_is_not_an_object_has_no_values(index):
    await index.write_page(await index.listing("a"), CURSOR, page([b"[1, 2]", b'"text"', b"5"]))
    ids = await index.ids(Scope(), Order(COLUMNS[7]), parse(""))
    assert len(ids) == 3
    assert [row[2:] for row in index.rows(ids, (LONG, *COLUMNS[7:]))] == [(None,) * 7] * 3


async def test_too_deeply_nested_record_is_stored_unchanged_and_found(index):
    provider = all_providers()["quo"]
    (row,) = (json.dumps(each, ensure_ascii=False) for each in records("quo", 0, 1))
    deep = row[:-1] + ', "x_deep": ' + "[" * 30_000 + "]" * 30_000 + ', "x_note": "grotto"}'
    body = f'{{"data": [{deep}], "totalItems": 1, "nextPageToken": null}}'.encode()
    await index.write_page(await index.listing("a"), provider, body)
    (found,) = await index.ids(Scope(), Order(), parse("grotto"))
    stored = index.stored(found)
    assert stored.raw.decode() == deep
    assert stored.malformed == TOO_DEEP
