"""Rows of a list that were read from the index: in blocks, the last of which are kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

BLOCK_ROWS = 64
MAX_CACHED_BLOCKS = 16


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=_HasId)


class RowBlocks(Generic[R]):
    """Reads rows by their ids, a block at a time. `read` leaves out those that are gone."""

    def __init__(self, read: Callable[[Sequence[int]], list[R]]) -> None:
        self._read = read
        self._blocks: OrderedDict[int, dict[int, R]] = OrderedDict()

    def at(self, ids: array[int], row: int) -> R | None:
        """What is in a row of `ids`, None if it is gone or there is no such row."""
        if not 0 <= row < len(ids):
            return None
        number = row // BLOCK_ROWS
        block = self._blocks.get(number)
        if block is None:
            wanted = ids[number * BLOCK_ROWS : (number + 1) * BLOCK_ROWS]
            block = {each.id: each for each in self._read(wanted)}
            self._blocks[number] = block
            while len(self._blocks) > MAX_CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return block.get(ids[row])

    def many(self, ids: Sequence[int]) -> list[R]:
        """What has these ids, without those that are gone. Keeps nothing."""
        found: list[R] = []
        for start in range(0, len(ids), BLOCK_ROWS):
            found += self._read(ids[start : start + BLOCK_ROWS])
        return found

    def drop_from(self, row: int) -> None:
        """Forgets the block of a row and those below."""
        for number in [each for each in self._blocks if each >= row // BLOCK_ROWS]:
            del self._blocks[number]
