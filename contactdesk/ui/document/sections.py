"""What a document in sections is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import cache
from typing import overload

from msgspec import Struct
from PySide6.QtGui import QTextCursor

from contactdesk.records.blocks import Block
from contactdesk.ui.document.block_renderer import BlockRenderer
from contactdesk.ui.document.builder import DocumentBuilder


class PartWriter(Struct, frozen=True):
    """What a part of a document is written with, at `cursor`.

    `expanded` holds the keys of what is unfolded or shown in full; `columns` is the number of
    columns for which the view has room.
    """

    cursor: QTextCursor
    builder: DocumentBuilder
    blocks: BlockRenderer
    expanded: Set[str]
    columns: int


class Part(Struct, frozen=True):
    """A piece of a section, short enough to be written at once. Its key is its own in the section."""

    key: str
    write: Callable[[PartWriter], None]


class Section(Struct, frozen=True):
    """A section of a document. `count` says how many things it has, 0 for what is not counted.

    `block` makes the section's content for copying: all of it, also what no part shows yet.
    """

    key: str
    title: str
    block: Callable[[], Block]
    parts: tuple[Part, ...]
    count: int = 0


class SectionBlocks(Sequence[Block]):
    """The blocks of some sections, each made when it is asked for."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._made = [cache(each.block) for each in sections]

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Block: ...

    @overload
    def __getitem__(self, at: slice) -> list[Block]: ...

    def __getitem__(self, at: int | slice) -> Block | list[Block]:
        return self._made[at]() if isinstance(at, int) else [make() for make in self._made[at]]
