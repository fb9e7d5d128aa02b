"""Connects the search field with its suggestions, recent and saved searches, and the help."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.errors import ContactDeskError
from contactdesk.index import Index, Scope
from contactdesk.search import numbers
from contactdesk.ui.kit.tasks import LatestTask, spawn
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.search.saved_list import SavedList
from contactdesk.ui.search.saved_searches import SavedSearches
from contactdesk.ui.search.suggestion_list import Suggestion
from contactdesk.ui.search.suggestions import suggest
from contactdesk.userdata.searches import SavedSearch
from contactdesk.userdata.userdata import UserData

FIELD_NAMES_AFTER_MS = 350
"""Field names are suggested once the user has not typed for this long."""


class SearchController(QObject):
    """Search terms are personal: they are kept in the search store and nowhere else."""

    failed = Signal(object)  # ContactDeskError: a search could not be saved

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
        """`scope` and `as_saved` are those of `SavedSearches`."""
        super().__init__(window)
        self._window = window
        self._field = field
        self._userdata, self._store = userdata, userdata.searches
        self._index = index
        self.saved = SavedSearches(window, field, userdata, saved_list, scope, as_saved)
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
        field.forget_wanted.connect(lambda search: self._write(self._store.forget_recent(search)))
        field.help_wanted.connect(self.show_help)
        self.saved.failed.connect(self.failed)
        self.saved.chosen.connect(lambda search: self._on_committed(search.text))

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

    def _write(self, writing: Coroutine[Any, Any, None]) -> None:
        spawn(writing, lambda _done: self.saved.show(), self._on_failed)

    def _on_failed(self, error: ContactDeskError) -> None:
        self.saved.show()
        self.failed.emit(error)

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
