"""When the next request to a vendor may go out: its pace, its pauses, the wait after a failure."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable

from contactdesk.model import Rate

LONGEST_WAIT = 15 * 60.0
"""Seconds a failed page waits at most before it is asked for again."""

LONGEST_BACKOFF = 60.0
CLOSE_ENOUGH = 1e-6
"""Seconds too short to wait for: what rounding leaves of a wait that was slept to its end."""


class Pace:
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
        self._queue = asyncio.Lock()

    async def turn(self) -> None:
        """Returns when a request may go out; callers are served in the order they came."""
        async with self._queue:
            while (seconds := self.waits()) > 0:
                await self._sleep(seconds)
            self._left -= 1

    def pause(self, seconds: float) -> None:
        """No turn before so many seconds from now, and no burst after them."""
        self._count()
        self._left = min(self._left, 1.0)
        self._paused_until = max(self._paused_until, self._clock() + max(0.0, seconds))

    def waits(self) -> float:
        """Seconds until the next turn; 0 where one is free."""
        self._count()
        refill = (1 - self._left) / self._per_second
        wait = max(refill, self._paused_until - self._clock())
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

    Doubles from 1 to 60 s, of which a random 50 to 100 %; never earlier than the vendor asked,
    but never longer than LONGEST_WAIT.
    """
    wait: float = min(LONGEST_BACKOFF, 2.0 ** min(attempt, 16)) * (0.5 + chance() / 2)
    if retry_after is not None:
        wait = max(wait, retry_after + chance())
    return min(LONGEST_WAIT, wait)
