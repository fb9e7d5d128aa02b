"""Hostile text in every field of every vendor: no screen, dialog, menu or tip draws it as markup."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import pkgutil
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

import contactdesk.ui
from contactdesk.errors import ContactDeskError
from contactdesk.index.odd import OddRecord, OddRecords
from contactdesk.network import Network
from contactdesk.pace import Pace
from contactdesk.providers import all_providers
from contactdesk.query import parse
from contactdesk.sync import State
from contactdesk.ui import tasks, text, theme
from contactdesk.ui.about import AboutDialog, ShortcutSheet, shortcut_groups
from contactdesk.ui.about_account import AboutAccount
from contactdesk.ui.account_commands import AccountCommands
from contactdesk.ui.bug_report import BugReport, report_of
from contactdesk.ui.detail_pane import DetailPane
from contactdesk.ui.export_dialog import ExportDialog
from contactdesk.ui.network_dialog import NetworkDialog
from contactdesk.ui.request_log import RequestLog, RequestLogWindow
from contactdesk.ui.saved_list import NameDialog
from contactdesk.ui.search_help import SearchHelp
from contactdesk.ui.standing import Desk
from contactdesk.ui.status import Extent
from contactdesk.ui.waiting_page import WaitingPage
from tests.conftest import Office
from tests.poison import hostile_records, last_page
from tests.ui.conftest import Pane
from tests.ui.detail_records import contact, provider
from tests.ui.looking import (
    every_widget,
    look,
    magic_text,
    rich_widgets,
    shows_magic,
    tip_shows_magic,
)
from tests.ui.vendor_server import VendorServer

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

SEEN_DIALOGS = {
    *("AboutAccount", "AboutDialog", "AccountDialog", "BugReport", "ExportDialog"),
    "RequestLogWindow",
    *("ShortcutSheet", "NetworkDialog", "NameDialog", "SearchHelp"),
}
"""Every dialog of ours: one that is not looked at below may not be here."""


@pytest.fixture
def magic(tmp_path):
    return magic_text(tmp_path)


class Vendors:
    """Five vendors that answer with nothing but hostile text."""

    def __init__(self, text):
        self.text = text
        self.servers = {name: VendorServer() for name in all_providers()}
        self.requests = []
        self.send_contacts()

    @property
    def accounts(self):
        return [
            {"provider": name, "base_url": server.url, "key": "made-up-key-1"}
            for name, server in self.servers.items()
        ]

    def send_contacts(self):
        for name, server in self.servers.items():
            records = hostile_records(name, self.text)
            server.answer = (200, last_page(all_providers()[name], records))

    def send_errors(self, *statuses):
        """Each vendor another failure, told in every way the five tell theirs."""
        for status, server in zip(statuses, self.servers.values(), strict=True):
            said = {"message": self.text, "field": self.text, "detail": self.text}
            body = {"error": self.text, "errors": [said], "request_id": self.text, **said}
            server.answer = (status, {**body, "trace": self.text, "title": self.text})

    def close(self):
        for server in self.servers.values():
            server.close()


@pytest.fixture
def vendors(magic):
    vendors = Vendors(magic)
    yield vendors
    vendors.close()


@pytest.fixture
def office(tmp_path, vendors, loop):
    """The profile of somebody whose labels are as hostile as the vendors' answers."""
    office = Office(tmp_path, vendors)
    for account in list(office.accounts):
        office.accounts.change(account.id, label=f"{vendors.text} {account.provider}")
    loop.run_until_complete(office.open())
    yield office
    loop.run_until_complete(office.close())


@pytest.fixture
def pane(office, tmp_path, qtbot, qapp):
    theme.apply(qapp, "light")
    return Pane(office, tmp_path, qtbot)


@pytest.fixture
def found():
    """What shows hostile text as markup; nothing may be in it at the end of a test."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(found)


def test_the_magic_pixel_is_found_where_it_is_drawn(qtbot, magic):
    """The controls: without them nothing that is not found below proves anything."""
    label, box = QLabel(magic), QMessageBox()
    box.setText(magic)
    for widget in (label, box):
        qtbot.addWidget(widget)
        widget.show()
        assert shows_magic(widget)
    label.setToolTip(magic)
    assert tip_shows_magic(magic)
    assert not tip_shows_magic(text.tooltip(magic))
    seen: list[str] = []
    look("here", seen)
    assert sum("a magic pixel" in each for each in seen) == 2
    assert sum("rich text" in each for each in seen) >= 2
    assert sum("a tip" in each for each in seen) == 1
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert not any(repr(label) in each for each in rich_widgets())


async def test_no_screen_of_contacts_draws_markup(pane, vendors, until, found):
    await pane.open(until)
    await until(lambda: pane.rows >= 50)
    look("all contacts", found)
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        assert vendors.text in pane.texts(pane.browser.table_model.columns[0].path)[0]
        for row in range(0, pane.rows, 3):
            pane.table.setCurrentIndex(pane.browser.table_model.index(row, 0))
            await until(lambda row=row: pane.browser._shown_id == pane.table.current_id())
            look_at_contact(pane, f"{provider_id} {row}", found)
        look_at_menus(pane, provider_id, found)
    pane.window.search_field.setText("img")
    await until(pane.is_still)
    pane.browser.detail.next_hit()
    look("search", found)


def look_at_contact(pane, where, found):
    detail = pane.browser.detail
    for at in range(detail.tabs.count()):
        detail.tabs.setCurrentIndex(at)
        page = detail.tabs.widget(at)
        look(f"{where}, tab {at}", found)
        for item in range(1, page.list.count() if hasattr(page, "list") else 0):
            page.choose(item)
            look(f"{where}, tab {at}, item {item}", found)
        for view in (each for each in page.findChildren(text.TextView) if each.isVisible()):
            bar = view.verticalScrollBar()
            for place in range(bar.pageStep(), bar.maximum(), max(1, bar.pageStep())):
                bar.setValue(place)
                look(f"{where}, tab {at}, at {place}", found)
    detail.tabs.setCurrentIndex(0)


def look_at_menus(pane, where, found):
    browser = pane.browser
    menus = [browser.table.columns_menu(pane.window), browser.detail.raw.menu()]
    menus += [browser.detail.details.menu_at(place) for place in (0, 40, 400)]
    menus += [each for each in pane.window.menuBar().findChildren(QMenu) if each.actions()]
    for menu in menus:
        menu.popup(QPoint(0, 0))
        look(f"{where}, a menu", found)
        menu.close()


async def test_no_failure_of_a_vendor_draws_markup(pane, vendors, until, found):
    walks = pane.office.sync.walks
    await pane.open(until)
    for statuses in ((401, 403, 404, 422, 402), (400, 500, 429, 410, 200)):
        vendors.send_errors(*statuses)
        await until(pane.is_still)
        pane.window._on_refresh()
        # A walk that has failed may be about to begin once more at its first page.
        await until(lambda: pane.is_still() and all(w.state is State.FAILED for w in walks()))
        await until(lambda: pane.browser.banners.isVisible())
        look(f"banners {statuses}", found)
        for provider_id in vendors.servers:
            pane.browser.accounts.choose(pane.office.account(provider_id))
            pane.browser.refresh_words()
            said = [b._words.text() for b in pane.browser.banners._banners.values()]
            assert any(vendors.text in words for words in said), (provider_id, said)
            look(f"banner of {provider_id}", found)
        pane.browser.accounts.choose("")
        pane.loading.cancel(pane.browser.account_ids())


async def test_no_dialog_of_accounts_draws_markup(pane, vendors, until, found):
    office = pane.office
    commands = AccountCommands(
        pane.window, office.accounts, office.providers, office.keys, office.client, pane.loading
    )
    for status in (200, 401, 403, 500):
        vendors.send_errors(*[status] * 5)
        for account in office.accounts:
            dialog = commands.open_dialog(account.id)
            dialog.test_button.click()
            await until(lambda dialog=dialog: dialog._result.isVisible())
            if status != 200:
                assert vendors.text in dialog._result_title.text()
            look(f"account dialog {account.provider} {status}", found)
            dialog.form.server_menu.popup(QPoint(0, 0))
            look("servers", found)
            dialog.form.server_menu.close()
            dialog.reject()
    tasks.spawn(commands.remove(office.account("quo")))
    box = await until(lambda: visible(pane.window, QMessageBox))
    assert vendors.text in box.text()
    look("remove", found)
    box.reject()
    await until(lambda: tasks.running() == 0)


def visible(window, kind):
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


async def test_no_box_or_other_window_draws_markup(pane, magic, until, found):
    window = pane.window
    for coroutine in (
        text.open_link(window, magic),
        text.open_link(window, f"https://example.com/{magic}".replace(" ", "")),
        text.open_link(window, "https://example.com/%3Cb%3E"),
        text.tell(window, magic, magic, True),
        text.ask(window, magic, magic, magic),
    ):
        tasks.spawn(coroutine)
        box = await until(lambda: visible(window, QMessageBox))
        look("a box", found)
        box.reject()
        await until(lambda: tasks.running() == 0)
    for page in (WaitingPage(), WaitingPage()):
        page.show_waiting([magic, magic])
        page.show()
        look("waiting", found)
        page.show_problem(magic, magic, [magic])
        look("waiting with a problem", found)
        page.close()
        page.deleteLater()


async def test_no_other_dialog_draws_markup(pane, vendors, until, found):
    window, magic = pane.window, vendors.text
    await pane.open(until)
    desk = Desk(pane.office.accounts, pane.office.index, pane.office.providers, pane.settings)
    log = RequestLog()
    for request in pane.office.requests:
        log.add(request)
    assert log.rowCount()
    export = ExportDialog(
        desk, pane.browser.table_model.ids(), [], Extent(1, None, False, None), window
    )
    export._problem.setText(magic)
    export._problem.show()
    try:
        raise ValueError(magic)
    except ValueError as error:
        report = report_of(error)
    about = AboutAccount(magic, pane.office.providers["close"], [(magic, magic)], 9, window)
    about._show(OddRecords({magic: 2}, [OddRecord(1, magic, magic, magic)]))
    for dialog in (
        about,
        AboutDialog([(magic, magic)], window),
        NetworkDialog(Network(magic, magic, True), window),
        ShortcutSheet(shortcut_groups(window), window),
        RequestLogWindow(log, window),
        BugReport(report, window),
        NameDialog(magic, magic, [magic], window),
        SearchHelp(window),
        export,
    ):
        dialog.open()
        look(type(dialog).__name__, found)
        dialog.close()


async def test_no_filter_draws_markup(pane, vendors, until, found):
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        bar = pane.browser.filters
        declared = pane.office.providers[provider_id].filters
        bar.set_filters(
            {each.param: [vendors.text] if each.many else vendors.text for each in declared}
        )
        look(f"filters of {provider_id}", found)
        bar.open_panel()
        if bar.panel is not None:
            look(f"filter panel of {provider_id}", found)
            bar.panel.close()


def classes_of(kind):
    found = set()
    for module in pkgutil.walk_packages(contactdesk.ui.__path__, "contactdesk.ui."):
        for name, member in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if issubclass(member, kind) and member.__module__ == module.name:
                found.add(name)
    return found


def test_every_dialog_of_ours_is_looked_at():
    assert classes_of(QDialog) == SEEN_DIALOGS, "open it in a test above, then name it here"


ROOT = Path(__file__).resolve().parents[2]
GENEROUS = {False: 240, True: 3_600}
"""Seconds for all shapes, in the short form and in the long one; a file that never ends, opened
as a picture, would take for ever."""


def test_no_shape_of_text_hangs_or_kills(tmp_path, long_form):
    words = [str(tmp_path), *(["long"] if long_form else [])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.hostile_shapes", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=GENEROUS[long_form],
    )
    shown = done.stdout.splitlines()
    assert done.returncode == 0, f"died after {shown[-1:]}\n{done.stderr[-2_000:]}"
    assert {each.partition(": ")[0] for each in shown} == set(all_providers())
    assert len(shown) >= 40


LINKS = {
    "https://example.com/a": "example.com",
    "http://example.com:8080/?q=1": "example.com:8080",
    "HTTPS://EXAMPLE.com/": "example.com",
    "https://аррӏе.com/": "xn--80ak6aa92e.com",
    "http://[::1]:80/a": "[::1]:80",
    "https://example.com/%2e%2e/": "example.com",
    **dict.fromkeys(
        (
            *("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "vbscript:x"),
            *("ftp://example.com/", "smb://example.com/x", "ms-msdt:/id", "mailto:a@b.example"),
            *("https://bank.example@evil.example/", "https://@evil.example/", "//example.com/"),
            *("https:///etc/passwd", "\\\\evil\\share", "https://x.example\\@evil.example"),
            *("https://x.example/\u202egpj", "https://x.example/a b", "https://" + "x" * 3_000),
            *("\thttps://x.example", "https://x.exa\nmple/", "about:blank", ""),
        ),
        "",
    ),
}
"""What a vendor may call a link -> the host that is to be shown; "" where it must be no link."""


@pytest.fixture
def opened(monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(text.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    return opened


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
@pytest.mark.parametrize("url", LINKS)
async def test_a_link_is_opened_only_when_it_is_safe_and_wanted(qtbot, until, opened, url, way):
    pane = DetailPane()
    qtbot.addWidget(pane)
    pane.resize(500, 700)
    pane.show()
    raw = {"id": "1", "name": "A", "links": [{"name": "site", "url": url}]}
    pane.show_contact("label", provider(), contact(raw), json.dumps(raw).encode(), parse(""))
    # Until the window is on the screen, what is in it may still move.
    await until(lambda: pane.windowHandle() is not None and pane.windowHandle().isExposed())
    view, host = pane.details, LINKS[url]
    anchors = view._anchors()
    assert len(anchors) == (1 if host else 0)
    if not host:
        view._on_link("open:" + url)  # as if it had become one
        box = await until(lambda: visible(pane, QMessageBox))
        box.reject()
        await until(lambda: tasks.running() == 0)
        assert opened == []
        return
    for press in ("cancel", "okButton"):
        if way == "mouse":
            click(qtbot, view, anchors[0][0] + 2)
        else:
            view.moveCursor(QTextCursor.MoveOperation.Start)
            assert view.focusNextPrevChild(True)
            qtbot.keyClick(view, Qt.Key.Key_Return)
        box = await until(lambda: visible(pane, QMessageBox))
        assert host in box.text()
        assert opened == []
        if press == "cancel":
            box.reject()
        else:
            next(b for b in box.buttons() if b.objectName() == press).click()
        await until(lambda: tasks.running() == 0)
    assert len(opened) == 1


def click(qtbot, view, position):
    cursor = QTextCursor(view.document())
    cursor.setPosition(position)
    view.setTextCursor(cursor)
    place = view.cursorRect(cursor).center()
    cursor.clearSelection()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


INTERACTIVE = Qt.FocusPolicy.TabFocus


def unnamed_widgets():
    """What can have the focus and has no name for a screen reader."""
    for widget in every_widget():
        if not widget.isVisible() or not widget.focusPolicy() & INTERACTIVE:
            continue
        if not widget.isEnabled() or widget.focusProxy() is not None or _is_inside_another(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"{type(widget).__name__} {widget.objectName()}"


def _is_inside_another(widget):
    """A part of a compound widget, whose name is its own: the line edit of a box, a viewport."""
    parent = widget.parentWidget()
    return isinstance(parent, QComboBox | QAbstractSpinBox | QAbstractScrollArea | QCalendarWidget)


def test_a_field_without_a_name_is_found(qtbot):
    """The control."""
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    assert list(unnamed_widgets())
    field.setAccessibleName("Name")
    assert not list(unnamed_widgets())


async def test_whatever_can_have_the_focus_has_a_name(pane, vendors, until):
    await pane.open(until)
    office, window = pane.office, pane.window
    commands = AccountCommands(
        window, office.accounts, office.providers, office.keys, office.client, pane.loading
    )
    missing = {f"window: {each}" for each in unnamed_widgets()}
    pane.table.setCurrentIndex(pane.browser.table_model.index(0, 0))
    await until(pane.browser.detail.is_showing)
    for at in range(pane.browser.detail.tabs.count()):
        pane.browser.detail.tabs.setCurrentIndex(at)
        missing |= {f"detail: {each}" for each in unnamed_widgets()}
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        pane.browser.filters.open_panel()
        missing |= {f"filters of {provider_id}: {each}" for each in unnamed_widgets()}
        if pane.browser.filters.panel is not None:
            pane.browser.filters.panel.close()
    desk = Desk(office.accounts, office.index, office.providers, pane.settings)
    ids, extent = pane.browser.table_model.ids(), Extent(1, None, False, None)
    for make in (
        lambda: commands.open_dialog(""),
        lambda: commands.open_dialog(office.account("bland")),
        lambda: AboutDialog([("a", "b")], window),
        lambda: NetworkDialog(Network("", "", False), window),
        lambda: ShortcutSheet(shortcut_groups(window), window),
        lambda: RequestLogWindow(RequestLog(), window),
        lambda: BugReport("report", window),
        lambda: ExportDialog(desk, ids, [], extent, window),
    ):
        dialog = make()
        dialog.show()
        missing |= {f"{type(dialog).__name__}: {each}" for each in unnamed_widgets()}
        dialog.close()
    window.show_only(window.welcome)
    missing |= {f"welcome: {each}" for each in unnamed_widgets()}
    assert not missing, "\n".join(sorted(missing))


FAULTY = (
    *((status, {"message": "no"}) for status in (400, 401, 403, 404, 410, 422, 429, 500, 502, 503)),
    *((200, body) for body in (None, [], "text", {}, {"data": None}, {"data": {}}, {"items": 1})),
    *((200, {"data": [], "items": [], "has_more": more}) for more in (True, "yes", None)),
    (200, {"data": [None, 1, "x", {}], "items": [[], {"id": None}]}),
)
ROUNDS = {False: 8, True: 2_000}
"""Of five accounts each: 10,000 jobs in the long form."""


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_a_storm_of_faults_leaves_the_window_usable(
    pane, vendors, loop, until, long_form, monkeypatch
):
    monkeypatch.setattr("contactdesk.fetch.Pace", lambda _rate: Pace(None))
    loop.run_until_complete(storm(pane, vendors, until, ROUNDS[long_form]))


async def storm(pane, vendors, until, rounds):
    await pane.open(until)
    await until(lambda: pane.rows >= 50)
    sync, pick, before = pane.office.sync, random.Random(rounds), 0
    for number in range(rounds):
        for server in vendors.servers.values():
            server.answer = pick.choice(FAULTY)
        jobs = (sync.refresh(walk) for walk in sync.walks())
        for ended in await asyncio.gather(*jobs, return_exceptions=True):
            assert ended is None or isinstance(ended, ContactDeskError), repr(ended)
        if number == rounds // 4:
            before = open_files()
    # A connection for each account may be open or not.
    assert open_files() <= before + 2 * len(vendors.servers)
    vendors.send_contacts()
    pane.window._on_refresh()
    await until(lambda: all(walk.state is State.COMPLETE for walk in sync.walks()))
    pane.window.search_field.setText("img")
    await until(lambda: pane.is_still() and pane.rows)
    pane.table.setCurrentIndex(pane.browser.table_model.index(0, 0))
    await until(pane.browser.detail.is_showing)
