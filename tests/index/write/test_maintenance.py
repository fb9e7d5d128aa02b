import asyncio
import threading

from contactdesk.errors import IndexFileError
from contactdesk.index import Index, Order, Scope
from contactdesk.index.postings import containers, store
from contactdesk.index.write import maintenance
from contactdesk.search.query import parse
from tests.index.people import CURSOR, KEY, page, person

SIZE = 1_024
CHUNK = containers.CHUNK_SIZE - 1
"""The first chunk lacks an id: there is no contact 0."""


def people(numbers, name="Marcus"):
    return page([person(number, name=f"{name} {number}") for number in numbers])


async def write(index, numbers, name="Marcus"):
    listing = await index.listing("a")
    for start in range(numbers.start, numbers.stop, SIZE):
        some = range(start, min(start + SIZE, numbers.stop))
        await index.write_changes(listing, CURSOR, people(some, name))


async def found(index, typed):
    return len(await index.ids(Scope(), Order(), parse(typed)))


def chunks(index):
    return store.chunk_count(index.file.rows.connection)


async def test_full_chunk_is_merged_into_posting_lists(index):
    await write(index, range(CHUNK - 1))
    assert chunks(index) == 0
    await write(index, range(CHUNK - 1, CHUNK + 10))
    assert chunks(index) == 1
    assert await found(index, "m") == CHUNK + 10


async def test_chunk_changed_while_building_is_merged_later(index):
    make, asked = index._pages.build_postings, []

    async def meanwhile(fresh):
        asked.append(len(fresh))
        if len(asked) == 1:
            await write(index, range(10), "Zoe")
        return await make(fresh)

    index._maintenance._build = meanwhile
    await write(index, range(CHUNK))
    assert asked[0] == CHUNK
    assert chunks(index) == 0
    assert await found(index, "z") == 10
    await write(index, range(CHUNK, CHUNK + 1))
    assert chunks(index) == 1
    assert await found(index, "z") == 10
    assert await found(index, "ma") == CHUNK - 9


async def test_failed_merge_does_not_lose_the_page(index):
    async def full(fresh):
        raise IndexFileError("index-full")

    make, index._maintenance._build = index._pages.build_postings, full
    await write(index, range(CHUNK + 5))
    assert chunks(index) == 0
    assert await found(index, "m") == CHUNK + 5
    index._maintenance._build = make
    await write(index, range(CHUNK + 5, CHUNK + 6))
    assert chunks(index) == 1


async def test_no_idle_timer_starts_while_closing(path, until, monkeypatch):
    index = await Index.open(path, KEY)
    listing = await index.listing("a")
    write, begun, may_end = index.file.writer.write_pages, threading.Event(), threading.Event()

    def held(pages):
        begun.set()
        assert may_end.wait(20)
        return write(pages)

    monkeypatch.setattr(index.file.writer, "write_pages", held)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(index.write_changes(listing, CURSOR, people(range(3))))
        await until(begun.is_set)
        tasks.create_task(index.close())
        await until(lambda: index.file.is_closed)
        may_end.set()
    # What began after the lull would wait for a thread that has ended.
    assert index._maintenance._idle_timer is None


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


async def test_people_are_compared_when_there_is_time(index, monkeypatch):
    monkeypatch.setattr(maintenance, "PAUSE_WHILE_PAGES_COME_S", 0)
    for account, company in (("a", "Acme"), ("b", "Bolt")):
        more = {"emails": [{"value": "m@home.example"}], "company": company}
        body = page([person(1, name="Marcus Okafor", **more)])
        await index.write_changes(await index.listing(account), CURSOR, body)
    connection = index.file.rows.connection
    found = "SELECT kind FROM difference"
    await until(lambda: connection.execute(found).fetchall() == [("company",)])


async def test_region_is_followed_when_there_is_time(index, monkeypatch):
    monkeypatch.setattr(maintenance, "PAUSE_WHILE_PAGES_COME_S", 0)
    for account, number in (("a", "+1 415 555 0192"), ("b", "(415) 555-0192")):
        body = page([person(1, name="Marcus Okafor", phones=[{"value": number}])])
        await index.write_changes(await index.listing(account), CURSOR, body)
    index.people.set_regions({"b": "US"})
    connection = index.file.rows.connection
    index.file.writer.relinking.know(CURSOR)
    await until(lambda: connection.execute("SELECT count(*) FROM link").fetchone() == (1,))


async def test_step_that_fails_is_begun_again_by_the_next_page(index, monkeypatch):
    monkeypatch.setattr(maintenance, "PAUSE_WHILE_PAGES_COME_S", 0)
    failed = []

    async def fail():
        failed.append(1)
        raise IndexFileError("index-locked")

    monkeypatch.setattr(index.people, "step", fail)
    await write(index, range(1))
    await until(lambda: failed)
    monkeypatch.undo()
    monkeypatch.setattr(maintenance, "PAUSE_WHILE_PAGES_COME_S", 0)
    await test_people_are_compared_when_there_is_time(index, monkeypatch)
