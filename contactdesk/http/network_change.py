"""Detect a wake-up or a change of network: existing connections are dead afterward."""

from __future__ import annotations

import math
import socket
import time

ASLEEP_AFTER_S = 30.0
"""Unexplained progress of the wall clock from which the computer must have been suspended."""


class SleepDetector:
    """Detects that the computer was suspended, by comparing clocks.

    The wall clock runs on during sleep. The monotonic clock stops on Linux and macOS, but neither
    on Windows nor for a stopped process; a caller that polls covers these by passing its interval.
    """

    def __init__(self) -> None:
        self._wall, self._monotonic = time.time(), time.monotonic()

    def has_slept(self, poll_interval_s: float = math.inf) -> bool:
        """Whether the computer slept since the last call."""
        wall, monotonic = time.time(), time.monotonic()
        awake = min(poll_interval_s, monotonic - self._monotonic)
        slept = wall - self._wall - awake > ASLEEP_AFTER_S
        self._wall, self._monotonic = wall, monotonic
        return slept


class NetworkChangeDetector:
    """Detects that the computer slept or joined another network."""

    def __init__(self) -> None:
        self._sleep = SleepDetector()
        self._address = ""

    def has_changed(self) -> bool:
        """Whether the computer slept or changed networks since the last call."""
        address = local_address()
        changed = self._sleep.has_slept() or address != self._address
        self._address = address
        return changed


def local_address() -> str:
    """This computer's address on the route to the internet, "" offline. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
            route.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737: assigned to nobody
            return str(route.getsockname()[0])
    except OSError:
        return ""
