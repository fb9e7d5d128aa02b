"""Saved searches as views: the account, the vendor's filters, the columns and the sort order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from contactdesk.ui.accounts.sidebar import AccountList
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.shown_scope import ShownScope
from contactdesk.ui.kit import text
from contactdesk.ui.table.column_state import SavedColumns, View
from contactdesk.userdata.searches import SavedSearch


class SavedViews(QObject):
    """Describes the view on screen, and goes back to one that was saved.

    `open_scope` shows the chosen scope anew.
    """

    search_wanted = Signal(str)  # the text for the search field
    said = Signal(object)  # Notice

    def __init__(
        self,
        context: WindowContext,
        scope: ShownScope,
        columns: SavedColumns,
        accounts: AccountList,
        open_scope: Callable[[], None],
    ) -> None:
        super().__init__(accounts)
        self._context, self._scope, self._columns = context, scope, columns
        self._accounts, self._open_scope = accounts, open_scope

    def current(self) -> SavedSearch:
        """The view on screen, without a name or the text of the search."""
        scope, view = self._scope.scope(), self._columns.view()
        return SavedSearch(
            *("", "", scope.account_id, dict(scope.filters)),
            *(view.sort, view.descending, view.columns),
        )

    def open(self, search: SavedSearch) -> None:
        """Run a saved search in the scope and the view it was saved in."""
        account_id = search.account
        if account_id and account_id not in self._context.accounts.names_by_id():
            words = self.tr(
                "The account of the saved search “{name}” was removed. All contacts are searched."
            )
            self.said.emit(Notice("saved-search", words.format(name=text.line(search.name))))
            account_id = ""
        if account_id is not None:
            self._show(account_id, search)
        self.search_wanted.emit(search.text)

    def _show(self, account_id: str, search: SavedSearch) -> None:
        view = View(search.columns, search.sort, search.descending)
        has_other_filters = self._scope.set_filters(search.filters, account_id)
        if self._accounts.scope() != account_id:
            self._accounts.choose(account_id)
        elif has_other_filters or self._columns.differs(view):
            self._open_scope()
        if self._columns.differs(view):
            # The rows are read after this, in this order.
            self._columns.use(view)
