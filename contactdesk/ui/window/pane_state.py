"""Which panes are shown, and the window's geometry: kept from run to run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.kit.screen import bring_on_screen
from contactdesk.ui.kit.settings import Settings

NARROW_WIDTH = 900
"""Pixels of width below which the contact's details are hidden."""

ACCOUNTS, DETAILS = "actionShowAccounts", "actionShowDetails"


class PaneState:
    """Restores what the settings hold; `save` writes it when the window closes."""

    def __init__(
        self, window: QMainWindow, settings: Settings, actions: Mapping[str, QAction]
    ) -> None:
        self._window = window
        self._settings = settings
        self._actions = actions
        self._browser: Browser | None = None
        self._is_collapsed = False
        geometry = settings.state("geometry")
        if not geometry.isEmpty():
            window.restoreGeometry(geometry)
            # Its screen may be smaller now, or gone.
            bring_on_screen(window)

    def show_browser(self, browser: Browser) -> None:
        """Shows and hides its panes as they were; from now on the actions do."""
        self._browser = browser
        for name, pane in ((ACCOUNTS, browser.side), (DETAILS, browser.detail)):
            shown = self._is_wanted(name)
            self._actions[name].setChecked(shown)
            pane.setVisible(shown)
            self._actions[name].toggled.connect(pane.setVisible)
            self._actions[name].toggled.connect(partial(self._on_toggled, name))
        splitter = self._settings.state("splitter")
        if not splitter.isEmpty():
            browser.splitter.restoreState(splitter)
        # A pane pulled to nothing would still be ticked in the View menu.
        browser.splitter.setChildrenCollapsible(False)
        self.collapse_details()

    def collapse_details(self) -> None:
        """Hides the details in a narrow window; a wide one gets them back."""
        is_narrow = self._window.width() < NARROW_WIDTH
        if self._browser is None or is_narrow == self._is_collapsed:
            return
        self._is_collapsed = is_narrow
        self._actions[DETAILS].setChecked(not is_narrow and self._is_wanted(DETAILS))

    def save(self) -> None:
        self._settings.keep_state("geometry", QByteArray(self._window.saveGeometry()))
        if self._browser is not None:
            self._settings.keep_state("splitter", QByteArray(self._browser.splitter.saveState()))
        self._settings.flush()

    def _is_wanted(self, name: str) -> bool:
        return self._settings.text(name, "yes") == "yes"

    def _on_toggled(self, name: str, shown: bool) -> None:
        if not self._is_collapsed or name != DETAILS:
            self._settings.keep(name, "yes" if shown else "no")
