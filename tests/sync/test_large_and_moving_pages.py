"""Oversized pages, contacts that move while they are read, and a maximum offset."""

from __future__ import annotations

import asyncio

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.http.pool import Timeouts
from contactdesk.sync import page_size
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from contactdesk.ui.kit.wording import remark_words
from tests.sync import fault_workspace
from tests.sync.fault_workspace import loaded_ids

# pytest finds a fixture by its name in the module of the test.
limited_workspace = fault_workspace.workspace


async def test_moved_contacts_cause_one_more_pass(limited_workspace):
    walk = await limited_workspace.sync.walk(limited_workspace.account("close"))
    # Twenty contacts before the second page disappear, more than the overlap.
    limited_workspace.sandbox.set_faults(
        [{"provider": "close", "kind": "shifted", "value": -20, "page": 2, "times": 1}]
    )
    said = []
    limited_workspace.sync._changed = lambda walk: said.append(remark_words([walk]))
    await limited_workspace.sync.load_all(walk)
    assert "Contacts moved during loading · Reloading all pages" in said
    assert walk.state is State.COMPLETE
    assert not walk.listing.shifted
    assert len(await loaded_ids(limited_workspace, walk.account.id)) == 260
    skips = [dict(r["query"])["_skip"] for r in limited_workspace.asked("close")]
    assert skips == [
        "0",
        "90",
        "180",
        "0",
        "50",
        "100",
        "150",
        "200",
    ]  # the second pass overlaps more


async def test_contacts_that_keep_moving_are_reported(limited_workspace):
    walk = await limited_workspace.sync.walk(limited_workspace.account("close"))
    rule = {"provider": "close", "kind": "shifted", "times": 1}
    limited_workspace.sandbox.set_faults(
        [{**rule, "value": -20, "page": 2}, {**rule, "value": -60, "page": 5}]
    )
    await limited_workspace.sync.load_all(walk)
    assert walk.listing.shifted
    assert "refresh to make sure none is missing" in remark_words([walk])
    assert len(limited_workspace.asked("close")) <= 8


async def test_too_large_page_is_requested_in_halves(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults(
        [{"provider": "bland", "kind": "big-records", "value": 300_000, "times": 3}]
    )
    await workspace.sync.next_page(walk)
    assert limits_asked(workspace) == ["200", "100", "50", "25"]
    assert walk.listing.walked == 25
    await workspace.sync.load_all(walk)
    assert limits_asked(workspace)[4:] == ["25"] * 7 + ["50"]
    assert len(await loaded_ids(workspace, walk.account.id)) == 230


async def test_halved_page_is_not_overlapped_by_the_overlap_of_a_whole_one(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "too-big", "times": 4}])
    await workspace.sync.load_all(walk)
    offsets = [dict(r["query"])["offset"] for r in workspace.asked("bland")]
    assert offsets[:7] == ["0", "0", "0", "0", "0", "11", "22"]
    assert len(await loaded_ids(workspace, walk.account.id)) == 230


def limits_asked(workspace):
    return [dict(r["query"])["limit"] for r in workspace.asked("bland")]


async def test_page_beyond_4_mb_is_kept_and_the_next_is_half_as_long(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "big-records", "value": 25_000}])
    await workspace.sync.next_page(walk)
    assert walk.listing.walked == 200
    await workspace.sync.refresh(walk)
    assert limits_asked(workspace) == ["200", "100", "100", "100"]


async def test_page_beyond_10_s_is_kept_and_the_next_is_half_as_long(workspace, monkeypatch):
    assert page_size.MAX_COMFORTABLE_SECONDS == 10
    monkeypatch.setattr(page_size, "MAX_COMFORTABLE_SECONDS", 0)
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.load_all(walk)
    assert limits_asked(workspace) == ["200", "100"]
    assert len(await loaded_ids(workspace, walk.account.id)) == 230


async def test_page_that_times_out_is_requested_with_half_as_many(limited_workspace):
    limited_workspace.client._timeouts = Timeouts(connect=0.5, read=0.5, page=1.0)
    limited_workspace.sandbox.set_faults([{"provider": "bland", "kind": "stall", "times": 1}])
    walk = await limited_workspace.sync.walk(limited_workspace.account("bland"))
    await limited_workspace.sync.next_page(walk)
    assert limits_asked(limited_workspace) == ["200", "100"]
    assert walk.listing.walked == 100


async def test_oversized_contacts_of_two_accounts_are_requested_one_at_a_time(workspace, until):
    large, next_large, other = [
        await workspace.sync.walk(workspace.account(vendor)) for vendor in ("bland", "close", "quo")
    ]
    large.page_size.records = next_large.page_size.records = 1
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "stall"}])
    first = asyncio.get_running_loop().create_task(workspace.sync.next_page(large))
    await until(lambda: workspace.asked("bland"))
    second = asyncio.get_running_loop().create_task(workspace.sync.next_page(next_large))
    await workspace.sync.next_page(other)
    assert other.listing.walked
    assert not workspace.asked("close")
    first.cancel()
    await second
    assert [dict(r["query"])["_limit"] for r in workspace.asked("close")] == ["1"]


async def test_single_contact_may_exceed_the_page_limit(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "too-big", "value": 9, "times": 8}])
    await workspace.sync.next_page(walk)
    assert walk.listing.walked == 1
    assert "1 contact larger than 8 MB" in remark_words([walk])
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "too-big", "value": 65}])
    with pytest.raises(ContactDeskError) as refused:
        await workspace.sync.next_page(walk)
    assert refused.value.kind == "too-big-one"


async def test_maximum_offset_is_reported(limited_workspace):
    walk = await limited_workspace.sync.walk(limited_workspace.account("close"))
    limited_workspace.sandbox.set_faults([{"provider": "close", "kind": "max-skip", "value": 100}])
    with pytest.raises(ContactDeskError) as bound:
        await limited_workspace.sync.load_all(walk)
    assert bound.value.kind == "max-skip"
    words = notice_of(walk).words
    assert "Only the first 100 contacts" in words
    assert "The only way to the others is the filter “Lead ID”, one value at a time." in words
    assert words.count("are still here") == 1
    assert walk.listing.walked == 190


async def test_cursor_refused_twice_restarts_the_listing_once(limited_workspace):
    walk = await limited_workspace.sync.walk(limited_workspace.account("quo"))
    limited_workspace.sandbox.set_faults([{"provider": "quo", "kind": "cursor-refused"}])
    with pytest.raises(ContactDeskError):
        await limited_workspace.sync.load_all(walk)
    cursors = ["pageToken" in dict(r["query"]) for r in limited_workspace.asked("quo")]
    assert cursors == [False, True, False, True]
