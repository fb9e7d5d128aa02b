from contactdesk.index import Index, Order, Scope
from contactdesk.index.schema import FTS_TABLES
from contactdesk.index.write import removal
from contactdesk.search.query import parse
from tests.index.people import CURSOR, KEY, load, page, person

CANARY = "zanzibarcanary"
BODY = page([person(number, note=f"{CANARY} {number}", name=CANARY) for number in range(40)])


def blocks(index):
    """Everything the full-text tables hold, decrypted."""
    connection = index.file.rows.connection
    return b"".join(
        bytes(row[0])
        for table in FTS_TABLES
        for row in connection.execute(f"SELECT block FROM {table}_data")
    )


def count(index, table):
    return index.file.rows.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


async def filled(index):
    await load(index, "keep", range(30))
    await index.write_page(await index.listing("go"), CURSOR, BODY)
    await index.write_page(await index.listing("go", {"source": "web"}), CURSOR, BODY)


async def test_forgetting_an_account_leaves_no_trace(index, path):
    await filled(index)
    assert CANARY.encode() in blocks(index)
    (path.parent / "index.bad-20260101-000000").write_bytes(b"old")
    await index.forget("go")
    assert index.counts() == {"keep": 30}
    for table in (
        "contact",
        "record",
        "substring_text",
        *(f"{each}_docsize" for each in FTS_TABLES),
    ):
        assert count(index, table) == 30
    assert count(index, "position") == 0
    assert count(index, "listing") == count(index, "account") == 1
    assert CANARY.encode() not in blocks(index)
    assert CANARY[:3].encode() not in blocks(index)
    assert list(await index.ids(Scope(), Order(), parse(CANARY))) == []
    assert list(await index.ids(Scope("go"), Order(), parse(""))) == []
    assert path.with_name("index.db-wal").stat().st_size == 0
    assert not list(path.parent.glob("*.bad-*"))


async def test_forgotten_account_can_be_added_again(index):
    await filled(index)
    await index.forget("go")
    await index.forget("go")
    await index.forget("never there")
    await index.write_page(await index.listing("go"), CURSOR, BODY)
    assert index.counts() == {"keep": 30, "go": 40}
    assert len(await index.ids(Scope("go"), Order(), parse(CANARY))) == 40


async def test_forgotten_account_is_hidden_at_once_and_removed_later(index, path):
    await filled(index)
    one = index.row_id("go", "c-1")
    listing = await index.listing("go")
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, "go"))
    assert index.counts() == {"keep": 30}
    assert index.stored(one) is None
    assert index.rows([one], ()) == []
    assert index.row_id("go", "c-1") is None
    assert len(await index.ids(Scope(), Order(), parse(""))) == 30
    for typed in ("", CANARY, "person"):
        for column in (None, CURSOR.columns[0], CURSOR.columns[-1]):
            found = await index.ids(Scope(), Order(column), parse(typed))
            assert len(found) == (0 if typed else 30)
    fresh = await index.listing("go")
    assert fresh.id != listing.id
    await index.write_page(fresh, CURSOR, page([person(1)]))
    await index.close()
    again = await Index.open(path, KEY)
    try:
        assert again.counts() == {"keep": 30, "go": 1}
        assert count(again, "contact") == 71
        await again.tidy()
        assert again.counts() == {"keep": 30, "go": 1}
        assert count(again, "contact") == 31
        assert CANARY.encode() not in blocks(again)
    finally:
        await again.close()
