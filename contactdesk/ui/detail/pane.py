"""The detail pane: everything an account holds on one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QWidget

from contactdesk.model import Contact, Provider
from contactdesk.records.blocks import overview, tabs
from contactdesk.records.regions import Regions
from contactdesk.search.query import Query, parse
from contactdesk.ui.detail.hits import DetailHits
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.kit.record_words import malformed_words
from contactdesk.ui.kit.text import mnemonic

if TYPE_CHECKING:
    from contactdesk.ui.detail.items_tab import ItemsPage
    from contactdesk.ui.detail.page import ContactPage, Matched
    from contactdesk.ui.detail.raw_view import RawView
    from contactdesk.ui.detail.view import DetailView


class DetailPane(QWidget):
    """One contact at a time. What was open stays open, by its title, from contact to contact."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._contact: Contact | None = None
        self._page: ContactPage | None = None
        super().__init__(parent)
        self.setObjectName("detailPane")
        self.setAccessibleName(self.tr("Contact details"))
        self._provider: Provider | None = None
        self._shown = ("", "")
        self._wanted_tab = ""
        self._query = parse("")
        self._place = -1
        self._span = 0
        self._pages: dict[str, ItemsPage] = {}
        self._stale: set[str] = set()
        self._keep_place = False
        self.hits = DetailHits(self)
        self.hits.changed.connect(self._on_hits_changed)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make)
        self._build()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.clear()

    def _build(self) -> None:
        self._empty = HintLabel(self.tr("Select a contact"), parent=self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self.setMinimumWidth(60 * theme.unit())

    # What shows a contact

    @property
    def page(self) -> ContactPage:
        """Made for the first contact; the first rows do not wait for its many parts."""
        return self._page or self._make()

    def _make(self) -> ContactPage:
        from contactdesk.ui.detail.page import ContactPage

        if self._page is None:
            self._page = page = ContactPage(self)
            page.copied.connect(self._on_copied)
            page.matched.link_activated.connect(lambda number: self._go_to(int(number)))
            page.tabs.currentChanged.connect(self._on_tab_changed)
            page.tabs.tabBarClicked.connect(self._on_tab_chosen)
            self._stack.addWidget(page)
        return self._page

    def make_soon(self) -> None:
        """Makes it as soon as there is nothing else to do, so that no contact waits for it."""
        if self._page is None:
            self._soon.start()

    @property
    def tabs(self) -> QTabWidget:
        return self.page.tabs

    @property
    def details(self) -> DetailView:
        return self.page.details

    @property
    def raw(self) -> RawView:
        return self.page.raw

    @property
    def matched(self) -> Matched:
        return self.page.matched

    # What is shown

    def clear(self) -> None:
        """Shows that no contact is chosen; which tab was open is still remembered."""
        self._provider = self._contact = None
        self._shown = ("", "")
        self.hits.clear()
        self._stack.setCurrentWidget(self._empty)

    def show_contact(
        self,
        account_label: str,
        provider: Provider,
        contact: Contact,
        raw_bytes: bytes,
        query: Query,
        malformed: str = "",
    ) -> None:
        """Shows a contact from its top, or, if it is the one shown, from where the reader was.

        `malformed` is the kind of what is wrong with the record.
        """
        shown = (account_label, contact.id)
        self._keep_place = shown == self._shown
        self._provider, self._contact, self._shown = provider, contact, shown
        self.page.header.show_contact(account_label, provider, contact)
        words = self.tr("This record does not fit {vendor}'s documents: {malformed}")
        self.page.malformed.say(
            words.format(vendor=provider.title, malformed=malformed_words(malformed))
            if malformed
            else ""
        )
        self._query = query
        self.details.set_query(query)
        self._arrange_tabs()
        place = Regions(provider).places(contact.raw)
        for view in (self.details, *(page.view for page in self._pages.values())):
            view.place = place
        self._stale = {"", *self._pages}
        self.raw.show_raw(raw_bytes)
        self._stack.setCurrentWidget(self.page)
        self._read_current()
        self._look()

    def is_showing(self) -> bool:
        return self._contact is not None

    def has_own_tab(self) -> bool:
        """Whether the record has a part with a tab of its own, such as memories."""
        return bool(self._pages)

    def shows_section(self, title: str) -> bool:
        """Whether Details has a part of this title; known once Details was opened."""
        return any(block.title == title for block in self.details.blocks)

    def open_last_tab_but_raw(self) -> None:
        self.tabs.setCurrentIndex(self.tabs.count() - 2)

    def _arrange_tabs(self) -> None:
        """Details, one tab for each that the record has, Raw; the one open by title stays open."""
        assert self._provider is not None
        assert self._contact is not None
        bar, wanted = self.tabs, self._wanted_tab
        bar.blockSignals(True)
        found = {tab.title: tab for tab in tabs(self._provider, self._contact.raw)}
        for title in [title for title in self._pages if title not in found]:
            page = self._pages.pop(title)
            bar.removeTab(bar.indexOf(page))
            page.deleteLater()
        for at, (title, tab) in enumerate(found.items(), 1):
            page = self._pages.get(title) or self._new_page()
            self._pages[title] = page
            page.tab = tab
            page.set_query(self._query)
            words = mnemonic(f"{title} {len(tab.items)}")
            if bar.indexOf(page) < 0:
                bar.insertTab(at, page, words)
            bar.setTabText(bar.indexOf(page), words)
        bar.setCurrentWidget(self._widget(wanted))
        bar.blockSignals(False)

    def _new_page(self) -> ItemsPage:
        from contactdesk.ui.detail.items_tab import ItemsPage

        page = ItemsPage(self)
        page.copied.connect(self._on_copied)
        return page

    def _widget(self, title: str) -> QWidget:
        if title == RAW:
            return self.raw
        return self._pages.get(title, self.details)

    def _title(self) -> str:
        """The title of the open tab; "" for Details."""
        widget = self.tabs.currentWidget()
        if widget is self.raw:
            return RAW
        return next((title for title, page in self._pages.items() if page is widget), "")

    def _read_current(self) -> None:
        """Writes the open tab's document where it is not of this contact yet."""
        title = self._title()
        if title not in self._stale or self._provider is None or self._contact is None:
            return
        self._stale.discard(title)
        if title in self._pages:
            self._pages[title].read(keep_place=self._keep_place)
        else:
            blocks = overview(self._provider, self._contact.raw)
            self.details.show_blocks(blocks, keep_place=self._keep_place)

    def _on_tab_chosen(self, index: int) -> None:
        """A tab the reader opens is the one that stays open."""
        if index >= 0:
            self.tabs.setCurrentIndex(index)
            self._wanted_tab = self._title()

    def _on_tab_changed(self, _index: int) -> None:
        if self.tabs.tabBar().hasFocus():
            self._wanted_tab = self._title()
        self._read_current()

    # Hits

    def set_query(self, query: Query) -> None:
        self._query = query
        if self._page is None:
            return
        for view in (self.details, *(page.view for page in self._pages.values())):
            view.set_query(query)
        self._look()

    def _look(self) -> None:
        self._place, self._span = -1, 0
        if self._provider is None or self._contact is None:
            self.matched.show_groups([])
            return
        self.hits.look(self._provider, self._contact.raw, self._query)

    def _on_hits_changed(self) -> None:
        self.matched.show_groups(self.hits.groups())

    def next_hit(self) -> None:
        """Goes to the next hit, in another tab too; after the last comes the first."""
        self._step(1)

    def previous_hit(self) -> None:
        self._step(-1)

    def _step(self, way: int) -> None:
        if not self.step_hit(way) and self.hits.places:
            self._go_to(0 if way > 0 else len(self.hits.places) - 1, 0 if way > 0 else -1)

    def step_hit(self, way: int) -> bool:
        """Goes one hit on (1) or back (-1) in this contact; False where there is none further."""
        places = self.hits.places
        if self._place >= 0:
            count = len(self._view_of(self._place).spans(places[self._place].path))
            if 0 <= self._span + way < count:
                self._go_to(self._place, self._span + way)
                return True
            at = self._place + way
        else:
            at = 0 if way > 0 else len(places) - 1
        if not 0 <= at < len(places):
            return False
        self._go_to(at, 0 if way > 0 else -1)
        return True

    def _go_to(self, number: int, span: int = 0) -> None:
        """Opens what a place is in and scrolls to it; span -1 is its last hit."""
        if number >= len(self.hits.places):
            return
        place = self.hits.places[number]
        self.tabs.setCurrentWidget(self._widget(place.tab))
        self._read_current()
        if place.tab in self._pages:
            self._pages[place.tab].choose(place.item)
        view = self._view_of(number)
        self._place = number
        self._span = view.go_to(place.path, span)

    def _view_of(self, number: int) -> DetailView:
        page = self._pages.get(self.hits.places[number].tab)
        return page.view if page is not None else self.details

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(-1 if back else 1)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.is_showing():
            self._on_hits_changed()

    def _on_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)


RAW = "\0raw"
"""Stands for the Raw tab where tabs are named by the titles that providers give."""
