"""Base of the pages that take the place of the contact table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from contactdesk.ui.kit.wording import Extent
from contactdesk.userdata.places import Place


class Page(QWidget):
    """Something about the contacts loaded so far, of all accounts, beside the contact it shows.

    A page is made when it is first shown. The subclass gives every method that raises
    NotImplementedError: Qt's metaclass rules out an abstract base class. Signals: `contact_changed`
    (row id of the contact to show in the details, 0 for none; `MemoryPlace` or `HistoryPlace` to go
    to in it, None for none), `contact_opened` (the same contact is to get the focus),
    `contacts_wanted` (account id, text for the search field), `page_wanted` (a page's name, place
    to show it in), `status_changed`, `load_wanted` (load the rest), `copied` (a text for the
    clipboard), `said` (a message for the status bar).
    """

    contact_changed = Signal(int, object)
    contact_opened = Signal()
    contacts_wanted = Signal(str, str)
    page_wanted = Signal(str, object)
    status_changed = Signal()
    load_wanted = Signal()
    copied = Signal(str)
    said = Signal(str)

    def open(self, place: Place | None) -> None:
        """Show it where the user was, None for the first time; reads what it shows."""
        raise NotImplementedError

    def place(self) -> Place:
        """Where the user is, for the next time."""
        raise NotImplementedError

    def account_id(self) -> str:
        """The account it is narrowed to, "" for all."""
        return ""

    def show_extent(self, extent: Extent) -> None:
        """Told how much of its accounts is loaded, whenever that changes."""
        raise NotImplementedError

    def status(self) -> tuple[str, str]:
        """The status line, and the offer to load the rest, "" for none."""
        raise NotImplementedError

    def contacts_changed(self) -> None:
        """Contacts were written, changed or removed: reads again, soon and quietly."""
        raise NotImplementedError

    def is_busy(self) -> bool:
        """Whether what it shows is about to change without the user."""
        return False

    def step(self, direction: int) -> None:
        """Goes to the next (1) or previous (-1) row."""

    def focus_filter(self) -> bool:
        """Gives the focus to what narrows the page; False where nothing does."""
        return False

    def export_action(self) -> QAction | None:
        """Writes what it shows to a file; None where it cannot."""
        return None

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        raise NotImplementedError
