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
QUICK_FILTERS = "actionShowQuickFilters"


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
        self._is_reading = False
        self._before = QByteArray()
        geometry = settings.state("geometry")
        if not geometry.isEmpty():
            window.restoreGeometry(geometry)
            # Its screen may be smaller now, or gone.
            bring_on_screen(window)

    def show_browser(self, browser: Browser) -> None:
        """Shows and hides its panes as they were; from now on the actions do."""
        self._browser = browser
        for name in (ACCOUNTS, DETAILS, QUICK_FILTERS):
            self._actions[name].setChecked(self._is_wanted(name))
            self._actions[name].toggled.connect(partial(self._on_toggled, name))
        self._show_panes()
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

    def set_reading(self, is_reading: bool) -> None:
        """Shows nothing but the details, or all panes again as wide as they were."""
        browser = self._browser
        if browser is None or is_reading == self._is_reading:
            return
        if is_reading:
            self._before = browser.splitter.saveState()
        self._is_reading = is_reading
        self._show_panes()
        if not is_reading:
            browser.splitter.restoreState(self._before)

    def _show_panes(self) -> None:
        if self._browser is not None:
            reads = self._is_reading
            self._browser.side.setVisible(self._actions[ACCOUNTS].isChecked() and not reads)
            self._browser.middle.setVisible(not reads)
            self._browser.quick_filters.setVisible(self._actions[QUICK_FILTERS].isChecked())
            self._browser.detail.setVisible(self._actions[DETAILS].isChecked() or reads)

    def save(self) -> None:
        self._settings.keep_state("geometry", QByteArray(self._window.saveGeometry()))
        if self._browser is not None:
            widths = self._before if self._is_reading else self._browser.splitter.saveState()
            self._settings.keep_state("splitter", QByteArray(widths))
        self._settings.flush()

    def _is_wanted(self, name: str) -> bool:
        return self._settings.text(name, "yes") == "yes"

    def _on_toggled(self, name: str, shown: bool) -> None:
        self._show_panes()
        if not self._is_collapsed or name != DETAILS:
            self._settings.keep(name, "yes" if shown else "no")
