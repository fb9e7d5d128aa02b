"""contactdesk.index.search_counts: searches that are not on screen."""

import asyncio

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import load


async def test_first_matches_are_those_of_the_table(index):
    await load(index, "a1", range(30))
    query = parse("-zzzz")
    all_ids = await index.ids(Scope(), Order(), query)
    assert await index.search_counts.first(Scope(), query, 5) == all_ids[:5]
    assert await index.search_counts.count(Scope(), query) == len(all_ids) > 5


async def test_first_matches_and_the_table_do_not_supersede_each_other(index):
    await load(index, "a1", range(30))
    first, second = parse("-zzzz"), parse("")
    found = await asyncio.gather(
        index.ids(Scope(), Order(), first),
        index.search_counts.first(Scope(), second, 7),
        index.search_counts.count(Scope(), second),
    )
    assert [len(found[0]) > 5, len(found[1]), found[2]] == [True, 7, 30]


async def test_newer_first_matches_supersede_older_ones(index):
    await load(index, "a1", range(30))
    older = asyncio.get_running_loop().create_task(
        index.search_counts.first(Scope(), parse("-zzzz"), 5)
    )
    await asyncio.sleep(0)
    newer = await index.search_counts.first(Scope(), parse(""), 6)
    assert len(newer) == 6
    assert (await asyncio.gather(older, return_exceptions=True))[0].__class__ in (
        asyncio.CancelledError,
        type(newer),
    )
