"""contactdesk.sync.change_bookmark: what a refresh requests, and from when changes are known."""

import pytest

from contactdesk.index.record_codec import pack
from contactdesk.providers import all_providers
from contactdesk.sync.change_bookmark import changed_since
from contactdesk.sync.engine import State
from contactdesk.ui.kit.wording import remark_words


@pytest.mark.parametrize(
    ("provider_id", "name"),
    [("opencx", "updated_after"), ("askelephant", "filter[updated_at][gt]")],
)
def test_filter_for_changes(provider_id, name):
    filters = changed_since(all_providers()[provider_id], 1_700_000_000.25)
    assert filters == {name: "2023-11-14T22:13:20.250Z"}


def queries(workspace, vendor):
    return [dict(request["query"]) for request in workspace.asked(vendor)]


@pytest.mark.parametrize("vendor", ["opencx", "askelephant"])
async def test_refresh_requests_changes_where_the_vendor_can_filter_them(workspace, vendor):
    walk = await workspace.sync.walk(workspace.account(vendor))
    await workspace.sync.load_all(walk)
    asked = len(workspace.asked(vendor))
    said = []
    workspace.sync._changed = lambda walk: said.append(remark_words([walk]))
    await workspace.sync.refresh(walk)
    (query,) = queries(workspace, vendor)[asked:]
    assert query[walk.provider.updated_after].startswith("20")
    assert walk.state is State.COMPLETE
    assert (walk.changes.new, walk.changes.changed) == (0, 0)
    assert "Checking for changes" in said or any(s.startswith("Refreshed") for s in said)
    assert remark_words([walk]).startswith("Refreshed: no changes since ")
    # Changes are not a listing of their own.
    rows = workspace.index.file.writer.connection.execute("SELECT count(*) FROM listing").fetchone()
    assert rows == (1,)


@pytest.mark.parametrize("vendor", ["opencx", "askelephant"])
async def test_changes_are_written_and_the_listing_keeps_its_position(workspace, vendor):
    account = workspace.account(vendor)
    walk = await workspace.sync.walk(account)
    await workspace.sync.load_all(walk)
    size = workspace.sandbox.sizes[vendor]
    await workspace.index.notes.write(account, "since", "0")
    before = walk.listing
    # Damage one contact in the index: the changes restore it.
    gone = workspace.index.some(account, 1)[0].vendor_id
    row = workspace.index.row_id(account, gone)
    connection = workspace.index.file.writer.connection
    await workspace.index.file.write(
        lambda: connection.execute("UPDATE record SET packed = ? WHERE id = ?", (pack(b"{}"), row))
    )
    await workspace.index.file.write(
        lambda: connection.execute("UPDATE contact SET digest = 0 WHERE id = ?", (row,))
    )
    await workspace.sync.refresh(walk)
    assert (walk.changes.new, walk.changes.changed) == (0, 1)
    assert walk.listing.next_cursor == before.next_cursor
    assert walk.listing.pass_number == before.pass_number
    assert walk.state is State.COMPLETE
    assert workspace.index.counts()[account] == size
    assert workspace.index.stored(row).raw != b"{}"
    assert await workspace.index.notes.read(account, "since") != "0"


@pytest.mark.parametrize("vendor", ["quo", "close", "bland"])
async def test_refresh_reads_all_pages_where_the_vendor_cannot_filter_changes(workspace, vendor):
    walk = await workspace.sync.walk(workspace.account(vendor))
    await workspace.sync.load_all(walk)
    asked = len(workspace.asked(vendor))
    said = []
    workspace.sync._changed = lambda walk: said.append(remark_words([walk]))
    await workspace.sync.refresh(walk)
    assert len(workspace.asked(vendor)) == 2 * asked
    assert "Reloading all pages" in said
    assert walk.changes is None
    assert walk.state is State.COMPLETE


@pytest.mark.parametrize("whole", [True, False])
async def test_whole_refresh_and_incomplete_listing_read_all_pages(workspace, whole):
    walk = await workspace.sync.walk(workspace.account("opencx"))
    if whole:
        await workspace.sync.load_all(walk)
    else:
        await workspace.sync.next_page(walk)
    asked = len(workspace.asked("opencx"))
    await workspace.sync.refresh(walk, whole=whole)
    assert all("updated_after" not in query for query in queries(workspace, "opencx"))
    assert len(workspace.asked("opencx")) == 2 * asked


async def test_rejected_filter_falls_back_to_all_pages(workspace):
    walk = await workspace.sync.walk(workspace.account("opencx"))
    await workspace.sync.load_all(walk)
    asked = len(workspace.asked("opencx"))
    workspace.sandbox.set_faults([{"provider": "opencx", "kind": "bad-request", "times": 1}])
    await workspace.sync.refresh(walk)
    assert walk.state is State.COMPLETE
    assert len(workspace.asked("opencx")) == 2 * asked + 1


async def test_filtered_listing_reads_all_pages(workspace):
    filters = {"updated_after": "2000-01-01T00:00:00.000Z"}
    walk = await workspace.sync.walk(workspace.account("opencx"), filters)
    await workspace.sync.load_all(walk)
    asked = len(workspace.asked("opencx"))
    await workspace.sync.refresh(walk)
    assert len(workspace.asked("opencx")) == 2 * asked


async def test_bookmark_is_earlier_than_the_first_page(workspace):
    import time

    account = workspace.account("opencx")
    walk = await workspace.sync.walk(account)
    before = time.time()
    await workspace.sync.next_page(walk)
    assert await workspace.index.notes.read(account, "since") == ""
    await workspace.sync.load_all(walk)
    since = float(await workspace.index.notes.read(account, "since"))
    # The vendor's clock has whole seconds; another second and the response time are subtracted.
    assert before - 3 < since < before


async def test_deleted_contact_is_removed_by_whole_passes_only(workspace):
    account = workspace.account("opencx")
    walk = await workspace.sync.walk(account)
    await workspace.sync.load_all(walk)
    workspace.sandbox.sizes["opencx"] = 139
    for whole, left in ((False, 140), (False, 140), (True, 140), (True, 139)):
        await workspace.sync.refresh(walk, whole=whole)
        assert workspace.index.counts()[account] == left
