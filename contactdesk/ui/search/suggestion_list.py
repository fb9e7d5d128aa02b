"""The list of suggestions below the search field."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from contactdesk.ui.kit import text, theme

MAX_VISIBLE_ROWS = 9
"""Rows before the list scrolls."""

SUGGESTION = int(Qt.ItemDataRole.UserRole)


class Suggestion(Struct, frozen=True):
    """A row of the list: its words, and the field's text and cursor position once it is accepted.

    `kind` is "field", "value", "recent" or "saved"; recent and saved searches start at once.
    A `cursor` of -1 is the end of the text.
    """

    kind: str
    words: str
    text: str
    cursor: int = -1

    @property
    def is_whole_search(self) -> bool:
        return self.kind in ("recent", "saved")


ICONS = {"recent": "clock", "saved": "star", "field": "filter", "value": "chevron-right"}


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
        self.hide()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        self.clear()
        for suggestion in suggestions:
            icon = theme.icon(ICONS[suggestion.kind], "muted")
            item = QListWidgetItem(icon, text.line(suggestion.words))
            item.setData(SUGGESTION, suggestion)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 2 * theme.unit()))
            self.addItem(item)
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
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 2 * theme.unit()
        width = min(max(self._field.width(), 90 * theme.unit()), window.width() - 4)
        left = min(below.x(), window.width() - width - 2)
        self.setGeometry(max(2, left), below.y(), width, height)
