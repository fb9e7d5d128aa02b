"""Counts of people by vendor are the lengths of the lists behind them, as contacts come and go."""

import itertools

import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.write import removal
from contactdesk.model import CONTACT_COLUMNS, PERSON_COLUMNS
from contactdesk.providers import all_providers
from contactdesk.search.query import parse
from tests.qa.bench.fill_index import KEY, pages

PEOPLE = Scope(people=True)
SIZE = 160
NAMED, MAILED = Order(CONTACT_COLUMNS["name"]), Order(CONTACT_COLUMNS["email"])


@pytest.fixture(scope="module")
def linked(loop, tmp_path_factory):
    """An index of the five vendors' people, linked by the rules."""

    async def fill():
        index = await Index.open(tmp_path_factory.mktemp("linked") / "index.db", KEY)
        for vendor, provider in all_providers().items():
            listing = await index.listing(vendor)
            for body, _count in pages(vendor, SIZE):
                listing = (await index.write_page(listing, provider, body)).listing
        titles = {each: (each, each, provider.title) for each, provider in all_providers().items()}
        index.name_accounts(titles)
        return index

    index = loop.run_until_complete(fill())
    yield index
    loop.run_until_complete(index.close())


async def length(index, query, order=NAMED):
    ids = await index.ids(PEOPLE, order, parse(query))
    assert len(set(ids)) == len(ids)
    return len(ids)


async def check_counts(index):
    counts = await index.people.vendor_counts()
    assert counts.people == await length(index, "")
    assert await length(index, "", MAILED) == await length(index, "", Order()) == counts.people
    for one in counts.vendors:
        assert counts.at(one) == await length(index, f"in:{one}")
    for one, other in itertools.permutations(counts.vendors, 2):
        assert counts.at(one, other) == await length(index, f"in:{one} in:{other}")
        assert counts.missing(one, other) == await length(index, f"in:{one} -in:{other}")
    return counts


async def test_every_count_by_vendor_is_the_length_of_its_list(linked):
    counts = await check_counts(linked)
    assert counts.vendors == tuple(sorted(all_providers()))
    assert counts.people < SIZE * len(counts.vendors)
    assert len(counts.combinations) > len(counts.vendors)
    assert await length(linked, "linked:yes") + await length(linked, "linked:no") == counts.people


async def test_person_row_and_columns_are_those_of_the_linked_contacts(linked):
    ids = await linked.ids(PEOPLE, NAMED, parse(""))
    for row in linked.people.rows(ids):
        members = linked.people.members_at_once(row.id)
        assert members[0] == row.id
        assert len(members) == row.contacts
        accounts = {account for account, _id in linked.keys(members)}
        assert row.vendors == tuple(sorted(accounts))
        assert {source for _text, source in row.best.values()} <= set(members)


async def test_removed_account_is_out_of_sight_of_people_at_once(linked):
    before = await linked.people.vendor_counts()
    connection = linked.file.writer.connection
    await linked.file.write(lambda: removal.hide_account(connection, "close"))
    counts = await check_counts(linked)
    assert counts.vendors == tuple(each for each in before.vendors if each != "close")
    orders = (Order(), NAMED, MAILED, Order(CONTACT_COLUMNS["email"], descending=True))
    orders += tuple(Order(each, way) for each in PERSON_COLUMNS for way in (False, True))
    for order, query in itertools.product(orders, ("", "in:bland", "a", "-a")):
        ids = list(await linked.ids(PEOPLE, order, parse(query)))
        assert list(await linked.first(PEOPLE, order, parse(query), 20)) == ids[:20]
        assert len(linked.people.rows(ids)) == len(ids)
    await linked.tidy()
    await check_counts(linked)
