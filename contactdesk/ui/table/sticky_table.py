"""A table whose first column stays in sight while the others scroll sideways."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from contactdesk.ui.kit import theme
from contactdesk.ui.table.row_table import RowTable, own_viewport

ModelIndex = QModelIndex | QPersistentModelIndex

STICKY = 0
"""The logical index of the column that stays: the first one declared, the name."""

MAX_SHARE_OF_WIDTH = 0.6
"""A column wider than this share of the table scrolls away: it would leave no room for others."""

ScrollHint = QAbstractItemView.ScrollHint
ENSURE_VISIBLE = ScrollHint.EnsureVisible


class StickyHeader(QHeaderView):
    """Paints the column that stays over the others; clicks there are clicks on its section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setViewport(own_viewport(QPalette.ColorRole.Button))
        self.viewport().setMouseTracking(True)
        self._press_x = -1.0  # of the mouse button held down on the column drawn elsewhere
        self._pressed_width = 0
        self._is_resizing = False
        self._was_movable = False
        self.sortIndicatorChanged.connect(lambda *_: self.viewport().update())

    def place(self) -> QRect | None:
        """Where the column is drawn, in the viewport; None while it is where it belongs."""
        shift = self._shift()
        if not shift:
            return None
        left = self.sectionViewportPosition(STICKY) + shift
        return QRect(left, 0, self.sectionSize(STICKY), self.viewport().height())

    def _shift(self) -> int:
        """Pixels to the right by which the column is drawn off its place."""
        if self.count() <= STICKY or self.isSectionHidden(STICKY):
            return 0
        left, width = self.sectionViewportPosition(STICKY), self.sectionSize(STICKY)
        room = self.viewport().width()
        if width > MAX_SHARE_OF_WIDTH * room:
            return 0
        if self.isRightToLeft():
            return min(0, room - width - left)
        return max(0, -left)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if (place := self.place()) is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(place, self.palette().brush(QPalette.ColorRole.Base))
            painter.save()
            self.paintSection(painter, place, STICKY)
            painter.restore()
            paint_edge(painter, place, mirrored=self.isRightToLeft())
            painter.end()

    # Qt looks for the section under the mouse where the sections really are, and not left of the
    # header. A column that is drawn elsewhere is sorted by and resized there, but not dragged: its
    # place is not in sight.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._is_over(event):
            super().mousePressEvent(event)
            return
        self._press_x = event.position().x()
        self._pressed_width = self.sectionSize(STICKY)
        self._is_resizing = self._is_at_edge(event)
        if not self._is_resizing:
            self._was_movable = self.sectionsMovable()
            self.setSectionsMovable(False)
            super().mousePressEvent(self._moved(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_resizing:
            wider = event.position().x() - self._press_x
            width = self._pressed_width + round(-wider if self.isRightToLeft() else wider)
            most = int(MAX_SHARE_OF_WIDTH * self.viewport().width())
            self.resizeSection(STICKY, max(self.minimumSectionSize(), min(width, most)))
        elif self._press_x < 0 and not self._is_over(event):
            super().mouseMoveEvent(event)
        elif self._is_at_edge(event):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press_x < 0:
            super().mouseReleaseEvent(event)
            return
        self._press_x = -1.0
        if self._is_resizing:
            self._is_resizing = False
        else:
            super().mouseReleaseEvent(self._moved(event))
            self.setSectionsMovable(self._was_movable)

    def _is_over(self, event: QMouseEvent) -> bool:
        place = self.place()
        return place is not None and place.contains(event.position().toPoint())

    def _is_at_edge(self, event: QMouseEvent) -> bool:
        """Whether the mouse is where the width of the column is dragged."""
        place, x = self.place(), event.position().x()
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        if place is None:
            return False
        return abs(x - (place.left() if self.isRightToLeft() else place.right())) <= grip

    def _moved(self, event: QMouseEvent) -> QMouseEvent:
        """The event as if it had happened where the section really is."""
        return QMouseEvent(
            event.type(),
            event.position() - QPointF(self._shift(), 0),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )


class StickyTable(RowTable):
    """Cells of the column that stays are painted, clicked and found where they are in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = StickyHeader(self)
        self.setHorizontalHeader(self._header)
        self._header.sectionResized.connect(lambda *_: self._header.viewport().update())
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self._repaint())

    def sticky_place(self) -> QRect | None:
        """Where the column is drawn, in the viewport; None while it is where it belongs."""
        place = self._header.place()
        if place is None:
            return None
        return QRect(place.left(), 0, place.width(), self.viewport().height())

    def _repaint(self) -> None:
        """Scrolling moves what is painted, also what stays."""
        self.viewport().update()
        self._header.viewport().update()

    def paint_rows(self, event: QPaintEvent) -> None:
        super().paint_rows(event)
        place = self.sticky_place()
        if place is None or not place.intersects(event.rect()) or self.model() is None:
            return
        last = self.model().rowCount() - 1
        end = self.rowViewportPosition(last) + self.rowHeight(last) if last >= 0 else 0
        place.setBottom(min(place.bottom(), end - 1))
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.fillRect(place, self.palette().brush(QPalette.ColorRole.Base))
        self._paint_cells(painter, place, event.rect())
        paint_edge(painter, place, mirrored=self.isRightToLeft())
        painter.end()

    def _paint_cells(self, painter: QPainter, place: QRect, dirty: QRect) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        model, selection, plain = self.model(), self.selectionModel(), option.state
        delegate = self.itemDelegate()
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        last = model.rowCount() - 1 if last < 0 else last
        for row in range(max(0, first), last + 1) if first >= 0 else ():
            index = model.index(row, STICKY)
            is_selected = selection.isSelected(index)
            option.state = plain | QStyle.StateFlag.State_Selected if is_selected else plain
            option.rect = QRect(
                place.left(), self.rowViewportPosition(row), place.width(), self.rowHeight(row)
            )
            delegate.paint(painter, option, index)

    # Where cells are

    def indexAt(self, position: QPoint) -> QModelIndex:
        place = self.sticky_place()
        if place is not None and place.contains(position):
            return self.model().index(self.rowAt(position.y()), STICKY)
        return super().indexAt(position)

    def visualRect(self, index: ModelIndex) -> QRect:
        rect = super().visualRect(index)
        place = self.sticky_place()
        if place is not None and index.isValid() and index.column() == STICKY:
            return QRect(place.left(), rect.top(), place.width(), rect.height())
        return rect

    def scrollTo(self, index: ModelIndex, hint: ScrollHint = ENSURE_VISIBLE) -> None:
        """Scrolls a cell into sight: sideways only if it is in another column, and then beside
        the one that stays."""
        bar = self.horizontalScrollBar()
        sideways = bar.value()
        super().scrollTo(index, hint)
        if self._header.place() is None and not sideways:
            return
        if index.column() == STICKY:
            bar.setValue(sideways)
        elif (place := self.sticky_place()) is not None:
            rect = super().visualRect(index)
            if self.isRightToLeft():
                hidden = rect.right() + 1 - place.left()
            else:
                hidden = place.right() + 1 - rect.left()
            bar.setValue(bar.value() - max(0, hidden))


def paint_edge(painter: QPainter, place: QRect, *, mirrored: bool) -> None:
    """A line between the column that stays and those that scroll under it."""
    x = place.left() if mirrored else place.right()
    painter.fillRect(QRect(x, place.top(), 1, place.height()), theme.color("line_strong"))
