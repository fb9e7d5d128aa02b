"""Shows the contact table, or one of the pages in its place, as the sidebar says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from contactdesk.ui.accounts.sidebar import PAGE_KEY, Entry
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.page_kinds import PAGE_KINDS, PageKind, PageParts
from contactdesk.ui.browser.places import LAST_ACCOUNT
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.wording import Extent
from contactdesk.userdata.places import Place

if TYPE_CHECKING:
    from contactdesk.ui.kit.page import Page


CONTACTS = 0
"""The place of the contact table in the stack."""


class Pages(QObject):
    """Pages are made when they are first shown, and keep their places from run to run.

    Signals: those of `Page`, `status_changed` with the status line and the offer to load the rest,
    and `changed` when what the sidebar says of a page did.
    """

    changed = Signal()
    contact_changed = Signal(int, object)
    contact_opened = Signal()
    contacts_wanted = Signal(str, str)
    page_wanted = Signal(str)
    status_changed = Signal(str, str)
    load_wanted = Signal()
    copied = Signal(str)
    said = Signal(str)

    def __init__(self, context: WindowContext, stack: QStackedWidget) -> None:
        """`stack` holds the contact table, and no page yet."""
        super().__init__(stack)
        self._context = context
        self._stack = stack
        self.parts = PageParts(context, self)
        self._made: dict[str, Page] = {}
        self._name = ""
        for counted in (self.parts.counts, self.parts.unread):
            counted.changed.connect(self.changed)
        self.parts.count_soon()

    # In the sidebar

    def covers(self, name: str, account_id: str) -> bool:
        """Whether a page is about the account's contacts, too."""
        return _kind(name).is_about(self._context.provider_of(account_id))

    def exists(self, name: str) -> bool:
        """Whether there is a page: not without an account whose contacts it is about."""
        return bool(self.parts.accounts_of(_kind(name).is_about))

    def entries(self, extent_of: Callable[[str], Extent]) -> list[Entry]:
        """An entry for each page; `extent_of` gives how much of the contacts that a page is about is
        loaded, by its name."""
        return [
            self._entry(kind, extent_of(kind.name)) for kind in PAGE_KINDS if self.exists(kind.name)
        ]

    def _entry(self, kind: PageKind, extent: Extent) -> Entry:
        said = kind.words(self.parts, extent)
        icon = theme.icon(kind.icon)
        return Entry("", kind.title(), said.state, said.count, icon, page=kind.name, age=said.tip)

    # Which is shown

    def current(self) -> Page | None:
        """The page that is shown, None while it is the contacts."""
        return self._made.get(self._name)

    @property
    def name(self) -> str:
        """The name of the page that is shown, "" for contacts."""
        return self._name

    def account_id(self) -> str:
        """The account that the current page is narrowed to, "" for all."""
        page = self.current()
        return page.account_id() if page is not None else ""

    def show(self, name: str) -> None:
        """Shows a page, "" for the contacts."""
        if self.keep():
            spawn(self._context.userdata.places.write(), failed=lambda _error: None)
        if name and name not in self._made:
            self._made[name] = self._make(name)
        self._name = name
        if name:
            self._stack.setCurrentWidget(self._made[name])
        else:
            self._stack.setCurrentIndex(CONTACTS)
        if name:
            self._context.settings.keep(LAST_ACCOUNT, PAGE_KEY + name)

    def open(self) -> None:
        """Reads what the current page shows, where the user was last time."""
        if (page := self.current()) is not None:
            page.open(self._context.userdata.places.place(PAGE_KEY + self._name))

    def _make(self, name: str) -> Page:
        kind = _kind(name)
        page = kind.make(self.parts, self._stack)
        page.setAccessibleName(kind.title())
        self._stack.addWidget(page)
        page.contact_changed.connect(self.contact_changed)
        page.contact_opened.connect(self.contact_opened)
        page.contacts_wanted.connect(self.contacts_wanted)
        page.page_wanted.connect(self._on_page_wanted)
        page.status_changed.connect(self._on_status_changed)
        page.load_wanted.connect(self.load_wanted)
        page.copied.connect(self.copied)
        page.said.connect(self.said)
        return page

    def _on_status_changed(self) -> None:
        if (page := self.current()) is not None:
            self.status_changed.emit(*page.status())

    def _on_page_wanted(self, name: str, place: Place) -> None:
        self._context.userdata.places.keep(PAGE_KEY + name, place)
        self.page_wanted.emit(PAGE_KEY + name)

    # While it is open

    def keep(self) -> bool:
        """Keeps the place in the current page, to be written when user data is closed. Whether it is
        another one than before."""
        page, places = self.current(), self._context.userdata.places
        if page is None:
            return False
        key, place = PAGE_KEY + self._name, page.place()
        is_other = place != places.place(key)
        places.keep(key, place)
        return is_other

    def show_extent(self, extent: Extent) -> None:
        """How much of the page's accounts is loaded has changed."""
        if (page := self.current()) is not None:
            page.show_extent(extent)
            self._on_status_changed()

    def contacts_changed(self) -> None:
        """Contacts were written, changed or removed."""
        self.parts.count_soon()
        if (page := self.current()) is not None:
            page.contacts_changed()

    def is_busy(self) -> bool:
        page = self.current()
        return page is not None and page.is_busy()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self.keep()
        for page in self._made.values():
            page.end()
        self.parts.end()


def _kind(name: str) -> PageKind:
    return next(each for each in PAGE_KINDS if each.name == name)
