"""Hostile text from every vendor: no screen, dialog, menu or tool tip draws it as markup."""

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
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.changes.export_dialog import ChangesExportDialog
from contactdesk.ui.filters.panel import FilterPanel
from contactdesk.ui.kit import tasks, text
from contactdesk.ui.kit.nickname_dialog import NicknameDialog
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.search.help import SearchHelp
from contactdesk.ui.search.name_dialog import NameDialog
from contactdesk.ui.table.add_columns import AddColumns
from contactdesk.ui.window.about import AboutDialog, ShortcutSheet, shortcut_groups
from contactdesk.ui.window.account_commands import AccountCommands
from contactdesk.ui.window.bug_report import BugReport, report_of
from contactdesk.ui.window.contact_chooser import ContactChooser, Offer, Question
from contactdesk.ui.window.export_dialog import ExportDialog
from contactdesk.ui.window.network_dialog import NetworkDialog
from contactdesk.ui.window.request_log import RequestLog, RequestLogWindow
from contactdesk.ui.window.waiting_page import WaitingPage
from contactdesk.ui.worklist.export_dialog import ItemsExportDialog
from contactdesk.ui.worklist.snooze import SnoozeDialog
from tests.ui import hostile_vendors
from tests.ui.accounts.dialog_harness import child
from tests.ui.changed_people import reload
from tests.ui.markup_probe import probe, rich_widgets, shows_magic, tip_shows_magic, visible
from tests.ui.pages_harness import show_items, show_personas
from tests.ui.people_harness import show_people

# pytest finds a fixture by its name in the module of the test.
magic = hostile_vendors.magic
vendors = hostile_vendors.vendors
workspace = hostile_vendors.workspace
pane = hostile_vendors.pane

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

PROBED_DIALOGS = {
    *("AboutAccount", "AboutDialog", "AccountDialog", "BugReport", "ExportDialog"),
    "RequestLogWindow",
    *("ShortcutSheet", "NetworkDialog", "NameDialog", "SearchHelp"),
    *("AddColumns", "NicknameDialog", "ItemsExportDialog", "SnoozeDialog"),
    *("ChangesExportDialog", "ListExportDialog", "ContactChooser"),
}
"""Every dialog of the program that is probed below."""


@pytest.fixture
def found():
    """Collects what shows hostile text as markup; must be empty at the end of a test."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(found)


def test_magic_pixel_is_found_where_it_is_drawn(qtbot, magic):
    """Controls: prove that the tests below can fail."""
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
    probe("here", seen)
    assert sum("a magic pixel" in each for each in seen) == 2
    assert sum("rich text" in each for each in seen) >= 2
    assert sum("a tip" in each for each in seen) == 1
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert not any(repr(label) in each for each in rich_widgets())


async def test_screens_of_contacts_draw_no_markup(pane, vendors, until, found):
    await pane.open(until)
    await until(lambda: pane.rows >= 50)
    probe("all contacts", found)
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        assert vendors.text in pane.texts(pane.browser.table_model.columns[0].path)[0]
        for row in range(0, pane.rows, 3):
            pane.table.setCurrentIndex(pane.browser.table_model.index(row, 0))
            await until(
                lambda row=row: pane.browser.shown_contact.row_id == pane.table.current_id()
            )
            probe_contact(pane, f"{provider_id} {row}", found)
        probe_menus(pane, provider_id, found)
    pane.window.search_field.setText("img")
    await until(pane.is_still)
    pane.browser.detail.view.stepper.step_around(1)
    probe("search", found)


async def test_people_draw_no_markup(pane, vendors, until, found):
    await show_people(pane, until)
    assert any(vendors.text in name for name in pane.texts("name"))
    probe("people", found)
    table, model = pane.table, pane.browser.table_model
    tips = set()
    for row in range(0, pane.rows, 5):
        for column in table.columns.shown():
            index = model.index(row, column)
            tips.add(table.itemDelegate().tip_words(table, table.visualRect(index), index))
        table.setCurrentIndex(model.index(row, 0))
        await until(lambda: pane.browser.shown_contact.row_id == table.current_id())
        probe(f"person {row}", found)
    assert any(vendors.text in tip for tip in tips)
    found += [tip for tip in tips if tip_shows_magic(text.tooltip(tip))]
    pane.window.actions_by_name["actionCompareVendors"].trigger()
    probe("who is where", found)
    pane.browser.people.where.close()
    export = ExportDialog(
        *(pane.browser.context, model.ids(), [], pane.browser.extent(), pane.window),
        columns=table.columns_to_copy(),
        people=True,
    )
    export.open()
    probe("export of people", found)
    export.reject()
    question = Question("Link", "Which one?", "Link them")
    offers = [Offer(each, vendors.text, vendors.text) for each in model.ids()[:5]]
    chooser = ContactChooser(pane.browser.context, question, offers, None, pane.window)
    chooser.open()
    candidates = [chooser.rows.candidate_of(chooser.rows.item(at)) for at in range(len(offers))]
    assert any(vendors.text in candidate.details for candidate in candidates)
    probe("chooser of a contact", found)
    chooser.reject()


def probe_contact(pane, where, found):
    detail = pane.browser.detail
    for at in range(detail.tabs.count()):
        detail.tabs.setCurrentIndex(at)
        page = detail.tabs.widget(at)
        probe(f"{where}, tab {at}", found)
        for number in range(1, page.chooser.model.rowCount() if hasattr(page, "chooser") else 0):
            page.chooser.choose(number)
            unfold(page.page.view)
            probe(f"{where}, tab {at}, memory {number}", found)
        for view in (each for each in page.findChildren(text.TextView) if each.isVisible()):
            bar = view.verticalScrollBar()
            for place in range(bar.pageStep(), bar.maximum(), max(1, bar.pageStep())):
                bar.setValue(place)
                probe(f"{where}, tab {at}, at {place}", found)
    detail.tabs.setCurrentIndex(0)


def unfold(view):
    """Follows every link of a memory's document that shows more."""
    view.write_all()
    for link in list(view._map.links):
        if link.href.startswith(("fold:", "all:")):
            view.link_activated.emit(link.href)


def probe_menus(pane, where, found):
    browser = pane.browser
    menus = [browser.table.columns.menu(pane.window), browser.detail.raw.menu()]
    menus += [browser.detail.details.menu_at(place) for place in (0, 40, 400)]
    menus += [each for each in pane.window.menuBar().findChildren(QMenu) if each.actions()]
    for menu in menus:
        menu.popup(QPoint(0, 0))
        probe(f"{where}, a menu", found)
        menu.close()


async def test_vendor_failures_draw_no_markup(pane, vendors, until, found):
    walks = pane.workspace.sync.walks
    await pane.open(until)
    for statuses in ((401, 403, 404, 422, 402), (400, 500, 429, 410, 200)):
        vendors.send_errors(*statuses)
        await until(pane.is_still)
        pane.window.load_commands.refresh()
        # A failed walk may be about to restart at its first page.
        await until(lambda: pane.is_still() and all(w.state is State.FAILED for w in walks()))
        await until(lambda: pane.browser.banners.isVisible())
        probe(f"banners {statuses}", found)
        for provider_id in vendors.servers:
            pane.browser.accounts.choose(pane.workspace.account(provider_id))
            pane.browser.refresh_words()
            shown = [b._words.text() for b in pane.browser.banners._banners.values()]
            assert any(vendors.text in words for words in shown), (provider_id, shown)
            probe(f"banner of {provider_id}", found)
        pane.browser.accounts.choose("")
        pane.loading.cancel(pane.browser.account_ids())


async def test_account_dialogs_draw_no_markup(pane, vendors, until, found):
    workspace = pane.workspace
    commands = AccountCommands(
        pane.window,
        workspace.accounts,
        workspace.providers,
        workspace.keys,
        workspace.client,
        pane.loading,
        pane.remove_account,
    )
    for status in (200, 401, 403, 500):
        vendors.send_errors(*[status] * 5)
        for account in workspace.accounts:
            dialog = commands.open_dialog(account.id)
            dialog.test_button.click()
            await until(lambda dialog=dialog: dialog._answer.isVisible())
            if status != 200:
                assert vendors.text in child(dialog, "resultLine").text()
            probe(f"account dialog {account.provider} {status}", found)
            dialog.form.server_menu.popup(QPoint(0, 0))
            probe("servers", found)
            dialog.form.server_menu.close()
            dialog.reject()
    tasks.spawn(commands.remove(workspace.account("quo")))
    box = await until(lambda: visible(pane.window, QMessageBox))
    assert vendors.text in box.text()
    probe("remove", found)
    box.reject()
    await until(lambda: tasks.running() == 0)


async def test_message_boxes_and_waiting_page_draw_no_markup(pane, magic, until, found):
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
        probe("a box", found)
        box.reject()
        await until(lambda: tasks.running() == 0)
    for page in (WaitingPage(), WaitingPage()):
        page.show_waiting([magic, magic])
        page.show()
        probe("waiting", found)
        page.show_problem(magic, magic, [magic])
        probe("waiting with a problem", found)
        page.close()
        page.deleteLater()


async def test_other_dialogs_draw_no_markup(pane, vendors, until, found):
    window, magic = pane.window, vendors.text
    await pane.open(until)
    context = WindowContext(
        pane.workspace.accounts, pane.workspace.index, pane.workspace.providers, pane.settings
    )
    log = RequestLog()
    for request in pane.workspace.requests:
        log.add(request)
    assert log.rowCount()
    export = ExportDialog(
        context, pane.browser.table_model.ids(), [], Extent(1, None, False, None), window
    )
    export._problem.setText(magic)
    export._problem.show()
    try:
        raise ValueError(magic)
    except ValueError as error:
        report = report_of(error)
    about = AboutAccount(magic, pane.workspace.providers["close"], [(magic, magic)], 9, window)
    about._show(MalformedRecords({magic: 2}, [MalformedRecord(1, magic, magic, magic)]))
    columns = AddColumns(pane.workspace.index, [], window)
    columns._show([(f"fact.{magic}", 3), (f"custom.{magic}", 1)])
    for dialog in (
        about,
        columns,
        NicknameDialog(context.undo, pane.workspace.account("bland"), magic, window),
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
        probe(type(dialog).__name__, found)
        dialog.close()


async def test_pages_draw_no_markup(pane, vendors, until, found):
    account_id = pane.workspace.account("bland")
    await pane.userdata.nicknames.set(account_id, vendors.text, vendors.text)
    page = await show_items(pane, until)
    assert vendors.text in page.model.item_at(0).text
    page.filters.hidden.setChecked(True)
    for group in range(page.filters.group.count()):
        page.filters.group.setCurrentIndex(group)
        await until(pane.is_still)
        page.table.go_to_row(0)
        await until(lambda: pane.browser.detail.is_showing())
        probe(f"open items, group {group}", found)
    for column in range(page.model.columnCount()):
        menu = page.table.menu_at(page.model.index(0, column))
        menu.popup(QPoint(0, 0))
        probe(f"a menu of open items, column {column}", found)
        menu.close()
    page.export_action().trigger()
    page.actions_on.pick_date()
    for kind in (ItemsExportDialog, SnoozeDialog):
        dialog = pane.window.findChild(kind)
        probe(kind.__name__, found)
        dialog.close()
    page = await show_personas(pane, until)
    probe("personas", found)
    for row in range(page.details.keys.model().rowCount()):
        page.details.keys.clicked.emit(page.details.keys.model().index(row, 0))
        await until(pane.is_still)
    probe("people of a persona", found)


async def test_changes_draw_no_markup(pane, vendors, until, found):
    await pane.open(until)
    for server in vendors.servers.values():
        status, body = server.answer
        server.answer = status, changed(body)
    await reload(pane, until, *vendors.servers)
    pane.window.actions_by_name["actionShowChanges"].trigger()
    page = pane.browser.pages.current()
    await until(lambda: page.model.rowCount() and pane.is_still())
    for group in range(page.filters.group.count()):
        page.filters.group.setCurrentIndex(group)
        await until(pane.is_still)
        probe(f"changes, group {group}", found)
    for row in range(page.model.rowCount()):
        page.table.go_to_row(row)
        await until(lambda: pane.browser.history.tab is not None and pane.is_still())
        probe(f"history, row {row}", found)
    for column in range(page.model.columnCount()):
        menu = page.table.menu_at(page.model.index(0, column))
        menu.popup(QPoint(0, 0))
        probe(f"a menu of changes, column {column}", found)
        menu.close()
    page.export_action().trigger()
    dialog = pane.window.findChild(ChangesExportDialog)
    probe("ChangesExportDialog", found)
    dialog.close()


def changed(value):
    """A reply with other texts, but the same ids."""
    if isinstance(value, dict):
        return {
            key: each if key in ("id", "next", "cursor") else changed(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [changed(each) for each in value]
    return f"{value} (changed)" if isinstance(value, str) else value


async def test_filters_draw_no_markup(pane, vendors, until, found):
    for provider_id in vendors.servers:
        await pane.open(until, provider_id)
        bar = pane.browser.filters
        declared = pane.workspace.providers[provider_id].filters
        bar.set_filters(
            {each.param: [vendors.text] if each.many else vendors.text for each in declared}
        )
        probe(f"filters of {provider_id}", found)
        bar.open_panel()
        for panel in bar.findChildren(FilterPanel):
            probe(f"filter panel of {provider_id}", found)
            panel.close()


def classes_of(kind):
    found = set()
    for module in pkgutil.walk_packages(contactdesk.ui.__path__, "contactdesk.ui."):
        for name, member in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if issubclass(member, kind) and member.__module__ == module.name:
                found.add(name)
    return found


def test_every_dialog_is_probed():
    assert classes_of(QDialog) == PROBED_DIALOGS, "open it in a test above, then add it to the set"


ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = {False: 240, True: 3_600}
"""Seconds for all shapes, by `long_form`. An endless file opened as a picture would never finish."""


def test_no_shape_of_text_hangs_or_crashes(tmp_path, long_form, qtbot):
    words = [str(tmp_path), *(["long"] if long_form else [])]
    output, errors = tmp_path / "output", tmp_path / "errors"
    with output.open("w") as out, errors.open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.hostile_shapes", *words],
            cwd=ROOT,
            stdout=out,
            stderr=err,
        )
        try:
            # Keeps the event loop running: a window left by an earlier test would otherwise take the
            # wait for the computer's sleep.
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=1000 * TIMEOUT_S[long_form])
        finally:
            process.kill()
            process.wait()
    shown = output.read_text(encoding="utf-8").splitlines()
    assert process.returncode == 0, f"died after {shown[-1:]}\n{errors.read_text()[-2_000:]}"
    assert {each.partition(": ")[0] for each in shown} == set(all_providers())
    assert len(shown) >= 40
