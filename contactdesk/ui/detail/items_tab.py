"""A tab of the detail pane that holds many items, such as memories, of which one is read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from contactdesk.records.blocks import Tab, singular
from contactdesk.records.formatting import humanize
from contactdesk.search.query import Query
from contactdesk.ui.detail.view import DetailView
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line

WIDE = 150
"""Units of width from which on the list stands beside the item, not above it."""

MOST_ROWS = 4
"""Items that are seen at once in a list above the item."""


class ItemsPage(QWidget):
    """The items' titles, and the document of the chosen one; a single item has no list."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = Tab("", ())
        self._shown = self.tab
        self.list = QListWidget(self)
        self.list.setObjectName("itemList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(4 * theme.unit(), 4 * theme.unit()))
        self.list.currentRowChanged.connect(self._on_chosen)
        self._line = QFrame(self)
        self._line.setFrameShape(QFrame.Shape.NoFrame)
        self._line.setObjectName("itemLine")
        self.view = DetailView(self, name="itemView")
        self.view.copied.connect(self.copied)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.list)
        self._layout.addWidget(self._line)
        self._layout.addWidget(self.view, 1)

    def read(self, *, keep_place: bool) -> None:
        """Lists the items of `tab`; the one with the title of the one before is chosen, else the
        first."""
        row, before = self.list.currentRow(), self._title()
        self._shown = self.tab
        self.list.setAccessibleName(self.tab.title)
        self.view.setAccessibleName(singular(self.tab.title).capitalize())
        self.list.blockSignals(True)
        self.list.clear()
        for item in self.tab.items:
            said = humanize(item.subtitle)
            text = f"{said}  {item.title}" if said else item.title
            QListWidgetItem(theme.icon("memory", "muted"), line(text), self.list)
        titles = [item.title for item in self.tab.items]
        if titles[row : row + 1] != [before]:
            row = titles.index(before) if before in titles else 0
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._fit()
        self._show(row, keep_place=keep_place and before in titles)

    def choose(self, row: int) -> None:
        self.list.setCurrentRow(row)

    def set_query(self, query: Query) -> None:
        self.view.set_query(query)

    def _title(self) -> str:
        row = self.list.currentRow()
        return self._shown.items[row].title if 0 <= row < len(self._shown.items) else ""

    def _on_chosen(self, row: int) -> None:
        self._show(row, keep_place=False)

    def _show(self, row: int, *, keep_place: bool) -> None:
        if 0 <= row < len(self._shown.items):
            self.view.show_blocks(self._shown.items[row].build(), keep_place=keep_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count, unit = len(self._shown.items), theme.unit()
        wide = self.width() >= WIDE * unit
        for widget in (self.list, self._line):
            widget.setVisible(count > 1)
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        most = 16_777_215
        row = self.list.sizeHintForRow(0) if count else 0
        self.list.setMaximumSize(
            56 * unit if wide else most,
            most if wide else min(count, MOST_ROWS) * row + 2 * unit,
        )
        self._line.setMinimumSize(1, 1)
        self._line.setMaximumSize(1 if wide else most, most if wide else 1)
