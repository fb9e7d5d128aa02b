"""Hostile text in every field of every vendor: no screen, dialog, menu or tip draws it as markup."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QMessageBox

import contactdesk.ui
from contactdesk.http.network import Network
from contactdesk.index import MalformedRecord, MalformedRecords
from contactdesk.providers import all_providers
from contactdesk.sync.engine import State
from contactdesk.ui.accounts.about import AboutAccount
from contactdesk.ui.browser.presenter import WindowContext
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.search.help import SearchHelp
from contactdesk.ui.search.saved_list import NameDialog
from contactdesk.ui.window.about import AboutDialog, ShortcutSheet, shortcut_groups
from contactdesk.ui.window.account_commands import AccountCommands
from contactdesk.ui.window.bug_report import BugReport, report_of
from contactdesk.ui.window.export_dialog import ExportDialog
from contactdesk.ui.window.network_dialog import NetworkDialog
from contactdesk.ui.window.request_log import RequestLog, RequestLogWindow
from contactdesk.ui.window.waiting_page import WaitingPage
from tests.ui import hostile_vendors
from tests.ui.looking import look, rich_widgets, shows_magic, tip_shows_magic, visible

# pytest finds a fixture by its name in the module of the test.
magic = hostile_vendors.magic
vendors = hostile_vendors.vendors
office = hostile_vendors.office
pane = hostile_vendors.pane

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

SEEN_DIALOGS = {
    *("AboutAccount", "AboutDialog", "AccountDialog", "BugReport", "ExportDialog"),
    "RequestLogWindow",
    *("ShortcutSheet", "NetworkDialog", "NameDialog", "SearchHelp"),
}
"""Every dialog of ours: one that is not looked at below may not be here."""


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
    desk = WindowContext(
        pane.office.accounts, pane.office.index, pane.office.providers, pane.settings
    )
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
    about._show(MalformedRecords({magic: 2}, [MalformedRecord(1, magic, magic, magic)]))
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


def test_no_shape_of_text_hangs_or_kills(tmp_path, long_form, qtbot):
    words = [str(tmp_path), *(["long"] if long_form else [])]
    said, wrong = tmp_path / "said", tmp_path / "wrong"
    with said.open("w") as out, wrong.open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.hostile_shapes", *words],
            cwd=ROOT,
            stdout=out,
            stderr=err,
        )
        try:
            # Not at a standstill: a window that an earlier test left would take it for sleep.
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=1000 * GENEROUS[long_form])
        finally:
            process.kill()
            process.wait()
    shown = said.read_text(encoding="utf-8").splitlines()
    assert process.returncode == 0, f"died after {shown[-1:]}\n{wrong.read_text()[-2_000:]}"
    assert {each.partition(": ")[0] for each in shown} == set(all_providers())
    assert len(shown) >= 40
