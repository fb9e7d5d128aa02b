"""contactdesk.app.event_loop: asyncio on top of Qt's loop."""

import asyncio
import gc
import weakref

from contactdesk.app.event_loop import EventLoop


async def test_tests_run_on_the_programs_loop():
    assert isinstance(asyncio.get_running_loop(), EventLoop)


async def test_abandoned_async_generator_is_closed(until):
    ended = []

    async def numbers():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    async def take_one():
        found = 0
        async for number in numbers():
            found = number
            break
        return found

    assert await take_one() == 1
    gc.collect()
    await until(lambda: ended)


def test_pending_task_does_not_delay_the_end(loop):
    async def main():
        asyncio.get_running_loop().create_task(asyncio.Event().wait())
        return 7

    assert loop.run_until_complete(main()) == 7
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))


def test_callbacks_run_in_order_and_only_while_the_loop_runs(loop, qapp):
    ran = []

    def note(number):
        ran.append((number, asyncio.get_running_loop() is loop))

    for number in (1, 2):
        loop.call_soon(note, number)
    dropped = loop.call_soon(note, 3)
    for _ in range(5):
        qapp.processEvents()
    assert ran == []
    dropped.cancel()
    loop.call_soon(note, 4)
    loop.run_until_complete(asyncio.sleep(0.01))
    assert ran == [(1, True), (2, True), (4, True)]


def test_task_pauses_between_two_runs_of_the_loop(loop, qapp):
    steps = []

    async def work():
        while True:
            steps.append(asyncio.current_task())
            await asyncio.sleep(0)

    async def main():
        return asyncio.get_running_loop().create_task(work())

    task = loop.run_until_complete(main())
    taken = len(steps)
    for _ in range(5):
        qapp.processEvents()
    assert len(steps) == taken
    task.cancel()
    loop.run_until_complete(asyncio.wait([task]))
    assert task.cancelled()
    assert set(steps) <= {task}


async def test_a_cancelled_task_is_freed_without_garbage_collection(until):
    class Held:
        pass

    async def work(held):
        await asyncio.Event().wait()

    held = Held()
    gone = weakref.ref(held)
    task = asyncio.get_running_loop().create_task(work(held))
    del held
    await asyncio.sleep(0)
    gc.disable()
    try:
        task.cancel()
        del task
        await until(lambda: gone() is None)
    finally:
        gc.enable()
