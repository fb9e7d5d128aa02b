"""The contact in the detail pane: follows the table's current row, or a page, and the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.records.parse import read_record
from contactdesk.search.query import Query, parse
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.person_tab import PersonTab
from contactdesk.ui.detail.offered_tabs import DETAILS, MEMORIES, PERSON, TIMELINE
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit.contact_places import HistoryPlace
from contactdesk.ui.table.model import ContactTable
from contactdesk.ui.table.view import ContactTableView
from contactdesk.userdata.keys import ContactKey

if TYPE_CHECKING:
    from contactdesk.ui.memories.contact_memories import MemoryPlace

MAX_TRAIL = 20
"""Followed links that can be gone back."""

PageChoice = tuple[int, "MemoryPlace | HistoryPlace | None"]
"""Row id of a contact, 0 for none, and where to go in its memories or its history."""


class ShownContact(QObject):
    """Shows the current contact once the events at hand are done: rows only passed are skipped."""

    changed = Signal()  # another contact is shown, or the same anew
    history_wanted = Signal(object)  # HistoryPlace to go to in the shown contact

    def __init__(
        self,
        context: WindowContext,
        table: ContactTableView,
        model: ContactTable,
        pane: DetailPane,
        person: PersonTab,
    ) -> None:
        super().__init__(pane)
        self._context = context
        self._person = person
        self._table = table
        self._model = model
        self._pane = pane
        self._query = parse("")
        self._row_id = 0
        self._choice: PageChoice | None = None
        self._trail: list[tuple[int, str]] = []
        self._is_following = False
        self._key: ContactKey | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_current)
        self._account_id = ""
        table.current_changed.connect(lambda _id: self._leave_trail())
        table.clicked.connect(lambda _index: self._leave_trail())
        pane.wishes.contact_wanted.connect(self.open)
        pane.wishes.memory_wanted.connect(self.open_memory)
        pane.wishes.back_wanted.connect(self.go_back)
        pane.nickname_wanted.connect(self._give_nickname)
        context.changes.nicknames_changed.connect(self._on_nicknames_changed)

    @property
    def row_id(self) -> int:
        """The shown contact's id in the index, 0 for none."""
        return self._row_id

    @property
    def key(self) -> ContactKey | None:
        """The shown contact; None for none."""
        return self._key

    def show(self, row_id: int, place: MemoryPlace | HistoryPlace | None) -> None:
        """Shows what a page chose in place of the table, until `clear`. The search for contacts marks
        nothing in it."""
        self._choice = row_id, place
        self._leave_trail()

    # Links to other contacts of a person

    def open(self, row_id: int) -> None:
        """Shows a contact that a link leads to: by the table where it has it, else in place of the
        current one, until another row is chosen. `go_back` leads back, to the tab that was open."""
        tabs = self._pane.tabs
        if row_id != self._row_id:
            self._trail = [*self._trail[-MAX_TRAIL:], (row_id, "")]
            if len(self._trail) == 1:
                self._trail.insert(0, (self._row_id, ""))
            self._trail[-2] = (self._trail[-2][0], tabs.current_name())
            self._follow_trail()
        if tabs.current_name() in (PERSON, TIMELINE):
            tabs.open(DETAILS, as_choice=False)
        tabs.currentWidget().setFocus()

    def open_memory(self, row_id: int, place: MemoryPlace | None) -> None:
        """Opens a contact at a memory of it, or at all of them."""
        self.open(row_id)
        self._pane.tabs.open(MEMORIES, as_choice=False)
        if place is not None:
            self._pane.show_place(place)
        self._pane.tabs.currentWidget().setFocus()

    def go_back(self) -> None:
        """Shows the contact from which the last link was followed, in its tab."""
        if len(self._trail) < 2:
            return
        self._trail.pop()
        name = self._trail[-1][1]
        self._follow_trail()
        self._pane.tabs.open(name, as_choice=False)
        self._pane.tabs.currentWidget().setFocus()

    def _follow_trail(self) -> None:
        """Shows the last contact of the trail at once, as the table's current row if it has it."""
        self._is_following = True
        if self._choice is None:
            self._table.go_to(self._trail[-1][0])
        self._is_following = False
        self._soon.stop()
        self._show_current()

    def _leave_trail(self) -> None:
        """Another row, or the current one anew, was chosen by the user."""
        if not self._is_following:
            self._trail = []
            self._soon.start()

    def _back_to(self) -> str:
        """The account of the contact to go back to, "" for none."""
        if len(self._trail) < 2:
            return ""
        keys = self._context.index.keys([self._trail[-2][0]])
        return self._context.account_label(keys[0][0]) if keys else ""

    def set_query(self, query: Query) -> None:
        """The query of the next rows: the contact is marked once they tell whether it matches."""
        self._query = query
        if query.empty:
            self.mark()

    def mark(self) -> None:
        """Marks the query's hits, or says that the contact is not among the rows that match."""
        is_match = self._is_match()
        self._pane.set_query(self._shown_query())
        self._pane.say_no_match(bool(self._row_id) and not is_match)

    def _shown_query(self) -> Query:
        is_shown = self._choice is None and self._is_match()
        return self._context.highlighted(self._query) if is_shown else parse("")

    def _is_match(self) -> bool:
        if self._choice is not None or self._query.empty:
            return True
        members = self._person.members
        row_id = members[0] if members and self._model.shows_people else self._row_id
        return self._model.row_of(row_id) >= 0

    def clear(self) -> None:
        self._row_id = 0
        self._choice = None
        self._trail = []
        self._person.forget()
        self._pane.clear()
        self._tell(None)

    def refresh(self) -> None:
        """Reads the contact from the index again; clears the pane if it is gone."""
        stored = self._context.index.stored(self._row_id) if self._row_id else None
        if stored is None or not self._context.account_label(stored.account_id):
            self._person.forget()
            self._pane.clear()
            self._tell(None)
            return
        account = self._context.accounts.get(stored.account_id)
        provider = self._context.providers[account.provider]
        contact = read_record(provider.contact, stored.raw).contact
        query = self._shown_query()
        self._account_id = account.id
        self._person.about_to_show(self._row_id, self._back_to())
        self._pane.show_contact(
            account.label,
            provider,
            contact,
            stored.raw,
            query,
            stored.malformed,
            self._context.userdata.nicknames.of(account.id),
        )
        self._pane.say_no_match(not self._is_match())
        self._tell((stored.account_id, stored.vendor_id))

    def _tell(self, key: ContactKey | None) -> None:
        self._key = key
        self.changed.emit()

    def end(self) -> None:
        """Stops reading from the index, which is about to be closed."""
        self._soon.stop()
        self._context.changes.nicknames_changed.disconnect(self._on_nicknames_changed)

    def _give_nickname(self, agent: str) -> None:
        from contactdesk.ui.kit.nickname_dialog import NicknameDialog

        window = self._pane.window()
        NicknameDialog(self._context.undo, self._account_id, agent, window).open()

    def _on_nicknames_changed(self) -> None:
        if self._pane.has_memories():
            self.refresh()

    def _show_current(self) -> None:
        row_id, place = self._choice or (self._table.current_id(), None)
        if self._trail:
            row_id, place = self._trail[-1][0], None
        if row_id != self._row_id or not row_id:
            self._row_id = row_id
            self.refresh()
        if isinstance(place, HistoryPlace):
            self.history_wanted.emit(place)
        elif place is not None:
            self._pane.show_place(place)
