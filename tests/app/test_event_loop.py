"""contactdesk.app.event_loop: the one event loop of the process."""

import asyncio
import gc

from contactdesk.app.event_loop import EventLoop


async def test_it_is_ours():
    assert isinstance(asyncio.get_running_loop(), EventLoop)


async def test_a_dropped_async_generator_is_ended(until):
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


def test_work_that_is_pending_does_not_hold_up_the_end(loop):
    async def main():
        asyncio.get_running_loop().create_task(asyncio.Event().wait())
        return 7

    assert loop.run_until_complete(main()) == 7
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
