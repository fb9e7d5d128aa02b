"""contactdesk.sync.fetcher: what a refresh asks for, and up to when changes are known."""

import pytest

from contactdesk.index.record_codec import pack
from contactdesk.providers import all_providers
from contactdesk.sync.engine import State
from contactdesk.sync.fetcher import changed_since
from contactdesk.ui.kit.wording import remark_words


@pytest.mark.parametrize(
    ("provider_id", "name"),
    [("opencx", "updated_after"), ("askelephant", "filter[updated_at][gt]")],
)
def test_the_filter_that_asks_for_changes(provider_id, name):
    filters = changed_since(all_providers()[provider_id], 1_700_000_000.25)
    assert filters == {name: "2023-11-14T22:13:20.250Z"}


def queries(office, vendor):
    return [dict(request["query"]) for request in office.asked(vendor)]


@pytest.mark.parametrize("vendor", ["opencx", "askelephant"])
async def test_a_refresh_asks_for_changes_where_the_vendor_can_tell(office, vendor):
    walk = await office.sync.walk(office.account(vendor))
    await office.sync.load_all(walk)
    asked = len(office.asked(vendor))
    said = []
    office.sync._changed = lambda walk: said.append(remark_words([walk]))
    await office.sync.refresh(walk)
    (query,) = queries(office, vendor)[asked:]
    assert query[walk.provider.updated_after].startswith("20")
    assert walk.state is State.COMPLETE
    assert walk.changes.count == 0
    assert "Asking for changes" in said or any(s.startswith("Refreshed") for s in said)
    assert remark_words([walk]).startswith("Refreshed: 0 changed since ")
    # No listing is left behind by it.
    rows = office.index.file.writer.connection.execute("SELECT count(*) FROM listing").fetchone()
    assert rows == (1,)


@pytest.mark.parametrize("vendor", ["opencx", "askelephant"])
async def test_changes_are_written_and_the_listing_stays(office, vendor):
    account = office.account(vendor)
    walk = await office.sync.walk(account)
    await office.sync.load_all(walk)
    size = office.sandbox.sizes[vendor]
    await office.index.remember(account, "since", "0")
    before = walk.listing
    # A contact that came since, and was lost from the index, comes back with the changes.
    gone = office.index.some(account, 1)[0].vendor_id
    row = office.index.row_id(account, gone)
    connection = office.index.file.writer.connection
    await office.index.file.write(
        lambda: connection.execute("UPDATE record SET packed = ? WHERE id = ?", (pack(b"{}"), row))
    )
    await office.index.file.write(
        lambda: connection.execute("UPDATE contact SET digest = 0 WHERE id = ?", (row,))
    )
    await office.sync.refresh(walk)
    assert walk.changes.count == 1
    assert walk.listing.next_cursor == before.next_cursor
    assert walk.listing.pass_number == before.pass_number
    assert walk.state is State.COMPLETE
    assert office.index.counts()[account] == size
    assert office.index.stored(row).raw != b"{}"
    assert await office.index.remembered(account, "since") != "0"


@pytest.mark.parametrize("vendor", ["quo", "close", "bland"])
async def test_a_refresh_reads_all_pages_where_the_vendor_cannot_tell(office, vendor):
    walk = await office.sync.walk(office.account(vendor))
    await office.sync.load_all(walk)
    asked = len(office.asked(vendor))
    said = []
    office.sync._changed = lambda walk: said.append(remark_words([walk]))
    await office.sync.refresh(walk)
    assert len(office.asked(vendor)) == 2 * asked
    assert "Reading all pages again" in said
    assert walk.changes is None
    assert walk.state is State.COMPLETE


@pytest.mark.parametrize("whole", [True, False])
async def test_all_is_read_again_on_demand_and_before_all_was_read(office, whole):
    walk = await office.sync.walk(office.account("opencx"))
    if whole:
        await office.sync.load_all(walk)
    else:
        await office.sync.next_page(walk)
    asked = len(office.asked("opencx"))
    await office.sync.refresh(walk, whole=whole)
    assert all("updated_after" not in query for query in queries(office, "opencx"))
    assert len(office.asked("opencx")) == 2 * asked


async def test_a_vendor_that_refuses_the_filter_is_read_whole(office):
    walk = await office.sync.walk(office.account("opencx"))
    await office.sync.load_all(walk)
    asked = len(office.asked("opencx"))
    office.sandbox.set_faults([{"provider": "opencx", "kind": "bad-request", "times": 1}])
    await office.sync.refresh(walk)
    assert walk.state is State.COMPLETE
    assert len(office.asked("opencx")) == 2 * asked + 1


async def test_a_filtered_listing_is_read_again_as_it_is(office):
    filters = {"updated_after": "2000-01-01T00:00:00.000Z"}
    walk = await office.sync.walk(office.account("opencx"), filters)
    await office.sync.load_all(walk)
    asked = len(office.asked("opencx"))
    await office.sync.refresh(walk)
    assert len(office.asked("opencx")) == 2 * asked


async def test_what_is_known_of_changes_is_older_than_the_first_page(office):
    import time

    account = office.account("opencx")
    walk = await office.sync.walk(account)
    before = time.time()
    await office.sync.next_page(walk)
    assert await office.index.remembered(account, "since") == ""
    await office.sync.load_all(walk)
    since = float(await office.index.remembered(account, "since"))
    # The vendor's clock tells whole seconds; one more, and what the answer took, are taken off.
    assert before - 3 < since < before


async def test_a_gone_contact_leaves_by_whole_passes_only(office):
    account = office.account("opencx")
    walk = await office.sync.walk(account)
    await office.sync.load_all(walk)
    office.sandbox.sizes["opencx"] = 139
    for whole, left in ((False, 140), (False, 140), (True, 140), (True, 139)):
        await office.sync.refresh(walk, whole=whole)
        assert office.index.counts()[account] == left
