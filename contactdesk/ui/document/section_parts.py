"""Writes the parts of a document's sections: at once, or when the window has time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from contactdesk.ui.document.map import DocumentMap
from contactdesk.ui.document.placed_parts import PlacedParts
from contactdesk.ui.document.sections import Part, Section
from contactdesk.ui.kit.sliced_work import SlicedWork

WritePart = Callable[[QTextCursor, int, Part], DocumentMap]
"""Writes a part of the section with a number at a cursor; gives the map of what was written."""

MAX_PARTS_AT_ONCE = 6
"""Of a section that is shown anew; the others are written when the window has time."""


class SectionParts(QObject):
    """The sections of one document and what of them is written; `placed` knows where it is.

    Signals: `appended` (a `DocumentMap` of a part that was written behind all others), `finished`
    (everything is written; never during `begin`).
    """

    appended = Signal(object)
    finished = Signal()

    def __init__(self, document: QTextDocument, write: WritePart, parent: QObject) -> None:
        super().__init__(parent)
        self.sections: list[Section] = []
        self.placed = PlacedParts(document)
        self._write_part = write
        self._waiting: list[tuple[str, Part]] = []
        self._work = SlicedWork(self)
        self._work.finished.connect(self.finished)

    def begin(self, sections: Sequence[Section], is_enough: Callable[[], bool]) -> None:
        """Writes sections into a document that was emptied, until it is enough; the rest later."""
        self._work.cancel()
        self.placed.forget()
        self.sections = list(sections)
        self._waiting = [(each.key, part) for each in sections for part in each.parts]
        while self._waiting and not is_enough():
            self._write_next()
        self._work.start(self._write_slowly())

    def write_all(self) -> None:
        """Writes at once what is still waiting to be written."""
        if self._waiting:
            self._work.cancel()
            while self._waiting:
                self._write_next()
            self.finished.emit()

    def replace(self, section: Section, kept: Collection[str]) -> None:
        """Writes other content for the section with the same key, but for the parts that are kept.

        Everything has to be written.
        """
        number = self.number(section.key)
        self.sections[number] = section
        place, added = self._first_place(number), 0
        for part in section.parts:
            found = self.placed.find(section.key, part.key)
            if found >= 0 and part.key in kept:
                # Parts before it that are shown no more.
                for _ in range(found - place):
                    self.placed.remove(place)
            else:
                if found >= 0:
                    self.placed.remove(found)
                added += 1
                if added > MAX_PARTS_AT_ONCE:
                    self._waiting.append((section.key, part))
                    continue
                self._write(place, section.key, part)
            place += 1
        while place < len(self.placed) and self.placed.name(place)[0] == section.key:
            self.placed.remove(place)
        self._write_rest_later()

    def rewrite(self, place: int) -> None:
        """Writes a part again, as what it shows was expanded or folded."""
        section, key = self.placed.name(place)
        parts = self.sections[self.number(section)].parts
        self.placed.remove(place)
        self._write(place, section, next(each for each in parts if each.key == key))

    def number(self, key: str) -> int:
        """The place of a section among the sections."""
        return next(n for n, each in enumerate(self.sections) if each.key == key)

    def span(self, key: str) -> tuple[int, int] | None:
        """[start, end) of a section in the document; None if nothing of it is written."""
        first = self.placed.find(key)
        if first < 0:
            return None
        last = self._first_place(self.number(key) + 1) - 1
        return self.placed.span(first)[0], self.placed.span(last)[1]

    def _write_rest_later(self) -> None:
        if self._waiting:
            self._work.start(self._write_slowly())

    def _write_slowly(self) -> Iterator[None]:
        while self._waiting:
            self._write_next()
            yield

    def _write_next(self) -> None:
        key, part = self._waiting.pop(0)
        place = self._place_of(key, part)
        self._write(place, key, part)
        if place == len(self.placed) - 1:
            self.appended.emit(self.placed.map_of(place))

    def _write(self, place: int, section: str, part: Part) -> None:
        number = self.number(section)
        self.placed.insert(
            place, section, part.key, lambda cursor: self._write_part(cursor, number, part)
        )

    def _place_of(self, section: str, part: Part) -> int:
        """The place of a part that is not in the document yet."""
        number = self.number(section)
        keys = [each.key for each in self.sections[number].parts]
        before = keys[: keys.index(part.key)]
        found = (self.placed.find(section, key) for key in reversed(before))
        return next((place + 1 for place in found if place >= 0), self._first_place(number))

    def _first_place(self, number: int) -> int:
        """The place of a section's first part, also when it has none yet."""
        places = (self.placed.find(each.key) for each in self.sections[number:])
        return next((place for place in places if place >= 0), len(self.placed))
