"""A document in sections: written a part at a time, each part rewritten by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from contactdesk.ui.document.builder import FOLD, OPEN, SAVE, SHOW_ALL, TAB, DocumentBuilder
from contactdesk.ui.document.highlights import RegionOf
from contactdesk.ui.document.map import DocumentMap, PlacedLink
from contactdesk.ui.document.placed_parts import PlacedParts
from contactdesk.ui.document.sections import Part, PartWriter, Section, SectionBlocks
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.sliced_work import SlicedWork

VISIBLE_HEIGHTS = 2.0
"""Parts are written at once until the document is so many times as high as the view."""


class SectionedView(DocumentView):
    """Shows sections. What is below the visible part is written when the window has time.

    Signals: `section_changed` (key of the section at the top of the view), `sections_changed`
    (other sections or counts), `requested` (target of a link that is not followed here),
    `hidden_wanted` (a path of the record that no part shows, before the view goes there).
    """

    section_changed = Signal(str)
    sections_changed = Signal()
    requested = Signal(str)
    hidden_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        # Qt sends change events while the base class is being set up.
        self._sections: list[Section] = []
        self._current = ""
        super().__init__(parent, name=name)
        self._placed = PlacedParts(self.document())
        self._waiting: list[tuple[str, Part]] = []
        self._work = SlicedWork(self)
        self._work.finished.connect(self._on_written)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # Content

    def show_sections(
        self,
        sections: Sequence[Section],
        region_of: RegionOf | None = None,
        *,
        keep_place: bool = False,
    ) -> None:
        """Shows sections from the top; with `keep_place`, as far as it was scrolled."""
        self._sections = list(sections)
        self.show_blocks(SectionBlocks(sections), region_of, keep_place=keep_place)
        self.sections_changed.emit()
        self._on_scrolled()

    @property
    def sections(self) -> Sequence[Section]:
        return self._sections

    @property
    def expanded(self) -> set[str]:
        """The keys of what is unfolded or shown in full."""
        return self._expanded

    def replace_section(self, section: Section, kept: Collection[str] = ()) -> None:
        """Shows other content for the section with the same key.

        Parts that are `kept`, by their keys, are not written again. What the eyes are on stays
        where it is.
        """
        self.write_all()
        number = self._number(section.key)
        self._sections[number] = section
        self._blocks = SectionBlocks(self._sections)
        with self._steady({(section.key, key) for key in kept}):
            self._replace_parts(section, number, kept)
        self.sections_changed.emit()

    def _replace_parts(self, section: Section, number: int, kept: Collection[str]) -> None:
        place = self._first_place(number)
        for part in section.parts:
            found = self._placed.find(section.key, part.key)
            if found < 0 or part.key not in kept:
                if found >= 0:
                    self._placed.remove(found)
                self._write(place, section.key, part)
            else:
                # Parts before a kept one that are shown no more.
                for _ in range(found - place):
                    self._placed.remove(place)
            place += 1
        while place < len(self._placed) and self._placed.name(place)[0] == section.key:
            self._placed.remove(place)

    def _has_tables(self) -> bool:
        return True

    def rewrite(self, place: int) -> None:
        """Writes a part again, as what it shows was expanded or folded."""
        section, key = self._placed.name(place)
        parts = self._sections[self._number(section)].parts
        with self._steady(()):
            self._placed.remove(place)
            self._write(place, section, next(each for each in parts if each.key == key))

    def write_all(self) -> None:
        """Writes at once what is still waiting to be written."""
        if self._waiting:
            self._work.cancel()
            while self._waiting:
                self._write_next()
            self._on_written()

    def _render(self, *, keep_place: bool = True) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self._columns = self._columns_that_fit()
        self._work.cancel()
        self._placed.forget()
        builder = DocumentBuilder(self)
        with builder.replacing_content():
            pass
        self._waiting = [(each.key, part) for each in self._sections for part in each.parts]
        wanted = place + VISIBLE_HEIGHTS * self.viewport().height()
        while self._waiting and self.document().size().height() < wanted:
            self._write_next()
        self._refresh_map()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(place)
        if self._waiting:
            self._work.start(self._write_slowly())

    def _write_slowly(self) -> Iterator[None]:
        while self._waiting:
            self._write_next()
            yield

    def _on_written(self) -> None:
        self._refresh_map()
        self._on_scrolled()

    def _write_next(self) -> None:
        key, part = self._waiting.pop(0)
        self._write(len(self._placed), key, part)

    def _write(self, place: int, section: str, part: Part) -> None:
        def write(cursor: QTextCursor) -> DocumentMap:
            builder = DocumentBuilder(self)
            builder.begin_block(self._number(section))
            blocks = self.renderer(builder)
            part.write(PartWriter(cursor, builder, blocks, self._expanded, self._columns))
            builder.shrink(cursor)
            return builder.map

        self._placed.insert(place, section, part.key, write)

    def _refresh_map(self) -> None:
        self._map = self._placed.map()
        self._highlights.set_document(self._map, self._region_of)

    def _number(self, key: str) -> int:
        return next(n for n, each in enumerate(self._sections) if each.key == key)

    def _first_place(self, number: int) -> int:
        """The place of a section's first part, also when it has none yet."""
        places = (self._placed.find(each.key) for each in self._sections[number:])
        return next((place for place in places if place >= 0), len(self._placed))

    # Scrolling

    @contextmanager
    def _steady(self, kept: Collection[tuple[str, str]]) -> Iterator[None]:
        """Keeps what is at the top of the view, or the link the keyboard is on, where it is."""
        href = self.textCursor().charFormat().anchorHref()
        link = self._map.link(href) if href else None
        anchor = self._anchor(kept)
        before = self._top_of(link.start) if link else self.cursorRect(anchor).top()
        yield
        self._refresh_map()
        link = self._map.link(href) if link else None
        if link is not None:
            self._choose(link)
        after = self._top_of(link.start) if link else self.cursorRect(anchor).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + after - before)

    def _anchor(self, kept: Collection[tuple[str, str]]) -> QTextCursor:
        """The first text in the view; where its part is not kept, the next part that is."""
        anchor = self.cursorForPosition(QPoint(0, 0))
        place = self._placed.at(anchor.position())
        names = [self._placed.name(each) for each in range(place, len(self._placed))]
        if kept and names and names[0] not in kept:
            after = next((n for n, name in enumerate(names) if name in kept), 0)
            anchor.setPosition(self._placed.span(place + after)[0])
        return anchor

    def _top_of(self, position: int) -> int:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor).top()

    def section(self) -> str:
        """The key of the section at the top of the view."""
        return self._current

    def show_section(self, key: str, *, at_end: bool = False) -> None:
        """Scrolls to a section's heading, or to its end."""
        self.write_all()
        place = self._placed.find(key)
        if place < 0:
            return
        bar = self.verticalScrollBar()
        # Behind the empty paragraph that the part begins with.
        top = self._top_of(self._placed.span(place)[0] + 1) - 2 * theme.unit()
        if at_end:
            last = self._first_place(self._number(key) + 1) - 1
            top = self._top_of(self._placed.span(last)[1] - 1) - self.viewport().height()
            top += 8 * theme.unit()
        bar.setValue(bar.value() + top)
        self._set_current(key)

    def _on_scrolled(self) -> None:
        if self._placed:
            top = self.cursorForPosition(QPoint(self.viewport().width() // 2, 5 * theme.unit()))
            place = max(0, self._placed.at(top.position()))
            self._set_current(self._placed.name(place)[0])

    def _set_current(self, key: str) -> None:
        if key != self._current:
            self._current = key
            self.section_changed.emit(key)

    def go_to(self, path: str, number: int = 0, *, found: bool = False) -> int:
        self.write_all()
        if not self._map.at_path(path):
            self.hidden_wanted.emit(path)
        if not self._map.at_path(path):
            path = self._nearest(path)
        return super().go_to(path, number, found=found)

    def _nearest(self, path: str) -> str:
        """The path of another value of the same item, where a value is not shown by itself."""
        parent = path.rpartition(".")[0]
        found = (each.path for each in self._map.texts if each.path.startswith(f"{parent}."))
        return next(found, path) if parent else path

    def go_to_link(self, href: str) -> None:
        """Scrolls to a link and puts the keyboard on it."""
        self.write_all()
        link = self._map.link(href)
        if link is not None:
            self._choose(link)
            self._scroll_to(self.textCursor())

    def _choose(self, link: PlacedLink) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(link.start)
        cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _reveal(self, path: str) -> None:
        self._expanded.add(path)
        value = self.value_of(path)
        if value is not None:
            self.rewrite(self._placed.at(value.start))

    # Links

    def _on_link(self, href: str) -> None:
        key = href.partition(":")[2]
        if href.startswith(FOLD):
            self._expanded ^= {key}
            self.rewrite(self._placed.with_link(href))
        elif href.startswith(SHOW_ALL):
            self._expanded.add(key)
            self.rewrite(self._placed.with_link(href))
        elif href.startswith((SAVE, OPEN, TAB)):
            super()._on_link(href)
        else:
            self.requested.emit(href)
