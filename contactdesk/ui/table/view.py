"""The contact table: keeps the user's place when rows change, and reports where the user scrolls."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from contextlib import nullcontext

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from contactdesk.model import Column
from contactdesk.records.formatting import is_empty
from contactdesk.search.explain import has_places
from contactdesk.ui.kit.value_actions import MenuValue, ValueActions
from contactdesk.ui.people.badges import NO_BADGES, VendorBadges
from contactdesk.ui.table import skeleton
from contactdesk.ui.table.columns import TableColumns
from contactdesk.ui.table.delegate import MARGIN_PX, ContactDelegate
from contactdesk.ui.table.hits import HitFinder
from contactdesk.ui.table.model import MATCHED, ContactTable
from contactdesk.ui.table.selection import RowSelection, kept_scroll_position
from contactdesk.ui.table.sticky_table import StickyTable

SCROLL_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Space}


class ContactTableView(StickyTable):
    """`columns` arranges its header, a `ContactDelegate` paints its cells."""

    scrolled = Signal()  # up or down, by the user; also onward at the very end
    current_changed = Signal(int)  # the contact's id, 0 for none
    copied = Signal(str)
    search_wanted = Signal(str)  # a text for the search field

    def __init__(
        self,
        model: ContactTable,
        parent: QWidget | None = None,
        *,
        account_icon: Callable[[str], QIcon] = lambda _account: QIcon(),
        badges: VendorBadges = NO_BADGES,
        place_of: Callable[[str, Column], str] = lambda _account, _column: "",
    ) -> None:
        """`place_of` gives the place of a column's value for `MenuValue`, by the account's id."""
        super().__init__(parent)
        self._place_of = place_of
        self._actions = ValueActions(self)
        self._actions.copied.connect(self.copied)
        self._actions.search_wanted.connect(self.search_wanted)
        self._contacts = model
        self._is_reloading = False
        self._pending = ""
        self._selection = RowSelection(self, model)
        self._delegate = ContactDelegate(self, model, account_icon, badges)
        self.call_rows(people=False)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up_rows()
        self.columns = TableColumns(self, model)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def call_rows(self, *, people: bool) -> None:
        """Names the table after what its rows are, for screen readers and the style sheet."""
        self.setObjectName("peopleTable" if people else "contactTable")
        self.setAccessibleName(self.tr("People") if people else self.tr("Contacts"))

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)

    # Rows

    def show_ids(self, ids: array[int], from_top: bool = False) -> None:
        """Replaces the rows; the selection and the current row stay.

        The scroll position stays too, unless the user asked for other rows (`from_top`): then the
        current row is scrolled to, or else the first.
        """
        scroll = nullcontext() if from_top else kept_scroll_position(self, self._contacts)
        self._is_reloading = True
        try:
            with self._selection.kept_if_large():
                with scroll:
                    self._contacts.show_ids(ids)
                if from_top and self.currentIndex().isValid():
                    self.scrollTo(self.currentIndex())
                elif from_top:
                    self.scrollToTop()
        finally:
            self._is_reloading = False

    def show_hits(self, finder: HitFinder) -> None:
        """Highlights a search's matches; "Matched in" is shown while a search has any to show."""
        self._delegate.show_hits(finder)
        self.columns.show_matched(has_places(finder.query))
        self.viewport().update()

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        return self._selection.ids()

    def has_place(self) -> bool:
        """Whether a row is current or selected, and so must be found again among other rows."""
        return self.currentIndex().isValid() or self.selectionModel().hasSelection()

    def current_id(self) -> int:
        row = self.currentIndex().row()
        return self._contacts.id_at(row) if row >= 0 else 0

    def go_to(self, row_id: int) -> bool:
        """Makes a contact current and scrolls to it; False if it is not in the table."""
        row = self._contacts.row_of(row_id)
        return row >= 0 and self.go_to_row(row)

    def go_to_row(self, row: int) -> bool:
        column = next(iter(self.columns.shown()), 0)
        self.setCurrentIndex(self._contacts.index(row, column))
        return True

    def columns_to_copy(self) -> list[Column]:
        """The shown columns from left to right, without "Matched in"."""
        shown = (self._contacts.columns[i] for i in self.columns.shown())
        return [column for column in shown if column is not MATCHED]

    def top_row(self) -> tuple[int, int]:
        """(id of the first row on screen, 0 for none; how many pixels of it are scrolled away)."""
        row = self.rowAt(0)
        return (self._contacts.id_at(row), -self.rowViewportPosition(row)) if row >= 0 else (0, 0)

    def show_place(self, current_id: int, top_id: int, pixels: int, sideways: int) -> None:
        """Goes to where the user was, as `top_row` gave it. This is no approach of the end."""
        self._is_reloading = True
        try:
            self.go_to(current_id)
            # The scroll bars' ranges follow the rows only with the next layout.
            self.updateGeometries()
            if (row := self._contacts.row_of(top_id)) >= 0:
                self.verticalScrollBar().setValue(row * self.rowHeight(row) + pixels)
            self.horizontalScrollBar().setValue(sideways)
        finally:
            self._is_reloading = False

    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self._contacts.id_at(current.row()) if current.isValid() else 0)

    # Scrolling and the end

    def show_pending(self, words: str) -> None:
        """Shows below the last row that more are on their way, and why they take time; "" for
        none. They are no rows: nothing counts or selects them."""
        if words == self._pending:
            return
        self._pending = words
        self.setAccessibleDescription(words)
        if words and not self.rows_below() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        rows, bar = self._contacts.rowCount(), self.verticalScrollBar()
        place, was_reloading = bar.value(), self._is_reloading
        # What moves here is not scrolled by the user.
        self._is_reloading = True
        super().updateGeometries()
        if self._pending and rows:
            height = (rows + skeleton.ROWS) * self.rowHeight(0)
            bar.setMaximum(max(bar.maximum(), height - self.viewport().height()))
            # Qt made room for the rows alone.
            bar.setValue(place)
        self._is_reloading = was_reloading

    def _is_at_end(self) -> bool:
        """At the very end the scroll bar moves no further, and so signals nothing."""
        return not self.rows_below()

    def _on_scrolled(self) -> None:
        if not self._is_reloading:
            self.scrolled.emit()

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        if event.angleDelta().y() < 0 and self._is_at_end():
            self.scrolled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in SCROLL_KEYS and self._is_at_end():
            self.scrolled.emit()

    def paint_rows(self, event: QPaintEvent) -> None:
        self._delegate.prepare()
        super().paint_rows(event)
        rows = self._contacts.rowCount()
        if self._pending and rows:
            height = self.rowHeight(0)
            top = self.rowViewportPosition(rows - 1) + height
            area = QRect(0, top, self.viewport().width(), skeleton.ROWS * height)
            if area.intersects(event.rect()):
                self._paint_pending(area)

    def _paint_pending(self, area: QRect) -> None:
        header = self.horizontalHeader()
        cells = [
            (header.sectionViewportPosition(i), header.sectionSize(i)) for i in self.columns.shown()
        ]
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        skeleton.paint(painter, area, self._pending, cells, MARGIN_PX)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        at = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        menu = self.menu_at(at)
        if not menu.isEmpty():
            menu.popup(event.globalPos())

    def menu_at(self, index: QModelIndex) -> QMenu:
        """The context menu for a cell: its value, then the selected rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if index.isValid():
            column = self._contacts.columns[index.column()]
            value = self._contacts.value_at(index.row(), index.column())
            if not is_empty(value):
                place = self._place_of(self._contacts.account_at(index.row()), column)
                title = column.title
                self._actions.add_to(menu, MenuValue(value, column.kind, title, place))
                menu.addSeparator()
        menu.addActions(self.actions())
        return menu
