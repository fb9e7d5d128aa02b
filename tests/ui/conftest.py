"""Fixtures: a real window on the sandbox's five vendors."""

import pytest

from contactdesk.index import Index
from contactdesk.ui.browser.browser import Browser
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.loading import Loading
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.settings import Settings
from contactdesk.ui.window.main_window import MainWindow
from contactdesk.userdata.userdata import UserData


class WindowHarness:
    """The window assembled as `app` does it, with helpers for tests."""

    def __init__(self, workspace, folder, qtbot, userdata=None):
        self.workspace = workspace
        self.settings = Settings(folder / "settings.ini")
        self.loading = Loading(lambda: workspace.sync)
        self.window = MainWindow(self.settings, self.loading, workspace.providers, is_demo=True)
        # Destroyed with the window, on this thread: Python might collect it on a thread of the sandbox,
        # where its timers cannot be stopped.
        self.loading.setParent(self.window)
        workspace.sync._changed = self.loading.on_changed
        workspace.sync._written = self.loading.on_written
        self.userdata = userdata or UserData()
        self.context = context = WindowContext(
            workspace.accounts,
            workspace.index,
            workspace.providers,
            self.settings,
            self.userdata,
        )
        self.browser = Browser(context, self.loading, self.window.pages)
        self.window.use_browser(self.browser)
        self.window.resize(1200, 700)
        self.window.show_page()
        self.browser.refresh_words()
        self.window.show()
        qtbot.addWidget(self.window, before_close_func=lambda _window: self.end())
        qtbot.waitExposed(self.window)

    async def remove_account(self, account_id):
        await self.workspace.index.forget(account_id)

    def end(self):
        """What the program does before it closes the index; may be called twice."""
        if self.browser is not None:
            self.browser.end()
            self.browser = None

    end_windows = end

    @property
    def table(self):
        return self.browser.table

    @property
    def rows(self):
        return self.browser.table_model.rowCount()

    @property
    def status(self):
        return self.window.status_area.line.text()

    def asked(self, provider_id=None):
        """Number of requests that the vendors, or one of them, received."""
        requests = self.workspace.sandbox.requests
        return len([r for r in requests if provider_id in (None, r["provider"])])

    def is_still(self):
        """Whether nothing is loading, being ordered, or about to be."""
        return not (self.loading.busy(self.browser.account_ids()) or self.browser.is_busy())

    async def open(self, until, provider_id=None):
        """Selects an account, or all contacts, and waits for its rows."""
        account = self.workspace.account(provider_id) if provider_id else ""
        if self.browser.accounts.chosen() != account:
            self.browser.accounts.choose(account)
        else:
            self.browser.open()
        await until(lambda: self.rows and self.is_still())

    def column(self, path):
        return [c.path for c in self.browser.table_model.columns].index(path)

    def texts(self, path):
        model, column = self.browser.table_model, self.column(path)
        return [model.index(row, column).data() for row in range(self.rows)]


class Windows:
    """Makes windows, and ends those that are left when a test ends."""

    def __init__(self):
        self._made = []

    def __call__(self, *arguments):
        self._made.append(WindowHarness(*arguments))
        return self._made[-1]

    def end_windows(self):
        for each in self._made:
            each.end()


@pytest.fixture
def pane_of(qapp):
    """Makes a window as `pane` is one, for tests that need more than one."""
    theme.apply(qapp, "light")
    return Windows()


@pytest.fixture
def pane(workspace, tmp_path, qtbot, qapp):
    theme.apply(qapp, "light")
    return WindowHarness(workspace, tmp_path, qtbot)


@pytest.fixture
def index(loop):
    """An empty index, for contacts that a test writes itself."""
    made = loop.run_until_complete(Index.open_temporary())
    yield made
    loop.run_until_complete(made.close())
