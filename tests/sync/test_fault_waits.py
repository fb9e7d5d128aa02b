"""Faults that may pass: how long is waited, what ends a wait, and how often is asked again."""

from __future__ import annotations

import asyncio
import time

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.http import network
from contactdesk.sync import rate_limit
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from contactdesk.ui.kit.wording import state_words
from tests.http import client_box
from tests.sync import fault_desk
from tests.sync.fault_desk import Case, end, make

# pytest finds a fixture by its name in the module of the test.
server = client_box.server
desk = fault_desk.desk


async def test_a_day_long_pause_is_later_and_ends_by_itself(desk, until):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-429-retry", "value": 86_400}])
    desk.sync._wait = rate_limit.backoff
    task = asyncio.get_running_loop().create_task(desk.sync.load_all(walk))
    await until(lambda: walk.state is State.WAITING)
    left = walk.resumes_at - time.monotonic()
    assert 86_300 < left < 86_500
    assert "Resumes at" in notice_of(walk).words
    assert "resumes at" in state_words(walk, 0)
    assert len(desk.asked("bland")) == 1
    desk.sandbox.set_faults([])
    desk.sync.retry_now(walk)  # a person need not wait for it
    await task
    assert walk.state is State.COMPLETE


async def test_who_has_no_patience_is_told(desk):
    desk.sync._patience, desk.sync._wait = rate_limit.LONGEST_WAIT, rate_limit.backoff
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-429-retry", "value": 86_400}])
    walk = await desk.sync.walk(desk.account("bland"))
    with pytest.raises(ContactDeskError) as told:
        await desk.sync.load_all(walk)
    assert told.value.kind == "rate"
    assert len(desk.asked("bland")) == 1


async def test_a_clock_that_jumps_changes_no_wait(desk, until, monkeypatch):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500", "times": 1}])
    desk.sync._wait = lambda _attempt, _asked: 600.0
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    due = walk.resumes_at
    real = time.time
    for jump in (86_400, -86_400):
        monkeypatch.setattr(time, "time", lambda jump=jump: real() + jump)
        assert walk.resumes_at == due
        assert "trying again at" in state_words(walk, 0)
    monkeypatch.setattr(time, "time", real)
    desk.sync.retry_now(walk)
    await task
    assert walk.state is State.PARTIAL


async def test_after_sleep_what_waits_for_the_network_goes_on(desk, server, until):
    walk = await desk.sync.walk(desk.account("bland"))
    address = walk.account.base_url
    make(desk, server, walk, Case("port:refused", "refused"))
    desk.sync._wait = lambda _attempt, _asked: 3600.0
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    first = desk.client._pool
    end(desk, walk, address)
    await desk.sync.woke()
    await task
    assert walk.state is State.PARTIAL
    assert desk.client._pool is not first


async def test_what_was_given_up_is_due_later_and_then_asked_once(desk):
    walk = await desk.sync.walk(desk.account("bland"))
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    for tries in (2, 1, 1):
        asked = len(desk.asked("bland"))
        with pytest.raises(ContactDeskError):
            await desk.sync.next_page(walk)
        assert len(desk.asked("bland")) - asked == tries
        assert walk.resumes_at > time.monotonic() + 30
        assert (
            "rying again at" in notice_of(walk).words or "rying again in" in notice_of(walk).words
        )
    desk.sandbox.set_faults([])
    await desk.sync.next_page(walk)
    assert walk.resumes_at is None
    desk.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    asked = len(desk.asked("bland"))
    with pytest.raises(ContactDeskError):
        await desk.sync.next_page(walk)
    assert len(desk.asked("bland")) - asked == 2


async def test_a_low_remainder_slows_down_before_a_request_is_refused(desk, until):
    walk = await desk.sync.walk(desk.account("close"))
    desk.sandbox.set_faults([{"provider": "close", "kind": "few-left", "value": 40, "times": 1}])
    await desk.sync.next_page(walk)
    task = asyncio.get_running_loop().create_task(desk.sync.next_page(walk))
    await until(lambda: walk.state is State.WAITING)
    assert 30 < walk.resumes_at - time.monotonic() <= 40
    assert walk.error.kind == "rate"
    assert len(desk.asked("close")) == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert walk.state is State.PARTIAL


def test_nothing_here_waits_for_the_computer_to_sleep():
    assert network.ASLEEP == 30
