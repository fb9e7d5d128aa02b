"""The notices above the table: the program's own, and one for each account in trouble."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from contactdesk.ui.browser import presenter
from contactdesk.ui.browser.banner import BannerArea, Notice
from contactdesk.ui.browser.loading import Loading


class Notices(QObject):
    """The program's own notices stay until they are dismissed."""

    def __init__(self, loading: Loading, banners: BannerArea) -> None:
        super().__init__(banners)
        self._loading = loading
        self._banners = banners
        self._account_ids: Sequence[str] = ()
        self.own: list[Notice] = []
        banners.dismissed.connect(self._on_dismissed)

    def add(self, notice: Notice) -> None:
        """Shows a notice of the program; it replaces an earlier one with the same id."""
        self.own = [each for each in self.own if each.account_id != notice.account_id]
        self.own.append(notice)
        self._show()

    def show_accounts(self, account_ids: Sequence[str]) -> None:
        """Shows the notices of these accounts, beside the program's own."""
        self._account_ids = account_ids
        self._show()

    def _show(self) -> None:
        shown = [a for a in self._account_ids if not self._loading.is_dismissed(a)]
        self._banners.show_notices(presenter.notices(self._loading.sync, shown), self.own)

    def _on_dismissed(self, account_id: str) -> None:
        others = [notice for notice in self.own if notice.account_id != account_id]
        if len(others) == len(self.own):
            self._loading.dismiss(account_id)
        self.own = others
        self._show()
