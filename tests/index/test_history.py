"""What changed, from pages in a real index file to what is read back."""

from __future__ import annotations

import time

from contactdesk.history.kinds import FIELD, GONE, NEW
from contactdesk.index.types import ChangeScope
from tests.index.people import CURSOR, page, person

EVERYTHING = ChangeScope()


async def refresh(index, records, account="a"):
    """Reads an account's listing anew, as a single page."""
    listing = await index.restart(await index.listing(account))
    return await index.write_page(listing, CURSOR, page(records))


async def rows(index, scope=EVERYTHING):
    return index.history.rows(await index.history.changes(scope))


async def test_first_load_is_no_change(index):
    await refresh(index, [person(1), person(2)])
    assert await rows(index) == []
    assert await index.history.counts(0) == {}
    assert [each.raw for each in await index.history.versions("a", "c-1")] == [
        index.stored(index.row_id("a", "c-1")).raw
    ]


async def test_changed_field_is_a_change_with_the_record_before(index):
    await refresh(index, [person(1, company="Acme"), person(2)])
    before = time.time()
    await refresh(index, [person(1, company="Bolt"), person(2)])
    (row,) = await rows(index)
    assert (row.kinds, row.fields) == ((FIELD,), ("company",))
    assert (row.account_id, row.vendor_id, row.person) == ("a", "c-1", "Person 1")
    assert row.contact == index.row_id("a", "c-1")
    assert before - 1 < row.time < time.time() + 1
    now, then = await index.history.versions("a", "c-1")
    assert b"Bolt" in now.raw
    assert b"Acme" in then.raw
    assert (now.since, now.until, now.fields) == (row.time, None, ("company",))
    assert (then.since, then.until, then.fields) == (None, row.time, ())


async def test_contact_that_appears_after_a_complete_pass_is_new(index):
    await refresh(index, [person(1)])
    await refresh(index, [person(1), person(2)])
    (row,) = await rows(index)
    assert (row.kinds, row.vendor_id) == ((NEW,), "c-2")
    (version,) = await index.history.versions("a", "c-2")
    assert version.since == row.time


async def test_contact_that_two_passes_miss_is_gone_with_its_last_record(index):
    await refresh(index, [person(1), person(2, company="Acme")])
    await refresh(index, [person(1)])
    assert await rows(index) == []
    await refresh(index, [person(1)])
    (row,) = await rows(index)
    assert (row.kinds, row.vendor_id, row.contact, row.person) == ((GONE,), "c-2", None, "Person 2")
    (last,) = await index.history.versions("a", "c-2")
    assert b"Acme" in last.raw
    assert last.until == row.time
