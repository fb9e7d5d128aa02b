"""Connects the search field with its suggestions, recent and saved searches, and the help."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index
from contactdesk.search import numbers
from contactdesk.ui.kit import text
from contactdesk.ui.kit.tasks import LatestTask, spawn
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.name_dialog import NameDialog
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.search.suggestion_list import Suggestion
from contactdesk.ui.search.suggestions import suggest
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData

FIELD_NAMES_AFTER_MS = 350
"""Field names are suggested once the user has not typed for this long."""


class SearchController(QObject):
    """Search terms are personal: they are kept in the search store and nowhere else."""

    failed = Signal(object)  # ContactDeskError: a search could not be saved
    saved_chosen = Signal(object)  # SavedSearch to run in its scope

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        userdata: UserData,
        index: Index,
        saved_list: SavedList,
        current: Callable[[], SavedSearch],
    ) -> None:
        """`current` gives the search that would be saved now, without a name."""
        super().__init__(window)
        self._window = window
        self._field = field
        self._userdata, self._store = userdata, userdata.searches
        self._index = index
        self._current = current
        self.saved_list = saved_list
        self._suggesting = LatestTask(self)
        self._found: tuple[str, list[Suggestion]] = ("", [])
        self._pause = QTimer(self, singleShot=True, interval=FIELD_NAMES_AFTER_MS)
        self._pause.timeout.connect(lambda: self._show_suggestions())
        self._suggesting.failed.connect(lambda _error: field.hide_suggestions())
        field.entered.connect(self._on_entered)
        field.suggestions_wanted.connect(self._on_suggestions_wanted)
        field.recent_wanted.connect(self._on_recent_wanted)
        field.committed.connect(self._on_committed)
        field.saved_chosen.connect(self._on_saved_chosen)
        field.forget_wanted.connect(lambda search: self._write(self._store.forget_recent(search)))
        field.textChanged.connect(lambda _text: self.show_name())
        field.help_wanted.connect(self.show_help)
        field.save_wanted.connect(self.save)
        self.saved_list.chosen.connect(self._on_saved_chosen)
        self.saved_list.rename_wanted.connect(self.rename)
        self.saved_list.removal_wanted.connect(self.remove)
        self.saved_list.replacement_wanted.connect(self.replace)
        self._show_saved()

    def end(self) -> None:
        """Stops using the index, which is about to be closed."""
        self._field.blockSignals(True)
        self._pause.stop()
        self._suggesting.blockSignals(True)
        self._suggesting.cancel()

    def _on_entered(self) -> None:
        # A number pasted with a contact open would load the plans on the GUI thread.
        spawn(self._index.file.read(numbers.prepare), failed=lambda _error: None)

    # Suggestions

    def _on_suggestions_wanted(self, typed: str, cursor: int) -> None:
        self._pause.stop()
        self._suggesting.start(self._suggest(typed, cursor), self._on_suggestions)

    async def _suggest(self, typed: str, cursor: int) -> tuple[str, list[Suggestion]]:
        return typed, await suggest(self._index, typed, cursor)

    def _on_suggestions(self, answer: tuple[str, list[Suggestion]]) -> None:
        """Shows values at once, but field names only after a pause: most words that begin like a
        field's name are not meant as one."""
        self._found = answer
        _typed, found = answer
        only_fields = all(each.kind == "field" for each in found)
        if found and only_fields and not self._field.is_suggesting():
            self._pause.start()
        else:
            self._show_suggestions()

    def _show_suggestions(self) -> None:
        typed, found = self._found
        if typed == self._field.text():
            self._field.show_suggestions(found)

    def _on_recent_wanted(self) -> None:
        """Suggests recent searches, then saved ones; a saved search is not listed as recent too."""
        saved = [
            Suggestion(
                "saved", each.name, each.text, meaning="" if each.name == each.text else each.text
            )
            for each in self._store.saved()
        ]
        named = {each.text for each in saved}
        recent = [search for search in self._store.recent() if search not in named]
        shown = [*(Suggestion("recent", search, search) for search in recent), *saved]
        self._field.show_suggestions(shown)

    # Recent searches

    def _on_committed(self, search: str) -> None:
        wanted = search.strip()
        if wanted and self._store.recent()[:1] != [wanted]:
            self._write(self._store.note(wanted))

    def forget_recent(self) -> None:
        """Removes all recent searches, and the text in the field, which closing would add again."""
        self.forget_typed()
        self._write(self._userdata.forget_recent())

    def forget_typed(self) -> None:
        """Empties the field, whose text closing the window would add to the recent searches."""
        self._pause.stop()
        self._suggesting.cancel()
        self._found = ("", [])
        self._field.forget()

    # Saved searches

    def name_shown(self) -> str:
        """The name of the search in the field, else of the current one in the list."""
        return self._name_in_field() or self.saved_list.name()

    def _name_in_field(self) -> str:
        current = self._current()
        account_id = current.account or ""
        return self._store.name_of(self._field.text().strip(), account_id, current.filters)

    def save(self) -> None:
        """Asks for a name for the search in the field, or for a new name if it is saved already."""
        search = self._field.text().strip()
        if name := self._name_in_field():
            self.rename(name)
        elif search:
            made = replace(self._current(), text=search)
            dialog = NameDialog(search, "", self._names(), self._window)
            dialog.named.connect(
                lambda name: self._write(self._store.save(replace(made, name=name)))
            )
            dialog.open()

    def rename(self, name: str = "") -> None:
        name = name or self.name_shown()
        search = next((each.text for each in self._store.saved() if each.name == name), "")
        if search:
            dialog = NameDialog(search, name, self._names(), self._window)
            dialog.named.connect(lambda other: self._write(self._store.rename(name, other)))
            dialog.open()

    def replace(self, name: str) -> None:
        """Save the current search, in its scope and with its columns, in place of another."""
        saved = next((each for each in self._store.saved() if each.name == name), None)
        if saved is not None:
            search = self._field.text().strip() or saved.text
            self._write(self._store.save(replace(self._current(), name=name, text=search)))

    def remove(self, name: str = "") -> None:
        name = name or self.name_shown()
        if name:
            spawn(self._remove(name))

    async def _remove(self, name: str) -> None:
        heading = self.tr("Remove saved search?")
        words = self.tr(
            "“{name}” will be removed from your saved searches. Contacts aren't affected."
        )
        words = words.format(name=text.line(name))
        if await text.ask(self._window, heading, words, self.tr("Remove"), destructive=True):
            self._write(self._store.remove(name))

    def _names(self) -> list[str]:
        return [each.name for each in self._store.saved()]

    def _on_saved_chosen(self, name: str) -> None:
        for search in self._store.saved():
            if search.name == name:
                self.saved_chosen.emit(search)
                self._on_committed(search.text)
                self.show_name()

    def _write(self, writing: Coroutine[Any, Any, None]) -> None:
        spawn(writing, lambda _done: self._show_saved(), self._on_failed)

    def _on_failed(self, error: ContactDeskError) -> None:
        self._show_saved()
        self.failed.emit(error)

    def _show_saved(self) -> None:
        self.saved_list.show_saved(self._store.saved(), self._name_in_field())
        self.show_name()

    def show_name(self) -> None:
        """Marks the search in the field as saved if it is, in the shown scope."""
        name = self._name_in_field()
        self._field.show_saved(name)
        self.saved_list.set_current(name)

    # Help

    def show_help(self) -> None:
        from contactdesk.ui.search.help import SearchHelp

        dialog = SearchHelp(self._window)
        dialog.tried.connect(self._field.setText)
        dialog.open()
