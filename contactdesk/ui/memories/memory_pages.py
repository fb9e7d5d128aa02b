"""The overview and one memory, of which only the one that is shown is built."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from contactdesk.search.query import Query, parse
from contactdesk.ui.memories.contact_memories import ContactMemories
from contactdesk.ui.memories.memory_rows import OVERVIEW
from contactdesk.ui.memories.memory_view import MemoryView
from contactdesk.ui.memories.overview_view import OverviewView
from contactdesk.ui.memories.sections_pane import SectionsPane

Page = TypeVar("Page", bound=SectionsPane)


class MemoryPages(QStackedWidget):
    """Passes on the signals of the page that is shown; the pages are made when first needed."""

    copied = Signal(str)
    search_wanted = Signal(str)
    section_changed = Signal(str)
    sections_changed = Signal()
    memory_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: OverviewView | None = None
        self._memory: MemoryView | None = None
        self._shown: ContactMemories | None = None
        self._built: dict[SectionsPane, int] = {}
        self._query = parse("")
        self._sought = ""
        self.number = OVERVIEW

    @property
    def page(self) -> SectionsPane:
        """The page that is shown, or would be."""
        return self._overview_page() if self.number == OVERVIEW else self._memory_page()

    def show_record(self, shown: ContactMemories) -> None:
        """Sets the memories that `show_number` shows; what was built before is out of date."""
        self._shown = shown
        self._built.clear()

    def show_number(self, number: int, *, keep_place: bool = False) -> None:
        """Shows a memory, or OVERVIEW, unless it is shown already."""
        if self._shown is None:
            return
        self.number = number
        page = self.page
        self.setCurrentWidget(page)
        if self._built.get(page) == number:
            self.sections_changed.emit()
            return
        self._built[page] = number
        page.set_sought(self._sought)
        if isinstance(page, OverviewView):
            page.show_memories(self._shown, self._query, keep_place=keep_place)
        elif isinstance(page, MemoryView):
            page.show_memory(self._shown, number, self._query, keep_place=keep_place)
        self.sections_changed.emit()

    def set_query(self, query: Query) -> None:
        """Marks the hits of the window's search."""
        self._query = query
        for page in self._built:
            page.set_query(query)

    def set_sought(self, typed: str) -> None:
        """Marks a text that is looked for within the memories, "" for none."""
        self._sought = typed
        for page in self._built:
            page.set_sought(typed)

    def _overview_page(self) -> OverviewView:
        if self._overview is None:
            self._overview = self._connected(OverviewView(self))
        return self._overview

    def _memory_page(self) -> MemoryView:
        if self._memory is None:
            self._memory = self._connected(MemoryView(self))
        return self._memory

    def _connected(self, page: Page) -> Page:
        self.addWidget(page)
        page.copied.connect(self.copied)
        page.search_wanted.connect(self.search_wanted)
        page.memory_wanted.connect(self.memory_wanted)
        page.section_changed.connect(lambda key: self._pass_on(page, key))
        page.sections_changed.connect(lambda: self._pass_on(page))
        return page

    def _pass_on(self, page: SectionsPane, key: str | None = None) -> None:
        if page is self.currentWidget():
            if key is None:
                self.sections_changed.emit()
            else:
                self.section_changed.emit(key)
