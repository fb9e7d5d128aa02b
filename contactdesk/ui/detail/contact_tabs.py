"""The tabs of a contact: Details, Memories where its agents remember something, Raw, and others that
are offered from outside: Person, Timeline, History."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from contactdesk.memories.agents import short_names
from contactdesk.model import Json, Provider
from contactdesk.records.blocks import Tab, Text, tabs
from contactdesk.records.regions import Regions
from contactdesk.search.query import Query, parse
from contactdesk.ui.detail.details import details
from contactdesk.ui.detail.offered_tabs import DETAILS, MEMORIES, ORDER, RAW, OfferedTabs, TabChoice
from contactdesk.ui.detail.raw_view import RawView
from contactdesk.ui.document.folds import Folds
from contactdesk.ui.document.highlights import RegionOf
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit.wording import number

if TYPE_CHECKING:
    from contactdesk.ui.memories.contact_memories import ContactMemories, MemoryPlace
    from contactdesk.ui.memories.memories_tab import MemoriesTab
    from contactdesk.ui.memories.sections_pane import SectionsPane

MINUTE_MS = 60_000


class _FillingTabs(QTabWidget):
    """Tabs that take the height that is left: nothing above is squeezed for what is in them."""

    def hasHeightForWidth(self) -> bool:
        return False


class ContactTabs(_FillingTabs):
    """Shows one record. The tab the user chose stays open from contact to contact, by its name; in
    People that is another choice than elsewhere.

    Only the open tab is rendered: a record may be large. `offered` takes further tabs.
    """

    copied = Signal(str)
    search_wanted = Signal(str)  # a text for the search field
    nickname_wanted = Signal(str)  # an agent
    reading_wanted = Signal()
    query_changed = Signal(object)  # Query, whose hits are marked

    def __init__(self, parent: QWidget | None = None, folds: Folds | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailTabs")
        self.setAccessibleName(self.tr("Contact sections"))
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setDrawBase(False)
        self.details = DocumentView(self, name="detailsView", folds=folds)
        self.details.setAccessibleName(self.tr("Details"))
        self.raw = RawView(self)
        self.offered = OfferedTabs(self)
        self.offered.put(DETAILS, self.details, self.tr("Details"))
        self.offered.put(RAW, self.raw, self.tr("Raw"))
        self._memories: MemoriesTab | None = None
        self._provider: Provider | None = None
        self._record: Json = {}
        self._query = parse("")
        self._region_of: RegionOf | None = None
        self._field_of: RegionOf | None = None
        self._keep_place = False
        self.choice = TabChoice()
        self._title = ""
        self.memory_names: list[str] = []
        self._is_reading = False
        self._stale: set[str] = set()
        self.details.copied.connect(self.copied)
        self.details.search_wanted.connect(self.search_wanted)
        self.details.tab_wanted.connect(self._on_tab_wanted)
        self.raw.copied.connect(self.copied)
        self.raw.search_wanted.connect(self.search_wanted)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self.currentChanged.connect(self._on_current_changed)
        self.tabBarClicked.connect(self._on_clicked)

    def show_record(
        self,
        provider: Provider,
        record: Json,
        raw: bytes,
        query: Query,
        *,
        contact_name: str = "",
        nicknames: Mapping[str, str] | None = None,
        keep_place: bool,
    ) -> None:
        """Shows a record as parsed, and its bytes; with `keep_place`, as far as it is scrolled.

        `contact_name` and `nicknames` (of agents) name the speakers in the memories.
        """
        self._provider, self._record, self._keep_place = provider, record, keep_place
        regions = Regions(provider)
        self._region_of = regions.places(record)
        self._field_of = regions.places(record, with_times=True)
        self._query = query
        self.details.set_query(query)
        self.query_changed.emit(query)

        def read() -> ContactMemories:
            from contactdesk.ui.memories.contact_memories import ContactMemories

            return ContactMemories.of(
                provider, record, raw, contact_name=contact_name, nicknames=nicknames
            )

        found = next(iter(tabs(provider, record)), None)
        self.memory_names = _memory_names(found, nicknames or {})
        self._arrange(found, read)
        self._stale = {*ORDER}
        self.raw.show_raw(raw, self._field_of)
        self.settle()

    @property
    def query(self) -> Query:
        """Whose hits are marked."""
        return self._query

    def set_query(self, query: Query) -> None:
        self._query = query
        self.details.set_query(query)
        self.query_changed.emit(query)
        if self._memories is not None:
            self._memories.set_query(query)

    # Which tab

    def open(self, name: str, *, as_choice: bool = True) -> bool:
        """Opens a tab, as the user's choice or for this once; False if this contact has none with
        this name."""
        widget = self._widget(name)
        if self.offered.name_of(widget) != name:
            return False
        if as_choice:
            self.choice.name = name
        self.setCurrentWidget(widget)
        self._render_current()
        return True

    def settle(self) -> None:
        """Opens the chosen tab, or Details without it, among those that there are now."""
        self.blockSignals(True)
        self.setCurrentWidget(self._widget(self.choice.name))
        self.blockSignals(False)
        self._render_current()

    # Memories

    @property
    def memories(self) -> MemoriesTab | None:
        """The tab of the memories, if this contact has some."""
        return self._memories if self._title else None

    def open_memories(self) -> bool:
        """Opens the tab of the memories as the user's choice; False if the contact has none."""
        if self.memories is None:
            return False
        return self.open(MEMORIES)

    def show_place(self, place: MemoryPlace) -> None:
        """Opens a memory, at an open item if the place names one."""
        if self.memories is not None:
            self.setCurrentWidget(self.memories)
            self._render_current()
            self.memories.show_place(place)

    def set_reading(self, is_reading: bool) -> None:
        """Shows the memories without the bar of tabs, of every contact that has some."""
        self._is_reading = is_reading
        self.tabBar().setVisible(not is_reading)
        if self._memories is not None:
            self._memories.set_reading(is_reading)
        self.settle()

    def find_in_memories(self) -> bool:
        """Opens the memories at the field to find a text in them; False if there are none."""
        if not self.open_memories() or self._memories is None:
            return False
        self._memories.find_text()
        return True

    def step_memory(self, direction: int) -> bool:
        """Shows the next (1) or previous (-1) memory in the list; False at its end."""
        if not self.open_memories() or self._memories is None:
            return False
        return self._memories.chooser.step(direction)

    def show_hits(self, places: Sequence[Text]) -> None:
        """The places in which the query matches: their number is shown beside each memory."""
        if self._memories is not None:
            found = Counter(place.item for place in places if place.tab == self._title)
            self._memories.show_hits(found)

    # Places

    def hit_count(self, name: str, path: str) -> int:
        """Number of hits in the value at a path, in a tab other than Raw."""
        return self._shown_in(name).hit_count(path)

    def go_to_hit(self, place: Text, number: int) -> int:
        """Opens the tab and the memory of a place, and scrolls to one of its hits; -1 is the last.
        Returns the hit's number."""
        self.setCurrentWidget(self._widget(MEMORIES if place.tab else DETAILS))
        self._render_current()
        if place.tab and self._memories is not None:
            self._memories.open_item(place.item)
            return self._memories.page.go_to_path(place.path, number)
        return self.details.go_to(place.path, number)

    def _shown_in(self, name: str) -> DocumentView | SectionsPane:
        return self._memories.page if name and self._memories is not None else self.details

    def _arrange(self, found: Tab | None, read: Callable[[], ContactMemories]) -> None:
        """Adds or removes the tab of the memories."""
        self._title = found.title if found else ""
        if found is not None:
            self._add_memories(found, read)
        elif self._memories is not None:
            self.offered.take(self._memories)

    def _add_memories(self, found: Tab, read: Callable[[], ContactMemories]) -> None:
        from contactdesk.ui.memories.memories_tab import MemoriesTab

        shown = self._memories or MemoriesTab(self)
        if self._memories is None:
            self._memories = shown
            shown.set_reading(self._is_reading)
            shown.copied.connect(self.copied)
            shown.search_wanted.connect(self.search_wanted)
            shown.nickname_wanted.connect(self.nickname_wanted)
            shown.reading_wanted.connect(self.reading_wanted)
        shown.set_record(read, self._query)
        words = self.tr("{title} ({count})")
        words = words.format(title=found.title, count=number(len(found.items)))
        self.offered.put(MEMORIES, shown, words)

    def _widget(self, name: str) -> QWidget:
        if self._is_reading and self.memories is not None:
            return self.memories
        if name == RAW:
            return self.raw
        if name == MEMORIES:
            return self.memories or self.details
        return self.offered.page(name) or self.details

    def current_name(self) -> str:
        """The name of the open tab."""
        return self.offered.name_of(self.currentWidget())

    def _render_current(self) -> None:
        """Renders the open tab unless it already shows this record."""
        name = self.current_name()
        if name not in self._stale or self._provider is None:
            return
        self._stale.discard(name)
        if name == MEMORIES and self._memories is not None:
            self._memories.refresh(keep_place=self._keep_place)
        elif name != DETAILS:
            self.offered.open(name)
        else:
            blocks = details(self._provider, self._record)
            self.details.show_blocks(
                blocks, self._region_of, field_of=self._field_of, keep_place=self._keep_place
            )

    def _on_minute(self) -> None:
        if self.details.isVisible():
            self.details.refresh_times()

    def _on_tab_wanted(self, title: str) -> None:
        """Opens the tab of the memories, to which a line of Details leads."""
        if title == self._title and self.open_memories():
            self.currentWidget().setFocus()

    def _on_clicked(self, index: int) -> None:
        if index >= 0:
            self.setCurrentIndex(index)
            self.choice.name = self.current_name()

    def _on_current_changed(self, _index: int) -> None:
        # The keyboard switched the tab: a program's change does not have the focus there.
        if self.tabBar().hasFocus():
            self.choice.name = self.current_name()
        self._render_current()


def _memory_names(found: Tab | None, nicknames: Mapping[str, str]) -> list[str]:
    """What the memories are called, in the record's order, as far as it fits beside a place."""
    items = found.items if found else ()
    names = short_names({each.title for each in items if each.title_path}, nicknames)
    return [names.get(each.title, each.short_title) for each in items]
