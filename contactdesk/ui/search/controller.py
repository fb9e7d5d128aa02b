"""Connects the search field with its suggestions, recent and saved searches, and the help."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index, Scope
from contactdesk.search import numbers
from contactdesk.ui.kit import text
from contactdesk.ui.kit.tasks import LatestTask, spawn
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.name_dialog import NameDialog
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.search.search_looks import forget_look, rename_look
from contactdesk.ui.search.suggestion_list import Suggestion
from contactdesk.ui.search.suggestions import suggest
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData

FIELD_NAMES_AFTER_MS = 350
"""Field names are suggested once the user has not typed for this long."""


class SearchController(QObject):
    """Search terms are personal: they are kept in the search store and nowhere else."""

    failed = Signal(object)  # ContactDeskError: a search could not be saved
    saved_changed = Signal()  # a search was saved, renamed or removed
    saved_chosen = Signal(object)  # SavedSearch to run in its scope

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        userdata: UserData,
        index: Index,
        saved_list: SavedList,
        scope: Callable[[], Scope],
        as_saved: Callable[[str], SavedSearch],
    ) -> None:
        """`scope` gives the account and filters that are shown, `as_saved` a search in them, with
        their columns and order."""
        super().__init__(window)
        self._window = window
        self._field = field
        self._userdata, self._store = userdata, userdata.searches
        self._index = index
        self._scope = scope
        self._as_saved = as_saved
        self.saved_list = saved_list
        self._suggesting = LatestTask(self)
        self._found: tuple[str, list[Suggestion]] = ("", [])
        self._pause = QTimer(self, singleShot=True, interval=FIELD_NAMES_AFTER_MS)
        self._pause.timeout.connect(lambda: self._show_suggestions())
        self._suggesting.failed.connect(lambda _error: field.hide_suggestions())
        field.entered.connect(lambda: _prepare_numbers(index))
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
        self._show_saved()

    def end(self) -> None:
        """Stops using the index, which is about to be closed."""
        self._field.blockSignals(True)
        self._pause.stop()
        self._suggesting.blockSignals(True)
        self._suggesting.cancel()

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
        return self.name_in_field() or self.saved_list.name()

    def name_in_field(self) -> str:
        """The name of the search in the field, in the shown scope; "" where it is not saved."""
        scope = self._scope()
        return self._store.name_of(self._field.text().strip(), scope.account_id, scope.filters)

    def save(self) -> None:
        """Asks for a name for the search in the field. One that is saved already gets the columns and
        the order of now, and another name if the user gives one."""
        search = self._field.text().strip()
        if search:
            made, before = self._as_saved(search), self.name_in_field()
            self._ask_name(search, before, lambda name: self._save(made, before, name))

    async def _save(self, made: SavedSearch, before: str, name: str) -> None:
        await self._store.save(replace(made, name=name))
        if before not in ("", name):
            await self._store.remove(before)

    def rename(self, name: str = "") -> None:
        name = name or self.name_shown()
        search = next((each.text for each in self._store.saved() if each.name == name), "")
        if search:
            self._ask_name(search, name, lambda other: self._rename(name, other))

    async def _rename(self, name: str, other: str) -> None:
        if name != other:
            await rename_look(self._userdata.looks, name, other)
        await self._store.rename(name, other)

    def _ask_name(
        self, search: str, name: str, named: Callable[[str], Coroutine[Any, Any, None]]
    ) -> None:
        dialog = NameDialog(search, name, self._names(), self._window)
        dialog.named.connect(lambda chosen: self._write(named(chosen)))
        dialog.open()

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
            self._write(self._forget(name))

    async def _forget(self, name: str) -> None:
        await forget_look(self._userdata.looks, name)
        await self._store.remove(name)

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
        self.saved_changed.emit()
        self.saved_list.show_saved(self._store.saved(), self.name_in_field())
        self.show_name()

    def show_name(self) -> None:
        """Marks the search in the field as saved if it is, in the shown scope."""
        name = self.name_in_field()
        self._field.show_saved(name)
        self.saved_list.set_current(name)

    # Help

    def show_help(self) -> None:
        from contactdesk.ui.search.help import SearchHelp

        dialog = SearchHelp(self._window)
        dialog.tried.connect(self._field.setText)
        dialog.open()


def _prepare_numbers(index: Index) -> None:
    """Loads the numbering plans: a number pasted with a contact open would load them on the GUI
    thread."""
    spawn(index.file.read(numbers.prepare), failed=lambda _error: None)
