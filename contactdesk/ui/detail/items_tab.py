"""A tab that lists the items of one section, such as memories, and shows the selected one."""

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
from contactdesk.ui.document.highlights import RegionOf
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line, tooltip

WIDE_UNITS = 150
"""From this width on, the list is beside the item instead of above it."""

LIST_WIDTH_UNITS = 56
MAX_VISIBLE_ROWS = 4
"""Rows of the list above the item before it scrolls."""

NO_LIMIT = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""


class ItemsTab(QWidget):
    """The items' titles, and the document of the selected one; a single item has no list."""

    copied = Signal(str)
    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tab = Tab("", ())
        self._rendered = self._tab
        self._region_of: RegionOf | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("itemList")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(4 * theme.unit(), 4 * theme.unit()))
        self.list.currentRowChanged.connect(self._on_selected)
        self._separator = QFrame(self)
        self._separator.setFrameShape(QFrame.Shape.NoFrame)
        self._separator.setObjectName("itemLine")
        self.view = DocumentView(self, name="itemView")
        self.view.copied.connect(self.copied)
        self.view.search_wanted.connect(self.search_wanted)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.list)
        self._layout.addWidget(self._separator)
        self._layout.addWidget(self.view, 1)

    def set_tab(self, tab: Tab, region_of: RegionOf | None = None) -> None:
        """Sets what the next `refresh` shows."""
        self._tab, self._region_of = tab, region_of

    def set_query(self, query: Query) -> None:
        self.view.set_query(query)

    def refresh(self, *, keep_place: bool) -> None:
        """Lists the items and selects the one with the same title as before, else the first."""
        row, before = self.list.currentRow(), self._selected_title()
        self._rendered = self._tab
        self.list.setAccessibleName(self._tab.title)
        self.view.setAccessibleName(singular(self._tab.title).capitalize())
        self.list.blockSignals(True)
        self.list.clear()
        for item in self._tab.items:
            entry = QListWidgetItem(theme.icon("memory", "muted"), line(item.title), self.list)
            entry.setToolTip(tooltip(humanize(item.subtitle)))
        titles = [item.title for item in self._tab.items]
        if titles[row : row + 1] != [before]:
            row = titles.index(before) if before in titles else 0
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._fit()
        self._show(row, keep_place=keep_place and before in titles)

    def choose(self, row: int) -> None:
        self.list.setCurrentRow(row)

    def _selected_title(self) -> str:
        row = self.list.currentRow()
        return self._rendered.items[row].title if 0 <= row < len(self._rendered.items) else ""

    def _on_selected(self, row: int) -> None:
        self._show(row, keep_place=False)

    def _show(self, row: int, *, keep_place: bool) -> None:
        if 0 <= row < len(self._rendered.items):
            blocks = self._rendered.items[row].build()
            self.view.show_blocks(blocks, self._region_of, keep_place=keep_place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count, unit = len(self._rendered.items), theme.unit()
        wide = self.width() >= WIDE_UNITS * unit
        for widget in (self.list, self._separator):
            widget.setVisible(count > 1)
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        row = self.list.sizeHintForRow(0) if count else 0
        self.list.setMaximumSize(
            LIST_WIDTH_UNITS * unit if wide else NO_LIMIT,
            NO_LIMIT if wide else min(count, MAX_VISIBLE_ROWS) * row + 2 * unit,
        )
        self._separator.setMinimumSize(1, 1)
        self._separator.setMaximumSize(1 if wide else NO_LIMIT, NO_LIMIT if wide else 1)
