"""The saved searches: what the list below the accounts and the search field do with them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Scope
from contactdesk.ui.kit import text
from contactdesk.ui.kit.scope_keys import key_of
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.search.search_looks import forget_look, rename_look
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData


class SavedSearches(QObject):
    """Saves, renames, removes, watches and runs them. Without a name, a command is about the search in
    the field, else about the current one in the list."""

    failed = Signal(object)  # ContactDeskError: a search could not be saved
    changed = Signal()  # a search was saved, renamed or removed
    chosen = Signal(object)  # SavedSearch to run in its scope
    name_changed = Signal()  # another search is the current one, or it is saved otherwise

    def __init__(
        self,
        window: QWidget,
        field: SearchField,
        userdata: UserData,
        saved_list: SavedList,
        scope: Callable[[], Scope],
        as_saved: Callable[[str], SavedSearch],
    ) -> None:
        """`scope` gives the account and filters that are shown, `as_saved` a search in them, with
        their columns and order."""
        super().__init__(window)
        self._window = window
        self._field = field
        self._looks, self._store = userdata.looks, userdata.searches
        self._list = saved_list
        self._scope = scope
        self._as_saved = as_saved
        field.saved_chosen.connect(self.run)
        field.textChanged.connect(lambda _text: self.show_name())
        field.save_wanted.connect(self.save)
        saved_list.chosen.connect(self.run)
        saved_list.rename_wanted.connect(self.rename)
        saved_list.removal_wanted.connect(self.remove)
        saved_list.watch_wanted.connect(self.watch)
        self.show()

    def name_shown(self) -> str:
        """The name of the search in the field, else of the current one in the list."""
        return self.name_in_field() or self._list.name()

    def name_in_field(self) -> str:
        """The name of the search in the field, in the shown scope; "" where it is not saved."""
        scope = self._scope()
        return self._store.name_of(self._field.text().strip(), key_of(scope), scope.filters)

    def save(self) -> None:
        """Asks for a name for the search in the field. One that is saved already gets the columns and
        the order of now, and another name if the user gives one."""
        search = self._field.text().strip()
        if search:
            made, before = self._as_saved(search), self.name_in_field()
            self._ask_name(search, before, lambda name: self._save(made, before, name))

    async def _save(self, made: SavedSearch, before: str, name: str) -> None:
        watched = self.is_watched(before or name)
        await self._store.save(replace(made, name=name, watched=watched))
        if before not in ("", name):
            await self._store.remove(before)

    def rename(self, name: str = "") -> None:
        name = name or self.name_shown()
        search = next((each.text for each in self._store.saved() if each.name == name), "")
        if search:
            self._ask_name(search, name, lambda other: self._rename(name, other))

    async def _rename(self, name: str, other: str) -> None:
        if name != other:
            await rename_look(self._looks, name, other)
        await self._store.rename(name, other)

    def _ask_name(
        self, search: str, name: str, named: Callable[[str], Coroutine[Any, Any, None]]
    ) -> None:
        from contactdesk.ui.search.name_dialog import NameDialog

        dialog = NameDialog(search, name, [each.name for each in self._store.saved()], self._window)
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
        await forget_look(self._looks, name)
        await self._store.remove(name)

    def is_watched(self, name: str = "") -> bool:
        """Whether the user is told when a saved search finds more; of "", the current one."""
        name = name or self.name_shown()
        return any(each.watched for each in self._store.saved() if each.name == name)

    def watch(self, name: str = "") -> None:
        """Tells the user when a saved search finds more after a refresh, or not any more."""
        name = name or self.name_shown()
        if name:
            self._write(self._store.watch(name, not self.is_watched(name)))

    def run(self, name: str) -> None:
        """Runs a saved search in its scope."""
        for search in self._store.saved():
            if search.name == name:
                self.chosen.emit(search)
                self.show_name()

    def _write(self, writing: Coroutine[Any, Any, None]) -> None:
        spawn(writing, lambda _done: self.show(), self._on_failed)

    def _on_failed(self, error: ContactDeskError) -> None:
        self.show()
        self.failed.emit(error)

    def show(self) -> None:
        """Lists what is saved now."""
        self.changed.emit()
        self._list.show_saved(self._store.saved(), self.name_in_field())
        self.show_name()

    def show_name(self) -> None:
        """Marks the search in the field as saved if it is, in the shown scope."""
        name = self.name_in_field()
        self._field.show_saved(name)
        self._list.set_current(name)
        self.name_changed.emit()
