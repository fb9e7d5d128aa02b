from contactdesk.index.read.malformed import MalformedRecords
from tests.index.people import CURSOR, load, numbered, page

SOUND = numbered(1)
LIST, NO_ID, TEXT = b'["c-7"]', b'{"name": "Nobody"}', b'"a text"'


async def test_records_that_do_not_fit_are_counted_by_kind_and_listed(index):
    listing = await index.listing("a")
    new = (await index.write_page(listing, CURSOR, page([LIST, SOUND, NO_ID, TEXT]))).new
    found = await index.malformed("a", 10)
    assert found.count == 3
    assert found.counts == {"not-object": 2, "no-id": 1}
    assert [each.row_id for each in found.first] == [new[0], new[2], new[3]]
    for each in found.first:
        stored = index.stored(each.row_id)
        assert (each.vendor_id, each.malformed) == (stored.vendor_id, stored.malformed)
    assert found.first[1].name == "Nobody"


async def test_no_more_are_listed_than_asked_for_but_all_are_counted(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([LIST, NO_ID, TEXT]))
    found = await index.malformed("a", 1)
    assert (found.count, len(found.first)) == (3, 1)


async def test_each_account_has_its_own(index):
    listing = await index.listing("a")
    await index.write_page(listing, CURSOR, page([LIST, SOUND]))
    await load(index, "b", range(5))
    assert (await index.malformed("a", 10)).count == 1
    for other in ("b", "nobody"):
        assert await index.malformed(other, 10) == MalformedRecords()


async def test_a_record_that_was_mended_and_a_forgotten_account_count_no_more(index):
    listing = await index.listing("a")
    broken = b'{"id": "c-1", "name": ["not", "a", "text"], "emails": {"value": 7}}'
    written = await index.write_page(listing, CURSOR, page([LIST, broken], "more"))
    before = (await index.malformed("a", 10)).count
    await index.write_page(written.listing, CURSOR, page([SOUND]))
    assert (await index.malformed("a", 10)).count == before - (written.malformed - 1) == 1
    await index.forget("a")
    assert await index.malformed("a", 10) == MalformedRecords()


ODD_IDS = [rb"\u0000", rb"\ud800", rb"\udbff", "\ufffd".encode(), rb"\ufffd\ufffd", b"\xed\xa0\x80"]


async def test_ids_that_no_text_can_hold_do_not_become_one(index):
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


async def test_a_record_with_such_an_id_stays_the_same_when_it_changes(index):
    listing = await index.listing("a")
    for name in (b"Before", b"After"):
        raws = [b'{"id": "%s", "name": "%s"}' % (each, name) for each in ODD_IDS[:5]]
        await index.write_changes(listing, CURSOR, page(raws))
    assert index.counts() == {"a": 5}
