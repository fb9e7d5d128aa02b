"""contactdesk.sync.page_loader: number of attempts, waits between them, and what ends a wait."""

from __future__ import annotations

import asyncio
import time

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.sync import rate_limit
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from contactdesk.ui.kit.wording import state_words
from tests.http import client_box
from tests.sync import fault_workspace
from tests.sync.fault_workspace import Case, end_fault, start_fault

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
workspace = fault_workspace.workspace


async def test_day_long_retry_after_is_shown_as_later_and_can_be_ended(workspace, until):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults(
        [{"provider": "bland", "kind": "status-429-retry", "value": 86_400}]
    )
    workspace.sync._pages._backoff = rate_limit.backoff
    task = asyncio.get_running_loop().create_task(workspace.sync.load_all(walk))
    await until(lambda: walk.state is State.WAITING)
    left = walk.resumes_at - time.monotonic()
    assert 86_300 < left < 86_500
    assert "Resumes at" in notice_of(walk).words
    assert "resumes at" in state_words(walk, 0)
    assert len(workspace.asked("bland")) == 1
    workspace.sandbox.set_faults([])
    workspace.sync.retry_now(walk)
    await task
    assert walk.state is State.COMPLETE


async def test_pause_above_the_maximum_raises(workspace):
    workspace.sync._pages._max_pause_s = rate_limit.MAX_PAUSE_S
    workspace.sync._pages._backoff = rate_limit.backoff
    workspace.sandbox.set_faults(
        [{"provider": "bland", "kind": "status-429-retry", "value": 86_400}]
    )
    walk = await workspace.sync.walk(workspace.account("bland"))
    with pytest.raises(ContactDeskError) as told:
        await workspace.sync.load_all(walk)
    assert told.value.kind == "rate"
    assert len(workspace.asked("bland")) == 1


async def test_clock_jump_changes_no_wait(workspace, until, monkeypatch):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500", "times": 1}])
    workspace.sync._pages._backoff = lambda _attempt, _asked: 600.0
    task = asyncio.get_running_loop().create_task(workspace.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    due = walk.resumes_at
    real = time.time
    for jump in (86_400, -86_400):
        monkeypatch.setattr(time, "time", lambda jump=jump: real() + jump)
        assert walk.resumes_at == due
        assert "trying again at" in state_words(walk, 0)
    monkeypatch.setattr(time, "time", real)
    workspace.sync.retry_now(walk)
    await task
    assert walk.state is State.PARTIAL


async def test_wakeup_resumes_walks_that_wait_for_the_network(workspace, server, until):
    walk = await workspace.sync.walk(workspace.account("bland"))
    address = walk.account.base_url
    start_fault(workspace, server, walk, Case("port:refused", "refused"))
    workspace.sync._pages._backoff = lambda _attempt, _asked: 3600.0
    task = asyncio.get_running_loop().create_task(workspace.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    first = workspace.client._pool
    end_fault(workspace, walk, address)
    await workspace.sync.on_wakeup()
    await task
    assert walk.state is State.PARTIAL
    assert workspace.client._pool is not first


async def test_failed_walk_is_due_later_with_a_single_attempt(workspace):
    walk = await workspace.sync.walk(workspace.account("bland"))
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    for tries in (2, 1, 1):
        asked = len(workspace.asked("bland"))
        with pytest.raises(ContactDeskError):
            await workspace.sync.next_page(walk)
        assert len(workspace.asked("bland")) - asked == tries
        assert walk.resumes_at > time.monotonic() + 30
        assert (
            "rying again at" in notice_of(walk).words or "rying again in" in notice_of(walk).words
        )
    workspace.sandbox.set_faults([])
    await workspace.sync.next_page(walk)
    assert walk.resumes_at is None
    workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    asked = len(workspace.asked("bland"))
    with pytest.raises(ContactDeskError):
        await workspace.sync.next_page(walk)
    assert len(workspace.asked("bland")) - asked == 2


async def test_low_remainder_waits_before_a_request_is_refused(workspace, until):
    walk = await workspace.sync.walk(workspace.account("close"))
    workspace.sandbox.set_faults(
        [{"provider": "close", "kind": "few-left", "value": 40, "times": 1}]
    )
    await workspace.sync.next_page(walk)
    task = asyncio.get_running_loop().create_task(workspace.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    assert 30 < walk.resumes_at - time.monotonic() <= 40
    assert walk.error.kind == "rate"
    assert len(workspace.asked("close")) == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert walk.state is State.PARTIAL
