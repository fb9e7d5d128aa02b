"""The parts of sections in a text document: each can be added, rewritten and removed by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument

from contactdesk.ui.document.map import DocumentMap

Write = Callable[[QTextCursor], DocumentMap]
"""Writes at a cursor; gives the map of what was written."""


class PlacedPart(Struct):
    """A part in the document. `start` is in the empty paragraph that the part begins with; `base`
    is its position when `map` was made."""

    section: str
    key: str
    start: QTextCursor
    map: DocumentMap
    base: int

    def placed(self) -> DocumentMap:
        """The map, where the part is now."""
        by = self.start.position() - self.base
        if by:
            self.map.move(by)
            self.base += by
        return self.map


class PlacedParts:
    """Parts in the order of the document, which ends with an empty paragraph of its own."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._parts: list[PlacedPart] = []

    def __len__(self) -> int:
        return len(self._parts)

    def forget(self) -> None:
        """Follows a document that was emptied."""
        self._parts.clear()

    def find(self, section: str, key: str = "") -> int:
        """The place of a part, or of a section's first one; -1 if it is not in the document."""
        for place, each in enumerate(self._parts):
            if each.section == section and key in ("", each.key):
                return place
        return -1

    def name(self, place: int) -> tuple[str, str]:
        """The keys of the section and of the part at a place."""
        return self._parts[place].section, self._parts[place].key

    def at(self, position: int) -> int:
        """The place of the part that a position of the document is in; -1 if there is none."""
        starts = [each.start.position() for each in self._parts]
        return bisect_right(starts, position) - 1

    def with_link(self, href: str) -> int:
        """The place of the part that has a link; -1 if none has it."""
        found = (n for n, each in enumerate(self._parts) if each.map.link(href) is not None)
        return next(found, -1)

    def span(self, place: int) -> tuple[int, int]:
        """[start, end) of a part in the document."""
        start = self._parts[place].start.position()
        if place + 1 < len(self._parts):
            return start, self._parts[place + 1].start.position()
        return start, self._document.characterCount() - 1

    def insert(self, place: int, section: str, key: str, write: Write) -> None:
        """Writes a part before the one that is at a place now."""
        position = self._document.characterCount() - 1
        if place < len(self._parts):
            position = self._parts[place].start.position()
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        cursor.beginEditBlock()
        cursor.insertBlock()
        cursor.setPosition(position)
        cursor.setBlockFormat(_thin())
        placed = write(cursor)
        cursor.endEditBlock()
        start = QTextCursor(self._document)
        start.setPosition(position)
        self._parts.insert(place, PlacedPart(section, key, start, placed, position))

    def remove(self, place: int) -> None:
        start, end = self.span(place)
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.setBlockFormat(_thin())
        cursor.endEditBlock()
        del self._parts[place]

    def map_of(self, place: int) -> DocumentMap:
        """Where everything of a part is now."""
        return self._parts[place].placed()

    def map(self) -> DocumentMap:
        """Where everything is now."""
        whole = DocumentMap()
        for each in self._parts:
            whole.add(each.placed())
        return whole


def _thin() -> QTextBlockFormat:
    """An empty paragraph that takes no room."""
    made = QTextBlockFormat()
    made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return made
