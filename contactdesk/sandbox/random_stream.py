"""Deterministic random streams, identical on every Python version and platform."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

HEX_DIGITS = string.digits + "abcdef"
DIGITS_LETTERS = string.digits + string.ascii_letters
LETTERS_DIGITS = string.ascii_letters + string.digits
CROCKFORD_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class RandomStream(random.Random):
    """Uses only random() and getrandbits(): Python keeps no other method stable."""

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def below(self, bound: int) -> int:
        return int(self.random() * bound)

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def pick_run(self, items: Sequence[T], count: int) -> list[T]:
        """Up to `count` consecutive items from a random start, wrapping around."""
        start = int(self.random() * len(items))
        return [items[(start + i) % len(items)] for i in range(min(count, len(items)))]

    def uuid(self) -> str:
        """A random UUID (version 4)."""
        h = f"{self.getrandbits(128):032x}"
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"

    def token(self, length: int, alphabet: str = DIGITS_LETTERS) -> str:
        """Random characters, as identifiers and keys have them."""
        return "".join([alphabet[int(self.random() * len(alphabet))] for _ in range(length)])


def stream(seed: int, kind: int, number: int) -> RandomStream:
    """The stream of one object: equal arguments give equal draws.

    `kind` keeps streams apart: 1-6 people, 10-12 OpenCX, 20-21 Quo, 30-33 AskElephant, 40-42 Close,
    50-56 Bland, 60-62 API keys.
    """
    return RandomStream((((seed << 8) | kind) << 64) | number)
