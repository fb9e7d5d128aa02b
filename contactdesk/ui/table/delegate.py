"""Delegate of the contact table: paints cells from cached text layouts, and shows tool tips."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QIcon, QPainter, QPalette, QPixmap, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from contactdesk.model import Column
from contactdesk.people.columns import VENDORS
from contactdesk.search.query import parse
from contactdesk.ui.kit import text, theme
from contactdesk.ui.kit.unread_dot import paint_dot
from contactdesk.ui.people.badges import BADGE_PX, NO_BADGES, VendorBadges
from contactdesk.ui.table import hits
from contactdesk.ui.table.hits import HitFinder
from contactdesk.ui.table.model import ContactTable, is_right_aligned, unread_words

ModelIndex = QModelIndex | QPersistentModelIndex

PADDING_PX = 6
"""Beside a cell's text, as in the style sheet."""

MARGIN_PX = PADDING_PX + 3
"""The padding, and what every style adds to it."""

ICON = QSize(16, 16)
ICON_STEP_PX = ICON.width() + PADDING_PX
MAX_CACHED_LAYOUTS = 1_024
"""Laid-out texts that are cached: some eight screens of cells."""

COMBINING = "\u0300"
"""From this character on, glyphs may be taller than a row."""

SELECTED = QStyle.StateFlag.State_Selected.value
WITH_ICON = QStyleOptionViewItem.ViewItemFeature.HasDecoration
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellLayout(NamedTuple):
    """A cell's text, elided to its width, and its offset from the cell's top left."""

    text: QStaticText
    x: float
    y: int
    is_clipped: bool  # it lies between two pixels, or may be taller than the row


class ContactDelegate(QStyledItemDelegate):
    """Paints a cell exactly as `QStyledItemDelegate` does, in a third of its time.

    Qt's own delegate asks the model seven questions a cell, each a call into Python, and lays out
    the text again on every repaint. Measured with `tests/qa/bench/measures.py` (CPU time, as a
    multiple of Qt's delegate on `QStandardItemModel`): a full repaint takes 0.6 times instead of
    1.8, a random jump 1.7 times instead of 2.1.

    Qt still paints what is rare: search matches, right-to-left or disabled tables, and styles of
    the desktop.
    """

    def __init__(
        self,
        view: QTableView,
        model: ContactTable,
        account_icon: Callable[[str], QIcon],
        badges: VendorBadges = NO_BADGES,
    ) -> None:
        super().__init__(view)
        self._badges = badges
        self._view = view
        self._model = model
        self._account_icon = account_icon
        self._hits = HitFinder(parse(""), ())
        self._is_painted_by_qt = True
        self._font = view.font()
        self._text_color = QColor()
        self._stand_in_color = QColor()
        self._selected_color = QColor()
        self._made_for: object = None
        self._columns: tuple[Column, ...] = ()
        self._name_column = -1
        self._vendors_column = -1
        self._height = 1
        self._icons: dict[str, QPixmap] = {}
        self._laid_out = lru_cache(MAX_CACHED_LAYOUTS)(self._lay_out)

    @property
    def hits(self) -> HitFinder:
        return self._hits

    def show_hits(self, finder: HitFinder) -> None:
        """Highlights these matches from the next repaint on."""
        self._hits = finder

    # Painting

    def prepare(self) -> None:
        """Reads what all cells of one repaint share; call it before each repaint.

        Cached layouts are dropped when the font, the row height or the screen changed.
        """
        view = self._view
        self._is_painted_by_qt = theme.NATIVE or view.isRightToLeft() or not view.isEnabled()
        self._font = view.font()
        self._text_color = theme.color("text")
        self._stand_in_color = theme.color("muted")
        self._selected_color = theme.color("chosen" if view.isActiveWindow() else "chosen_away")
        self._columns = self._model.columns
        paths = [column.path for column in self._columns]
        self._name_column = paths.index("name") if "name" in paths else -1
        self._vendors_column = paths.index(VENDORS) if VENDORS in paths else -1
        self._badges.prepare(view.devicePixelRatio(), is_mirrored=view.isRightToLeft())
        made_for = (self._font.key(), view.rowHeight(0), view.devicePixelRatio())
        if made_for != self._made_for:
            self._made_for = made_for
            self._height = max(1, view.rowHeight(0))
            self._icons.clear()
            self._laid_out.cache_clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        row, column = index.row(), index.column()
        words = self._model.text_at(row, column)
        stand_in = self._model.stand_in_field(row) if column == self._name_column else ""
        self._paint_cell(painter, option, index, words, stand_in)
        if column == self._name_column and self._model.is_unread(row):
            # In the margin, so that all names begin at one place.
            paint_dot(painter, option.rect.adjusted(1, 0, -1, 0), self._view.isRightToLeft())

    def _paint_cell(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: ModelIndex,
        words: str,
        stand_in: str,
    ) -> None:
        row, column = index.row(), index.column()
        if spans := self._hits.find(column, words, stand_in):
            own_option = QStyleOptionViewItem(option)
            self.initStyleOption(own_option, index)
            own_option.text = words
            hits.draw_cell(painter, own_option, spans)
        elif self._is_painted_by_qt:
            super().paint(painter, option, index)
        else:
            # As a number: a comparison of Qt's flags takes longer than the text.
            is_selected = option.state.value & SELECTED
            if is_selected:
                painter.fillRect(option.rect, self._selected_color)
            is_muted = stand_in and not is_selected
            painter.setPen(self._stand_in_color if is_muted else self._text_color)
            self._paint_text(painter, option.rect, row, self._columns[column], words)

    def _paint_text(
        self, painter: QPainter, rect: QRect, row: int, column: Column, words: str
    ) -> None:
        left, top, indent = rect.x(), rect.y(), MARGIN_PX
        if column.path == VENDORS:
            self._paint_badges(painter, rect, row)
            return
        if column.path == "account":
            self._paint_icon(painter, self._model.account_at(row), left + MARGIN_PX, top)
            indent += ICON_STEP_PX
        if not words:
            return
        laid_out = self._laid_out(words, indent, rect.width(), is_right_aligned(column))
        # The painter begins with the font of the viewport, not of the view.
        painter.setFont(self._font)
        if laid_out.is_clipped:
            painter.setClipRect(rect)
            painter.drawStaticText(QPointF(left + laid_out.x, top + laid_out.y), laid_out.text)
            painter.setClipping(False)
        else:
            # Whole pixels are passed more quickly than a point.
            painter.drawStaticText(left + int(laid_out.x), top + laid_out.y, laid_out.text)

    def _paint_badges(self, painter: QPainter, rect: QRect, row: int) -> None:
        strip = self._badges.strip(self._model.vendors_at(row))
        top = rect.y() + (self._height - BADGE_PX) // 2
        if strip.width() > (rect.width() - MARGIN_PX) * strip.devicePixelRatio():
            painter.setClipRect(rect)
            painter.drawPixmap(rect.x() + MARGIN_PX, top, strip)
            painter.setClipping(False)
        else:
            painter.drawPixmap(rect.x() + MARGIN_PX, top, strip)

    def _paint_icon(self, painter: QPainter, account_id: str, left: int, top: int) -> None:
        pixmap = self._icons.get(account_id)
        if pixmap is None:
            ratio = self._view.devicePixelRatio()
            pixmap = self._account_icon(account_id).pixmap(ICON, ratio)
            self._icons[account_id] = pixmap
        painter.drawPixmap(left, top + (self._height - ICON.height()) // 2, pixmap)

    def _lay_out(self, words: str, indent: int, width: int, to_the_right: bool) -> CellLayout:
        """Lays out a text, elided where it is wider than the cell. Called through a cache."""
        metrics = self._view.fontMetrics()
        room = width - indent - MARGIN_PX
        looks_long = len(words) * metrics.averageCharWidth() > room
        laid_out = None if looks_long else text.laid_out(words, self._font)
        if laid_out is None or laid_out.size().width() > room:
            elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room))
            laid_out = text.laid_out(elided, self._font)
        size = laid_out.size()
        x = indent + room - size.width() if to_the_right else indent
        y = self._height // 2 - round(size.height()) // 2
        return CellLayout(laid_out, x, y, to_the_right or max(words) >= COMBINING)

    # Qt's delegate interface

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._view.isRightToLeft():
            option.text = text.isolated(option.text)
        column = self._model.columns[index.column()]
        if column.path == "name" and self._model.stand_in_field(index.row()):
            option.palette.setColor(QPalette.ColorRole.Text, theme.color("muted"))
        if is_right_aligned(column):
            option.displayAlignment = ALIGN_RIGHT
        elif column.path == "account":
            option.icon = self._account_icon(self._model.account_at(index.row()))
            option.decorationSize = ICON
            option.features |= WITH_ICON
        elif column.path == VENDORS:
            strip = self._badges.strip(self._model.vendors_at(index.row()))
            option.icon, option.text = QIcon(strip), ""
            # Not tinted, as when we paint them.
            option.icon.addPixmap(strip, QIcon.Mode.Selected)
            option.decorationSize = strip.deviceIndependentSize().toSize()
            option.features |= WITH_ICON

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: ModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        rect = view.visualRect(index) if isinstance(index, QModelIndex) else QRect()
        words = self.tip_words(view, rect, index)
        text.show_tip(event.globalPos(), words, view.viewport(), rect)
        return True

    def tip_words(self, view: QAbstractItemView, rect: QRect, index: ModelIndex) -> str:
        """The cell's tool tip: what does not fit, what the dot before a name means, and where a
        person's value is from."""
        parts = [self.elided_text(view, rect, index)]
        column = self._model.columns[index.column()]
        if column.path == "name" and self._model.is_unread(index.row()):
            parts.append(unread_words())
        parts.append(self._model.note_at(index.row(), index.column()))
        return "\n".join(filter(None, parts))

    def elided_text(self, view: QAbstractItemView, rect: QRect, index: ModelIndex) -> str:
        """The cell's whole text where it does not fit, else ""."""
        words, path = str(index.data() or ""), self._model.columns[index.column()].path
        is_account = path == "account"
        if path == VENDORS:
            return ""
        visible = rect.intersected(view.viewport().rect()).width()
        room = visible - 2 * PADDING_PX - (ICON_STEP_PX if is_account else 0)
        return words if view.fontMetrics().horizontalAdvance(words) > room else ""
