"""What a document in sections is made of."""

from __future__ import annotations

from collections.abc import Callable, Set

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

    `block` is the section's content for copying. Parts that are not among `parts` now, such as
    older messages, may be added later.
    """

    key: str
    title: str
    block: Block
    parts: tuple[Part, ...]
    count: int = 0
