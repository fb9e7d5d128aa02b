"""The context menu of the accounts in the sidebar, and the commands that only one account has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from contactdesk.ui.browser.banner import detail_of
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.window.browser_commands import MESSAGE_MS

ENTRIES = (
    *("actionRefreshContacts", "actionLoadAll", "actionShowFilters", ""),
    *("actionEditAccount", "actionReplaceKey", "actionAboutAccount", "actionCopyError", ""),
    "actionRemoveAccount",
)
"""Actions from top to bottom; "" is a separator."""


class AccountMenu(QObject):
    """Its commands act on the chosen account: a right click chooses first."""

    def __init__(
        self, browser: Browser, actions: Mapping[str, QAction], window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._browser = browser
        self._actions = actions
        self._window = window
        browser.accounts.menu_wanted.connect(self.open)
        actions["actionShowFilters"].triggered.connect(lambda: browser.filters.open_panel())
        actions["actionCopyError"].triggered.connect(lambda: self._copy_error())

    def open(self, at: QPoint) -> QMenu:
        """`at` is a point on the screen."""
        menu = QMenu(self._window)
        menu.setObjectName("accountMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ENTRIES:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.popup(at)
        return menu

    def show_state(self) -> None:
        """Enables what the chosen account has: filters, an error."""
        self._actions["actionShowFilters"].setEnabled(self._browser.filters.isVisible())
        self._actions["actionCopyError"].setEnabled(bool(self._error()))

    def _error(self) -> str:
        """The details of the chosen account's error, "" for none."""
        if not self._browser.accounts.scope():
            return ""
        found = ((walk, walk.error) for walk in self._browser.walks())
        return next((detail_of(walk, error) for walk, error in found if error is not None), "")

    def _copy_error(self) -> None:
        QGuiApplication.clipboard().setText(self._error())
        self._window.statusBar().showMessage(self.tr("Error details copied"), MESSAGE_MS)
