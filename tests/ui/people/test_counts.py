"""contactdesk.ui.people.counts: people are counted when told, and not more often than once in a while."""

import pytest

from contactdesk.ui.people import counts
from contactdesk.ui.people.counts import PeopleCounts
from tests.index.linked_by_hand import link_by_hand
from tests.index.people import page, vendor


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(counts, "COUNT_AFTER_MS", 0)


async def filled(index, *accounts):
    """The row ids of two contacts in each account."""
    found = []
    for account in accounts:
        listing = await index.listing(account)
        records = [{"id": f"{account}-{n}", "name": f"Maria {account} {n}"} for n in range(2)]
        found += (await index.write_changes(listing, vendor(), page(records))).new
    return found


async def counted(made, until):
    heard = []
    made.changed.connect(lambda: heard.append(True))
    made.count_soon()
    made.count_soon()
    await until(lambda: not made.is_busy())
    assert heard == [True]


async def test_contacts_of_one_account_are_worth_a_list_once_any_are_linked(index, until, qapp):
    ids = await filled(index, "bland")
    await link_by_hand(index, [])
    made = PeopleCounts(index, lambda: 1)
    assert not made.is_known
    await counted(made, until)
    assert (made.is_known, made.counts.people, made.exist()) == (True, 2, False)
    await link_by_hand(index, [ids])
    await counted(made, until)
    assert (made.counts.people, made.exist()) == (1, True)
    made.end()


async def test_several_accounts_are_worth_a_list_before_anybody_was_counted(index, qapp):
    made = PeopleCounts(index, lambda: 2)
    assert made.exist()
    assert made.counts.people == 0
    made.end()
