"""The tabs of a contact: Details, one for each list of items such as memories, and Raw."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from contactdesk.model import Json, Provider
from contactdesk.records.blocks import Tab, tabs
from contactdesk.records.regions import Regions
from contactdesk.search.query import Query, parse
from contactdesk.ui.detail.details import details
from contactdesk.ui.detail.items_tab import ItemsTab
from contactdesk.ui.detail.raw_view import RawView
from contactdesk.ui.document.folds import Folds
from contactdesk.ui.document.highlights import RegionOf
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit.text import mnemonic
from contactdesk.ui.kit.wording import number

MINUTE_MS = 60_000

DETAILS, RAW = "", "\0raw"
"""The names of the fixed tabs; the others are named by the titles that providers give them."""


class ContactTabs(QTabWidget):
    """Shows one record. The tab the user chose stays open from contact to contact, by its title.

    Only the open tab is rendered: a record may be large.
    """

    copied = Signal(str)
    search_wanted = Signal(str)  # a text for the search field

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
        self.addTab(self.details, self.tr("Details"))
        self.addTab(self.raw, self.tr("Raw"))
        self._provider: Provider | None = None
        self._record: Json = {}
        self._query = parse("")
        self._region_of: RegionOf | None = None
        self._field_of: RegionOf | None = None
        self._keep_place = False
        self._chosen = DETAILS
        self._items: dict[str, ItemsTab] = {}
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
        self, provider: Provider, record: Json, raw: bytes, query: Query, *, keep_place: bool
    ) -> None:
        """Shows a record as parsed, and its bytes; with `keep_place`, as far as it is scrolled."""
        self._provider, self._record, self._keep_place = provider, record, keep_place
        regions = Regions(provider)
        self._region_of = regions.places(record)
        self._field_of = regions.places(record, with_times=True)
        self._query = query
        self.details.set_query(query)
        self._arrange({tab.title: tab for tab in tabs(provider, record)})
        self._stale = {DETAILS, *self._items}
        self.raw.show_raw(raw, self._field_of)
        self._render_current()

    def set_query(self, query: Query) -> None:
        self._query = query
        self.details.set_query(query)
        for tab in self._items.values():
            tab.set_query(query)

    @property
    def has_items(self) -> bool:
        """Whether the record has a list with a tab of its own, such as memories."""
        return bool(self._items)

    def view_of(self, name: str) -> DocumentView:
        """The document of a tab other than Raw."""
        return self._items[name].view if name in self._items else self.details

    def open_place(self, name: str, item: int) -> DocumentView:
        """Opens a tab other than Raw, and one of its items if it has any; gives its document."""
        self.setCurrentWidget(self._widget(name))
        self._render_current()
        if name in self._items:
            self._items[name].choose(item)
        return self.view_of(name)

    def _arrange(self, found: dict[str, Tab]) -> None:
        """Adds and removes the tabs between Details and Raw, and opens the user's choice."""
        self.blockSignals(True)
        for title in [title for title in self._items if title not in found]:
            removed = self._items.pop(title)
            self.removeTab(self.indexOf(removed))
            removed.deleteLater()
        for at, (title, tab) in enumerate(found.items(), 1):
            shown = self._items.get(title) or self._new_tab()
            self._items[title] = shown
            shown.set_tab(tab, self._region_of)
            shown.set_query(self._query)
            words = self.tr("{title} ({count})").format(title=title, count=number(len(tab.items)))
            if self.indexOf(shown) < 0:
                self.insertTab(at, shown, "")
            self.setTabText(self.indexOf(shown), mnemonic(words))
        self.setCurrentWidget(self._widget(self._chosen))
        self.blockSignals(False)

    def _new_tab(self) -> ItemsTab:
        tab = ItemsTab(self)
        tab.copied.connect(self.copied)
        tab.search_wanted.connect(self.search_wanted)
        return tab

    def _widget(self, name: str) -> QWidget:
        return self.raw if name == RAW else self._items.get(name, self.details)

    def _current_name(self) -> str:
        current = self.currentWidget()
        if current is self.raw:
            return RAW
        return next((name for name, tab in self._items.items() if tab is current), DETAILS)

    def _render_current(self) -> None:
        """Renders the open tab unless it already shows this record."""
        name = self._current_name()
        if name not in self._stale or self._provider is None:
            return
        self._stale.discard(name)
        if name in self._items:
            self._items[name].refresh(keep_place=self._keep_place)
        else:
            blocks = details(self._provider, self._record)
            self.details.show_blocks(
                blocks, self._region_of, field_of=self._field_of, keep_place=self._keep_place
            )

    def _on_minute(self) -> None:
        if self.details.isVisible():
            self.details.refresh_times()

    def _on_tab_wanted(self, title: str) -> None:
        self.setCurrentWidget(self._widget(title))
        self._chosen = self._current_name()
        if self.currentWidget() is not None:
            self.currentWidget().setFocus()

    def _on_clicked(self, index: int) -> None:
        if index >= 0:
            self.setCurrentIndex(index)
            self._chosen = self._current_name()

    def _on_current_changed(self, _index: int) -> None:
        # The keyboard switched the tab: a program's change does not have the focus there.
        if self.tabBar().hasFocus():
            self._chosen = self._current_name()
        self._render_current()
