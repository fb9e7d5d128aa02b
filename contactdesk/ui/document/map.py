"""Where the values of a record are in a rendered document."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtGui import QTextDocument, QTextFrame

from contactdesk.records.blocks import Line
from contactdesk.ui.kit.utf16 import utf16_length

Span = tuple[int, int]
"""[start, end) in a document, in UTF-16 units."""


class Chip(NamedTuple):
    """[start, end) of a short text with a background; `color` is its name in the theme."""

    start: int
    end: int
    color: str = "chip"


class PlacedLink(NamedTuple):
    """[start, end) of a link, and what it leads to."""

    start: int
    end: int
    href: str


class PlacedText(Struct, frozen=True):
    """A text of the record in the document: the value of `line`, or a label the vendor chose.

    `block` is the index of the top-level block it is in. With `is_reworded`, the text is ours and
    stands for the value.
    """

    start: int
    text: str
    path: str
    line: Line | None = None
    block: int = -1
    is_reworded: bool = False

    @property
    def end(self) -> int:
        return self.start + utf16_length(self.text)

    def span(self, start: int, end: int) -> Span:
        """The document's span for a slice of `text`."""
        text = self.text
        return self.start + utf16_length(text[:start]), self.start + utf16_length(text[:end])


class DocumentMap(Struct):
    """The record's texts in a document, its links, and the parts that are painted with a
    background."""

    texts: list[PlacedText] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    frames: list[tuple[QTextFrame, str]] = field(default_factory=list)
    """(frame, name of its color in the theme)"""

    def move(self, by: int) -> None:
        """Follows text that was moved by a number of UTF-16 units."""
        self.texts = [replace(each, start=each.start + by) for each in self.texts]
        self.links = [PlacedLink(start + by, end + by, href) for start, end, href in self.links]
        self.chips = [Chip(start + by, end + by, color) for start, end, color in self.chips]

    def add(self, other: DocumentMap) -> None:
        """Takes over what is behind everything of this map."""
        self.texts += other.texts
        self.links += other.links
        self.chips += other.chips
        self.frames += other.frames

    def link(self, href: str) -> PlacedLink | None:
        """The first link that leads to a target."""
        return next((link for link in self.links if link.href == href), None)

    def at_path(self, path: str) -> list[PlacedText]:
        return [text for text in self.texts if text.path == path]

    def value_of(self, path: str) -> PlacedText | None:
        """The value at a path of the record."""
        return next((text for text in self.at_path(path) if text.line is not None), None)

    def value_at(self, position: int, document: QTextDocument) -> PlacedText | None:
        """The value a position belongs to: the one it is in or whose label it is in, else the
        nearest before it."""
        values = [text for text in self.texts if text.line is not None]
        before = [value for value in values if value.start <= position]
        after = [value for value in values if value.start > position]
        if before and position <= before[-1].end:
            return before[-1]
        if after and (not before or _is_label(position, after[0], document)):
            return after[0]
        return before[-1] if before else None


def _is_label(position: int, value: PlacedText, document: QTextDocument) -> bool:
    """Whether a position is in the text block that holds, or directly precedes, the value."""
    block = document.findBlock(position)
    return block.next().position() == value.start or block.contains(value.start)
