"""What stands around the search field: suggestions, recent and saved searches, the help sheet."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.ui.kit import text
from contactdesk.ui.kit.tasks import LatestTask, spawn
from contactdesk.ui.search.field import Offer, SearchField
from contactdesk.ui.search.saved_list import NameDialog, SavedList
from contactdesk.ui.search.suggestions import offers
from contactdesk.userdata.searches import SearchStore

PAUSE = 350
"""Milliseconds without a key after which names of fields are suggested."""


class Searches(QObject):
    """Terms of a search are personal: they are kept in the marks, and nowhere else."""

    failed = Signal(object)  # ContactDeskError: something could not be kept

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        marks: SearchStore,
        index: Index,
        saved_list: SavedList,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._field = field
        self._marks = marks
        self._index = index
        self.saved_list = saved_list
        self._completing = LatestTask(self)
        self._found: tuple[str, list[Offer]] = ("", [])
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: self._show_offers())
        self._completing.failed.connect(lambda _error: field.hide_offers())
        field.offers_wanted.connect(self._on_offers_wanted)
        field.kept_wanted.connect(self._on_kept_wanted)
        field.settled.connect(self._on_settled)
        field.forgotten.connect(lambda search: self._keep(marks.forget_recent(search)))
        field.textChanged.connect(lambda _text: self._show_which())
        field.help_wanted.connect(self.show_help)
        field.save_wanted.connect(self.save)
        self.saved_list.chosen.connect(self._on_chosen)
        self.saved_list.rename_wanted.connect(self.rename)
        self.saved_list.removal_wanted.connect(self.remove)
        self._show_saved()

    def end(self) -> None:
        """The index is about to be closed: nothing is asked of it any more."""
        self._field.blockSignals(True)
        self._pause.stop()
        self._completing.blockSignals(True)
        self._completing.cancel()

    # Suggestions

    def _on_offers_wanted(self, typed: str, cursor: int) -> None:
        self._pause.stop()
        self._completing.start(self._offers(typed, cursor), self._on_offers)

    async def _offers(self, typed: str, cursor: int) -> tuple[str, list[Offer]]:
        return typed, await offers(self._index, typed, cursor)

    def _on_offers(self, answer: tuple[str, list[Offer]]) -> None:
        """Values are shown at once. Names of fields wait until the user does: most words that
        begin like one are none."""
        self._found = answer
        _typed, found = answer
        only_fields = all(each.kind == "field" for each in found)
        if found and only_fields and not self._field.is_offering():
            self._pause.start()
        else:
            self._show_offers()

    def _show_offers(self) -> None:
        typed, found = self._found
        if typed == self._field.text():
            self._field.show_offers(found)

    def _on_kept_wanted(self) -> None:
        """Recent searches, then saved ones; the same search is not offered twice."""
        saved = self._marks.saved()
        named = {each.text for each in saved}
        recent = [Offer("recent", each, each) for each in self._marks.recent() if each not in named]
        self._field.show_offers([*recent, *(Offer("saved", s.name, s.text) for s in saved)])

    # Recent searches

    def _on_settled(self, search: str) -> None:
        wanted = search.strip()
        if wanted and self._marks.recent()[:1] != [wanted]:
            self._keep(self._marks.note(wanted))

    def forget_recent(self) -> None:
        """None of them is offered any more, nor is what stands in the field noted at closing."""
        self.forget_typed()
        self._keep(self._marks.forget_recent())

    def forget_typed(self) -> None:
        """Nothing of what was typed stays in the field: it would be noted again at closing."""
        self._pause.stop()
        self._completing.cancel()
        self._found = ("", [])
        self._field.forget()

    # Saved searches

    def name_shown(self) -> str:
        """The name of the search that is shown, or else of the one chosen in the list."""
        return self._marks.name_of(self._field.text().strip()) or self.saved_list.name()

    def save(self) -> None:
        """Asks for a name for the search that is shown; one that is saved is given another."""
        search = self._field.text().strip()
        name = self._marks.name_of(search)
        if name:
            self.rename(name)
        elif search:
            dialog = NameDialog(search, "", self._names(), self._window)
            dialog.named.connect(lambda name: self._keep(self._marks.save(name, search)))
            dialog.open()

    def rename(self, name: str = "") -> None:
        name = name or self.name_shown()
        search = next((each.text for each in self._marks.saved() if each.name == name), "")
        if search:
            dialog = NameDialog(search, name, self._names(), self._window)
            dialog.named.connect(lambda other: self._keep(self._marks.rename(name, other)))
            dialog.open()

    def remove(self, name: str = "") -> None:
        name = name or self.name_shown()
        if name:
            spawn(self._remove(name))

    async def _remove(self, name: str) -> None:
        heading = self.tr("Remove saved search?")
        words = self.tr("“{name}” is removed from the list. Contacts stay as they are.")
        said = words.format(name=text.line(name))
        if await text.ask(self._window, heading, said, self.tr("Remove"), destructive=True):
            self._keep(self._marks.remove(name))

    def _names(self) -> list[str]:
        return [each.name for each in self._marks.saved()]

    def _on_chosen(self, search: str) -> None:
        self._field.setText(search)
        self._on_settled(search)

    def _keep(self, writing: Coroutine[Any, Any, None]) -> None:
        spawn(writing, lambda _done: self._show_saved(), self._on_failed)

    def _on_failed(self, error: ContactDeskError) -> None:
        self._show_saved()
        self.failed.emit(error)

    def _show_saved(self) -> None:
        self.saved_list.show_saved(self._marks.saved(), self._field.text().strip())
        self._show_which()

    def _show_which(self) -> None:
        search = self._field.text().strip()
        self._field.show_saved(self._marks.name_of(search))
        self.saved_list.mark(search)

    # Help

    def show_help(self) -> None:
        from contactdesk.ui.search.help import SearchHelp

        sheet = SearchHelp(self._window)
        sheet.tried.connect(self._field.setText)
        sheet.open()
