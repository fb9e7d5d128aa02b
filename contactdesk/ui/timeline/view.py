"""The timeline of a person: what happened, by day, over all contacts."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QVBoxLayout, QWidget

from contactdesk.people.timeline import Event, Timeline
from contactdesk.ui.kit.button import ENTER_KEYS
from contactdesk.ui.kit.context_menu import keyboard_position
from contactdesk.ui.kit.placeholder import Placeholder
from contactdesk.ui.table.row_table import RowTable
from contactdesk.ui.timeline.delegate import TimelineDelegate
from contactdesk.ui.timeline.filters import TimelineFilters
from contactdesk.ui.timeline.model import TimelineModel
from contactdesk.ui.timeline.words import TimelineNames


class TimelineList(RowTable):
    """Enter or a double click opens what is behind an event."""

    opened = Signal(int)  # a row
    copied = Signal(str)

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setObjectName("timelineView")
        self.setAccessibleName(self.tr("Timeline"))
        self.setModel(model)
        delegate = TimelineDelegate(self)
        self.setItemDelegate(delegate)
        self.list_rows()
        self.verticalHeader().setDefaultSectionSize(delegate.height(self.fontMetrics()))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = keyboard_position(self) if by_keyboard else event.pos()
        index = self.currentIndex() if by_keyboard else self.indexAt(at)
        if index.isValid():
            self.setCurrentIndex(index)
            self._open_menu(index, self.viewport().mapToGlobal(at))

    def _open_menu(self, index: QModelIndex, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = index.row()
        if isinstance(self._rows.row_at(row), Event):
            opening = menu.addAction(self.tr("Open"))
            opening.setObjectName("actionOpenEvent")
            opening.triggered.connect(lambda: self.opened.emit(row))
        copying = menu.addAction(self.tr("Copy"))
        copying.setObjectName("actionCopyEvent")
        copying.triggered.connect(self._copy)
        menu.popup(at)

    def _copy(self) -> None:
        """The text of the current event, whole; of other rows what they say."""
        if not self.currentIndex().isValid():
            return
        number = self.currentIndex().row()
        row = self._rows.row_at(number)
        whole = row.text if isinstance(row, Event) else ""
        self.copied.emit(whole or self._rows.spoken(number))


class TimelineView(QWidget):
    """Shows one timeline at a time; `show` takes the next, `clear` none."""

    opened = Signal(object)  # an Event
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelineTab")
        self.model = TimelineModel()
        self.filters = TimelineFilters(self)
        self.list = TimelineList(self.model, self)
        self._empty = Placeholder(self.list)
        self._timeline = Timeline()
        self._names = TimelineNames()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.list, 1)
        self.filters.changed.connect(self._refresh)
        self.list.opened.connect(self._on_opened)
        self.list.copied.connect(self.copied)
        self._empty.acted.connect(self.filters.clear)
        self.clear()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The list is no focus proxy: Tab would skip the filters above it.
        self.list.setFocus(event.reason())

    @property
    def timeline(self) -> Timeline:
        """What is shown, without what the filters hide."""
        return self._timeline.only(self.filters.vendor_id(), self.filters.kinds())

    def show_timeline(
        self, found: Timeline, names: TimelineNames, *, keep_place: bool = False
    ) -> None:
        """Shows a timeline; with `keep_place`, at the row that is current now."""
        self._timeline, self._names = found, names
        self.filters.show()
        self.filters.offer(found)
        self._refresh(keep_place=keep_place)

    def clear(self) -> None:
        """Shows nothing, as before the first timeline."""
        self._timeline = Timeline()
        self.filters.hide()
        self._empty.hide()
        self.model.set_timeline(self._timeline, self._names, None)

    def empty_text(self) -> str:
        """What is said in place of events; "" while there are some."""
        return self._empty.title()

    def _refresh(self, *, keep_place: bool = True) -> None:
        shown, place = self.timeline, self.list.verticalScrollBar().value()
        current = self.model.row_at(self.list.currentIndex().row())
        self.model.set_timeline(shown, self._names, self.filters.tzinfo())
        counts = len(shown.events), len(self._timeline.events)
        self.filters.show_count(*counts, self._timeline.undated)
        self._show_emptiness()
        if not keep_place:
            self.list.scrollToTop()
            return
        if isinstance(current, Event) and (row := self.model.row_of(current)) >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.verticalScrollBar().setValue(place)

    def _show_emptiness(self) -> None:
        if self.model.rowCount():
            self._empty.hide()
        elif self.filters.is_narrow:
            title = self.tr("No events match these filters")
            self._empty.show_texts("filter", title, action=self.tr("Show all events"))
        else:
            hint = self.tr("No contact of this person says when anything happened.")
            self._empty.show_texts("clock", self.tr("No events"), hint)

    def _on_opened(self, number: int) -> None:
        row = self.model.row_at(number)
        if isinstance(row, Event):
            self.opened.emit(row)
