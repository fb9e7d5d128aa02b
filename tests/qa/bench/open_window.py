"""The main window on a filled profile, assembled as the program does it but without a keyring."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from contactdesk.http.client import Client
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.profile.keyring import KeyStore
from contactdesk.providers import all_providers
from contactdesk.sync.engine import Sync
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.main_window import MainWindow


class FirstPaint(QObject):
    """Records when a widget first painted after `ready()` became true; `now` is the clock."""

    def __init__(self, widget: QWidget, ready, now) -> None:
        super().__init__()
        self._ready, self._now = ready, now
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._ready() and not self.at:
            self.at = self._now()
        return False


class OpenWindow:
    """The main window with its index, sync and browser."""

    def __init__(self, folder: Path, index: Index, keys: KeyStore | None = None) -> None:
        self.index = index
        self.sync = None
        self.accounts = Accounts.load(folder / "accounts.toml")
        self.loading, self.settings = Loading(lambda: self.sync), Settings(folder / "settings.ini")
        self.providers = all_providers()
        self.window = MainWindow(self.settings, self.loading, self.providers)
        self.client = Client()
        self.sync = Sync(
            self.accounts,
            keys or KeyStore(session_only=True),
            index,
            self.client,
            changed=self.loading.on_changed,
            written=self.loading.on_written,
        )
        context = WindowContext(self.accounts, index, self.providers, self.settings)
        self.browser = Browser(context, self.loading, self.window.pages)
        self.table, self.model = self.browser.table, self.browser.table_model
        self.window.use_browser(self.browser)
        self.window.resize(1280, 800)
        self.window.show_page()
        self.browser.refresh_words()
        self.window.show()
        self.browser.open()

    @property
    def is_idle(self) -> bool:
        return not self.browser.rows.busy and self.browser._is_open

    async def close(self) -> None:
        self.browser.end()
        self.window.close()
        await self.client.aclose()
        await self.index.close()
