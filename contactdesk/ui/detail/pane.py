"""The detail pane: everything an account holds about one contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QStackedLayout, QWidget

from contactdesk.model import Contact, Provider
from contactdesk.search.query import Query, parse
from contactdesk.ui.detail.record_hits import RecordHits
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel
from contactdesk.ui.person.wishes import PersonWishes

if TYPE_CHECKING:
    from contactdesk.ui.detail.contact_tabs import ContactTabs
    from contactdesk.ui.detail.contact_view import ContactView
    from contactdesk.ui.detail.raw_view import RawView
    from contactdesk.ui.document.folds import Folds
    from contactdesk.ui.document.view import DocumentView
    from contactdesk.ui.memories.contact_memories import MemoryPlace

MIN_WIDTH_UNITS = 60


class DetailPane(QWidget):
    """Shows one contact, or a hint when none is selected."""

    copied = Signal(str)
    search_wanted = Signal(str)  # a text for the search field
    shown_changed = Signal()  # another contact is shown, or none
    nickname_wanted = Signal(str)  # an agent
    reading_wanted = Signal()  # into the reading mode, or out of it
    tab_opened = Signal(str)  # an offered tab, to be filled: see `offered_tabs`

    def __init__(self, parent: QWidget | None = None, folds: Folds | None = None) -> None:
        # Qt sends change events while the base class is being set up.
        self._contact: Contact | None = None
        super().__init__(parent)
        self.setObjectName("detailPane")
        self.setAccessibleName(self.tr("Contact details"))
        self._view: ContactView | None = None
        self._folds = folds
        self._provider: Provider | None = None
        self._shown = ("", "")
        self._is_of_people = False
        self._query = parse("")
        self.wishes = PersonWishes(self)
        self.hits = RecordHits(self)
        self.hits.changed.connect(self._on_hits_changed)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._make_view)
        self._empty = HintLabel(self.tr("Select a contact"), parent=self, name="nothingShown")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self.setMinimumWidth(MIN_WIDTH_UNITS * theme.unit())
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.clear()

    # The widgets

    @property
    def view(self) -> ContactView:
        """Made for the first contact, so that the window's start does not wait for it."""
        return self._view or self._make_view()

    def _make_view(self) -> ContactView:
        from contactdesk.ui.detail.contact_view import ContactView

        if self._view is None:
            self._view = ContactView(self.hits, self, self._folds, self.wishes)
            self._view.copied.connect(self._on_copied)
            self._view.search_wanted.connect(self.search_wanted)
            self._view.tabs.nickname_wanted.connect(self.nickname_wanted)
            self._view.tabs.reading_wanted.connect(self.reading_wanted)
            self._view.tabs.choice.set_of_people(self._is_of_people)
            self._view.tabs.offered.opened.connect(self.tab_opened)
            self._stack.addWidget(self._view)
        return self._view

    def choose_for_people(self, is_of_people: bool) -> None:
        """From now on, contacts are shown for the people they are of, or for themselves: at first with
        the tab of the person, or with the details."""
        self._is_of_people = is_of_people
        words = self.tr("Select a person") if is_of_people else self.tr("Select a contact")
        self._empty.setText(words)
        if self._view is not None:
            self._view.tabs.choice.set_of_people(is_of_people)

    def make_soon(self) -> None:
        """Makes the widgets once the event loop is idle, before the first contact needs them."""
        if self._view is None:
            self._idle.start()

    @property
    def tabs(self) -> ContactTabs:
        return self.view.tabs

    @property
    def details(self) -> DocumentView:
        return self.tabs.details

    @property
    def raw(self) -> RawView:
        return self.tabs.raw

    # The contact

    def clear(self) -> None:
        """Shows that no contact is selected; the choice of tab is kept."""
        self._provider = self._contact = None
        self._shown = ("", "")
        self.hits.clear()
        self._stack.setCurrentWidget(self._empty)
        self.shown_changed.emit()

    def show_contact(
        self,
        account_label: str,
        provider: Provider,
        contact: Contact,
        raw_bytes: bytes,
        query: Query,
        malformed: str = "",
        nicknames: Mapping[str, str] | None = None,
    ) -> None:
        """Shows a contact from its top; the one already shown keeps its scroll position.

        `malformed` is the kind of what is wrong with the record, "" for a sound one. `nicknames` are
        the account's: agent -> the user's name for it.
        """
        shown = (account_label, contact.id)
        keep_place = shown == self._shown
        self._provider, self._contact, self._shown = provider, contact, shown
        self._query = query
        self.view.show_head(account_label, provider, contact, malformed)
        self._stack.setCurrentWidget(self.view)
        self.tabs.show_record(
            provider,
            contact.raw,
            raw_bytes,
            query,
            contact_name=contact.display_name,
            nicknames=nicknames,
            keep_place=keep_place,
        )
        self.view.say_memories()
        self._collect_hits()
        self.shown_changed.emit()

    def set_reading(self, is_reading: bool) -> None:
        """Shows the contact's name and memories only, or everything again."""
        self.view.set_reading(is_reading)

    def is_showing(self) -> bool:
        return self._contact is not None

    def has_memories(self) -> bool:
        """Whether agents remember something about the contact."""
        return self.is_showing() and self.tabs.memories is not None

    def shows_section(self, title: str) -> bool:
        """Whether Details has a section with this title; known once Details was opened."""
        return any(block.title == title for block in self.details.blocks)

    def open_memories(self) -> bool:
        """Opens the tab of the memories; False if the contact has none."""
        return self.tabs.open_memories()

    def show_place(self, place: MemoryPlace) -> None:
        """Opens a memory of the shown contact, at an open item if the place names one."""
        if self._contact is not None:
            self.tabs.show_place(place)

    # Hits

    def set_query(self, query: Query) -> None:
        self._query = query
        if self._view is not None:
            self._view.tabs.set_query(query)
            self._collect_hits()

    def say_no_match(self, is_other: bool) -> None:
        """Says that the contact is not among the search's matches."""
        if self._view is not None:
            self._view.say_no_match(is_other)

    def _collect_hits(self) -> None:
        self.view.stepper.reset()
        if self._provider is None or self._contact is None:
            self.view.matched.show_groups([])
            return
        self.hits.collect(self._provider, self._contact.raw, self._query)

    def _on_hits_changed(self) -> None:
        self.view.matched.show_groups(self.hits.groups(self.tabs.memory_names))
        self.tabs.show_hits(self.hits.places)

    def step_hit(self, direction: int) -> bool:
        """Goes to the next (1) or previous (-1) hit in this contact; False when there is none."""
        return self.view.stepper.step(direction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F3:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.view.stepper.step_around(-1 if back else 1)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.is_showing():
            self._on_hits_changed()

    def _on_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
