import asyncio
import stat

import apsw
import pytest

from contactdesk.errors import IndexFileError
from contactdesk.index import Index, Order, Scope
from contactdesk.index.read.evaluate import Search
from contactdesk.search.query import parse
from tests.index.people import COLUMN, CURSOR, KEY, load, page, person

ALL = Scope(), Order(COLUMN["name"]), parse("e")


@pytest.fixture
def held(index, monkeypatch):
    """Makes the reading thread wait in SQLite until it is interrupted."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    begun = []

    def slow(connection, *_, **_more):
        begun.append(None)
        connection.execute(endless).fetchall()

    monkeypatch.setattr("contactdesk.index.read.reader.Search", slow)
    return begun


async def test_newer_query_supersedes_older_ones(index, held, until, monkeypatch):
    await load(index, "a", range(10))
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(index.ids(*ALL))
        await until(lambda: held)
        waiting = tasks.create_task(index.ids(*ALL))
        await asyncio.sleep(0)
        monkeypatch.undo()
        last = tasks.create_task(index.ids(Scope(), Order(), parse("")))
        assert len(await last) == 10
    assert first.cancelled()
    assert waiting.cancelled()


async def test_canceled_query_is_interrupted(index, held, until, monkeypatch):
    await load(index, "a", range(10))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(index.ids(*ALL))
        await until(lambda: held)
        task.cancel()
        # The thread is free again only when the statement was interrupted.
        count = "SELECT count(*) FROM contact"
        reader = index.file.reader.connection
        assert await index.file.read(lambda: reader.execute(count).get) == 10
    assert task.cancelled()


async def test_closing_cancels_a_running_query(path, held, until, monkeypatch):
    index = await Index.open(path, KEY)
    await load(index, "a", range(1))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(index.ids(*ALL))
        await until(lambda: held)
        await index.close()
        await index.close()
    assert task.cancelled()


async def test_late_interrupt_repeats_the_query(index, monkeypatch):
    await load(index, "a", range(10))
    reader = index.file.reader
    real, calls = reader.connection, []

    def once(*values, **more):
        calls.append(None)
        if len(calls) == 1:
            raise apsw.InterruptError("meant for another")
        return Search(*values, **more)

    monkeypatch.setattr("contactdesk.index.read.reader.Search", once)
    one = index.row_id("a", "c-3")
    assert list(await index.ids(Scope(), Order(), parse("c-3"))) == [one]
    assert len(calls) == 2
    assert not real.in_transaction


async def test_page_of_a_removed_account_is_not_written(index):
    listing = await index.listing("a")
    await index.forget("a")
    with pytest.raises(asyncio.CancelledError):
        await index.write_page(listing, CURSOR, page([person(1)]))
    with pytest.raises(asyncio.CancelledError):
        await index.restart(listing)
    assert index.counts() == {}


async def test_temporary_index_is_private_and_deleted_on_close():
    index = await Index.open_temporary()
    folder = index.file.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await load(index, "a", range(5))
    assert index.counts() == {"a": 5}
    await index.close()
    assert not folder.exists()


async def test_writing_and_searching_run_concurrently(index):
    async def search():
        sizes = []
        for _ in range(20):
            ids = await index.ids(Scope("a"), Order(COLUMN["email"]), parse(""))
            assert len(index.rows(ids, (COLUMN["name"],))) == len(ids)
            sizes.append(len(ids))
        return sizes

    sizes, *_ = await asyncio.gather(
        search(), load(index, "a", range(200), size=10), load(index, "b", range(100), size=10)
    )
    assert sizes == sorted(sizes)
    assert index.counts() == {"a": 200, "b": 100}


async def test_work_during_reopen_waits_for_the_new_file(index, tmp_path):
    await load(index, "a", range(10))
    path = tmp_path / "other" / "index.db"
    async with asyncio.TaskGroup() as tasks:
        reopened = tasks.create_task(index.file.reopen(path, KEY))
        await asyncio.sleep(0)
        assert index.counts() == {}
        query = tasks.create_task(index.ids(Scope(), Order(), parse("")))
        listing = tasks.create_task(index.listing("b"))
    assert reopened.exception() is None
    assert list(query.result()) == []
    assert listing.result().account_id == "b"
    assert index.file.path == path


async def test_reopen_continues_in_a_temporary_file_where_the_old_one_stays(index):
    def refuse(_path):
        raise IndexFileError("index-unusable")

    await load(index, "a", range(10))
    with pytest.raises(IndexFileError):
        await index.file.reopen(index.file.path, KEY, put_away=refuse)
    assert not index.file.is_kept
    await load(index, "b", range(5))
    assert index.counts() == {"b": 5}
