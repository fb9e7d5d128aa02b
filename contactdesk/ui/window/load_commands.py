"""The commands of the Load menu, for the accounts in view, and the display of their progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from contactdesk.sync.engine import State
from contactdesk.ui.browser.auto_refresh import MINUTES
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.text import line
from contactdesk.ui.window.choice_menu import Choice, ChoiceMenu
from contactdesk.ui.window.status_bar import StatusBar
from contactdesk.ui.window.tool_bar import ToolBar

if TYPE_CHECKING:
    from contactdesk.ui.browser.progress_panel import ProgressPanel


class LoadCommands(QObject):
    """Made once there is a browser. Commands that would do nothing are disabled."""

    def __init__(
        self,
        browser: Browser,
        loading: Loading,
        actions: Mapping[str, QAction],
        bar: ToolBar,
        status: StatusBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._browser = browser
        self._loading = loading
        self._actions = actions
        self._bar = bar
        self._status = status
        self._window = window
        self._panel: ProgressPanel | None = None
        for name, slot in (
            ("actionLoadAll", self.load_all),
            ("actionShowProgress", self.toggle_progress),
            ("actionCancelLoading", self.cancel),
            ("actionPauseLoading", self.pause_or_resume),
            ("actionRefreshContacts", self.refresh),
        ):
            actions[name].triggered.connect(slot)
        status.load_rest_requested.connect(self.load_all)
        status.progress_requested.connect(self.toggle_progress)
        browser.status_changed.connect(self._on_status_changed)
        self._add_auto_refresh()

    def _add_auto_refresh(self) -> None:
        auto_refresh = self._browser.background.auto_refresh
        names = ("ByHand", "FiveMinutely", "QuarterHourly", "HalfHourly", "Hourly")
        choices = [
            Choice(f"actionRefresh{name}", minutes, self._interval_words(minutes))
            for name, minutes in zip(names, MINUTES, strict=True)
        ]
        command = self._actions["actionRefreshRegularly"]
        menu = ChoiceMenu(command, choices, auto_refresh.minutes, self._window)
        menu.chosen.connect(auto_refresh.set_minutes)

    def _interval_words(self, minutes: int) -> str:
        if not minutes:
            return self.tr("Off")
        return (
            self.tr("Every hour") if minutes == 60 else self.tr("Every %Ln minute(s)", "", minutes)
        )

    def load_all(self) -> None:
        self._loading.load_all(self._browser.walks())

    def refresh(self) -> None:
        self._loading.refresh(self._browser.walks())

    def cancel(self) -> None:
        self._loading.cancel(self._browser.account_ids())

    def pause_or_resume(self) -> None:
        """Pauses what loads; resumes if all of it is paused."""
        change = self._loading.resume if self._is_paused() else self._loading.pause
        change(self._browser.walks())

    def _is_paused(self) -> bool:
        loading = [walk for walk in self._browser.walks() if walk.loading_all]
        return bool(loading) and all(walk.paused for walk in loading)

    def toggle_progress(self) -> None:
        """Opens the panel, or closes it if it is open."""
        if self._panel is None:
            from contactdesk.ui.browser.progress_panel import ProgressPanel

            self._panel = ProgressPanel(self._loading, self._browser.loaded_of, self._window)
            self._panel.closed.connect(self._browser.table.setFocus)
        if self._panel.isVisible():
            self._panel.close()
        else:
            self._panel.show_walks(self._browser.walks())
            self._panel.open()

    def _on_status_changed(self, words: str, rest: str) -> None:
        self._status.show_words(words, rest)
        if self._panel is not None and self._panel.isVisible():
            self._panel.show_walks(self._browser.walks())

    def show_state(self) -> None:
        """Enables what can be done, and shows progress if something takes long."""
        browser = self._browser
        walks = browser.walks()
        busy = self._loading.busy(browser.account_ids())
        loading_all = [walk for walk in walks if walk.loading_all]
        can_load_all = any(walk.has_more and not walk.loading_all for walk in walks)
        for name, enabled in (
            ("actionLoadAll", can_load_all),
            ("actionPauseLoading", bool(loading_all)),
            ("actionCancelLoading", busy),
            ("actionShowProgress", bool(walks)),
            ("actionRefreshContacts", bool(walks) and not busy),
            ("actionReadAgain", bool(walks) and not busy),
        ):
            self._actions[name].setEnabled(enabled)
        is_paused = self._is_paused()
        self._name_pause(is_paused)
        # A single page is done before a progress bar could be read.
        takes_long = any(w.loading_all or w.refreshing or w.state is State.WAITING for w in walks)
        self._bar.show_loading(
            can_load_all=can_load_all,
            loads_all=bool(loading_all),
            is_paused=is_paused,
            can_cancel=busy and takes_long,
        )
        self._status.show_age(walks)
        self._status.show_progress(browser.extent() if busy and takes_long else None, walks)

    def _name_pause(self, is_paused: bool) -> None:
        """Names the command after what it does next."""
        pause = self._actions["actionPauseLoading"]
        words = self.tr("Res&ume loading") if is_paused else self.tr("Pa&use loading")
        if words != pause.text():
            pause.setText(words)
            pause.setIcon(theme.icon("play" if is_paused else "pause"))
            rest = self.tr("Load the remaining pages")
            tip = rest if is_paused else self.tr("Stop after the current page and resume later")
            pause.setToolTip(line(tip))
            pause.setStatusTip(line(tip))
