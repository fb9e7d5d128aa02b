"""Which folded blocks are open: those that the user opened, and those with a hit inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from contactdesk.records.blocks import Block, Line
from contactdesk.ui.document.block_renderer import fold_key, lines_in


class Folds:
    """The folded blocks that the user opened, for every contact with such a block.

    `keep` is called with their keys when the user opens or closes one.
    """

    def __init__(
        self, opened: Iterable[str] = (), keep: Callable[[list[str]], None] = lambda _keys: None
    ) -> None:
        self.opened = set(opened)
        self._keep = keep

    def set_open(self, key: str, *, is_open: bool) -> None:
        (self.opened.add if is_open else self.opened.discard)(key)
        self._keep(sorted(self.opened))


def folds_where(blocks: Sequence[Block], holds: Callable[[Line], bool]) -> set[str]:
    """The keys of folded blocks with a line inside that holds true."""
    found: set[str] = set()
    for block in blocks:
        if block.is_folded and any(map(holds, lines_in(block))):
            found.add(fold_key(block))
        found |= folds_where(block.blocks, holds)
    return found
