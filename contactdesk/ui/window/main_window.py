"""The main window: menus, tool bar, status bar, and one page at a time between them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from contactdesk.model import Provider
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.browser.page_kinds import OPEN_ITEMS
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.button import press_on_enter
from contactdesk.ui.kit.context_menu import open_on_shift_f10
from contactdesk.ui.kit.screen import place_in_center
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.account_menu import AccountMenu
from contactdesk.ui.window.browser_commands import BrowserCommands
from contactdesk.ui.window.commands import COMMANDS, make_actions
from contactdesk.ui.window.load_commands import LoadCommands
from contactdesk.ui.window.note_commands import NoteCommands
from contactdesk.ui.window.pane_state import PaneState
from contactdesk.ui.window.person_commands import PersonCommands
from contactdesk.ui.window.reading_mode import ReadingMode
from contactdesk.ui.window.status_bar import StatusBar
from contactdesk.ui.window.tool_bar import ToolBar
from contactdesk.userdata.keys import PEOPLE

if TYPE_CHECKING:
    from contactdesk.ui.search.controller import SearchController
    from contactdesk.ui.window.welcome import WelcomePage

DEFAULT_SIZE = (1280, 800)
SCHEME_ACTIONS = {
    "actionUseSystemLook": "system",
    "actionUseLightLook": "light",
    "actionUseDarkLook": "dark",
}
"""Action name -> color scheme, as the setting "look" keeps it."""


class MainWindow(QMainWindow):
    """Shows the welcome page, the page that waits for the keyring, or the browser.

    Signals request actions the window can't perform itself; the session answers them.
    """

    closed = Signal()
    demo_requested = Signal()
    account_wanted = Signal(str, str)  # account id or "" for new, provider id or ""
    new_key_wanted = Signal(str)
    removal_wanted = Signal(str)
    export_wanted = Signal()
    sheet_wanted = Signal(str)  # shortcuts, requests, about

    def __init__(
        self,
        settings: Settings,
        loading: Loading,
        providers: dict[str, Provider],
        *,
        is_demo: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._settings = settings
        self.loading = loading
        self._providers = providers
        self._browser: Browser | None = None
        self._browser_commands: BrowserCommands | None = None
        self._load_commands: LoadCommands | None = None
        self._account_menu: AccountMenu | None = None
        self._reading: ReadingMode | None = None
        self._note_commands: NoteCommands | None = None
        self._person_commands: PersonCommands | None = None
        self.setWindowTitle(self.tr("contactdesk — Demo data") if is_demo else "contactdesk")
        self.setWindowIcon(theme.app_icon())
        self.actions_by_name = make_actions(self)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.bar = ToolBar(self.actions_by_name, self, is_demo=is_demo)
        self.addToolBar(self.bar)
        self.search_field = self.bar.search_field
        self.status_area = StatusBar(self.statusBar())
        self._connect()
        place_in_center(self, *DEFAULT_SIZE)
        self._panes = PaneState(self, settings, self.actions_by_name)
        self._enable_actions()

    def _connect(self) -> None:
        for name, slot in (
            ("actionAddAccount", lambda: self.account_wanted.emit("", "")),
            ("actionEditAccount", lambda: self.account_wanted.emit(self._account_id(), "")),
            ("actionReplaceKey", lambda: self.new_key_wanted.emit(self._account_id())),
            ("actionRemoveAccount", lambda: self.removal_wanted.emit(self._account_id())),
            ("actionExportContacts", self.export_wanted.emit),
            ("actionQuitProgram", self.close),
            ("actionShowShortcuts", lambda: self.sheet_wanted.emit("shortcuts")),
            ("actionShowRequests", lambda: self.sheet_wanted.emit("requests")),
            ("actionShowAbout", lambda: self.sheet_wanted.emit("about")),
        ):
            self.actions_by_name[name].triggered.connect(lambda _on=False, slot=slot: slot())
        chosen = self._settings.text("look", "system")
        for name, scheme in SCHEME_ACTIONS.items():
            self.actions_by_name[name].setChecked(scheme == chosen)
            self.actions_by_name[name].triggered.connect(partial(self._use_scheme, scheme))

    # Pages

    @cached_property
    def welcome(self) -> WelcomePage:
        """Made when it is first shown: most starts do without it."""
        from contactdesk.ui.window.welcome import WelcomePage

        page = WelcomePage(self._providers)
        page.add_requested.connect(lambda vendor: self.account_wanted.emit("", vendor))
        page.demo_requested.connect(self.demo_requested)
        return page

    def browser(self) -> Browser | None:
        return self._browser

    def use_browser(self, browser: Browser) -> None:
        """The index is open: adds the page to browse it, and connects the commands on it."""
        actions = self.actions_by_name
        self._browser = browser
        self.pages.addWidget(browser)
        self._browser_commands = BrowserCommands(browser, self.search_field, actions, self)
        self._load_commands = LoadCommands(
            browser, self.loading, actions, self.bar, self.status_area, self
        )
        self._account_menu = AccountMenu(browser, actions, self)
        self._note_commands = NoteCommands(browser, actions, self)
        self._person_commands = PersonCommands(browser, self.loading, actions, self)
        browser.refreshed.connect(self._enable_actions)
        self._panes.show_browser(browser)
        bars = (self.bar, self.statusBar())
        self._reading = ReadingMode(browser, self._panes, bars, actions, self)

    @property
    def search_controller(self) -> SearchController:
        """Recent and saved searches. Only once there is a browser."""
        assert self._browser_commands is not None
        return self._browser_commands.search_controller

    @property
    def load_commands(self) -> LoadCommands:
        """Only once there is a browser."""
        assert self._load_commands is not None
        return self._load_commands

    @property
    def note_commands(self) -> NoteCommands:
        """Only once there is a browser."""
        assert self._note_commands is not None
        return self._note_commands

    def show_page(self) -> None:
        """The browser if there are accounts, else the welcome page."""
        browser = self._browser
        self.show_only(browser if browser and browser.account_ids() else self.welcome)

    def show_only(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if self._reading is not None and page is not self._browser:
            self._reading.leave()
        is_reading = self._reading is not None and self._reading.is_on
        for bar in (self.bar, self.statusBar()):
            bar.setVisible(page is self._browser and not is_reading)
        self._enable_actions()

    # Commands

    def _has_people(self) -> bool:
        """Whether people have an entry in the sidebar."""
        return self._browser is not None and self._browser.accounts.has(PEOPLE)

    def _account_id(self) -> str:
        """The account chosen in the sidebar, "" for all of them."""
        return self._browser.accounts.scope() if self._browser is not None else ""

    def _use_scheme(self, scheme: str) -> None:
        self._settings.keep("look", scheme)
        qapp = QApplication.instance()
        if isinstance(qapp, QApplication):
            theme.apply(qapp, scheme)

    def _enable_actions(self) -> None:
        """Disables commands whose needs are not met."""
        is_browsing = self._browser is not None and self.pages.currentWidget() is self._browser
        pages = self._browser.pages if is_browsing and self._browser is not None else None
        page = pages.current() if pages is not None else None
        enabled = {
            "browser": is_browsing,
            "account": is_browsing and bool(self._account_id()),
            "contacts": is_browsing and page is None,
            "people list": pages is not None and self._has_people(),
            "agents": pages is not None and pages.exists(OPEN_ITEMS),
            "export": is_browsing and (page is None or page.export_action() is not None),
        }
        if is_browsing and self._account_menu is not None:
            self.load_commands.show_state()
            self._account_menu.show_state()
            self.note_commands.show_state()
            if self._person_commands is not None:
                self._person_commands.show_state()
        else:
            decided = ("loading", "scope", "notes", "people", "contact", "memories")
            enabled |= dict.fromkeys(decided, False)
        if is_browsing and self._reading is not None:
            self._reading.show_state()
        for command in COMMANDS:
            if command.needs in enabled:
                self.actions_by_name[command.name].setEnabled(enabled[command.needs])

    # The window itself

    def bring_to_front(self) -> None:
        """Shows the window above others, as large as it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and self._reading and self._reading.leave():
            return
        if not press_on_enter(event, focus) and not open_on_shift_f10(event, focus):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panes.collapse_details()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._panes.save()
        event.accept()
        self.closed.emit()
