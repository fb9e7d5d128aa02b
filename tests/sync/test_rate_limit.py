from __future__ import annotations

import asyncio

import pytest

from contactdesk.model import Rate
from contactdesk.sync.rate_limit import LONGEST_WAIT, TRIES, CircuitBreaker, RateLimiter, backoff


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock():
    return Clock()


async def turns(pace, clock, count):
    times = []
    for _ in range(count):
        await pace.turn()
        times.append(clock.now)
    return times


@pytest.mark.parametrize(
    "rate", [Rate(100, 60), Rate(10, 1), Rate(1, 5), Rate(3, 1), Rate(1000, 60)], ids=str
)
async def test_no_window_holds_more_than_the_rate(clock, rate):
    times = await turns(RateLimiter(rate, clock, clock.sleep), clock, 3 * rate.requests + 5)
    for number, first in enumerate(times):
        window = [t for t in times[number:] if t < first + rate.seconds - 1e-3]
        assert len(window) <= rate.requests


async def test_pace_is_close_to_the_rate(clock):
    times = await turns(RateLimiter(Rate(100, 60), clock, clock.sleep), clock, 1000)
    assert times[-1] - times[0] <= 600 * 1.15


async def test_first_requests_do_not_wait(clock):
    times = await turns(RateLimiter(Rate(100, 60), clock, clock.sleep), clock, 10)
    assert times == [1000.0] * 10


async def test_idle_time_saves_up_no_more_than_the_first_burst(clock):
    pace = RateLimiter(Rate(100, 60), clock, clock.sleep)
    await turns(pace, clock, 1)
    clock.now += 3600
    idle_until = clock.now
    assert (await turns(pace, clock, 11)).count(idle_until) == 10


async def test_without_a_rate_only_a_pause_makes_wait(clock):
    pace = RateLimiter(None, clock, clock.sleep)
    assert await turns(pace, clock, 500) == [1000.0] * 500
    pace.pause(7)
    assert pace.waits() == 7
    assert await turns(pace, clock, 3) == [1007.0] * 3


async def test_a_pause_holds_every_turn_and_no_burst_follows(clock):
    pace = RateLimiter(Rate(100, 60), clock, clock.sleep)
    pace.pause(30)
    assert pace.waits() == 30
    times = await turns(pace, clock, 3)
    assert times[0] == 1030
    assert times[1] - times[0] == pytest.approx(60 / 90)
    assert times[2] - times[1] == pytest.approx(60 / 90)


async def test_a_pause_during_a_wait_is_heeded(clock):
    pace = RateLimiter(Rate(1, 10), clock, clock.sleep)
    await pace.turn()

    async def sleep(seconds):
        if clock.now == 1000:
            pace.pause(60)
        await clock.sleep(seconds)

    pace._sleep = sleep
    assert await turns(pace, clock, 1) == [1060.0]


async def test_a_shorter_pause_does_not_end_a_longer_one(clock):
    pace = RateLimiter(None, clock, clock.sleep)
    pace.pause(60)
    pace.pause(1)
    pace.pause(-5)
    assert pace.waits() == 60


async def test_waits_counts_down(clock):
    pace = RateLimiter(Rate(1, 10), clock, clock.sleep)
    assert pace.waits() == 0
    await pace.turn()
    assert pace.waits() == pytest.approx(10)
    clock.now += 4
    assert pace.waits() == pytest.approx(6)


async def test_turns_go_in_order_and_a_cancelled_one_costs_nothing(clock):
    pace = RateLimiter(Rate(1, 10), clock, clock.sleep)
    served = []

    async def wait(name):
        await pace.turn()
        served.append((name, clock.now))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(wait(name)) for name in "abcd"]
        tasks[1].cancel()
    assert served == [("a", 1000.0), ("c", 1010.0), ("d", 1020.0)]


async def test_waits_a_real_moment():
    pace = RateLimiter(Rate(1, 0.01))
    await pace.turn()
    await pace.turn()
    assert pace.waits() > 0


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_backoff_doubles_with_jitter_and_is_bounded(chance):
    for attempt in range(2000):
        most = min(60, 2.0 ** min(attempt, 10))
        wait = backoff(attempt, chance=lambda: chance)
        assert wait == pytest.approx(most * (0.5 + chance / 2))


def test_backoff_without_a_given_chance_is_random():
    assert len({backoff(3) for _ in range(20)}) > 1


@pytest.mark.parametrize("attempt", range(8))
@pytest.mark.parametrize("asked", [0, 0.4, 7, 300, LONGEST_WAIT])
def test_backoff_is_never_earlier_than_asked(attempt, asked):
    assert asked <= backoff(attempt, asked) <= max(60, asked + 1)
    assert backoff(attempt, asked) >= backoff(attempt, chance=lambda: 0.0)


def test_a_day_that_was_asked_for_is_waited_for():
    assert 86_400 <= backoff(0, 86_400) <= 86_401


async def test_few_requests_left_are_spread_before_one_is_refused(clock):
    pace = RateLimiter(None, clock, clock.sleep)
    pace.learn(80, 10, 100)
    assert pace.waits() == 0
    pace.learn(4, 10, 100)
    assert await turns(pace, clock, 4) == [1002.5, 1005.0, 1007.5, 1010.0]
    pace.learn(1, 60, 100)
    assert pace.waits() == 60
    pace.learn(99, 60, 100)
    assert pace.waits() == 0


async def test_with_none_left_the_next_turn_is_when_there_are_more(clock):
    pace = RateLimiter(None, clock, clock.sleep)
    pace.learn(0, 0.4)
    assert await turns(pace, clock, 1) == [pytest.approx(1000.4)]
    pace.learn(0, 86_400)
    assert pace.waits() == pytest.approx(LONGEST_WAIT)
    pace.learn(1, 86_400)
    pace.lift()
    assert pace.waits() == 0


async def test_a_person_may_end_a_pause(clock):
    pace = RateLimiter(Rate(100, 60), clock, clock.sleep)
    await turns(pace, clock, 10)
    pace.pause(3600)
    pace.lift()
    assert await turns(pace, clock, 1) == [1000.0]


def test_a_circuit_opens_for_longer_each_time_and_closes(clock):
    circuit = CircuitBreaker(clock, lambda: 1.0)
    assert circuit.tries() == TRIES == 6
    assert [circuit.open() - clock.now for _ in range(6)] == [60, 120, 240, 480, 900, 900]
    assert circuit.tries() == 1
    circuit.close()
    assert circuit.tries() == TRIES
    assert {CircuitBreaker(clock).open() for _ in range(20)} != {1060}
