"""The vendors' published rate limits."""

from __future__ import annotations

import threading
from collections import deque
from time import monotonic

from contactdesk.sandbox.vendors.api import Vendor


class RateLimiter:
    """Sliding window per vendor and key."""

    def __init__(self) -> None:
        self._recent: dict[tuple[str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, vendor: Vendor, authorization: str) -> tuple[int, float]:
        """Count a request. Returns (requests left, or -1 if refused; seconds to the next slot)."""
        limit, seconds = vendor.rate_limit
        now = monotonic()
        with self._lock:
            recent = self._recent.setdefault((vendor.id, authorization), deque())
            while recent and recent[0] <= now - seconds:
                recent.popleft()
            left = limit - len(recent) - 1
            if left >= 0:
                recent.append(now)
            return left, recent[0] + seconds - now


def rate_limit_headers(vendor: Vendor, left: int, seconds: float) -> dict[str, str]:
    """Only Close and AskElephant say how long to wait."""
    wait = str(max(1, int(seconds + 0.999)))
    if vendor.id == "close":
        limit = vendor.rate_limit[0]
        return {"RateLimit": f"limit={limit}, remaining={max(0, left)}, reset={wait}"}
    return {"Retry-After": wait} if vendor.id == "askelephant" and left < 0 else {}
