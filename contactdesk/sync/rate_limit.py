"""When the next request may be sent: token bucket, backoff and circuit breaker."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable

from contactdesk.model import Rate

MAX_PAUSE_S = 15 * 60.0
"""Longest pause we choose ourselves. Only a vendor's Retry-After is longer."""

MAX_BACKOFF_S = 60.0
MAX_SPREAD_INTERVAL_S = 60.0
"""Longest interval between requests while a low remainder is spread."""

LOW_REMAINDER_SHARE = 0.2
"""Below this share of the vendor's limit, the remaining requests are spread until it resets."""

LOW_REMAINDER_REQUESTS = 5
"""The same where the vendor does not state its limit."""

MAX_ATTEMPTS_PER_PAGE = 6

NEGLIGIBLE_WAIT_S = 1e-6
"""Rounding error of a wait that was slept to its end."""


class RateLimiter:
    """Token bucket that keeps one account's requests within its vendor's rate.

    The bucket holds a tenth of the rate and refills so that no window of `rate.seconds` contains
    more than `rate.requests`, wherever it begins. Without a rate only pauses apply.
    """

    def __init__(
        self,
        rate: Rate | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._capacity = max(1.0, rate.requests // 10) if rate else math.inf
        self._tokens_per_s = (
            max(1.0, rate.requests - self._capacity) / rate.seconds if rate else math.inf
        )
        self._tokens = self._capacity
        self._refilled_at = clock()
        self._paused_until = -math.inf
        self._spread_until = self._spread_next_at = -math.inf
        self._spread_interval = 0.0
        self._lock = asyncio.Lock()

    async def acquire(self) -> None:
        """Wait for a token and take it; callers are served in order."""
        async with self._lock:
            while (seconds := self.seconds_until_free()) > 0:
                await self._sleep(seconds)
            self._tokens -= 1
            if self._clock() < self._spread_until:
                self._spread_next_at = self._clock() + self._spread_interval

    def update(self, remaining: int, reset_s: float, limit: int | None = None) -> None:
        """Apply a vendor's RateLimit headers: `remaining` requests until a reset in `reset_s`.

        A low remainder is spread over the time until the reset, so that no request is refused.
        """
        if remaining <= 0:
            self.pause(min(reset_s, MAX_PAUSE_S))
        elif remaining < (limit * LOW_REMAINDER_SHARE if limit else LOW_REMAINDER_REQUESTS):
            self._spread_until = self._clock() + reset_s
            self._spread_interval = min(MAX_SPREAD_INTERVAL_S, reset_s / remaining)
            self._spread_next_at = max(self._spread_next_at, self._clock() + self._spread_interval)
        else:
            self._spread_until = self._spread_next_at = -math.inf

    def pause(self, seconds: float) -> None:
        """Hold all requests for a time, and allow no burst afterward."""
        self._refill()
        self._tokens = min(self._tokens, 1.0)
        self._paused_until = max(self._paused_until, self._clock() + max(0.0, seconds))

    def end_pause(self) -> None:
        """Allow one request now: the user chose to retry."""
        self._refill()
        self._paused_until = self._spread_until = self._spread_next_at = -math.inf
        self._tokens = max(self._tokens, 1.0)

    def seconds_until_free(self) -> float:
        """Time until a token is available; 0 if one is now."""
        self._refill()
        # Without a rate, tokens and refill rate are both infinite.
        refill = 0.0 if self._tokens_per_s == math.inf else (1 - self._tokens) / self._tokens_per_s
        held_until = max(self._paused_until, self._spread_next_at)
        wait = max(refill, held_until - self._clock())
        return wait if wait > NEGLIGIBLE_WAIT_S else 0.0

    def _refill(self) -> None:
        """Add the tokens since the last refill; during a pause at most one."""
        now = self._clock()
        paused_to = min(now, self._paused_until)
        if paused_to > self._refilled_at:
            self._add_tokens(paused_to - self._refilled_at, 1.0)
            self._refilled_at = paused_to
        self._add_tokens(now - self._refilled_at, self._capacity)
        self._refilled_at = now

    def _add_tokens(self, seconds: float, capacity: float) -> None:
        if math.isfinite(self._tokens_per_s):
            added = min(capacity, self._tokens + seconds * self._tokens_per_s)
            self._tokens = max(self._tokens, added)


def backoff(
    attempt: int,
    retry_after: float | None = None,
    chance: Callable[[], float] = random.random,
) -> float:
    """Exponential backoff with jitter: seconds to wait after failed attempt number `attempt`.

    A random 50 to 100 % of a wait that doubles from 1 to 60 s; never shorter than `retry_after`.
    """
    wait: float = min(MAX_BACKOFF_S, 2.0 ** min(attempt, 16)) * (0.5 + chance() / 2)
    if retry_after is not None:
        wait = max(wait, retry_after + chance())
    return wait


class CircuitBreaker:
    """Circuit breaker of one account, so that a vendor that is down is asked ever less often.

    Closed: a page gets MAX_ATTEMPTS_PER_PAGE attempts. Open, after a page was given up: no
    automatic request until a cool-down has passed. Half-open, from then on: a single attempt
    closes it or opens it for longer.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._times_opened = 0

    def max_attempts(self) -> int:
        return 1 if self._times_opened else MAX_ATTEMPTS_PER_PAGE

    def open(self) -> float:
        """A page was given up; returns when, on the clock, the breaker becomes half-open.

        The cool-down starts at a minute and doubles up to MAX_PAUSE_S, with 25 % jitter.
        """
        cooldown = min(MAX_PAUSE_S, 60.0 * 2.0 ** min(self._times_opened, 8))
        self._times_opened += 1
        return self._clock() + cooldown * (0.75 + self._chance() / 4)

    def close(self) -> None:
        """A page was loaded."""
        self._times_opened = 0
