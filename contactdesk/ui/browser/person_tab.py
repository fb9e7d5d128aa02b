"""The person behind the shown contact: the links in its header, and the tab Person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from contactdesk.index import PersonLinks, Stored
from contactdesk.records.parse import read_record
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.detail.offered_tabs import PERSON
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.tasks import LatestTask, can_start, spawn

if TYPE_CHECKING:
    from contactdesk.ui.person.person_page import PersonPage
    from contactdesk.ui.person.shown_person import OtherContact, PersonContact, ShownPerson

translate = QCoreApplication.translate

MAX_CONTACTS = 100
"""Contacts of one person that are compared; of more, the page says so."""

MAX_MAYBES = 50


class PersonTab(QObject):
    """`about_to_show` is called before a contact is shown, `follow` when contacts were written or
    people changed."""

    def __init__(self, context: WindowContext, pane: DetailPane) -> None:
        super().__init__(pane)
        self._context, self._pane = context, pane
        self._row_id = 0
        self._members: list[int] = []
        self._shown: ShownPerson | None = None
        self._is_open = False
        self._reading = LatestTask(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        pane.tab_opened.connect(self._on_opened)
        wishes = pane.wishes
        wishes.person_wanted.connect(self._open)
        wishes.unlink_wanted.connect(lambda row_id: self._decide("unlink", [row_id]))
        wishes.link_wanted.connect(lambda one, other: self._decide("link", [one, other]))
        wishes.apart_wanted.connect(lambda one, other: self._decide("keep_apart", [one, other]))
        wishes.dismiss_wanted.connect(self._dismiss)
        context.changes.dismissals_changed.connect(self._show_again)
        context.changes.people_changed.connect(self.follow)

    @property
    def members(self) -> Sequence[int]:
        """The row ids of the shown contact's person, the person's own contact first."""
        return self._members

    @property
    def busy(self) -> bool:
        """Whether the person is being read."""
        return self._reading.busy or self._soon.isActive()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._reading.blockSignals(True)
        self._reading.cancel()
        self._context.changes.dismissals_changed.disconnect(self._show_again)
        self._context.changes.people_changed.disconnect(self.follow)
