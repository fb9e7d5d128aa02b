import apsw
import pytest

from contactdesk.errors import IndexFileError, UnexpectedReplyError
from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import COLUMNS, CURSOR, OFFSET, numbered, page, person

ALL = (Scope(), Order())


async def found(index, typed, scope=ALL[0]):
    ids = await index.ids(scope, Order(), parse(typed))
    return {index.stored(row_id).vendor_id for row_id in ids}


def first_seen(index, row_id):
    """In seconds since 1970."""
    sql = "SELECT first_seen FROM contact WHERE id = ?"
    return index.file.rows.connection.execute(sql, (row_id,)).fetchone()[0]


async def test_page_adds_contacts_and_advances_the_cursor(index):
    listing = await index.listing("a")
    assert (listing.state, listing.next_cursor, listing.pages) == ("not-loaded", None, 0)
    body = page([person(1), person(2)], "more", total=7)
    written = await index.write_page(listing, CURSOR, body)
    now = written.listing
    assert (now.state, now.next_cursor, now.pages, now.walked) == ("partial", "more", 1, 2)
    assert (now.total, now.complete, written.count, len(written.new)) == (7, False, 2, 2)
    assert index.counts() == {"a": 2}
    last = (await index.write_page(now, CURSOR, page([person(3)]))).listing
    assert (last.state, last.next_cursor, last.pages, last.walked) == ("complete", None, 2, 3)
    assert last.complete
    assert last.total == 7
    assert await index.listing("a") == last


async def test_raw_bytes_are_stored_unchanged(index):
    raw = b'{ "id":"1" ,\t"name" : "Zo\\u00eb \xc3\xab", "n": 1.50, "big": 123456789012345678901 }'
    listing = await index.listing("a")
    (row_id,) = (await index.write_page(listing, CURSOR, page([raw]))).new
    stored = index.stored(row_id)
    assert stored.raw == raw
    assert (stored.account_id, stored.vendor_id, stored.malformed) == ("a", "1", "")
    assert first_seen(index, row_id) > 1_700_000_000


async def test_update_keeps_the_row_id_and_replaces_the_words(index):
    listing = await index.listing("a")
    body = page([person(1, note="zebra"), person(2)], "more")
    written = await index.write_page(listing, CURSOR, body)
    before = first_seen(index, written.new[0])
    again = page([person(2), person(1, note="yak", phones=[{"value": "+1 415 555 0192"}])])
    later = await index.write_page(written.listing, CURSOR, again)
    assert later.new == ()
    assert later.changed == written.new[:1]
    assert index.counts() == {"a": 2}
    assert await found(index, "zebra") == set()
    assert await found(index, "yak") == {"c-1"}
    assert await found(index, "4155550") == {"c-1"}
    after = index.stored(written.new[0])
    assert first_seen(index, written.new[0]) == before
    assert b"yak" in after.raw


async def test_last_duplicate_on_a_page_wins(index):
    listing = await index.listing("a")
    body = page([person(1, note="old"), person(2), person(1, note="new")])
    written = await index.write_page(listing, CURSOR, body)
    assert (len(written.new), written.count, written.listing.walked) == (2, 3, 2)
    assert await found(index, "new") == {"c-1"}
    assert await found(index, "old") == set()


async def test_same_id_in_two_accounts_is_two_contacts(index):
    for account in ("a", "b"):
        await index.write_page(await index.listing(account), CURSOR, page([person(1)]))
    assert index.counts() == {"a": 1, "b": 1}
    assert index.row_id("a", "c-1") != index.row_id("b", "c-1")


ODD = [
    b'{"id": "surrogate", "name": "\\ud800"}',
    b'{"id": "bad\xff"}',
    b'"a text"',
    b"null",
    b"17",
    b"[1, 2]",
    b"{}",
    b'{"id": null, "name": {"first": []}}',
    b'{"id": "nul", "name": "a\\u0000b", "emails": "none", "phones": [null, 5, {"value": 9}]}',
    b'{"id": 12345678901234567890123, "n": 1e999}',
    b'{"id": "deep", "v": ' + b"[" * 900 + b"]" * 900 + b"}",
]


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
async def test_malformed_record_is_still_a_row(index, raw):
    listing = await index.listing("a")
    try:
        written = await index.write_page(listing, CURSOR, page([person(1), raw]))
    except UnexpectedReplyError:
        # Not even the list around it could be read.
        assert index.counts() == {"a": 0}
        return
    assert len(written.new) == 2
    row_id = written.new[1]
    stored = index.stored(row_id)
    assert stored.raw == raw
    assert (await index.malformed("a", 10)).count == bool(stored.malformed)
    assert await found(index, stored.vendor_id) >= {stored.vendor_id}
    assert len(index.rows(written.new, COLUMNS)) == 2
    for column in COLUMNS:
        ids = await index.ids(Scope(), Order(column), parse(""))
        assert sorted(ids) == sorted(written.new)


async def test_reply_that_is_not_a_page_changes_nothing(index):
    listing = await index.listing("a")
    with pytest.raises(UnexpectedReplyError):
        await index.write_page(listing, CURSOR, b'{"data": 5}')
    assert await index.listing("a") == listing


async def test_stale_page_is_not_written(index):
    listing = await index.listing("a")
    now = (await index.write_page(listing, CURSOR, page([person(1)], "p2"))).listing
    again = await index.write_page(listing, CURSOR, page([person(9)], "p3"))
    assert (again.listing, again.new, again.count) == (now, (), 0)
    restarted = await index.restart(now)
    late = await index.write_page(now, CURSOR, page([person(9)], "p3"))
    assert late.listing == restarted
    assert index.counts() == {"a": 1}


@pytest.mark.parametrize("table", ["record", "name_fts", "text_fts", "listing"])
async def test_failed_page_is_rolled_back_completely(index, table):
    listing = await index.listing("a")
    listing = (await index.write_page(listing, CURSOR, page([person(1)], "p2"))).listing
    ids = await index.ids(*ALL, parse(""))
    writer = index.file.writer.connection

    def deny(_operation, name, *_rest):
        return 1 if name == table or (name or "").startswith(f"{table}_") else 0

    writer.authorizer = deny
    body = page([numbered(5), person(1, note="changed")])
    with pytest.raises(apsw.AuthError):
        await index.write_page(listing, CURSOR, body)
    writer.authorizer = None
    assert await index.listing("a") == listing
    assert index.counts() == {"a": 1}
    assert await index.ids(*ALL, parse("")) == ids
    assert await found(index, "changed") == set()
    written = await index.write_page(listing, CURSOR, body)
    assert (len(written.new), len(written.changed)) == (1, 1)


async def test_full_disk_rolls_back_the_page_and_reading_continues(index):
    listing = await index.listing("a")
    listing = (await index.write_page(listing, CURSOR, page([person(1)], "p2"))).listing
    writer = index.file.writer.connection
    pages = writer.pragma("page_count")
    writer.pragma("max_page_count", pages)
    body = page([numbered(number) for number in range(200)])
    with pytest.raises(IndexFileError) as full:
        await index.write_page(listing, CURSOR, body)
    assert full.value.kind == "index-full"
    assert await found(index, "person") == {"c-1"}
    assert await index.listing("a") == listing
    writer.pragma("max_page_count", 2**30)
    assert (await index.write_page(listing, CURSOR, body)).listing.complete


async def test_locked_file_raises_after_the_busy_timeout(index):
    index.file.writer.connection.pragma("busy_timeout", 1)
    index.file.rows.connection.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(IndexFileError) as locked:
            await index.listing("a")
        assert locked.value.kind == "index-locked"
    finally:
        index.file.rows.connection.execute("ROLLBACK")
    assert (await index.listing("a")).account_id == "a"


async def test_the_vendors_failure_is_raised(index):
    listing = await index.listing("a")
    with pytest.raises(UnexpectedReplyError) as bad:
        await index.write_page(listing, OFFSET, b"<html>")
    assert bad.value.kind == "bad-json"
