"""A read-only document of a record's blocks, with its hits, links and context menu."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from contactdesk.model import Kind
from contactdesk.records.blocks import Block, Line
from contactdesk.records.formatting import format_value, label_words, raw_text
from contactdesk.search.literal import sought_text
from contactdesk.search.query import Query
from contactdesk.ui.document.backgrounds import paint_backgrounds
from contactdesk.ui.document.block_renderer import (
    LIST_PARTS,
    BlockRenderer,
    LinksIn,
    folds_where,
    lines_in,
    list_key,
)
from contactdesk.ui.document.builder import FOLD, OPEN, SAVE, SHOW_ALL, TAB, DocumentBuilder
from contactdesk.ui.document.copy_menu import CopyMenu
from contactdesk.ui.document.folds import Folds
from contactdesk.ui.document.highlights import Highlights, RegionOf
from contactdesk.ui.document.map import DocumentMap, PlacedText
from contactdesk.ui.document.save_as import save_as
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.locale_formats import local_formats
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import TextView, copied, open_link
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions

MIN_COLUMN_UNITS = 24
"""Width, in theme units, that a table's column needs; narrower tables become cards."""


KINDS_OF_NOW = (Kind.TIMEZONE, Kind.AGE)
"""Kinds whose text depends on the present moment."""


class DocumentView(TextView):
    """Renders blocks and knows where in the document each value of the record is.

    Signals: `copied` (a text for the clipboard), `search_wanted` (a text for the search field),
    `tab_wanted` (the title of a tab to open).
    """

    copied = Signal(str)
    search_wanted = Signal(str)
    tab_wanted = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, name: str = "", folds: Folds | None = None
    ) -> None:
        # Qt sends change events while the base class is being set up.
        self._columns = 0
        super().__init__(parent, name=name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._blocks: Sequence[Block] = ()
        self._map = DocumentMap()
        self._highlights = Highlights(self)
        self._region_of: RegionOf | None = None
        self._links_in: LinksIn | None = None
        self._field_of: RegionOf | None = None
        self._expanded: set[str] = set()
        self._folds = folds or Folds()
        self._times: list[str] = []
        self._actions = ValueActions(self)
        self._actions.copied.connect(self.copied)
        self._actions.search_wanted.connect(self.search_wanted)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(lambda: self._render())
        self.link_activated.connect(self._on_link)

    # Content

    def show_blocks(
        self,
        blocks: Sequence[Block],
        region_of: RegionOf | None = None,
        *,
        field_of: RegionOf | None = None,
        keep_place: bool = False,
    ) -> None:
        """Renders blocks and scrolls to the top; with `keep_place`, the scroll position and what
        was expanded stay.

        `field_of` gives the place of a path for `MenuValue`, if it is not what `region_of` gives.
        """
        self._blocks, self._region_of = blocks, region_of
        self._field_of = field_of or region_of
        if not keep_place:
            self._expanded.clear()
        self._open_folds_with_hits()
        self._render(keep_place=keep_place)

    @property
    def blocks(self) -> Sequence[Block]:
        """What is shown, for copying."""
        return self._blocks

    def set_query(self, query: Query) -> None:
        """Highlights the hits of a query; folded blocks with hits open."""
        self._highlights.set_query(query)
        if self._open_folds_with_hits():
            self._render()

    def _open_folds_with_hits(self) -> bool:
        """Whether a fold was closed until now."""
        is_hit, region_of = self._highlights.is_hit, self._region_of
        found = folds_where(self._blocks, lambda line: is_hit(line, region_of))
        closed = found - self._expanded - self._folds.opened
        self._expanded |= closed
        return bool(closed)

    def set_sought(self, typed: str) -> None:
        """Marks a text wherever it occurs, beside the hits of the query; "" for none."""
        self._highlights.set_sought(sought_text(typed))

    def _render(self, *, keep_place: bool = True) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self._columns = self._columns_that_fit()
        self._times = _times_now(self._blocks)
        builder = DocumentBuilder(self)
        renderer = self.renderer(builder)
        with builder.replacing_content() as cursor:
            for number, each in enumerate(self._blocks):
                builder.begin_block(number)
                renderer.block(cursor, each)
        self._map = builder.map
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._highlights.set_document(self._map, self._region_of)
        bar.setValue(place)

    def renderer(self, builder: DocumentBuilder) -> BlockRenderer:
        """Writes what is expanded now, in tables as wide as the view."""
        return BlockRenderer(
            builder,
            datetime.now(UTC),
            local_formats(),
            self._expanded | self._folds.opened,
            self._columns,
            is_mirrored=self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
            links_in=self._links_in,
        )

    def _columns_that_fit(self) -> int:
        """How many columns there is room for, beside the scroll bar even while it is hidden.

        Otherwise a document that needs the bar with more columns, but not with fewer, would be
        written again and again.
        """
        room = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        return max(2, room // (MIN_COLUMN_UNITS * theme.unit()))

    def refresh_times(self) -> None:
        """Writes local times and ages anew if they changed and nothing is selected."""
        cursor = self.textCursor()
        if self._times == _times_now(self._blocks) or cursor.hasSelection():
            return
        position, bar = cursor.position(), self.verticalScrollBar()
        place = bar.value()
        self._render()
        cursor.setPosition(position)
        # Setting the cursor scrolls to it.
        self.setTextCursor(cursor)
        bar.setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns not in (0, self._columns_that_fit()) and self._has_tables():
            # Not now: the view is resized by its own scroll bar, too, while a document is written.
            self._fit_soon.start()

    def _has_tables(self) -> bool:
        return any(len(block.columns) > 2 for block in _with_inner(self._blocks))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LocaleChange)
        if event.type() in kinds and self._columns:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        painter.translate(-left, -top)
        visible = QRectF(event.rect()).translated(left, top)
        paint_backgrounds(painter, self.document(), self._map, visible)
        painter.end()
        super().paintEvent(event)

    # Scrolling

    def hit_count(self, path: str) -> int:
        """Number of hits in the displayed part of the value at a path."""
        return len(self._highlights.spans(path))

    def go_to(self, path: str, number: int = 0, *, found: bool = False) -> int:
        """Scrolls to a hit in the value at a path; -1 is its last. Returns the hit's number.

        Expands a shortened value, and the shortened list it is in, when the hit is hidden there.
        With `found` it goes to an occurrence of the sought text instead.
        """
        count = len(self._highlights.spans(path, found=found))
        if (not count or number >= count) and path not in self._expanded:
            self._reveal(path)
        spans, texts = self._highlights.spans(path, found=found), self._map.at_path(path)
        if not texts:
            return 0
        number = min(number, len(spans) - 1) if number >= 0 else len(spans) - 1
        start, end = spans[number] if spans else (texts[0].start,) * 2
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        self._scroll_to(cursor)
        self._highlights.set_current((start, end), found=found)
        return max(0, number)

    def go_to_section(self, title: str) -> None:
        """Scrolls until a section's heading is at the top, or the document ends."""
        found = self.document().begin()
        while found.isValid() and title:
            if found.blockFormat().headingLevel() and found.text().startswith(title):
                bar = self.verticalScrollBar()
                top = self.cursorRect(QTextCursor(found)).top()
                bar.setValue(bar.value() + top - 2 * theme.unit())
                return
            found = found.next()

    def _scroll_to(self, cursor: QTextCursor) -> None:
        """Puts the cursor's line a third from the top, so that the lines above give context."""
        self.ensureCursorVisible()
        top = self.cursorRect(cursor).top()
        bar = self.verticalScrollBar()
        if not 0 <= top <= self.viewport().height() // 2:
            bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def _reveal(self, path: str) -> None:
        """Expands what may hide the value at a path: itself, and every shortened list."""
        self._expanded.add(path)
        for block in _with_inner(self._blocks):
            self._expanded |= {list_key(block, part) for part in LIST_PARTS}
        self._expanded |= folds_where(
            self._blocks, lambda line: path in (line.path, line.label_path)
        )
        self._render()

    # Links and copying

    def _on_link(self, href: str) -> None:
        if href.startswith(SHOW_ALL):
            self._expanded.add(href.removeprefix(SHOW_ALL))
            self._render()
        elif href.startswith(SAVE):
            self._save(href.removeprefix(SAVE))
        elif href.startswith(TAB):
            self.tab_wanted.emit(href.removeprefix(TAB))
        elif href.startswith(FOLD):
            self._toggle_fold(href.removeprefix(FOLD))
        elif href.startswith(OPEN):
            spawn(open_link(self.window(), href.removeprefix(OPEN)))

    def _toggle_fold(self, key: str) -> None:
        is_open = key in self._expanded | self._folds.opened
        self._expanded.discard(key)
        self._folds.set_open(key, is_open=not is_open)
        self._render()
        link = self._map.link(FOLD + key)
        if link is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(link.start)
            cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _save(self, path: str) -> None:
        value = self.value_of(path)
        if value is not None and value.line is not None:
            save_as(self, "value.txt", raw_text(value.line.value).encode("utf-8", "replace"))

    def value_of(self, path: str) -> PlacedText | None:
        """Where in the document the value at a path is."""
        return self._map.value_of(path)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        below = self.viewport().mapToGlobal(self.cursorRect(cursor).bottomLeft())
        where = event.globalPos() if by_mouse else below
        self.menu_at(cursor.position()).popup(where)

    def menu_at(self, position: int) -> QMenu:
        """The context menu for a position of the document."""
        selected = copied(self.textCursor().selection().toPlainText())
        value = self._map.value_at(position, self.document())
        line = value.line if value is not None else None
        shown = _menu_value(line, self._field_of) if line is not None else None
        menu = CopyMenu(selected, value, shown, self.blocks, self._actions, self)
        menu.copied.connect(self.copied)
        menu.save_requested.connect(self._save)
        return menu


def _with_inner(blocks: Sequence[Block]) -> list[Block]:
    """Blocks and the blocks inside them, at any depth."""
    found = list(blocks)
    for block in found:
        found.extend(block.blocks)
    return found


def _times_now(blocks: Sequence[Block]) -> list[str]:
    """The texts of values that change as time passes."""
    now, forms = datetime.now(UTC), local_formats()
    lines = (line for block in blocks for line in lines_in(block))
    return [
        format_value(line.value, line.kind, now, forms)
        for line in lines
        if line.kind in KINDS_OF_NOW
    ]


def _menu_value(line: Line, field_of: RegionOf | None) -> MenuValue:
    place = field_of(line.path) if field_of is not None and line.path else ""
    return MenuValue(line.value, line.kind, label_words(line.label), place)
