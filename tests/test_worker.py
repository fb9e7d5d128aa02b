"""contactdesk.worker: one daemon thread, awaited from an event loop."""

import asyncio
import subprocess
import sys
import threading

import pytest

from contactdesk.worker import Worker


@pytest.fixture
def worker():
    worker = Worker("test worker")
    yield worker
    worker.stop()
    for thread in threading.enumerate():
        if thread.name == "test worker":
            thread.join(5)
            assert not thread.is_alive()


async def test_results_and_errors_come_back(worker):
    assert await worker.call(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await worker.call(lambda: 1 // 0)
    assert await worker.call(threading.current_thread) is not threading.current_thread()


async def test_calls_run_one_after_another_in_order(worker):
    ran = []
    await asyncio.gather(*(worker.call(lambda n=n: ran.append(n)) for n in range(50)))
    assert ran == list(range(50))


async def test_a_call_given_up_before_it_began_is_skipped(worker):
    gate, began, ran = threading.Event(), threading.Event(), []

    def first():
        began.set()
        gate.wait()

    loop = asyncio.get_running_loop()
    running = loop.create_task(worker.call(first))
    waiting = loop.create_task(worker.call(lambda: ran.append("skipped")))
    await loop.run_in_executor(None, began.wait)
    waiting.cancel()
    gate.set()
    await running
    assert await worker.call(lambda: "after") == "after"
    assert ran == []


def test_a_call_that_never_returns_keeps_no_process_alive():
    program = (
        "import asyncio, threading\n"
        "from contactdesk.worker import Worker\n"
        "async def main():\n"
        "    try:\n"
        "        async with asyncio.timeout(0.05):\n"
        "            await Worker('hung').call(threading.Event().wait)\n"
        "    except TimeoutError:\n"
        "        print('gone on')\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "gone on")
