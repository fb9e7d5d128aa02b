"""Tasks made from Qt slots: the latest wins, nothing is lost, errors go where they belong."""

import asyncio

import pytest

from contactdesk.errors import NetworkError
from contactdesk.ui.kit.tasks import LatestTask, can_start, running, spawn


async def test_tasks_can_be_started_while_the_loop_runs(qapp):
    assert can_start()


def test_no_task_can_be_started_while_only_qt_runs(qapp):
    assert not can_start()


async def answer(value, started=None, gate=None):
    if started is not None:
        started.set()
    if gate is not None:
        await gate.wait()
    return value


async def test_a_superseded_answer_never_arrives(until):
    got = []
    task = LatestTask()
    gate, started = asyncio.Event(), asyncio.Event()
    task.start(answer(1, started, gate), got.append)
    await started.wait()
    task.start(answer(2), got.append)
    gate.set()
    await until(lambda: not task.busy)
    assert got == [2]
    await until(lambda: running() == 0)


async def test_one_superseded_before_its_first_step_leaves_nothing_behind(until):
    got = []
    task = LatestTask()
    for value in range(5):
        task.start(answer(value), got.append)
    await until(lambda: got)
    assert got == [4]
    assert not task.busy


async def test_our_errors_come_out_of_failed(until):
    async def fail():
        raise NetworkError("dns")

    heard = []
    task = LatestTask()
    task.failed.connect(heard.append)
    task.start(fail(), lambda _: None)
    await until(lambda: heard)
    assert heard[0].kind == "dns"
    assert not task.busy


async def test_a_bug_goes_to_the_loop(until, loop_errors):
    async def fail():
        raise RuntimeError("a bug")

    task = LatestTask()
    task.start(fail(), lambda _: None)
    await until(lambda: loop_errors)
    assert isinstance(loop_errors[0]["exception"], RuntimeError)
    assert not task.busy
    loop_errors.clear()


async def test_spawn_hands_over_results_and_errors(until):
    got, heard = [], []

    async def fail():
        raise NetworkError("dns")

    spawn(answer(7), got.append)
    spawn(fail(), got.append, heard.append)
    await until(lambda: got and heard)
    assert got == [7]
    assert isinstance(heard[0], NetworkError)
    await until(lambda: running() == 0)


async def test_cancel_says_so_once(until):
    changes = []
    task = LatestTask()
    task.busy_changed.connect(changes.append)
    task.start(answer(1, gate=asyncio.Event()), lambda _: pytest.fail("cancelled"))
    task.cancel()
    task.cancel()
    assert changes == [True, False]
    await until(lambda: running() == 0)
