import asyncio

import pytest

from contactdesk.errors import UnexpectedReplyError
from contactdesk.index import Order, Scope
from contactdesk.index.write.batching import MAX_PAGES_PER_COMMIT
from contactdesk.index.write.writer import Writer
from contactdesk.search.query import parse
from tests.index.people import CURSOR, page, person


@pytest.fixture
def transactions(monkeypatch):
    """How many pages were written in each transaction."""
    written = []
    write = Writer._write_all

    def counted(self, pages):
        written.append(len(pages))
        return write(self, pages)

    monkeypatch.setattr(Writer, "_write_all", counted)
    return written


async def pour(index, accounts, records=lambda number: [person(number)]):
    """A page for each account, all at once."""
    listings = [await index.listing(f"a{number}") for number in range(accounts)]
    return await asyncio.gather(
        *(
            index.write_page(each, CURSOR, page(records(n), "more"))
            for n, each in enumerate(listings)
        ),
        return_exceptions=True,
    )


async def test_waiting_pages_share_a_transaction(index, transactions):
    written = await pour(index, 3 * MAX_PAGES_PER_COMMIT)
    assert sum(transactions) == 3 * MAX_PAGES_PER_COMMIT
    assert max(transactions) <= MAX_PAGES_PER_COMMIT
    assert len(transactions) < 3 * MAX_PAGES_PER_COMMIT
    assert [len(each.new) for each in written] == [1] * len(written)
    assert len({each.new for each in written}) == len(written)
    assert [each.listing.pages for each in written] == [1] * len(written)
    assert sum(index.counts().values()) == len(written)


async def test_page_waits_for_others_that_are_being_prepared(index, transactions, monkeypatch):
    monkeypatch.setattr("contactdesk.index.index.GATHER_S", 1.0)
    written = await pour(index, 2, lambda n: [person(each) for each in range(1 + 300 * n)])
    assert transactions == [2]
    assert [len(each.new) for each in written] == [1, 301]


async def test_failing_page_does_not_block_others(index, transactions, monkeypatch):
    add = Writer._add

    def failing(self, account, fresh, seen_pass):
        if any(entry.vendor_id == "p-3" for entry in fresh):
            raise MemoryError
        return add(self, account, fresh, seen_pass)

    monkeypatch.setattr(Writer, "_add", failing)
    outcomes = await pour(index, 6, lambda number: [{"id": f"p-{number}", "name": "Ann"}])
    assert [isinstance(each, MemoryError) for each in outcomes] == [n == 3 for n in range(6)]
    ids = await index.ids(Scope(), Order(), parse("ann"))
    found = {index.stored(each).vendor_id for each in ids}
    assert found == {f"p-{n}" for n in range(6) if n != 3}
    assert (await index.listing("a3")).pages == 0


async def test_bad_reply_does_not_block_other_pages(index):
    good, bad = await index.listing("a"), await index.listing("b")
    outcomes = await asyncio.gather(
        index.write_page(bad, CURSOR, b"no page"),
        index.write_page(good, CURSOR, page([person(1)])),
        return_exceptions=True,
    )
    assert isinstance(outcomes[0], UnexpectedReplyError)
    assert outcomes[1].new


async def test_cancelled_page_is_not_written(index):
    listing = await index.listing("a")
    started = asyncio.Event()

    async def write():
        started.set()
        return await index.write_page(listing, CURSOR, page([person(1)]))

    task = asyncio.gather(write())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # Another one comes by: it takes nothing of what was given up.
    await index.write_page(await index.listing("b"), CURSOR, page([person(2)]))
    assert index.counts() == {"a": 0, "b": 1}
