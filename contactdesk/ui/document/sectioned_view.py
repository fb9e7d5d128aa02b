"""A document in sections: written a part at a time, each part rewritten by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from contactdesk.records.blocks import Block
from contactdesk.ui.document.block_renderer import LinksIn
from contactdesk.ui.document.builder import FOLD, OPEN, SAVE, SHOW_ALL, TAB, DocumentBuilder
from contactdesk.ui.document.highlights import RegionOf
from contactdesk.ui.document.map import DocumentMap, PlacedLink
from contactdesk.ui.document.section_parts import SectionParts
from contactdesk.ui.document.sections import Part, PartWriter, Section, SectionBlocks
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit import theme

VISIBLE_HEIGHTS = 1.3
"""Parts are written at once until the document is this many times the height of the view."""


class SectionedView(DocumentView):
    """Shows sections. What is below the visible part is written when the window has time.

    Signals: `section_changed` (key of the section at the top of the view), `sections_changed`
    (other sections or counts), `requested` (target of a link that is not followed here),
    `hidden_wanted` (a path of the record that no part shows, before the view goes there),
    `completed` (everything is written).
    """

    section_changed = Signal(str)
    sections_changed = Signal()
    requested = Signal(str)
    hidden_wanted = Signal(str)
    completed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent, name=name)
        self._sections: Sequence[Section] = ()
        self._current = ""
        self._parts = SectionParts(self.document(), self._write, self)
        # Painted at once; hits are marked in the end.
        self._parts.appended.connect(lambda added: self._map.add(added))
        self._parts.finished.connect(self._on_written)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # Content

    def show_sections(
        self,
        sections: Sequence[Section],
        region_of: RegionOf | None = None,
        *,
        field_of: RegionOf | None = None,
        links_in: LinksIn | None = None,
        keep_place: bool = False,
    ) -> None:
        """Shows sections as `show_blocks` shows blocks. `links_in` finds links in running text."""
        self._links_in, self._region_of = links_in, region_of
        self._field_of = field_of or region_of
        self._sections = sections
        if not keep_place:
            self._expanded.clear()
        self._render(keep_place=keep_place)
        self.sections_changed.emit()
        self._on_scrolled()

    @property
    def sections(self) -> Sequence[Section]:
        return self._sections

    @property
    def blocks(self) -> Sequence[Block]:
        return SectionBlocks(self._sections)

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
        with self._steady(self._anchor_after_change(section, kept)):
            self._parts.replace(section, kept)
        self._sections = tuple(self._parts.sections)
        self.sections_changed.emit()

    def rewrite_link(self, href: str) -> None:
        """Writes the part with a link again, as what it shows was expanded or folded."""
        place = self._parts.placed.with_link(href)
        if place >= 0:
            with self._steady():
                self._parts.rewrite(place)

    def write_all(self) -> None:
        """Writes at once what is still waiting to be written."""
        self._parts.write_all()

    def _render(self, *, keep_place: bool = True) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self._columns = self._columns_that_fit()
        self._map = DocumentMap()
        policies = Qt.ScrollBarPolicy
        if bar.isVisible():
            # Without it for a moment, everything would be laid out twice.
            self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn)
        with DocumentBuilder(self).replacing_content():
            pass
        wanted = place + VISIBLE_HEIGHTS * self.viewport().height()
        self._parts.begin(self._sections, lambda: self.document().size().height() >= wanted)
        self.setVerticalScrollBarPolicy(policies.ScrollBarAsNeeded)
        self._refresh_map()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        bar.setValue(place)

    def _has_tables(self) -> bool:
        return True

    def _write(self, cursor: QTextCursor, number: int, part: Part) -> DocumentMap:
        builder = DocumentBuilder(self)
        builder.begin_block(number)
        blocks = self.renderer(builder)
        part.write(PartWriter(cursor, builder, blocks, self._expanded, self._columns))
        builder.shrink(cursor)
        return builder.map

    def _on_written(self) -> None:
        self._refresh_map()
        self._on_scrolled()
        self.completed.emit()

    def _refresh_map(self) -> None:
        self._map = self._parts.placed.map()
        self._highlights.set_document(self._map, self._region_of)

    # Scrolling

    @contextmanager
    def _steady(self, anchor: QTextCursor | None = None) -> Iterator[None]:
        """Keeps the anchor where it is, by default the link that the keyboard is on, else the text
        at the top of the view."""
        href = self.textCursor().charFormat().anchorHref() if anchor is None else ""
        link = self._map.link(href) if href else None
        anchor = anchor or self.cursorForPosition(QPoint(0, 0))
        before = self._top_of(link.start) if link else self.cursorRect(anchor).top()
        yield
        self._refresh_map()
        link = self._map.link(href) if link else None
        if link is not None:
            self._choose(link)
        after = self._top_of(link.start) if link else self.cursorRect(anchor).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + after - before)

    def _anchor_after_change(self, section: Section, kept: Collection[str]) -> QTextCursor | None:
        """The start of the first part that stays behind those that change, if it is in the view: what
        is added above it must not push it away."""
        keys = [part.key for part in section.parts]
        changed = next((n for n, key in enumerate(keys) if key not in kept), len(keys))
        behind = next((key for key in keys[changed:] if key in kept), "")
        placed = self._parts.placed
        place = placed.find(section.key, behind) if behind else -1
        if place < 0:
            return None
        anchor = QTextCursor(self.document())
        anchor.setPosition(placed.span(place)[0] + 1)
        is_visible = 0 <= self.cursorRect(anchor).top() <= self.viewport().height()
        return anchor if is_visible else self.cursorForPosition(QPoint(0, 0))

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
        span = self._parts.span(key)
        if span is None:
            return
        bar = self.verticalScrollBar()
        # Behind the empty paragraph that the section begins with.
        top = self._top_of(span[0] + 1) - 2 * theme.unit()
        if at_end:
            bottom = self._top_of(span[1] - 1) + 8 * theme.unit()
            top = bottom - self.viewport().height()
        bar.setValue(bar.value() + top)
        self._set_current(key)

    def _on_scrolled(self) -> None:
        placed = self._parts.placed
        if len(placed):
            top = self.cursorForPosition(QPoint(self.viewport().width() // 2, 5 * theme.unit()))
            self._set_current(placed.name(max(0, placed.at(top.position())))[0])

    def _set_current(self, key: str) -> None:
        if key != self._current:
            self._current = key
            self.section_changed.emit(key)

    # Going to a value or a link

    def go_to(self, path: str, number: int = 0, *, found: bool = False) -> int:
        self.write_all()
        if not self._map.at_path(path):
            self.hidden_wanted.emit(path)
        if not self._map.at_path(path):
            path = _nearest(self._map, path)
        return super().go_to(path, number, found=found)

    def _reveal(self, path: str) -> None:
        self._expanded.add(path)
        value = self.value_of(path)
        if value is not None:
            with self._steady():
                self._parts.rewrite(self._parts.placed.at(value.start))

    def go_to_link(self, href: str) -> bool:
        """Scrolls to a link and puts the keyboard on it. Whether there is one."""
        self.write_all()
        link = self._map.link(href)
        if link is not None:
            self._choose(link)
            self._scroll_to(self.textCursor())
        return link is not None

    def _choose(self, link: PlacedLink) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(link.start)
        cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _on_link(self, href: str) -> None:
        key = href.partition(":")[2]
        if href.startswith(FOLD):
            self._expanded ^= {key}
            self.rewrite_link(href)
        elif href.startswith(SHOW_ALL):
            self._expanded.add(key)
            self.rewrite_link(href)
        elif href.startswith((SAVE, OPEN, TAB)):
            super()._on_link(href)
        else:
            self.requested.emit(href)


def _nearest(placed: DocumentMap, path: str) -> str:
    """The path of another value of the same item, where a value is not shown by itself."""
    parent = path.rpartition(".")[0]
    found = (each.path for each in placed.texts if each.path.startswith(f"{parent}."))
    return next(found, path) if parent else path
