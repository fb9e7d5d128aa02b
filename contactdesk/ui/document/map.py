"""Where the values of a record are in a rendered document."""

from __future__ import annotations

from msgspec import Struct, field
from PySide6.QtGui import QTextDocument, QTextFrame

from contactdesk.records.blocks import Line
from contactdesk.ui.kit.utf16 import utf16_length

Span = tuple[int, int]
"""[start, end) in a document, in UTF-16 units."""


class PlacedText(Struct, frozen=True):
    """A text of the record in the document: the value of `line`, or a label the vendor chose.

    `block` is the index of the top-level block it is in.
    """

    start: int
    text: str
    path: str
    line: Line | None = None
    block: int = -1

    @property
    def end(self) -> int:
        return self.start + utf16_length(self.text)

    def span(self, start: int, end: int) -> Span:
        """The document's span for a slice of `text`."""
        text = self.text
        return self.start + utf16_length(text[:start]), self.start + utf16_length(text[:end])


class DocumentMap(Struct):
    """The record's texts in a document, and the parts that are painted with a background."""

    texts: list[PlacedText] = field(default_factory=list)
    chips: list[Span] = field(default_factory=list)
    frames: list[tuple[QTextFrame, str]] = field(default_factory=list)
    """(frame, name of its color in the theme)"""

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
