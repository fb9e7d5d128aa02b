"""Draws that depend on numbers alone, the same on every Python and every machine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

NOW = 1_793_491_200
"""The sandbox's own today, 2026-11-01T00:00:00Z in seconds: nothing it tells of is later."""

SPAN = 2 * 365 * 86_400
"""Seconds before NOW in which everything happened."""

DAY = 86_400


class Draw(random.Random):
    """A stream of draws. Only random() and getrandbits() stay the same between Pythons."""

    def chance(self, part: float) -> bool:
        return self.random() < part

    def below(self, bound: int) -> int:
        return int(self.random() * bound)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different neighbours of a list that is taken as a ring."""
        start = int(self.random() * len(items))
        return [items[(start + i) % len(items)] for i in range(min(count, len(items)))]

    def uuid(self) -> str:
        """A random UUID (version 4)."""
        h = f"{self.getrandbits(128):032x}"
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"

    def word(self, length: int, alphabet: str = "") -> str:
        """Letters and digits as identifiers have them."""
        letters = alphabet or "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return "".join([letters[int(self.random() * len(letters))] for _ in range(length)])


def draw(seed: int, what: int, number: int) -> Draw:
    """The stream of one thing: the same three numbers give the same draws."""
    return Draw((((seed << 8) | what) << 64) | number)


@lru_cache(maxsize=1024)
def _date(day: int) -> str:
    """Civil date of a day since 1970 (Howard Hinnant's days_from_civil, inverted)."""
    z = day + 719_468
    era, doe = divmod(z, 146_097)
    yoe = (doe - doe // 1460 + doe // 36_524 - doe // 146_096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return f"{yoe + era * 400 + (month <= 2)}-{month:02}-{doy - (153 * mp + 2) // 5 + 1:02}"


def date(seconds: int) -> str:
    """`2026-10-31`, in UTC."""
    return _date(seconds // DAY)


def iso(seconds: int, milliseconds: int = 0) -> str:
    """`2026-10-31T09:15:00.000Z`, in UTC."""
    rest = seconds % DAY
    minutes = rest // 60
    return (
        f"{_date(seconds // DAY)}T{minutes // 60:02}:{minutes % 60:02}:{rest % 60:02}"
        f".{milliseconds:03}Z"
    )
