"""contactdesk.sync.engine over real sockets: pages, passes and failures."""

import asyncio

import pytest
from msgspec.structs import replace

from contactdesk.errors import (
    KeyRefusedError,
    UnexpectedReplyError,
    VendorDownError,
    VendorError,
)
from contactdesk.index import Order, Scope
from contactdesk.model import Rate
from contactdesk.sandbox.api_keys import OAUTH, api_key
from contactdesk.search.query import parse
from contactdesk.sync.engine import State
from contactdesk.sync.fetcher import request_params
from contactdesk.sync.rate_limit import MAX_ATTEMPTS_PER_PAGE
from contactdesk.ui.browser.banner import notice_of

VENDORS = ["opencx", "quo", "askelephant", "close", "bland"]
SIZES = {"opencx": 140, "quo": 120, "askelephant": 180, "close": 260, "bland": 230}


async def all_ids(workspace, provider_id):
    scope = Scope(workspace.account(provider_id))
    return await workspace.index.ids(scope, Order(), parse(""))


@pytest.mark.parametrize("vendor", VENDORS)
async def test_load_all_loads_every_contact_once(workspace, vendor):
    walk = await workspace.sync.walk(workspace.account(vendor))
    assert walk.state is State.NOT_LOADED
    await workspace.sync.load_all(walk)
    assert walk.state is State.COMPLETE
    ids = await all_ids(workspace, vendor)
    stored = [workspace.index.stored(row_id).vendor_id for row_id in ids]
    assert len(stored) == len(set(stored)) == SIZES[vendor]
    assert {r["status"] for r in workspace.asked(vendor)} == {200}


@pytest.mark.parametrize("vendor", VENDORS)
async def test_the_key_is_in_the_authorization_header_only(workspace, vendor):
    account = workspace.account(vendor)
    key = await workspace.keys.get(account)
    walk = await workspace.sync.walk(account)
    await workspace.sync.load_all(walk)
    for request in workspace.asked(vendor):
        assert request["authorization"]
        assert key not in request["path"] + repr(request["query"])
    assert key not in repr(workspace.requests) + repr(walk)


async def test_next_page_is_one_request(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    assert len(workspace.asked("bland")) == 1
    assert walk.state is State.PARTIAL
    assert (walk.listing.walked, walk.listing.total) == (200, 230)
    assert walk.requests_left() == 1


async def test_requests_left_include_the_overlap_of_load_all(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    walk.page_size.full = walk.page_size.records = 40
    await workspace.sync.next_page(walk)
    left = walk.requests_left()
    await workspace.sync.load_all(walk)
    # 190 more in steps of 36, not of 40.
    assert left == walk.requests - 1 == 6


async def test_simultaneous_next_page_calls_send_one_request(workspace):
    walk = await workspace.sync.walk(workspace.account("close"))
    await asyncio.gather(workspace.sync.next_page(walk), workspace.sync.next_page(walk))
    assert len(workspace.asked("close")) == 1


async def test_no_page_is_requested_twice_or_after_the_end(workspace):
    walk = await workspace.sync.walk(workspace.account("quo"))
    while walk.has_more:
        await workspace.sync.next_page(walk)
    assert await workspace.sync.next_page(walk) is None
    asked = [repr(r["query"]) for r in workspace.asked("quo")]
    assert len(asked) == len(set(asked)) == 3


async def test_requests_left_is_unknown_without_an_honest_total(workspace):
    walk = await workspace.sync.walk(workspace.account("quo"))
    await workspace.sync.next_page(walk)
    assert walk.listing.total is None
    assert walk.requests_left() is None


async def test_filters_are_sent_with_every_cursor(workspace):
    filters = {"filter[updated_at][gt]": "2020-01-01T00:00:00.000Z"}
    walk = await workspace.sync.walk(workspace.account("askelephant"), filters)
    await workspace.sync.load_all(walk)
    assert walk.state is State.COMPLETE
    queries = [dict(r["query"]) for r in workspace.asked("askelephant")]
    assert len(queries) == 2
    assert all(q["filter[updated_at][gt]"].startswith("2020") for q in queries)
    assert all(q["order_by"] == "updated_at:asc" for q in queries)


async def test_filter_overrides_a_fixed_parameter(workspace):
    provider = workspace.providers["askelephant"]
    params = request_params(provider, {"order_by": "updated_at:desc"}, None)
    assert [v for name, v in params if name == "order_by"] == ["updated_at:desc"]


async def test_load_all_pauses_resumes_and_cancels(workspace, until):
    walk = await workspace.sync.walk(workspace.account("opencx"))
    task = asyncio.get_running_loop().create_task(workspace.sync.load_all(walk))
    await until(lambda: workspace.asked("opencx"))
    workspace.sync.pause(walk)
    await until(lambda: not walk.busy)
    paused_at = len(workspace.asked("opencx"))
    assert walk.loading_all
    workspace.sync.resume(walk)
    await until(lambda: len(workspace.asked("opencx")) > paused_at or walk.state is State.COMPLETE)
    workspace.sync.pause(walk)
    await until(lambda: not walk.busy)
    loaded = walk.listing.walked
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert not walk.loading_all
    assert walk.listing.walked == loaded > 0
    await workspace.sync.load_all(walk)
    assert walk.listing.walked == 140


async def test_transient_fault_is_retried(workspace):
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500", "times": 2}])
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    assert walk.state is State.PARTIAL
    assert [r["status"] for r in workspace.asked("bland")] == [500, 500, 200]
    assert (walk.account.id, State.WAITING) in workspace.changed


async def test_lasting_fault_fails_the_walk_after_max_attempts(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    with pytest.raises(VendorDownError):
        await workspace.sync.next_page(walk)
    assert walk.state is State.FAILED
    assert (walk.error.kind, walk.error.vendor) == ("server", "Bland AI")
    assert len(workspace.asked("bland")) == 1 + MAX_ATTEMPTS_PER_PAGE
    assert walk.listing.walked == 200
    workspace.sandbox.set_faults([])
    await workspace.sync.next_page(walk)
    assert walk.state is State.COMPLETE
    assert walk.error is None
    assert walk.listing.walked == 230


async def test_web_page_is_tried_twice_more(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "html-200", "times": 2}])
    await workspace.sync.next_page(walk)
    assert len(workspace.asked("bland")) == 3
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "html-200"}])
    with pytest.raises(UnexpectedReplyError) as stopped:
        await workspace.sync.next_page(walk)
    assert stopped.value.kind == "web-page"
    assert len(workspace.asked("bland")) == 6
    assert (walk.state, walk.resumes_at) == (State.FAILED, None)


async def test_block_on_the_way_keeps_the_key(workspace):
    account = workspace.account("close")
    walk = await workspace.sync.walk(account)
    workspace.sandbox.set_faults([{"provider": "close", "kind": "block-page", "times": 1}])
    with pytest.raises(UnexpectedReplyError) as blocked:
        await workspace.sync.next_page(walk)
    assert blocked.value.kind == "blocked"
    assert notice_of(walk).action == "retry"
    workspace.keys.hold(account, "api_0000000000000000")  # not read again
    await workspace.sync.next_page(walk)
    assert walk.listing.walked == 100


async def test_refused_key_fails_at_once_and_a_new_one_resumes(workspace):
    account = workspace.account("close")
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    good = await workspace.keys.get(account)
    workspace.keys.hold(account, "api_0000000000000000")
    workspace.sync.key_changed(account)
    with pytest.raises(KeyRefusedError) as refused:
        await workspace.sync.next_page(walk)
    assert refused.value.account == "Close"
    assert walk.state is State.FAILED
    assert len(workspace.asked("close")) == 2
    workspace.keys.hold(account, good)
    await workspace.sync.next_page(walk)
    assert dict(workspace.asked("close")[-1]["query"])["_skip"] == "100"
    assert walk.listing.walked == 200


async def test_key_refused_in_its_first_minute_offers_to_retry(workspace):
    account = workspace.account("quo")
    workspace.keys.hold(account, await workspace.keys.get(account))  # just given
    workspace.sandbox.set_faults([{"kind": "key-refused", "times": 2}])
    walk = await workspace.sync.walk(account)
    with pytest.raises(KeyRefusedError):
        await workspace.sync.next_page(walk)
    notice = notice_of(walk)
    assert (notice.action, notice.second) == ("retry", "key")
    assert "can take half a minute" in notice.words
    assert "Error code: 0800401\nDocumentation: https://quo.com/docs\n" in notice.detail
    workspace.keys._saved_at[account] -= 61
    with pytest.raises(KeyRefusedError):
        await workspace.sync.next_page(walk)
    assert (notice_of(walk).action, notice_of(walk).second) == ("key", "")
    await workspace.sync.next_page(walk)
    assert walk.state is State.PARTIAL


async def test_oauth_token_reads_contacts_of_close(workspace):
    account = workspace.account("close")
    workspace.keys.hold(account, api_key("close", workspace.sandbox.seed, OAUTH))
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    assert walk.listing.walked == 100
    assert workspace.asked("close")[0]["authorization"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (
            {"externalIds": [f"crm-{n}" for n in range(21)]},
            "“External IDs” takes at most 20 values",
        ),
        ({"sources": ["x" * 76]}, "“Sources” has more than 75 characters"),
    ],
)
async def test_values_beyond_the_vendors_limit_are_refused_with_the_reason(
    workspace, filters, words
):
    walk = await workspace.sync.walk(workspace.account("quo"), filters)
    with pytest.raises(VendorError) as refused:
        await workspace.sync.next_page(walk)
    assert refused.value.kind == "filter-values"
    assert words in notice_of(walk).words
    assert workspace.asked("quo") == []


async def test_most_values_allowed_are_requested(workspace):
    filters = {"externalIds": ["crm, 1", *(f"crm-{n}" for n in range(19))]}
    walk = await workspace.sync.walk(workspace.account("quo"), filters)
    await workspace.sync.next_page(walk)
    sent = [value for name, value in workspace.asked("quo")[0]["query"] if name == "externalIds"]
    assert sent == filters["externalIds"]


async def test_codes_of_an_error_are_in_the_details(workspace):
    walk = await workspace.sync.walk(workspace.account("askelephant"), {"order_by": "odd"})
    with pytest.raises(VendorError):
        await workspace.sync.next_page(walk)
    detail = notice_of(walk).detail
    assert "Error code: " in detail
    assert "Error type: https://app.askelephant.ai/errors/" in detail


async def test_repeated_cursor_ends_the_walk(workspace):
    workspace.sandbox.set_faults([{"provider": "opencx", "kind": "cursor-repeats"}])
    walk = await workspace.sync.walk(workspace.account("opencx"))
    with pytest.raises(UnexpectedReplyError) as stopped:
        await workspace.sync.load_all(walk)
    assert stopped.value.kind == "cursor-loop"
    assert len(workspace.asked("opencx")) <= 3
    assert not walk.loading_all


async def test_empty_pages_that_promise_more_end_the_walk(workspace):
    workspace.sandbox.set_faults([{"provider": "opencx", "kind": "empty-page-more"}])
    walk = await workspace.sync.walk(workspace.account("opencx"))
    with pytest.raises(UnexpectedReplyError):
        await workspace.sync.load_all(walk)
    assert len(workspace.asked("opencx")) <= 4


async def test_malformed_record_is_a_row(workspace):
    workspace.sandbox.set_faults([{"provider": "close", "kind": "broken-record", "times": 1}])
    walk = await workspace.sync.walk(workspace.account("close"))
    written = await workspace.sync.next_page(walk)
    assert written.count == 100
    assert len(await all_ids(workspace, "close")) == 100


async def test_refresh_keeps_rows_in_place(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    before = list(await all_ids(workspace, "bland"))
    await workspace.sync.refresh(walk)
    assert list(await all_ids(workspace, "bland"))[:200] == before
    assert dict(workspace.asked("bland")[1]["query"])["offset"] == "0"
    assert walk.state is State.PARTIAL
    assert walk.listing.walked >= 200


async def test_load_all_by_offset_overlaps_pages(workspace):
    walk = await workspace.sync.walk(workspace.account("close"))
    await workspace.sync.load_all(walk)
    skips = [dict(r["query"])["_skip"] for r in workspace.asked("close")]
    assert skips == ["0", "90", "180"]
    assert len(await all_ids(workspace, "close")) == 260


async def test_walk_resumes_at_its_cursor_after_a_restart(workspace):
    from contactdesk.sync.engine import Sync

    walk = await workspace.sync.walk(workspace.account("askelephant"))
    await workspace.sync.next_page(walk)
    later = Sync(workspace.accounts, workspace.keys, workspace.index, workspace.client)
    again = await later.walk(workspace.account("askelephant"))
    assert again.state is State.PARTIAL
    await later.next_page(again)
    assert again.state is State.COMPLETE
    assert len(await all_ids(workspace, "askelephant")) == 180


async def test_vendors_load_concurrently(workspace):
    walks = [await workspace.sync.walk(account.id) for account in workspace.accounts]
    await asyncio.gather(*(workspace.sync.load_all(walk) for walk in walks))
    assert all(walk.state is State.COMPLETE for walk in walks)
    assert sum(workspace.index.counts().values()) == sum(SIZES.values())


async def test_retry_now_ends_a_wait(workspace, until):
    workspace.sync._pages._backoff = lambda _attempt, _asked: 3600.0
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500", "times": 1}])
    walk = await workspace.sync.walk(workspace.account("bland"))
    task = asyncio.get_running_loop().create_task(workspace.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    assert walk.resumes_at is not None
    workspace.sync.retry_now(walk)
    await task
    assert walk.state is State.PARTIAL


async def test_seconds_left_uses_the_measured_time_within_the_rate(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    assert walk.seconds_left() is None
    await workspace.sync.next_page(walk)
    assert walk.requests == 1
    assert walk.page_seconds > 0
    walk.page_seconds = 3.0
    assert walk.seconds_left() == 3.0
    walk.record_page_time(13.0)
    assert walk.page_seconds == 5.0
    # 100 requests per minute are 0.6 s apart, however fast the vendor responds.
    limited = replace(walk.provider, rate=Rate(100, 60))
    walk.provider, walk.page_seconds = limited, 0.01
    assert walk.seconds_left() == pytest.approx(0.6)
    await workspace.sync.load_all(walk)
    assert (walk.requests, walk.seconds_left()) == (2, 0.0)
    silent = await workspace.sync.walk(workspace.account("close"))
    await workspace.sync.next_page(silent)
    assert silent.seconds_left() is None
