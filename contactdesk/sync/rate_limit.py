"""When the next request to a vendor may go out: its pace, its pauses, the wait after a failure."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable

from contactdesk.model import Rate

LONGEST_WAIT = 15 * 60.0
"""Seconds beyond which a wait is no longer a pause but "later". Only a vendor that asks for it
makes anybody wait longer."""

LONGEST_BACKOFF = 60.0
LONGEST_INTERVAL = 60.0
"""Seconds between two requests at the most, where a vendor says that few are left."""

FEW = 0.2
"""Of a vendor's limit: with less than that left, the rest is spread over the time to go."""

TRIES = 6
"""How often one page is asked for before it is given up."""

CLOSE_ENOUGH = 1e-6
"""Seconds too short to wait for: what rounding leaves of a wait that was slept to its end."""


class RateLimiter:
    """Keeps the requests of one account under its vendor's rate.

    A token bucket that starts with a tenth of the rate and refills so that no window of
    `rate.seconds`, wherever it begins, holds more than `rate.requests`. Without a rate only
    pauses make anybody wait.
    """

    def __init__(
        self,
        rate: Rate | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._most = max(1.0, rate.requests // 10) if rate else math.inf
        self._per_second = max(1.0, rate.requests - self._most) / rate.seconds if rate else math.inf
        self._left = self._most
        self._counted_at = clock()
        self._paused_until = -math.inf
        self._slow_until = self._next_at = -math.inf
        self._interval = 0.0
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Returns when a request may go out; callers are served in the order they came."""
        async with self._queue:
            while (seconds := self.waits()) > 0:
                await self._sleep(seconds)
            self._left -= 1
            if self._clock() < self._slow_until:
                self._next_at = self._clock() + self._interval

    def learn(self, left: int, seconds: float, limit: int | None = None) -> None:
        """Heeds what a vendor says of its limit: `left` requests in the next `seconds`.

        While much is left nothing changes. Then the rest is spread, so that no request is refused.
        """
        if left <= 0:
            self.pause(min(seconds, LONGEST_WAIT))
        elif left < (limit * FEW if limit else 5):
            self._slow_until = self._clock() + seconds
            self._interval = min(LONGEST_INTERVAL, seconds / left)
            self._next_at = max(self._next_at, self._clock() + self._interval)
        else:
            self._slow_until = self._next_at = -math.inf

    def lift(self) -> None:
        """A person wants to go on now: no pause holds the next turn."""
        self._count()
        self._paused_until = self._slow_until = self._next_at = -math.inf
        self._left = max(self._left, 1.0)

    def pause(self, seconds: float) -> None:
        """No turn before so many seconds from now, and no burst after them."""
        self._count()
        self._left = min(self._left, 1.0)
        self._paused_until = max(self._paused_until, self._clock() + max(0.0, seconds))

    def waits(self) -> float:
        """Seconds until the next turn; 0 where one is free."""
        self._count()
        # Without a rate both are endless.
        refill = 0.0 if self._per_second == math.inf else (1 - self._left) / self._per_second
        until = max(self._paused_until, self._next_at)
        wait = max(refill, until - self._clock())
        return wait if wait > CLOSE_ENOUGH else 0.0

    def _count(self) -> None:
        """Adds what has refilled since the last look."""
        now = self._clock()
        paused_to = min(now, self._paused_until)
        if paused_to > self._counted_at:
            self._refill(paused_to - self._counted_at, 1.0)
            self._counted_at = paused_to
        self._refill(now - self._counted_at, self._most)
        self._counted_at = now

    def _refill(self, seconds: float, most: float) -> None:
        if math.isfinite(self._per_second):
            refilled = min(most, self._left + seconds * self._per_second)
            self._left = max(self._left, refilled)


def backoff(
    attempt: int,
    retry_after: float | None = None,
    chance: Callable[[], float] = random.random,
) -> float:
    """Seconds to wait after failure number `attempt` (from 0) of the same page.

    Doubles from 1 to 60 s, of which a random 50 to 100 %; never earlier than the vendor asked.
    """
    wait: float = min(LONGEST_BACKOFF, 2.0 ** min(attempt, 16)) * (0.5 + chance() / 2)
    if retry_after is not None:
        wait = max(wait, retry_after + chance())
    return wait


class CircuitBreaker:
    """What follows pages that were given up: none is asked for by itself before a while has
    passed, then one try shows whether it works again."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._rounds = 0

    def tries(self) -> int:
        """How often the next page may be asked for."""
        return 1 if self._rounds else TRIES

    def open(self) -> float:
        """A page was given up. When, on the clock, the next one is due by itself: after a minute,
        then twice as long each time, up to LONGEST_WAIT."""
        wait = min(LONGEST_WAIT, 60.0 * 2.0 ** min(self._rounds, 8)) * (0.75 + self._chance() / 4)
        self._rounds += 1
        return self._clock() + wait

    def close(self) -> None:
        """A page came."""
        self._rounds = 0
