"""The window: menus, search, the browser, and the commands between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QWidget,
)

from contactdesk.model import Provider
from contactdesk.sync.engine import State
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import text, theme, wording
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.search.field import SearchField
from contactdesk.ui.window.commands import WITH_ACCOUNT, WITH_BROWSER, make_actions
from contactdesk.ui.window.status_bar import StatusBar

if TYPE_CHECKING:
    from contactdesk.ui.browser.progress_panel import ProgressPanel
    from contactdesk.ui.window.welcome import WelcomePage

NARROW = 900
"""Below this many pixels of width the contact's details fold away."""

LOOKS = {
    "actionUseSystemLook": "system",
    "actionUseLightLook": "light",
    "actionUseDarkLook": "dark",
}


class MainWindow(QMainWindow):
    """Holds the pages: welcome, waiting for the keyring, and the browser.

    Commands that need more than the window come out as signals; app's parts answer them.
    """

    closed = Signal()
    demo_requested = Signal()
    account_wanted = Signal(str, str)  # account id or "" for new, provider id, "key" or ""
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
        self._loading = loading
        self._browser: Browser | None = None
        self._providers = providers
        self._load_panel: ProgressPanel | None = None
        self._folded = False
        self.setWindowTitle(self.tr("contactdesk — Demo data") if is_demo else "contactdesk")
        self.setWindowIcon(theme.app_icon())
        self.actions_by_name = make_actions(self)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self._build_bar(is_demo)
        self._build_status()
        self._connect()
        self.resize(1280, 800)
        self._restore()
        self._show_commands()

    # Parts

    def _build_bar(self, is_demo: bool) -> None:
        bar = QToolBar(self.tr("Search and load"), self)
        bar.setObjectName("toolBar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.bar = bar
        self.search_field = SearchField(bar)
        self.load_all_button = self._button("loadAllButton", "actionLoadAll")
        self.pause_button = self._button("pauseButton", "actionPauseLoading")
        self.cancel_button = self._button("cancelButton", "actionCancelLoading")
        self.cancel_button.setAccessibleName(self.tr("Cancel"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.pause_button.setText(self.tr("Pause"))
        self.load_all_button.setText(self.tr("Load all"))
        bar.addAction(self.actions_by_name["actionShowAccounts"])
        if is_demo:
            badge = text.Label(self.tr("Demo data"), name="demoBadge")
            bar.addWidget(badge)
        bar.addWidget(self.search_field)
        buttons = (self.load_all_button, self.pause_button, self.cancel_button)
        # A widget in a tool bar is shown and hidden by its action, not by itself.
        self._in_bar = {button.objectName(): bar.addWidget(button) for button in buttons}
        bar.addAction(self.actions_by_name["actionRefreshContacts"])
        bar.addAction(self.actions_by_name["actionShowDetails"])
        self.addToolBar(bar)

    def _button(self, name: str, action: str) -> QPushButton:
        command = self.actions_by_name[action]
        button = QPushButton(command.icon(), "")
        button.setObjectName(name)
        button.setToolTip(text.tooltip(command.toolTip()))
        button.clicked.connect(command.trigger)
        return button

    def _build_status(self) -> None:
        self.status_area = StatusBar(self.statusBar())
        self.status_line = self.status_area.line
        self.rest_button = self.status_area.rest_button
        self.progress = self.status_area.progress
        self.status_area.rest_wanted.connect(self._on_load_all)
        self.status_area.panel_wanted.connect(self._on_show_progress)

    def _connect(self) -> None:
        simple: dict[str, Callable[[], object]] = {
            "actionAddAccount": lambda: self.account_wanted.emit("", ""),
            "actionExportContacts": self.export_wanted.emit,
            "actionQuitProgram": self.close,
            "actionFindContacts": self._on_find,
            "actionLoadAll": self._on_load_all,
            "actionShowProgress": self._on_show_progress,
            "actionCancelLoading": self._on_cancel,
            "actionRefreshContacts": self._on_refresh,
            "actionEditAccount": self._on_edit_account,
            "actionReplaceKey": lambda: self._on_edit_account(for_key=True),
            "actionRemoveAccount": self._on_remove_account,
            "actionShowShortcuts": lambda: self.sheet_wanted.emit("shortcuts"),
            "actionShowRequests": lambda: self.sheet_wanted.emit("requests"),
            "actionShowAbout": lambda: self.sheet_wanted.emit("about"),
            "actionFocusNextPane": self._on_next_pane,
            **{name: partial(self._on_look, name) for name in LOOKS},
        }
        for name, slot in simple.items():
            self.actions_by_name[name].triggered.connect(lambda _on=False, slot=slot: slot())
        self.actions_by_name["actionPauseLoading"].toggled.connect(self._on_pause)

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
        """The index is open: from now on there is something to browse."""
        self._browser = browser
        self.pages.addWidget(browser)
        self.search_field.textChanged.connect(browser.search)
        self.search_field.left_downwards.connect(browser.table.setFocus)
        browser.status_changed.connect(self._on_status)
        browser.refreshed.connect(self._show_commands)
        browser.details_copied.connect(lambda words: QGuiApplication.clipboard().setText(words))
        self._connect_browser(browser)
        state = self._settings.state("splitter")
        if not state.isEmpty():
            browser.splitter.restoreState(state)
        self._fold()

    def _connect_browser(self, browser: Browser) -> None:
        act = self.actions_by_name
        act["actionChooseColumns"].setMenu(browser.table.columns.menu(self))
        act["actionSortAsLoaded"].triggered.connect(
            lambda: browser.table.horizontalHeader().setSortIndicator(
                -1, Qt.SortOrder.AscendingOrder
            )
        )
        walk = browser.found.walk
        act["actionFindNext"].triggered.connect(lambda: walk.step(1))
        act["actionFindPrevious"].triggered.connect(lambda: walk.step(-1))
        walk.ended.connect(self._on_walk_ended)
        self._connect_searches(browser)
        act["actionCopySelection"].triggered.connect(
            lambda: self._copy(browser.table.selection_as_tsv())
        )
        act["actionCopyJson"].triggered.connect(lambda: self._copy(browser.rows_as_json()))
        act["actionSelectAll"].triggered.connect(lambda: browser.table.selectAll())
        for name, part in (
            ("actionShowAccounts", browser.side),
            ("actionShowDetails", browser.detail),
        ):
            shown = self._settings.text(name, "yes") == "yes"
            act[name].setChecked(shown)
            part.setVisible(shown)
            act[name].toggled.connect(part.setVisible)
            act[name].toggled.connect(lambda on, name=name: self._keep_part(name, on))
        for name in ("actionCopySelection", "actionCopyJson", "actionSelectAll"):
            # The shortcut belongs to the table; in a text field Ctrl+C is the field's own.
            act[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            browser.table.addAction(act[name])

    def _connect_searches(self, browser: Browser) -> None:
        self.searches = browser.searches(self.search_field)
        self.searches.setParent(self)
        act, searches = self.actions_by_name, self.searches
        act["actionSaveSearch"].triggered.connect(lambda: searches.save())
        act["actionRenameSearch"].triggered.connect(lambda: searches.rename())
        act["actionRemoveSearch"].triggered.connect(lambda: searches.remove())
        act["actionShowSearchHelp"].triggered.connect(lambda: searches.show_help())
        act["actionForgetSearches"].triggered.connect(lambda: searches.forget_recent())

    def show_page(self) -> None:
        """The browser where there are accounts, the welcome where there are none."""
        has_accounts = self._browser is not None and bool(self._browser.account_ids())
        shown = self._browser if has_accounts else None
        self.show_only(self.welcome if shown is None else shown)

    def show_only(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.bar.setVisible(page is self._browser)
        self.statusBar().setVisible(page is self._browser)
        self._show_commands()

    # Commands

    def _on_find(self) -> None:
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def _on_load_all(self) -> None:
        if self._browser is not None:
            self._loading.load_all(self._browser.walks())

    def _on_show_progress(self) -> None:
        """Opens the panel, or closes it where it is open already."""
        if self._browser is None:
            return
        if self._load_panel is None:
            from contactdesk.ui.browser.progress_panel import ProgressPanel

            self._load_panel = ProgressPanel(self._loading, self._browser.loaded_of, self)
            self._load_panel.closed.connect(self._browser.table.setFocus)
        if self._load_panel.isVisible():
            self._load_panel.close()
        else:
            self._load_panel.show_walks(self._browser.walks())
            self._load_panel.open()

    def _on_walk_ended(self, way: int) -> None:
        down, up = self.tr("No further contact with a hit"), self.tr("This is the first contact")
        self.statusBar().showMessage(down if way > 0 else up, 3_000)

    def _on_refresh(self) -> None:
        if self._browser is not None:
            self._loading.refresh(self._browser.walks())

    def _on_cancel(self) -> None:
        if self._browser is not None:
            self._loading.cancel(self._browser.account_ids())

    def _on_pause(self, paused: bool) -> None:
        if self._browser is None:
            return
        if paused:
            self._loading.pause(self._browser.walks())
        else:
            self._loading.resume(self._browser.walks())

    def _on_edit_account(self, for_key: bool = False) -> None:
        if self._browser is not None and self._browser.accounts.scope():
            self.account_wanted.emit(self._browser.accounts.scope(), "key" if for_key else "")

    def _on_remove_account(self) -> None:
        if self._browser is not None and self._browser.accounts.scope():
            self.removal_wanted.emit(self._browser.accounts.scope())

    def _on_look(self, name: str) -> None:
        self._settings.keep("look", LOOKS[name])
        qapp = QApplication.instance()
        if isinstance(qapp, QApplication):
            theme.apply(qapp, LOOKS[name])

    def _on_next_pane(self) -> None:
        if self._browser is None:
            return
        browser = self._browser
        parts = [self.search_field, browser.accounts, browser.saved.rows, browser.table]
        parts += [browser.detail]
        parts = [part for part in parts if part.isVisible()]
        focus = self.focusWidget()
        at = next(
            (i for i, part in enumerate(parts) if focus and part in (focus, *_parents(focus))), -1
        )
        parts[(at + 1) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _copy(self, words: str) -> None:
        if words:
            QGuiApplication.clipboard().setText(words)
            count = len(self._browser.table.selected_ids()) if self._browser else 0
            self.statusBar().showMessage(
                self.tr("Copied {}").format(wording.contacts(count)), 3_000
            )

    # How things stand

    def _on_status(self, words: str, rest: str) -> None:
        self.status_area.show_words(words, rest)
        if self._load_panel is not None and self._load_panel.isVisible() and self._browser:
            self._load_panel.show_walks(self._browser.walks())

    def _show_commands(self) -> None:
        """Commands that would do nothing are not offered; progress while there is some."""
        browser = self._browser if self.pages.currentWidget() is self._browser else None
        walks = browser.walks() if browser else []
        ids = browser.account_ids() if browser else []
        one = bool(browser and browser.accounts.scope())
        busy = self._loading.busy(ids)
        all_of_it = [walk for walk in walks if walk.loading_all]
        paused = bool(all_of_it) and all(walk.paused for walk in all_of_it)
        act = self.actions_by_name
        enabled = {
            "actionLoadAll": any(walk.has_more and not walk.loading_all for walk in walks),
            "actionPauseLoading": bool(all_of_it),
            "actionCancelLoading": busy,
            "actionShowProgress": bool(walks),
            "actionRefreshContacts": bool(walks) and not busy,
            **dict.fromkeys(WITH_BROWSER, bool(browser)),
            **dict.fromkeys(WITH_ACCOUNT, one),
        }
        for name, on in enabled.items():
            act[name].setEnabled(on)
        pause = act["actionPauseLoading"]
        pause.blockSignals(True)
        pause.setChecked(paused)
        pause.blockSignals(False)
        self.pause_button.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.load_all_button.setEnabled(act["actionLoadAll"].isEnabled())
        self._in_bar["loadAllButton"].setVisible(not all_of_it)
        self._in_bar["pauseButton"].setVisible(bool(all_of_it))
        # One page is over before a progress bar could be read.
        is_long = any(w.loading_all or w.refreshing or w.state is State.WAITING for w in walks)
        self._in_bar["cancelButton"].setVisible(busy and is_long)
        extent = browser.extent() if browser is not None and busy and is_long else None
        self.status_area.show_progress(extent, walks)

    # The window itself

    def _keep_part(self, name: str, shown: bool) -> None:
        if not self._folded or name != "actionShowDetails":
            self._settings.keep(name, "yes" if shown else "no")

    def _fold(self) -> None:
        """A narrow window has no room for the details; a wide one gets them back."""
        narrow = self.width() < NARROW
        if self._browser is None or narrow == self._folded:
            return
        self._folded = narrow
        wanted = not narrow and self._settings.text("actionShowDetails", "yes") == "yes"
        self.actions_by_name["actionShowDetails"].setChecked(wanted)

    def _restore(self) -> None:
        look = self._settings.text("look", "system")
        for name, scheme in LOOKS.items():
            self.actions_by_name[name].setChecked(scheme == look)
        geometry = self._settings.state("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.keep_state("geometry", QByteArray(self.saveGeometry()))
        if self._browser is not None:
            self._settings.keep_state("splitter", QByteArray(self._browser.splitter.saveState()))
        self._settings.flush()
        event.accept()
        self.closed.emit()


def _parents(widget: QWidget) -> list[QWidget]:
    parent = widget.parentWidget()
    return [] if parent is None else [parent, *_parents(parent)]
