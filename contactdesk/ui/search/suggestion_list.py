"""The list of suggestions below the search field."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from contactdesk.ui.kit import text, theme

MAX_VISIBLE_ROWS = 9
"""Rows before the list scrolls."""

WORDS_GAP_PX = 24
"""Room around the icon and the words of a row."""

SUGGESTION = int(Qt.ItemDataRole.UserRole)


class Suggestion(Struct, frozen=True):
    """A row of the list: its words, and the field's text and cursor position once it is accepted.

    `meaning` stands beside the words: what a field searches, or the text of a saved search. `kind` is "field", "value", "recent" or "saved"; recent and saved searches start at once.
    A `cursor` of -1 is the end of the text.
    """

    kind: str
    words: str
    text: str
    cursor: int = -1
    meaning: str = ""

    @property
    def is_whole_search(self) -> bool:
        return self.kind in ("recent", "saved")


ICONS = {"recent": "clock", "saved": "star", "field": "filter", "value": "chevron-right"}


class SuggestionDelegate(QStyledItemDelegate):
    """Paints two columns: the words, and their meaning in a fainter color."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words_width = 0

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        state = QStyle.StateFlag
        own.state &= ~state.State_HasFocus
        # The field has the focus, yet Enter takes the chosen row.
        own.state |= state.State_Active
        style, list_widget = own.widget.style(), own.widget
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, own, painter, list_widget)
        whole, is_chosen = QRect(own.rect), bool(own.state & state.State_Selected)
        meaning = index.data(SUGGESTION).meaning
        if meaning:
            own.rect.setWidth(min(self.words_width, whole.width() // 2))
        # The ground is painted already, as wide as the list.
        own.state &= ~(state.State_Selected | state.State_MouseOver)
        own.backgroundBrush = QBrush()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, list_widget)
        if meaning:
            right = whole.adjusted(own.rect.width() + 4 * theme.unit(), 0, -theme.unit(), 0)
            self._paint_meaning(painter, own, right, text.line(meaning), is_chosen)

    def _paint_meaning(
        self,
        painter: QPainter,
        own: QStyleOptionViewItem,
        area: QRect,
        meaning: str,
        is_chosen: bool,
    ) -> None:
        way = own.direction
        area = QStyle.visualRect(way, own.widget.rect(), area)
        words = own.fontMetrics.elidedText(meaning, Qt.TextElideMode.ElideRight, area.width())
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(own.font)
        painter.setPen(theme.color("text" if is_chosen else "muted"))
        painter.drawText(area, QStyle.visualAlignment(way, alignment), words)
        painter.restore()


class SuggestionList(QListWidget):
    """Overlays the window below the field. It never has the focus, so that typing continues."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self.setObjectName("searchOffers")
        self.setAccessibleName(self.tr("Search suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._field = field
        self._columns = SuggestionDelegate(self)
        self.setItemDelegate(self._columns)
        self.hide()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        self.clear()
        for suggestion in suggestions:
            icon = theme.icon(ICONS[suggestion.kind], "muted")
            item = QListWidgetItem(icon, text.line(suggestion.words))
            item.setData(SUGGESTION, suggestion)
            said = text.line(", ".join(filter(None, (suggestion.words, suggestion.meaning))))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 3 * theme.unit()))
            self.addItem(item)
        widths = [self.fontMetrics().horizontalAdvance(text.line(s.words)) for s in suggestions]
        self._columns.words_width = max(widths, default=0) + self.iconSize().width() + WORDS_GAP_PX
        # No row is current: Enter takes what was typed until the user moves into the list.
        self.setCurrentIndex(QModelIndex())
        if suggestions:
            self._place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def suggestion(self, row: int = -1) -> Suggestion | None:
        """The suggestion in a row; -1 is the current row."""
        item = self.item(row if row >= 0 else self.currentRow())
        found = item.data(SUGGESTION) if item is not None else None
        return found if isinstance(found, Suggestion) else None

    def step(self, direction: int) -> None:
        """Moves down (1) or up (-1), round and round; between the ends no row is current."""
        row = self.currentRow() + direction
        if row < -1:
            row = self.count() - 1
        if 0 <= row < self.count():
            self.setCurrentRow(row)
        else:
            self.setCurrentIndex(QModelIndex())

    def _place(self) -> None:
        window = self.window()
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        rows = min(self.count(), MAX_VISIBLE_ROWS)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + theme.unit()
        width = min(max(self._field.width(), 90 * theme.unit()), window.width() - 4)
        left = min(below.x(), window.width() - width - 2)
        self.setGeometry(max(2, left), below.y(), width, height)
