"""Paints the rows of the contact table: words that were laid out once, and no question twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from contactdesk.ui.kit import text, theme
from contactdesk.ui.table.cells import PADDING, is_right_aligned
from contactdesk.ui.table.hit_delegate import HitDelegate
from contactdesk.ui.table.model import ContactTable, Row

MARGIN = PADDING + 3
"""Pixels beside a cell's words: the style sheet's padding and what every style leaves itself."""

ICON = QSize(16, 16)
AFTER_ICON = ICON.width() + PADDING
REMEMBERED = 128
"""Rows whose words stay laid out: some screens of them."""

MAY_STAND_OUT = "\u0300"
"""From here on letters may be taller than a row."""


class Place(NamedTuple):
    """A shown column: which it is in the model, and where it is on the screen, in pixels."""

    column: int
    left: int  # as if nothing were scrolled sideways
    width: int


class Words(NamedTuple):
    """What a cell says, and how far from the table's left and the row's top.

    Without a text the delegate paints the cell. One painted with care stands between two pixels,
    or may be taller than the row.
    """

    place: Place
    said: QStaticText | None
    x: float = 0
    y: int = 0
    is_careful: bool = False


class RowPainter:
    """Paints what Qt's own delegate would, to the pixel, in a fraction of its time.

    Qt asks the model a dozen questions a cell and lays its words out anew as often as it is
    painted, and a style sheet's rules for items add half to that. Here words are laid out when
    they are first seen. Cells in which a search found something are left to the delegate.
    """

    def __init__(
        self, view: QTableView, model: ContactTable, account_icon: Callable[[str], QIcon]
    ) -> None:
        self._view = view
        self._model = model
        self._account_icon = account_icon
        self._laid_out: OrderedDict[int, tuple[Row, list[Words]]] = OrderedDict()
        self._made_for: object = None
        self._places: list[Place] = []
        self._icons: dict[str, QPixmap] = {}
        self._height = 1

    def paint(self, area: QRect) -> None:
        """The rows within an area of the view's viewport."""
        view = self._view
        first = view.rowAt(max(0, area.top()))
        if first < 0:
            return
        self._settle()
        top, height = view.rowViewportPosition(first), self._height
        last = min(self._model.rowCount() - 1, first + (area.bottom() - top) // height)
        chosen = self._chosen(first, last)
        painter = QPainter(view.viewport())
        painter.setFont(view.font())
        painter.setPen(theme.color("text"))
        painter.translate(-view.horizontalHeader().offset(), 0)
        if chosen:
            self._paint_grounds(painter, [top + height * (row - first) for row in chosen])
        for row in range(first, last + 1):
            self._paint_row(painter, row, top + height * (row - first), row in chosen)
        painter.end()

    def _settle(self) -> None:
        """Sees where the columns are; what was laid out for others, or in another font, goes."""
        view, header = self._view, self._view.horizontalHeader()
        delegate = view.itemDelegate()
        hits = delegate.asked if isinstance(delegate, HitDelegate) else None
        columns = [i for i in range(header.count()) if not header.isSectionHidden(i)]
        places = [Place(i, header.sectionPosition(i), header.sectionSize(i)) for i in columns]
        look = (view.font().key(), view.rowHeight(0), view.devicePixelRatio())
        made_for = (places, look, hits, self._model.columns)
        if made_for != self._made_for:
            self._made_for, self._places, self._height = made_for, places, max(1, view.rowHeight(0))
            self._begin_anew()

    def _begin_anew(self) -> None:
        view, columns = self._view, self._model.columns
        self._laid_out.clear()
        self._icons.clear()
        self._text = lru_cache(maxsize=REMEMBERED)(self._laid_text)
        self._font, self._metrics = view.font(), view.fontMetrics()
        self._letter = self._metrics.averageCharWidth()
        icons = (place.left for place in self._places if columns[place.column].path == "account")
        self._icon_at = next(icons, -1)
        delegate = view.itemDelegate()
        self._marking = delegate if isinstance(delegate, HitDelegate) else None

    def _chosen(self, first: int, last: int) -> set[int]:
        chosen = self._view.selectionModel()
        if not chosen.hasSelection():
            return set()
        index = self._model.index
        return {row for row in range(first, last + 1) if chosen.isSelected(index(row, 0))}

    def _paint_grounds(self, painter: QPainter, tops: list[int]) -> None:
        left = min(place.left for place in self._places)
        right = max(place.left + place.width for place in self._places)
        color = theme.color("chosen" if self._view.isActiveWindow() else "chosen_away")
        for top in tops:
            painter.fillRect(left, top, right - left, self._height, color)

    def _paint_row(self, painter: QPainter, at: int, top: int, chosen: bool) -> None:
        row = self._model.row(at)
        if row is None:
            return
        draw, icon_at = painter.drawStaticText, self._icon_at
        for place, said, x, y, is_careful in self._words(at, row):
            if said is None:
                self._leave(painter, at, place, top, chosen)
                # With its icon, if it has one.
                icon_at = -1 if place.left == icon_at else icon_at
            elif is_careful:
                painter.setClipRect(place.left, top, place.width, self._height)
                draw(QPointF(x, top + y), said)
                painter.setClipping(False)
            else:
                # Whole pixels are handed over more quickly than a point.
                draw(int(x), top + y, said)
        if icon_at >= 0:
            self._paint_icon(painter, row.account_id, top)

    def _paint_icon(self, painter: QPainter, account_id: str, top: int) -> None:
        picture = self._icons.get(account_id)
        if picture is None:
            ratio = self._view.devicePixelRatio()
            picture = self._account_icon(account_id).pixmap(ICON, ratio)
            self._icons[account_id] = picture
        y = top + (self._height - ICON.height()) // 2
        painter.drawPixmap(self._icon_at + MARGIN, y, picture)

    def _leave(self, painter: QPainter, at: int, place: Place, top: int, chosen: bool) -> None:
        """Lets the cell's delegate paint it, as Qt would."""
        option = QStyleOptionViewItem()
        self._view.initViewItemOption(option)
        option.rect = QRect(place.left, top, place.width, self._height)
        if chosen:
            option.state |= QStyle.StateFlag.State_Selected
        painter.save()
        index = self._model.index(at, place.column)
        self._view.itemDelegateForIndex(index).paint(painter, option, index)
        painter.restore()

    # Laying out

    def _words(self, at: int, row: Row) -> list[Words]:
        row_id = self._model.id_at(at)
        known = self._laid_out.get(row_id)
        # A row that was read again is another one.
        if known is not None and known[0] is row:
            return known[1]
        made = [self._laid(row, place) for place in self._places]
        words = [each for each in made if each is not None]
        self._laid_out[row_id] = row, words
        if len(self._laid_out) > REMEMBERED:
            self._laid_out.popitem(last=False)
        return words

    def _laid(self, row: Row, place: Place) -> Words | None:
        """A cell's words, cut where they do not fit; None where it says nothing."""
        said, column = self._model.said(row, place.column), self._model.columns[place.column]
        if not said:
            return None
        before = MARGIN + (AFTER_ICON if column.path == "account" else 0)
        room = place.width - before - MARGIN
        if self._has_hits(place, said):
            return Words(place, None)
        laid, width, y = self._fitting(said, room)
        if is_right_aligned(column):
            return Words(place, laid, place.left + before + room - width, y, True)
        return Words(place, laid, place.left + before, y, max(said) >= MAY_STAND_OUT)

    def _fitting(self, said: str, room: int) -> tuple[QStaticText, float, int]:
        """Words that fit into so many pixels, as `_laid_text` gives them."""
        looks_long = len(said) * self._letter > room
        if not looks_long:
            found = self._text(said)
            if found[1] <= room:
                return found
        # What has room after all stays as it is.
        right = Qt.TextElideMode.ElideRight
        return self._text(self._metrics.elidedText(said, right, max(0, room)))

    def _laid_text(self, said: str) -> tuple[QStaticText, float, int]:
        """Words laid out, how wide they are, and how far below the top of their row."""
        made = text.laid_out(said, self._font)
        size = made.size()
        return made, size.width(), self._height // 2 - round(size.height()) // 2

    def _has_hits(self, place: Place, said: str) -> bool:
        return self._marking is not None and bool(self._marking.found(place.column, said))
