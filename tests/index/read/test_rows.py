import json
from array import array

from contactdesk.index import STAND_IN, STAND_IN_FIELD, MalformedRecords, Order, Scope
from contactdesk.model import Column, Kind
from contactdesk.search.query import parse
from tests.index.people import COLUMNS, CURSOR, contact, load, numbered, page

SOUND = numbered(1)
LIST, NO_ID, TEXT = b'["c-7"]', b'{"name": "Nobody"}', b'"a text"'
ODD_IDS = [rb"\u0000", rb"\ud800", rb"\udbff", "\ufffd".encode(), rb"\ufffd\ufffd", b"\xed\xa0\x80"]


async def test_rows_come_in_the_requested_order(index):
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


NAMELESS = (
    ({"id": "c-1", "company": "Acme", "emails": [{"value": "a@x.example"}]}, "company", "Acme"),
    ({"id": "c-2", "emails": [{"value": "a@x.example"}], "crm": "E-1"}, "email", "a@x.example"),
    ({"id": "c-3", "phones": [{"value": "+1 415"}], "crm": "E-1"}, "phone", "+1 415"),
    ({"id": "c-4", "name": " ", "crm": "E-1"}, "external_id", "E-1"),
    ({"id": "c-5", "name": None}, "id", "c-5"),
    ({"id": "c-6", "name": "Zoe", "company": "Acme"}, "", ""),
)


async def test_what_stands_in_for_a_name_is_told_with_its_field(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([raw for raw, _, _ in NAMELESS]))
    ids = await index.ids(Scope(), Order(), parse(""))
    rows = index.rows(ids, (STAND_IN_FIELD, STAND_IN))
    assert [row[2:] for row in rows] == [(field, text) for _, field, text in NAMELESS]
    for raw, _, text in NAMELESS:
        assert contact(raw).display_name == text or contact(raw).name


async def test_contacts_without_a_name_are_sorted_after_all_names_both_ways(index):
    raws = [raw for raw, _, _ in NAMELESS] + [
        {"id": "c-7", "name": "Älva"},
        {"id": "c-8", "name": "zz"},
    ]
    await index.write_page(await index.listing("a"), CURSOR, page(raws))
    shown = ["Älva", "Zoe", "zz", "+1 415", "a@x.example", "Acme", "c-5", "E-1"]
    for descending in (False, True):
        order = Order(COLUMNS[0], descending)
        ids = await index.ids(Scope(), order, parse(""))
        rows = index.rows(ids, (COLUMNS[0], STAND_IN))
        names, instead = shown[:3], shown[3:]
        if descending:
            names, instead = names[::-1], instead[::-1]
        assert [row[2] or row[3] for row in rows] == [*names, *instead]
        for count in (2, 4, 8):
            assert await index.first(Scope(), order, parse(""), count) == ids[:count]


async def test_missing_rows_are_skipped(index):
    await load(index, "a", range(3))
    first, second, third = await index.ids(Scope(), Order(), parse(""))
    for asked in ([third, 999, first], (third, 999, first), array("i", [third, 999, first])):
        assert [row[0] for row in index.rows(asked, COLUMNS[:1])] == [third, first]
    assert index.rows(array("i", [first, second, third])[1:], ())[0] == (second, "a")
    assert index.rows([], COLUMNS) == []
    assert index.rows([second, second], ()) == [(second, "a")] * 2


async def test_unknown_path_is_empty(index):
    await load(index, "a", range(1))
    columns = (Column("x", "$.no.such[3].thing"), Column("y", "$.no", Kind.COUNT))
    ids = await index.ids(Scope(), Order(), parse(""))
    assert index.rows(ids, columns)[0][2:] == (None, None)


async def test_contact_is_found_by_row_id_and_vendor_id(index):
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


async def test_name_with_a_nul_is_shown(index):
    body = page([{"id": "1", "name": "a\x00b", "note": "c\x00d"}])
    await index.write_page(await index.listing("a"), CURSOR, body)
    ids = await index.ids(Scope(), Order(), parse(""))
    assert index.rows(ids, (COLUMNS[0], Column("n", "$.note"))) == [
        (ids[0], "a", "a\ufffdb", "c\x00d")
    ]


async def test_malformed_records_are_counted_by_kind_and_listed(index):
    listing = await index.listing("a")
    new = (await index.write_page(listing, CURSOR, page([LIST, SOUND, NO_ID, TEXT]))).new
    found = await index.malformed("a", 10)
    assert found.count == 3
    assert found.counts == {"not-object": 2, "no-id": 1}
    assert [each.row_id for each in found.first] == [new[0], new[2], new[3]]
    for each in found.first:
        stored = index.stored(each.row_id)
        assert (each.vendor_id, each.malformed) == (stored.vendor_id, stored.malformed)
    assert found.first[1].display_name == "Nobody"
    assert found.first[0].display_name == found.first[0].vendor_id


async def test_malformed_list_is_limited_and_counts_are_not(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([LIST, NO_ID, TEXT]))
    found = await index.malformed("a", 1)
    assert (found.count, len(found.first)) == (3, 1)


async def test_malformed_records_are_listed_per_account(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([LIST, SOUND]))
    await load(index, "b", range(5))
    assert (await index.malformed("a", 10)).count == 1
    for other in ("b", "nobody"):
        assert await index.malformed(other, 10) == MalformedRecords()


async def test_fixed_records_and_forgotten_accounts_are_not_malformed(index):
    listing = await index.listing("a")
    broken = b'{"id": "c-1", "name": ["not", "a", "text"], "emails": {"value": 7}}'
    written = await index.write_page(listing, CURSOR, page([LIST, broken], "more"))
    assert (await index.malformed("a", 10)).count == 1
    await index.write_page(written.listing, CURSOR, page([SOUND]))
    assert (await index.malformed("a", 10)).count == 1
    await index.forget("a")
    assert await index.malformed("a", 10) == MalformedRecords()


async def test_ids_that_are_not_valid_text_stay_distinct(index):
    """NUL and halves of surrogate pairs are kept as U+FFFD, which an id may well hold itself."""
    # The second has a name that breaks the documents, too; the last is no UTF-8.
    names = [b'"A"', b"7", b'"C"', rb'"\ud800"', b'"E"', b'"F"']
    raws = [
        b'{"n": 1e999, "id": "%s", "name": %s}' % each for each in zip(ODD_IDS, names, strict=True)
    ]
    listing = await index.listing("a")
    new = (await index.write_page(listing, CURSOR, page(raws))).new
    kept = [index.stored(row_id) for row_id in new]
    assert [each.raw for each in kept] == raws
    assert [each.vendor_id for each in kept[3:5]] == ["\ufffd", "\ufffd\ufffd"]
    why = "bad-id"
    assert [each.malformed for each in kept if each.malformed != why] == [
        "",
        "",
        "unreadable",
    ]


async def test_record_with_an_invalid_id_is_updated_in_place(index):
    listing = await index.listing("a")
    for name in (b"Before", b"After"):
        raws = [b'{"id": "%s", "name": "%s"}' % (each, name) for each in ODD_IDS[:5]]
        await index.write_changes(listing, CURSOR, page(raws))
    assert index.counts() == {"a": 5}
