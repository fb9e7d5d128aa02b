"""Where the user is in each scope: sort order, filters, open contact and scroll position."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal

from contactdesk.model import Filters
from contactdesk.search.query import Query
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.shown_scope import ShownScope
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.table.view import ContactTableView
from contactdesk.userdata.keys import ContactKey
from contactdesk.userdata.places import Place

LAST_ACCOUNT = "account"
"""The setting with the key of the scope or page that was shown last: an account's id, "" for all
contacts."""


class Places(QObject):
    """Keeps the place when another scope is shown and at the end, and finds it again. The search
    stays when another account is chosen; the next start finds it again, too.

    Contacts are kept by the vendor's ids, with the searches: both are personal, and encrypted.
    """

    search_wanted = Signal(str)  # the text for the search field

    def __init__(
        self,
        context: WindowContext,
        scope: ShownScope,
        table: ContactTableView,
        query: Callable[[], Query],
    ) -> None:
        super().__init__(table)
        self._context = context
        self._scope = scope
        self._table = table
        self._query = query
        self._shown: str | None = None
        self._has_left = False
        self._pending: Place | None = None
        self._filters: Filters = {}

    def leave(self) -> None:
        """Another scope, or a page, is about to be shown: keeps the place in this one."""
        if self.keep():
            store = self._context.userdata.places
            spawn(store.write(), failed=lambda _error: None)
        self._has_left = True

    def keep(self) -> bool:
        """Keeps the place in the shown scope, to be written when the searches are closed. Whether
        it is another one than before."""
        if self._shown is None or self._has_left:
            return False
        store = self._context.userdata.places
        # Its rows may never have come.
        place = self._place() if self._pending is None else self._pending
        place = replace(place, search=self._query().text, filters=self._filters)
        is_other = place != store.place(self._shown)
        store.keep(self._shown, place)
        return is_other

    def enter(self) -> None:
        """Takes over the sort order of the chosen scope, and after a start its search; `restore` does
        the rest."""
        is_start = self._shown is None
        self._shown = key = self._scope.key
        self._has_left = False
        self._context.settings.keep(LAST_ACCOUNT, key)
        self._pending = place = self._context.userdata.places.place(key)
        if place is not None:
            self._scope.restore_filters(place.filters)
            self._sort(place)
        else:
            self._table.horizontalScrollBar().setValue(0)
        self._filters = dict(self._scope.scope().filters)
        if is_start and place is not None and self._query().empty:
            self.search_wanted.emit(place.search)

    def restore(self) -> None:
        """Opens the contact and scrolls to where the user was, unless they have moved already."""
        place, self._pending = self._pending, None
        table = self._table
        if place is None or table.has_place() or table.verticalScrollBar().value():
            return
        table.show_place(
            self._row_id(place.contact), self._row_id(place.top), place.top_pixels, place.sideways
        )

    def search_all(self) -> None:
        """Shows what the search finds in all accounts. People are of all accounts."""
        if not self._scope.is_people:
            self._scope.choose("")

    def search_everywhere(self, words: str) -> None:
        """Puts a search into the search field, and shows what it finds in all accounts."""
        self.search_all()
        self.search_wanted.emit(words)

    def show_search(self, account_id: str, words: str) -> None:
        """Shows the contacts of an account that a search finds: all of them, without filters."""
        self._scope.set_filters({}, account_id)
        self.search_wanted.emit(words)
        self._scope.choose(account_id)

    def _place(self) -> Place:
        top, pixels = self._table.top_row()
        column, descending = self._table.columns.sorted_by()
        return Place(
            contact=self._key(self._table.current_id()),
            top=self._key(top),
            top_pixels=pixels,
            sideways=self._table.horizontalScrollBar().value(),
            sort=column.path if column else "",
            descending=descending,
        )

    def _sort(self, place: Place) -> None:
        paths = [column.path for column in self._table.columns.columns()]
        section = paths.index(place.sort) if place.sort in paths else -1
        way = Qt.SortOrder.DescendingOrder if place.descending else Qt.SortOrder.AscendingOrder
        header = self._table.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(section, way)
        header.blockSignals(False)

    def _key(self, row_id: int) -> ContactKey | None:
        stored = self._context.index.stored(row_id) if row_id else None
        return (stored.account_id, stored.vendor_id) if stored else None

    def _row_id(self, key: ContactKey | None) -> int:
        """The row id of a contact; among people, that of the person it is of now. 0 for none."""
        index = self._context.index
        row_id = (index.row_id(*key) or 0) if key else 0
        if row_id and self._scope.is_people:
            return next(iter(index.people.members_at_once(row_id)), 0)
        return row_id
