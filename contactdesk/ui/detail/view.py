"""A document of blocks to read: its grounds, its hits, and what can be copied from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextEdit, QWidget

from contactdesk.records.blocks import Block
from contactdesk.records.formatting import raw_text
from contactdesk.search.highlight import hits, hits_in
from contactdesk.search.query import Query, parse
from contactdesk.ui.detail.document import DocumentWriter, list_key
from contactdesk.ui.detail.document_builder import OPEN, SAVE, SHOW_ALL, Mark, Written
from contactdesk.ui.detail.plain_text import block_text
from contactdesk.ui.detail.save_value import offer_to_save
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.locale_formats import local_forms
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import VIEW, TextView, open_link
from contactdesk.ui.kit.utf16 import utf16_length

COLUMN_UNITS = 24
"""Units of width that a table's column needs; with less room its rows become cards."""

MOST_MARKED = 2_000
"""Hits that are marked; each is a cursor that Qt moves with every change of the document."""

Span = tuple[int, int]


class DetailView(TextView):
    """Shows blocks; knows where each value of the record stands."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        self._blocks: Sequence[Block] = ()
        super().__init__(parent, name=name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._written = Written()
        self._opened: set[str] = set()
        self.place: Callable[[str], str] | None = None
        """Tells where a path leads to, so that only what was asked for there is a hit."""
        self._query = parse("")
        self._columns = 0
        self._now_span: Span | None = None
        self.link_activated.connect(self._on_link)

    # What is shown

    def show_blocks(self, blocks: Sequence[Block], *, keep_place: bool = False) -> None:
        """Shows blocks from their top; with `keep_place`, from where the reader was."""
        self._blocks = blocks
        if not keep_place:
            self._opened.clear()
        self._rewrite(keep_place=keep_place)

    @property
    def blocks(self) -> Sequence[Block]:
        return self._blocks

    def set_query(self, query: Query) -> None:
        self._query = query
        self._now_span = None
        self._mark_hits()

    def _rewrite(self, *, keep_place: bool = True) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() if keep_place else 0
        self._columns = self._room()
        now = datetime.now().astimezone()
        writer = DocumentWriter(self, now, local_forms(), self._opened, self._columns)
        self._written = writer.write(self._blocks)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._now_span = None
        self._mark_hits()
        bar.setValue(place)

    def _room(self) -> int:
        return max(2, self.viewport().width() // (COLUMN_UNITS * theme.unit()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._blocks and self._room() != self._columns and self._has_tables():
            self._rewrite()

    def _has_tables(self) -> bool:
        return any(len(block.columns) > 2 for block in _every(self._blocks))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LocaleChange)
        if event.type() in kinds and self._blocks:
            self._rewrite()

    # Hits

    def spans(self, path: str) -> list[Span]:
        """Where the query matches what is shown of the value at a path."""
        return [span for mark in self._at(path) for span in self._spans(mark)]

    def go_to(self, path: str, number: int = 0) -> int:
        """Scrolls to a value, and to its hit of that number, -1 the last; the number it went to.

        A value that was cut, or stands in a list that was, is shown whole first.
        """
        if not self.spans(path) and path not in self._opened:
            self._opened.update(self._keys_of(path))
            self._rewrite()
        spans, marks = self.spans(path), self._at(path)
        if not marks:
            return 0
        number = min(number, len(spans) - 1) if number >= 0 else len(spans) - 1
        start, end = spans[number] if spans else (marks[0].start,) * 2
        self._now_span = (start, end)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        self._scroll_to(cursor)
        self._mark_hits()
        return max(0, number)

    def go_to_section(self, title: str) -> None:
        """Scrolls until the part of this title stands at the top, as far as there is more below."""
        found = self.document().begin()
        while found.isValid() and title:
            if found.blockFormat().headingLevel() and found.text().startswith(title):
                bar = self.verticalScrollBar()
                top = self.cursorRect(QTextCursor(found)).top()
                bar.setValue(bar.value() + top - 2 * theme.unit())
                return
            found = found.next()

    def _scroll_to(self, cursor: QTextCursor) -> None:
        """A third from the top, so that what leads to the hit is seen too."""
        self.ensureCursorVisible()
        top = self.cursorRect(cursor).top()
        bar = self.verticalScrollBar()
        if not 0 <= top <= self.viewport().height() // 2:
            bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def _at(self, path: str) -> list[Mark]:
        return [mark for mark in self._written.marks if mark.path == path]

    def _keys_of(self, path: str) -> set[str]:
        """What must be opened for a path to be seen: its value, and every shortened list."""
        keys = {path}
        for block in _every(self._blocks):
            keys |= {list_key(block, part) for part in PARTS}
        return keys

    def _spans(self, mark: Mark) -> list[Span]:
        shown = mark.shown
        if self.place is None:
            found = hits(shown, self._query)
        else:
            found = hits_in(self.place(mark.path), shown, self._query)
        return [
            (mark.start + utf16_length(shown[:a]), mark.start + utf16_length(shown[:b]))
            for a, b in found
        ]

    def _mark_hits(self) -> None:
        selections: list[QTextEdit.ExtraSelection] = []
        if not self._query.empty:
            for mark in self._written.marks:
                spans = self._spans(mark)[: MOST_MARKED - len(selections)]
                selections += [self._selection(span) for span in spans]
        self.setExtraSelections(selections)

    def _selection(self, span: Span) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        form.setBackground(theme.color("hit_now" if span == self._now_span else "hit"))
        form.setForeground(theme.color("text"))
        cursor = QTextCursor(self.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        # Qt's own attributes of this plain structure.
        made.cursor, made.format = cursor, form
        return made

    # Grounds

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        painter.translate(-left, -top)
        seen = QRectF(event.rect()).translated(left, top)
        self._paint_frames(painter, seen)
        self._paint_chips(painter, seen)
        painter.end()
        super().paintEvent(event)

    def _paint_frames(self, painter: QPainter, seen: QRectF) -> None:
        layout, radius = self.document().documentLayout(), 2.5 * theme.unit()
        for frame, tone in self._written.frames:
            shape = frame.frameFormat()
            around = layout.frameBoundingRect(frame)
            ground = around.adjusted(shape.leftMargin(), 0, -shape.rightMargin(), 0)
            if not ground.intersects(seen):
                continue
            if tone == "card":
                painter.setPen(QPen(theme.color("line_strong"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ground.adjust(0.5, 0.5, -0.5, -0.5)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color(tone))
            painter.drawRoundedRect(ground, radius, radius)

    def _paint_chips(self, painter: QPainter, seen: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("chip"))
        radius = theme.unit() * 1.2
        for start, end in self._written.chips:
            for ground in self._line_rects(start, end, seen):
                painter.drawRoundedRect(ground, radius, radius)

    def _line_rects(self, start: int, end: int, seen: QRectF) -> list[QRectF]:
        """The rectangle of a stretch of text on each of its lines."""
        part = self.document().findBlock(start)
        place = self.document().documentLayout().blockBoundingRect(part)
        if not place.intersects(seen):
            return []
        first, last, rects = start - part.position(), end - part.position(), []
        for number in range(part.layout().lineCount()):
            line = part.layout().lineAt(number)
            a = max(first, line.textStart())
            b = min(last, line.textStart() + line.textLength())
            if a < b:
                xs = sorted((line.cursorToX(a)[0], line.cursorToX(b)[0]))  # type: ignore[index]
                rects.append(
                    QRectF(
                        place.left() + xs[0], place.top() + line.y(), xs[1] - xs[0], line.height()
                    )
                )
        return rects

    # Links and copying

    def _on_link(self, href: str) -> None:
        if href.startswith(SHOW_ALL):
            self._opened.add(href.removeprefix(SHOW_ALL))
            self._rewrite()
        elif href.startswith(SAVE):
            self._save(href.removeprefix(SAVE))
        elif href.startswith(OPEN):
            spawn(open_link(self.window(), href.removeprefix(OPEN)))

    def _save(self, path: str) -> None:
        mark = self.mark_of(path)
        if mark is not None and mark.line is not None:
            data = raw_text(mark.line.value).encode("utf-8", "replace")
            offer_to_save(self, "value.txt", data)

    def mark_of(self, path: str) -> Mark | None:
        """Where the value at a path stands."""
        return next((mark for mark in self._at(path) if mark.line is not None), None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        cursor = self.cursorForPosition(event.pos()) if by_mouse else self.textCursor()
        where = event.globalPos() if by_mouse else self._below(cursor)
        self.menu_at(cursor.position()).popup(where)

    def _below(self, cursor: QTextCursor) -> QPoint:
        return self.viewport().mapToGlobal(self.cursorRect(cursor).bottomLeft())

    def menu_at(self, position: int) -> QMenu:
        """What can be copied at a place of the document."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        selected = self.textCursor().selection().toPlainText()
        if selected:
            self._offer(menu, self.tr("Copy"), "actionCopySelection", selected)
            menu.addSeparator()
        mark = self.mark_at(position)
        if mark is not None and mark.line is not None:
            line = mark.line
            value = raw_text(line.value)
            self._offer(menu, self.tr("Copy value"), "actionCopyValue", value)
            if len(value) > VIEW:
                save = menu.addAction(self.tr("Save value…"))
                save.setObjectName("actionSaveValue")
                save.triggered.connect(lambda: self._save(mark.path))
            both = f"{line.label}: {value}"
            self._offer(menu, self.tr("Copy label and value"), "actionCopyLabelAndValue", both)
            self._offer(menu, self.tr("Copy JSON path"), "actionCopyPath", mark.path)
            section = block_text(self._blocks[mark.section])
            self._offer(menu, self.tr("Copy section"), "actionCopySection", section)
            menu.addSeparator()
        everything = "\n\n".join(block_text(block) for block in self._blocks)
        self._offer(menu, self.tr("Copy all"), "actionCopyAll", everything)
        return menu

    def _offer(self, menu: QMenu, words: str, name: str, text: str) -> None:
        action = menu.addAction(words)
        action.setObjectName(name)
        action.setEnabled(bool(text))
        action.triggered.connect(lambda: self.copied.emit(text))

    def mark_at(self, position: int) -> Mark | None:
        """The line a place belongs to: the value it is in, or the nearest before it in its row."""
        lines = [mark for mark in self._written.marks if mark.line is not None]
        before = [mark for mark in lines if mark.start <= position]
        after = [mark for mark in lines if mark.start > position]
        if before and position <= before[-1].start + utf16_length(before[-1].shown):
            return before[-1]
        # In a label: its value comes right after it.
        if after and (not before or self._is_label(position, after[0])):
            return after[0]
        return before[-1] if before else None

    def _is_label(self, position: int, mark: Mark) -> bool:
        one = self.document().findBlock(position)
        return one.next().position() == mark.start or one.contains(mark.start)


PARTS = ("lines", "rows", "messages", "blocks")


def _every(blocks: Sequence[Block]) -> list[Block]:
    found = list(blocks)
    for block in found:
        found.extend(block.blocks)
    return found
