"""One run of the window. Read `main`, `_open`, `_browse` and `_close` in this order: they are the life
of everything that lives as long as the window."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from contactdesk.app.demo import Demo
from contactdesk.app.dialogs import Dialogs
from contactdesk.app.kept_changes import KeptChanges
from contactdesk.app.notices import notice
from contactdesk.app.notifications import Notifications
from contactdesk.app.retention import Retention
from contactdesk.app.startup import Startup
from contactdesk.errors import ContactDeskError, IndexFileError
from contactdesk.http import network
from contactdesk.http.client import Client
from contactdesk.http.network import Network
from contactdesk.http.request_log import Request
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.profile.lock import Lock
from contactdesk.profile.paths import Profile
from contactdesk.profile.removal import Removal
from contactdesk.providers import all_providers
from contactdesk.security import hardening
from contactdesk.sync.engine import State, Sync, WalkState
from contactdesk.ui.browser.banner import Notice
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.places import LAST_ACCOUNT
from contactdesk.ui.kit import tasks
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.kit.text import line
from contactdesk.ui.window.account_commands import AccountCommands
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.ui.window.request_log import RequestLog
from contactdesk.ui.window.single_instance import FirstInstance
from contactdesk.userdata.userdata import UserData

CLOSING_LIMIT_S = 2.0
"""How long closing waits for index, user data and network together."""

CLOSING_SIGNALS = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)
"""Close the window as its button does. Windows cannot deliver them to an event loop."""

logger = logging.getLogger("contactdesk")
requests_logger = logging.getLogger("contactdesk.requests")


class Session:
    """Makes the parts, opens them from top to bottom, and closes them from bottom to top."""

    def __init__(
        self, profile: Profile, settings: Settings, lock: Lock, *, is_demo: bool, shot: Path | None
    ) -> None:
        self._settings, self._shot = settings, shot
        self._closed, self._exit_code = asyncio.Event(), 0
        # Accounts, keyring, network
        self.providers, self.requests = all_providers(), RequestLog()
        self.accounts = accounts = Accounts(profile.accounts_file)
        self.keys = keys = KeyStore(session_only=is_demo)
        ways = Network() if is_demo else network.read(profile.settings_file)
        self.client = _client(ways, self._on_request)
        self._demo = Demo(self.providers) if is_demo else None
        # Index, user data, sync: opened by `_open_browser`
        self.index: Index | None = None
        self.userdata = UserData()
        self._sync: Sync | None = None
        self._browser_lock = asyncio.Lock()
        # Window and the objects that use all of the above
        self.loading = Loading(lambda: self._sync)
        self.window = window = MainWindow(settings, self.loading, self.providers, is_demo=is_demo)
        self._first = FirstInstance(lock, self._raise_window)
        self.notifications = Notifications(window)
        removal = Removal(profile, accounts, keys, self._stop_loading)
        self.startup = Startup(
            profile, accounts, keys, removal, window.show_only, self._on_index_trouble, is_demo
        )
        index, userdata = lambda: self.index, lambda: self.userdata
        self._retention = Retention(
            window, profile, accounts, keys, removal, index, userdata, self.say
        )
        self._kept_changes = KeptChanges(window, settings, index)
        forget = self._retention.remove_account
        self.commands = AccountCommands(
            window, accounts, self.providers, keys, self.client, self.loading, forget
        )
        self.dialogs = Dialogs(
            *(window, profile, settings, accounts, self.providers, self.client, self.requests),
            *(index, userdata),
        )
        self._connect()

    def _connect(self) -> None:
        self.window.closed.connect(self._closed.set)
        reload_all = self.window.actions_by_name["actionReadAgain"]
        reload_all.triggered.connect(lambda: self._on_reload_all())
        self.commands.accounts_changed.connect(self._on_accounts_changed)
        self.notifications.clicked.connect(self._on_notification_clicked)

    async def main(self) -> int:
        """Show the window until it is closed. The exit code."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_error)
        for each in CLOSING_SIGNALS:
            loop.add_signal_handler(each, self.window.close)
        self.window.show()
        await self._first.listen()
        hardening.forbid_inspection()
        tasks.spawn(self._open())
        await self._closed.wait()
        await self._close()
        return self._exit_code

    # Opening

    async def _open(self) -> None:
        """The accounts; then the browser, or, without accounts, the welcome page."""
        await self.startup.read_accounts()
        if self._demo is not None:
            self._demo.add_accounts(self.accounts, self.keys)
        else:
            self._retention.offer()
        if len(self.accounts):
            await self._browse(self._settings.text(LAST_ACCOUNT))
        else:
            self.window.show_page()
            await self.startup.erase_leftovers()
        if self._shot is not None:
            await self._take_shot(self._shot)

    async def _browse(self, account_id: str) -> None:
        """Show an account, all (""), or a page, in a browser that is opened the first time."""
        async with self._browser_lock:
            browser = self.window.browser() or await self._open_browser()
        self._show(browser, account_id)

    def _show(self, browser: Browser, account_id: str) -> None:
        browser.refresh_accounts()
        # A page and people are about all accounts: they stay when one of them is gone.
        is_about_all = browser.accounts.page() or browser.accounts.is_people()
        if account_id or not is_about_all:
            browser.accounts.choose(account_id)
        self.window.show_page()
        browser.open()

    async def _open_browser(self) -> Browser:
        """Index and user data, which need the keyring; sync; and the browser on them."""
        self.index, notices = await self.startup.open_index()
        notices += await self.startup.finish_removal(self.index)
        self.userdata, more = await self.startup.open_userdata(self.index)
        self._sync = Sync(
            self.accounts,
            self.keys,
            self.index,
            self.client,
            changed=self.loading.on_changed,
            written=self.loading.on_written,
        )
        context = WindowContext(
            self.accounts, self.index, self.providers, self._settings, self.userdata
        )
        browser = Browser(context, self.loading, self.window.pages)
        browser.notice_acted.connect(self._on_notice_acted)
        browser.background.watched.grew.connect(self._notify)
        self.window.use_browser(browser)
        for each in notices + more:
            browser.say(each)
        tasks.spawn(self._tidy(self.index))
        return browser

    async def _tidy(self, index: Index) -> None:
        """What has time until the browser is open."""
        await index.tidy()
        await self._kept_changes.prune()

    # While it is open

    def say(self, said: Notice) -> None:
        """Show a notice above the table, where there is one."""
        if (browser := self.window.browser()) is not None and not self._closed.is_set():
            browser.say(said)

    def _on_index_trouble(self, error: IndexFileError) -> None:
        """May be called while the window is being painted, so it only plans what follows."""
        if self._closed.is_set() or self._retention.is_rebuilding:
            return
        if error.kind == "index-damaged":
            tasks.spawn(self._retention.rebuild_index(error))
        else:
            asyncio.get_running_loop().call_soon(self.say, notice("index-trouble", error))

    def _stop_loading(self) -> None:
        if self._sync is not None:
            account_ids = [account.id for account in self.accounts]
            self.loading.cancel(account_ids)
            for account_id in account_ids:
                self._sync.forget(account_id)

    def _on_accounts_changed(self, account_id: str) -> None:
        if (browser := self.window.browser()) is not None:
            self._show(browser, account_id)
        else:
            tasks.spawn(self._browse(account_id))

    def _on_notice_acted(self, account_id: str, action: str) -> None:
        if action == "key":
            self.commands.replace_key(account_id)
        elif action == "edit":
            self.commands.open_dialog(account_id)
        elif action == "network":
            self.dialogs.show_network()
        elif action == "start-over":
            tasks.spawn(self._start_over(account_id))
        elif action == "refresh":
            self.loading.refresh(self._failed_walks(account_id))
        else:
            self.loading.retry(account_id)

    def _failed_walks(self, account_id: str) -> list[WalkState]:
        return [walk for walk in self.loading.sync.walks(account_id) if walk.state is State.FAILED]

    async def _start_over(self, account_id: str) -> None:
        try:
            await self.loading.start_over(account_id)
        except ContactDeskError as error:
            self.say(notice("restart-failed", error, self.accounts.get(account_id).label))
        else:
            self._on_accounts_changed(account_id)

    def _on_reload_all(self) -> None:
        if (browser := self.window.browser()) is not None:
            self.loading.read_again(browser.walks())

    def _on_request(self, request: Request) -> None:
        self.requests.add(request)
        requests_logger.info("%s", request.as_line())

    def _notify(self, search: str, more: int) -> None:
        """Tell that a saved search finds more. The desktop may keep what it is told."""
        body = self.window.tr("%Ln more match(es)", "", more)
        showing = self.notifications.show(search, line(search), body)
        tasks.spawn(showing, lambda shown: None if shown else self.say(notice("not-notified")))

    def _on_notification_clicked(self, search: str) -> None:
        if self.window.browser() is not None and not self._closed.is_set():
            self._raise_window()
            self.window.search_controller.saved.run(search)

    def _raise_window(self) -> None:
        self.window.bring_to_front()

    async def _take_shot(self, file: Path) -> None:
        from contactdesk.ui.window.screenshot import take_shot

        try:
            await take_shot(self.window, file)
        except Exception:
            self._exit_code = 1
            raise
        finally:
            self.window.close()

    def on_bug(self, error: BaseException) -> None:
        """Show the report of an error that should not have happened."""
        if self._shot is None and not self._closed.is_set():
            self.dialogs.show_bug(error)

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logger.error("a bug: %s", context.get("message"), exc_info=error)
        if error is not None:
            self.on_bug(error)

    # Closing

    async def _close(self) -> None:
        """End what was opened, the last first. What hangs is left behind after CLOSING_LIMIT_S:
        every thread of ours is a daemon."""
        if (browser := self.window.browser()) is not None:
            browser.end()
        tasks.cancel_all()
        self._first.close()
        last_search = self.window.search_field.text()
        waits: list[Awaitable[object]] = [
            self.client.aclose(),
            self.notifications.close(),
            self.userdata.close(last_search),
        ]
        if self.index is not None:
            waits.append(self.index.close())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_LIMIT_S):
                await asyncio.gather(*waits, return_exceptions=True)
        self.keys.close()
        for each in CLOSING_SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(each)
        if self._demo is not None:
            self._demo.stop()
        self.window.deleteLater()


def _client(ways: Network, on_request: Callable[[Request], None]) -> Client:
    return Client(
        on_request=on_request,
        proxy=ways.proxy or None,
        ca_file=ways.ca_file or None,
        trust_env=ways.use_system,
    )
