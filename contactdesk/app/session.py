"""One run of the window from opening to closing: what is made when, and in which order it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from contactdesk.app import startup
from contactdesk.app.demo import Demo
from contactdesk.app.retention import Retention
from contactdesk.app.startup import Startup
from contactdesk.errors import ContactDeskError, IndexFileError
from contactdesk.http import network
from contactdesk.http.client import Client
from contactdesk.http.network import Network
from contactdesk.http.request_log import Request
from contactdesk.index import Index
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile
from contactdesk.providers import all_providers
from contactdesk.security import hardening
from contactdesk.storage.database import set_aside
from contactdesk.sync.engine import Sync
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import tasks
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.text import line
from contactdesk.ui.kit.wording import contacts, error_summary, error_text
from contactdesk.ui.window.account_commands import AccountCommands
from contactdesk.ui.window.bug_report import BugReport, report_of
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.ui.window.request_log import RequestLog, RequestLogWindow
from contactdesk.ui.window.single_instance import FirstInstance
from contactdesk.userdata.searches import SearchStore

CLOSING = 2.0
"""Seconds that closing waits for index and network; what hangs is left to the system."""

SIGNALS = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)
"""What closes the window as its button does; Windows cannot tell an event loop of them."""

logger = logging.getLogger("contactdesk")
requests_logger = logging.getLogger("contactdesk.requests")


class Session:
    """Holds what lives as long as the window."""

    def __init__(
        self, profile: Profile, settings: Settings, lock: Lock, *, is_demo: bool, shot: Path | None
    ) -> None:
        self._profile = profile
        self._settings = settings
        self._shot = shot
        self._closed = asyncio.Event()
        self._exit_code = 0
        self._index: Index | None = None
        self._rebuilding = False
        self._marks = SearchStore()
        self.providers = all_providers()
        self.requests = RequestLog()
        self.keys = KeyStore(session_only=is_demo)
        ways = Network() if is_demo else network.read(profile.settings_file)
        self.client = Client(
            on_request=self._on_request,
            proxy=ways.proxy or None,
            ca_file=ways.ca_file or None,
            trust_env=ways.use_system,
        )
        self.loading = Loading()
        self._demo = Demo(self.providers) if is_demo else None
        self.window = MainWindow(settings, self.loading, self.providers, is_demo=is_demo)
        self._opening = Startup(self.window, profile, self.keys)
        self.window.closed.connect(self._closed.set)
        self._first = FirstInstance(lock, self._raise_window)

    async def main(self) -> int:
        """Until the window is closed. Gives the exit code."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_error)
        for each in SIGNALS:
            loop.add_signal_handler(each, self.window.close)
        self.window.demo_requested.connect(self._on_demo_requested)
        self.window.sheet_wanted.connect(self._on_sheet_wanted)
        self.window.export_wanted.connect(self._on_export_wanted)
        act = self.window.actions_by_name
        act["actionEditNetwork"].triggered.connect(lambda: self._on_network_wanted())
        act["actionReadAgain"].triggered.connect(lambda: self._on_read_again())
        self.window.show()
        await self._first.listen()
        hardening.forbid_inspection()
        tasks.spawn(self._open())
        await self._closed.wait()
        await self._close()
        return self._exit_code

    # Opening

    async def _open(self) -> None:
        accounts = await self._opening.accounts()
        self.accounts = accounts
        self._keeping = Retention(self.window, self._profile, accounts, self.keys, self.loading)
        if self._demo is not None:
            self._demo.add_accounts(accounts, self.keys)
        self.commands = AccountCommands(
            self.window, accounts, self.providers, self.keys, self.client, self.loading
        )
        self.commands.accounts_changed.connect(self._on_accounts_changed)
        self.commands.forget = self._keeping.forget
        self._keeping.offer(enabled=self._demo is None)
        if len(accounts):
            await self._browse("")
        else:
            self.window.show_page()
            await self._opening.without_accounts(accounts, self._keeping.forgetting)
        if self._shot is not None:
            await self._take_shot(self._shot)

    async def _browse(self, account_id: str) -> None:
        """Opens the index, and the browser on it."""
        if self._demo is None:
            # Without the profile's id on disk the next run would look for another index key.
            self.accounts.save()
        index, notices = await self._open_index()
        self._index = index
        index.on_trouble = self._on_index_trouble
        index.read_apart()
        forgetting = self._keeping.forgetting
        self._marks, lost = await self._opening.marks(self.accounts, index, forgetting)
        self._keeping.use(index, self._marks)
        desk = WindowContext(self.accounts, index, self.providers, self._settings, self._marks)
        sync = Sync(
            self.accounts,
            self.keys,
            index,
            self.client,
            changed=self.loading.on_changed,
            written=self.loading.on_written,
        )
        self.loading.use(sync)
        browser = Browser(desk, self.loading, self.window.pages)
        browser.notice_acted.connect(self._on_notice_acted)
        self.window.use_browser(browser)
        self.window.show_page()
        browser.refresh_words()
        browser.accounts.choose(account_id)
        browser.open()
        tasks.spawn(index.tidy())
        if self.accounts.unknown:
            notices.append(startup.unknown(self.accounts.unknown))
        for each in notices + lost:
            browser.say(each)

    async def _open_index(self) -> tuple[Index, list[Notice]]:
        if self._demo is not None:
            return await Index.open_temporary(), []
        index, notices = await self._opening.index(self.accounts, self._keeping.forgetting)
        # What a run before this one was asked to remove and could not, it said it had removed.
        left = await self._keeping.forgetting.finish(index)
        return index, notices + [startup.unfinished(error) for error in left]

    # Damage

    def _on_index_trouble(self, error: IndexFileError) -> None:
        """Something could not be read. It may be while painting: what follows comes later."""
        if self._closed.is_set() or self._rebuilding:
            return
        if error.kind == "index-damaged":
            self._rebuilding = True
            tasks.spawn(self._rebuild(error))
        elif (browser := self.window.browser()) is not None:
            notice = Notice("index", error_summary(error), error.said, "danger")
            QTimer.singleShot(0, browser, lambda: browser.say(notice))

    async def _rebuild(self, error: IndexFileError) -> None:
        """Sets a damaged index aside and goes on with an empty one, to be filled again."""
        index, browser = self._index, self.window.browser()
        if index is None or browser is None:
            return
        try:
            key = b""
            if index.lasts:
                key = await self.keys.index_key(self.accounts.profile_id)
            self._keeping.stop_loading()
            await index.begin_anew(index.path if key else None, key, put_away=set_aside)
            browser.say(startup.set_aside(error.kind))
        except ContactDeskError as problem:
            browser.say(Notice("index", error_summary(problem), "", "danger"))
        finally:
            self._rebuilding = False
        browser.refresh_accounts()
        browser.open()

    # While it is open

    def _on_accounts_changed(self, account_id: str) -> None:
        if (browser := self.window.browser()) is None:
            tasks.spawn(self._browse(account_id))
            return
        browser.refresh_accounts()
        browser.accounts.choose(account_id)
        browser.open()
        self.window.show_page()

    def _on_notice_acted(self, account_id: str, action: str) -> None:
        if action == "key":
            self.commands.open_dialog(account_id, "key")
        elif action == "afresh":
            tasks.spawn(self._start_afresh(account_id))
        else:
            self.loading.retry(account_id)

    async def _start_afresh(self, account_id: str) -> None:
        try:
            await self.loading.start_afresh(account_id)
        except ContactDeskError as error:
            if (browser := self.window.browser()) is not None:
                browser.say(Notice(f"afresh {account_id}", error_text(error), "", "danger"))
            return
        self._on_accounts_changed(account_id)

    def _on_read_again(self) -> None:
        if (browser := self.window.browser()) is not None:
            self.loading.read_again(browser.walks())

    def _on_network_wanted(self) -> None:
        from contactdesk.ui.window.network_dialog import NetworkDialog

        dialog = NetworkDialog(network.read(self._profile.settings_file), self.window)
        dialog.chosen.connect(self._on_network_chosen)
        dialog.open()

    def _on_network_chosen(self, ways: Network) -> None:
        for name, value in ways.entries().items():
            self._settings.keep(f"{network.GROUP}/{name}", value)
        self._settings.flush()
        tasks.spawn(
            self.client.use(
                proxy=ways.proxy or None, ca_file=ways.ca_file or None, trust_env=ways.use_system
            )
        )

    def _on_request(self, request: Request) -> None:
        self.requests.add(request)
        requests_logger.info("%s", request.as_line())

    def _on_demo_requested(self) -> None:
        """The demo is a program of its own, so that nothing of it can touch this profile."""
        from PySide6.QtCore import QProcess

        words = ["--demo"] if getattr(sys, "frozen", False) else ["-m", "contactdesk", "--demo"]
        QProcess.startDetached(sys.executable, words)

    def _on_export_wanted(self) -> None:
        from contactdesk.ui.window.export_dialog import ExportDialog

        if (browser := self.window.browser()) is None or self._index is None:
            return
        desk = WindowContext(self.accounts, self._index, self.providers, self._settings)
        dialog = ExportDialog(
            desk,
            browser.table_model.ids(),
            browser.table.selected_ids(),
            browser.extent(),
            self.window,
        )
        dialog.written.connect(
            lambda count, out: self.window.statusBar().showMessage(
                self.window.tr("{} written to {}").format(contacts(count), line(out)), 6_000
            )
        )
        dialog.open()

    def _on_sheet_wanted(self, name: str) -> None:
        from contactdesk.ui.window.about import AboutDialog, ShortcutSheet, shortcut_groups

        if name == "shortcuts":
            ShortcutSheet(shortcut_groups(self.window), self.window).open()
        elif name == "requests":
            RequestLogWindow(self.requests, self.window).show()
        else:
            AboutDialog(self._places(), self.window).open()

    def _places(self) -> list[tuple[str, str]]:
        profile, tr = self._profile, self.window.tr
        return [
            (tr("Accounts"), str(profile.accounts_file)),
            (tr("Index"), str(self._index.path if self._index else profile.index_file)),
            (tr("Settings"), str(profile.settings_file)),
            (tr("Log"), str(profile.log_file)),
        ]

    def _raise_window(self) -> None:
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    async def _take_shot(self, file: Path) -> None:
        from contactdesk.ui.window.screenshot import take_shot

        try:
            await take_shot(self.window, file)
        except Exception:
            self._exit_code = 1
            raise
        finally:
            self.window.close()

    # Faults of ours

    def show_bug(self, error: BaseException) -> None:
        if self._shot is None and not self._closed.is_set():
            BugReport(report_of(error), self.window).open()

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logger.error("a bug: %s", context.get("message"), exc_info=error)
        if error is not None:
            self.show_bug(error)

    # Closing

    async def _close(self) -> None:
        """Ends within CLOSING whatever hangs: every thread of ours is a daemon."""
        if (browser := self.window.browser()) is not None:
            browser.end()
        tasks.cancel_all()
        self._first.close()
        last = self.window.search_field.text()
        waits: list[Awaitable[object]] = [self.client.aclose(), self._marks.close(last)]
        if self._index is not None:
            waits.append(self._index.close())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                await asyncio.gather(*waits, return_exceptions=True)
        self.keys.close()
        for each in SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(each)
        if self._demo is not None:
            self._demo.stop()
        self.window.deleteLater()
