from __future__ import annotations

import asyncio

import pytest

from contactdesk.model import Rate
from contactdesk.sync.rate_limit import (
    MAX_ATTEMPTS_PER_PAGE,
    MAX_PAUSE_S,
    CircuitBreaker,
    RateLimiter,
    backoff,
)


class Clock:
    """A clock that advances only during sleep."""

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


async def turns(limiter, clock, count):
    times = []
    for _ in range(count):
        await limiter.acquire()
        times.append(clock.now)
    return times


@pytest.mark.parametrize(
    "rate", [Rate(100, 60), Rate(10, 1), Rate(1, 5), Rate(3, 1), Rate(1000, 60)], ids=str
)
async def test_any_window_stays_within_the_rate(clock, rate):
    times = await turns(RateLimiter(rate, clock, clock.sleep), clock, 3 * rate.requests + 5)
    for number, first in enumerate(times):
        window = [t for t in times[number:] if t < first + rate.seconds - 1e-3]
        assert len(window) <= rate.requests


async def test_throughput_is_close_to_the_rate(clock):
    times = await turns(RateLimiter(Rate(100, 60), clock, clock.sleep), clock, 1000)
    assert times[-1] - times[0] <= 600 * 1.15


async def test_initial_burst_does_not_wait(clock):
    times = await turns(RateLimiter(Rate(100, 60), clock, clock.sleep), clock, 10)
    assert times == [1000.0] * 10


async def test_idle_time_refills_one_burst_at_most(clock):
    limiter = RateLimiter(Rate(100, 60), clock, clock.sleep)
    await turns(limiter, clock, 1)
    clock.now += 3600
    idle_until = clock.now
    assert (await turns(limiter, clock, 11)).count(idle_until) == 10


async def test_without_a_rate_only_pauses_apply(clock):
    limiter = RateLimiter(None, clock, clock.sleep)
    assert await turns(limiter, clock, 500) == [1000.0] * 500
    limiter.pause(7)
    assert limiter.seconds_until_free() == 7
    assert await turns(limiter, clock, 3) == [1007.0] * 3


async def test_pause_holds_all_requests_and_allows_no_burst_afterward(clock):
    limiter = RateLimiter(Rate(100, 60), clock, clock.sleep)
    limiter.pause(30)
    assert limiter.seconds_until_free() == 30
    times = await turns(limiter, clock, 3)
    assert times[0] == 1030
    assert times[1] - times[0] == pytest.approx(60 / 90)
    assert times[2] - times[1] == pytest.approx(60 / 90)


async def test_pause_during_a_wait_extends_it(clock):
    limiter = RateLimiter(Rate(1, 10), clock, clock.sleep)
    await limiter.acquire()

    async def sleep(seconds):
        if clock.now == 1000:
            limiter.pause(60)
        await clock.sleep(seconds)

    limiter._sleep = sleep
    assert await turns(limiter, clock, 1) == [1060.0]


async def test_shorter_pause_does_not_end_a_longer_one(clock):
    limiter = RateLimiter(None, clock, clock.sleep)
    limiter.pause(60)
    limiter.pause(1)
    limiter.pause(-5)
    assert limiter.seconds_until_free() == 60


async def test_time_until_free_counts_down(clock):
    limiter = RateLimiter(Rate(1, 10), clock, clock.sleep)
    assert limiter.seconds_until_free() == 0
    await limiter.acquire()
    assert limiter.seconds_until_free() == pytest.approx(10)
    clock.now += 4
    assert limiter.seconds_until_free() == pytest.approx(6)


async def test_requests_are_served_in_order_and_a_cancelled_one_takes_no_token(clock):
    limiter = RateLimiter(Rate(1, 10), clock, clock.sleep)
    served = []

    async def wait(name):
        await limiter.acquire()
        served.append((name, clock.now))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(wait(name)) for name in "abcd"]
        tasks[1].cancel()
    assert served == [("a", 1000.0), ("c", 1010.0), ("d", 1020.0)]


async def test_real_clock_makes_the_next_request_wait():
    limiter = RateLimiter(Rate(1, 0.01))
    await limiter.acquire()
    await limiter.acquire()
    assert limiter.seconds_until_free() > 0


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_backoff_doubles_with_jitter_and_is_bounded(chance):
    for attempt in range(2000):
        most = min(60, 2.0 ** min(attempt, 10))
        wait = backoff(attempt, chance=lambda: chance)
        assert wait == pytest.approx(most * (0.5 + chance / 2))


def test_backoff_is_random_by_default():
    assert len({backoff(3) for _ in range(20)}) > 1


@pytest.mark.parametrize("attempt", range(8))
@pytest.mark.parametrize("asked", [0, 0.4, 7, 300, MAX_PAUSE_S])
def test_backoff_is_never_shorter_than_retry_after(attempt, asked):
    assert asked <= backoff(attempt, asked) <= max(60, asked + 1)
    assert backoff(attempt, asked) >= backoff(attempt, chance=lambda: 0.0)


def test_backoff_honors_a_retry_after_of_a_day():
    assert 86_400 <= backoff(0, 86_400) <= 86_401


async def test_low_remainder_is_spread_until_the_reset(clock):
    limiter = RateLimiter(None, clock, clock.sleep)
    limiter.update(80, 10, 100)
    assert limiter.seconds_until_free() == 0
    limiter.update(4, 10, 100)
    assert await turns(limiter, clock, 4) == [1002.5, 1005.0, 1007.5, 1010.0]
    limiter.update(1, 60, 100)
    assert limiter.seconds_until_free() == 60
    limiter.update(99, 60, 100)
    assert limiter.seconds_until_free() == 0


async def test_no_remainder_pauses_until_the_reset(clock):
    limiter = RateLimiter(None, clock, clock.sleep)
    limiter.update(0, 0.4)
    assert await turns(limiter, clock, 1) == [pytest.approx(1000.4)]
    limiter.update(0, 86_400)
    assert limiter.seconds_until_free() == pytest.approx(MAX_PAUSE_S)
    limiter.update(1, 86_400)
    limiter.end_pause()
    assert limiter.seconds_until_free() == 0


async def test_end_pause_allows_a_request_now(clock):
    limiter = RateLimiter(Rate(100, 60), clock, clock.sleep)
    await turns(limiter, clock, 10)
    limiter.pause(3600)
    limiter.end_pause()
    assert await turns(limiter, clock, 1) == [1000.0]


def test_breaker_opens_for_longer_each_time_and_closes(clock):
    breaker = CircuitBreaker(clock, lambda: 1.0)
    assert breaker.max_attempts() == MAX_ATTEMPTS_PER_PAGE == 6
    assert [breaker.open() - clock.now for _ in range(6)] == [60, 120, 240, 480, 900, 900]
    assert breaker.max_attempts() == 1
    breaker.close()
    assert breaker.max_attempts() == MAX_ATTEMPTS_PER_PAGE
    assert {CircuitBreaker(clock).open() for _ in range(20)} != {1060}
