"""Which folded blocks of documents the user opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable


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
