"""The dialogs that need more than the window: network, export, request log, about, a bug."""

from __future__ import annotations

import sys
from collections.abc import Callable

from contactdesk.http import network
from contactdesk.http.client import Client
from contactdesk.http.network import Network
from contactdesk.index import Index
from contactdesk.model import Provider
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.paths import Profile
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.kit import tasks
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.text import line
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.ui.window.request_log import RequestLog, RequestLogWindow
from contactdesk.userdata.userdata import UserData


class Dialogs:
    """Opens them when the window asks for them. Most are imported then, not at the start."""

    def __init__(
        self,
        window: MainWindow,
        profile: Profile,
        settings: Settings,
        accounts: Accounts,
        providers: dict[str, Provider],
        client: Client,
        requests: RequestLog,
        index: Callable[[], Index | None],
        userdata: Callable[[], UserData],
    ) -> None:
        self._window = window
        self._profile = profile
        self._settings = settings
        self._accounts = accounts
        self._providers = providers
        self._client = client
        self._requests = requests
        self._index = index
        self._userdata = userdata
        window.demo_requested.connect(self.start_demo)
        window.sheet_wanted.connect(self.show_sheet)
        window.export_wanted.connect(self.show_export)
        network_action = window.actions_by_name["actionEditNetwork"]
        network_action.triggered.connect(lambda: self.show_network())

    def start_demo(self) -> None:
        """The demo is a process of its own, so that nothing of it can touch this profile."""
        from PySide6.QtCore import QProcess

        words = ["--demo"] if getattr(sys, "frozen", False) else ["-m", "contactdesk", "--demo"]
        QProcess.startDetached(sys.executable, words)

    def show_sheet(self, name: str) -> None:
        """`name`: shortcuts, requests or about."""
        from contactdesk.ui.window.about import AboutDialog, ShortcutSheet, shortcut_groups

        if name == "shortcuts":
            ShortcutSheet(shortcut_groups(self._window), self._window).open()
        elif name == "requests":
            RequestLogWindow(self._requests, self._window).show()
        else:
            AboutDialog(self._places(), self._window).open()

    def _places(self) -> list[tuple[str, str]]:
        profile, index, tr = self._profile, self._index(), self._window.tr
        return [
            (tr("Accounts"), str(profile.accounts_file)),
            (tr("Index"), str(index.file.path if index else profile.index_file)),
            (tr("Settings"), str(profile.settings_file)),
            (tr("Log"), str(profile.log_file)),
        ]

    def show_network(self) -> None:
        from contactdesk.ui.window.network_dialog import NetworkDialog

        dialog = NetworkDialog(network.read(self._profile.settings_file), self._window)
        dialog.chosen.connect(self._on_network_chosen)
        dialog.open()

    def _on_network_chosen(self, chosen: Network) -> None:
        for name, value in chosen.entries().items():
            self._settings.keep(f"{network.GROUP}/{name}", value)
        self._settings.flush()
        tasks.spawn(
            self._client.use(
                proxy=chosen.proxy or None,
                ca_file=chosen.ca_file or None,
                trust_env=chosen.use_system,
            )
        )

    def show_export(self) -> None:
        from contactdesk.ui.browser.rest import RestOfContacts
        from contactdesk.ui.window.export_dialog import ExportDialog

        browser, index = self._window.browser(), self._index()
        if browser is None or index is None:
            return
        if (page := browser.pages.current()) is not None:
            if (action := page.export_action()) is not None:
                action.trigger()
            return
        dialog = ExportDialog(
            WindowContext(self._accounts, index, self._providers, self._settings, self._userdata()),
            browser.table_model.ids(),
            browser.table.selected_ids(),
            browser.extent(),
            self._window,
            columns=browser.table.columns_to_copy(),
            search=browser.request()[2].text,
            rest=RestOfContacts(browser, self._window.loading),
            people=browser.table_model.shows_people,
        )
        dialog.written.connect(
            lambda count, out, cut: self._on_exported(dialog.rows_words(count), out, cut)
        )
        dialog.open()

    def _on_exported(self, rows: str, out: str, cut_cells: int) -> None:
        tr = self._window.tr
        words = tr("{} written to {}").format(rows, line(out))
        if cut_cells:
            cut = tr("%Ln cell(s) too long for a spreadsheet were cut", "", cut_cells)
            words = f"{words} · {cut}"
        self._window.statusBar().showMessage(words, 6_000)

    def show_bug(self, error: BaseException) -> None:
        from contactdesk.ui.window.bug_report import BugReport, report_of

        BugReport(report_of(error), self._window).open()
