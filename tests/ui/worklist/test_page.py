"""contactdesk.ui.worklist.page: the page of open items, in a window on the sandbox.

Its parts: contactdesk.ui.worklist.actions, contactdesk.ui.worklist.rows,
contactdesk.ui.worklist.view, contactdesk.ui.table.padded_cell.
"""

import csv
from datetime import timedelta

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from contactdesk.memories.priority import PRIORITIES
from contactdesk.ui.accounts.sidebar import ENTRY
from contactdesk.ui.worklist import columns
from contactdesk.ui.worklist.export_dialog import ItemsExportDialog
from contactdesk.ui.worklist.snooze import SnoozeDialog
from contactdesk.userdata.item_states import ItemState
from tests.ui.pages_harness import column, entry, items, load_all, show_items

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


def keys(page):
    return [item.key for item in items(page)]


async def test_entry_in_the_sidebar_counts_what_the_page_lists(pane, until):
    await pane.open(until, "bland")
    await load_all(pane, until)
    page = await show_items(pane, until)
    listed = str(page.model.rowCount())
    assert page.model.rowCount() > 100
    # Counted at most once a second.
    await until(lambda: entry(pane, "Open items")[1] == listed)
    row, count, state = entry(pane, "Open items")
    assert state.startswith("in 230 contact")
    index = pane.browser.accounts.model().index(row, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Open items"
    assert count in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert pane.browser.accounts.currentIndex() == index
    assert (page.accessibleName(), page.table.accessibleName()) == ("Open items", "Open items")


async def test_without_agents_that_remember_there_are_no_pages(pane, until):
    workspace = pane.workspace
    workspace.accounts.remove(workspace.account("bland"))
    pane.browser.refresh_accounts()
    assert entry(pane, "Open items") is None
    assert entry(pane, "Personas") is None


async def test_page_takes_the_place_of_the_table_and_an_account_brings_it_back(pane, until):
    await pane.open(until, "bland")
    rows = pane.rows
    page = await show_items(pane, until)
    assert page.isVisible()
    assert pane.browser.detail.isVisible()
    assert not pane.table.isVisible()
    await pane.open(until, "bland")
    assert not page.isVisible()
    assert pane.table.isVisible()
    assert pane.rows == rows


async def test_page_asks_only_vendors_whose_agents_remember(pane, until):
    await show_items(pane, until)
    assert pane.asked() == pane.asked("bland") > 0


async def test_items_come_by_priority_the_oldest_first(pane, until):
    page = await show_items(pane, until)
    ranks = [item.rank for item in items(page)]
    assert ranks == sorted(ranks)
    urgent = [item.created_at for item in items(page) if item.rank == ranks[0] and item.created_at]
    assert urgent == sorted(urgent)
    assert column(page, columns.PRIORITY)[0].lower() == PRIORITIES[ranks[0]]


async def test_first_click_on_age_shows_the_oldest_first(pane, until):
    page = await show_items(pane, until)
    header = page.table.horizontalHeader()
    place = header.sectionViewportPosition(columns.AGE) + header.sectionSize(columns.AGE) // 2
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, header.height() // 2)
    )
    await until(pane.is_still)
    times = [item.created_at for item in items(page) if item.created_at]
    assert times == sorted(times)
    assert len(set(times)) > 20


@pytest.mark.parametrize("group", ["person", "agent", "priority"])
async def test_items_of_a_group_are_in_one_run(pane, until, group):
    page = await show_items(pane, until)
    page.filters.group.setCurrentIndex(page.filters.group.findData(group))
    await until(pane.is_still)
    model = page.model
    starts = [row for row in range(model.rowCount()) if model.starts_group(row)]
    of = {"person": "contact", "agent": "agent", "priority": "rank"}[group]
    named = [getattr(model.item_at(row), of) for row in starts]
    if group == "priority":
        assert set(named) == {getattr(item, of) for item in items(page)}
    else:
        assert len(named) == len(set(named)) == len({getattr(item, of) for item in items(page)})
    assert 1 < len(starts) < model.rowCount()
    first = page.table.horizontalHeader().logicalIndex(0)
    assert first == columns.column_of(group)
    assert not page.table.repeats_group(0)


async def test_filters_narrow_the_list_and_say_so(pane, until):
    page = await show_items(pane, until)
    whole = items(page)
    page.filters.words.setText("order")
    await until(pane.is_still)
    assert 0 < page.model.rowCount() < len(whole)
    assert "matching open item" in pane.status
    page.filters.words.clear()
    agent = whole[0].agent
    page.filters.agent.setCurrentIndex(
        next(
            i
            for i in range(1, page.filters.agent.count())
            if agent in page.filters.agent.itemData(i)
        )
    )
    await until(pane.is_still)
    assert keys(page) == [item.key for item in whole if item.agent == agent]
    page.filters.agent.setCurrentIndex(0)
    page.filters.priority.setCurrentIndex(1)
    await until(pane.is_still)
    assert keys(page) == [item.key for item in whole if item.rank in (0, 1)]
    page.filters.clear()
    await until(pane.is_still)
    assert items(page) == whole


async def test_d_marks_as_done_and_undo_takes_it_back(pane, until):
    page = await show_items(pane, until)
    before = keys(page)
    page.table.go_to_row(1)
    page.table.setFocus()
    QTest.keyClick(page.table, "d")
    await until(lambda: len(keys(page)) == len(before) - 1 and pane.is_still())
    assert keys(page) == [before[0], *before[2:]]
    # On to the next, which is where the one before was.
    assert page.table.currentIndex().row() == 1
    assert pane.userdata.item_states.state(before[1]).done
    assert entry(pane, "Open items")[1] == str(len(before) - 1)
    assert "1 done or snoozed" in page.status()[0]
    pane.window.actions_by_name["actionUndoChange"].trigger()
    await until(lambda: keys(page) == before and pane.is_still())
    assert pane.userdata.item_states.state(before[1]) is None


async def test_many_are_marked_at_once_and_opened_again(pane, until):
    page = await show_items(pane, until)
    before = keys(page)
    page.table.selectAll()
    page.actions_on.mark_done()
    await until(lambda: page.empty.title() and pane.is_still())
    assert page.empty.title() == "Everything is done or snoozed"
    assert entry(pane, "Open items")[1] == ""
    page.empty.findChild(QPushButton, "emptyAction").click()
    await until(lambda: keys(page) == before and pane.is_still())
    assert page.filters.hidden.isChecked()
    assert column(page, columns.STATE)[0].startswith("Done ")
    page.table.selectAll()
    page.actions_on.reopen()
    await until(lambda: not pane.userdata.item_states.all() and pane.is_still())
    assert column(page, columns.STATE) == [""] * len(before)


async def test_snoozed_item_is_back_on_its_day(pane, until):
    page = await show_items(pane, until)
    before = keys(page)
    counts = pane.browser.pages.parts.counts
    page.table.go_to_row(0)
    page.table.setFocus()
    QTest.keyClick(page.table, "s")
    menu = page.actions_on.menu
    await until(menu.isVisible)
    menu.findChild(object, "actionSnoozeTomorrow").trigger()
    menu.close()
    await until(lambda: keys(page) == before[1:] and pane.is_still())
    tomorrow = counts.today() + timedelta(days=1)
    assert pane.userdata.item_states.state(before[0]).snoozed_until == tomorrow.isoformat()
    counts.set_clock(lambda: tomorrow)
    counts.check_day()
    await until(lambda: keys(page) == before and pane.is_still())


async def test_items_are_snoozed_until_a_day_of_the_calendar(pane, until):
    page = await show_items(pane, until)
    first = keys(page)[0]
    page.table.go_to_row(0)
    page.actions_on.pick_date()
    dialog = pane.window.findChild(SnoozeDialog)
    day = dialog.calendar.minimumDate().addDays(9)
    dialog.calendar.setSelectedDate(day)
    dialog.accept()
    await until(lambda: first not in keys(page) and pane.is_still())
    state = pane.userdata.item_states.state(first)
    assert state.snoozed_until == day.toString(Qt.DateFormat.ISODate)


async def test_current_item_shows_its_memory_and_enter_goes_there(pane, until):
    page = await show_items(pane, until)
    page.table.setFocus()
    page.table.go_to_row(3)
    item = page.model.item_at(3)
    detail = pane.browser.detail
    await until(lambda: pane.browser.shown_contact.row_id == item.contact)
    memories = detail.tabs.memories
    await until(lambda: detail.tabs.currentWidget() is memories)
    assert memories.chooser.number == item.memory
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    await until(lambda: detail.isAncestorOf(QApplication.focusWidget()))


async def test_selected_items_are_copied_as_a_checklist(pane, until):
    page = await show_items(pane, until)
    page.table.selectRow(0)
    page.table.setFocus()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(page.table, "c", Qt.KeyboardModifier.ControlModifier)
    await until(QGuiApplication.clipboard().text)
    copied = QGuiApplication.clipboard().text()
    item = page.model.item_at(0)
    assert copied.startswith("- [ ] **urgent**")
    assert item.text.split()[0] in copied
    assert copied.count("\n") == 1


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "md"])
async def test_exported_file_has_every_item_of_the_list(pane, until, tmp_path, fmt):
    page = await show_items(pane, until)
    await pane.userdata.item_states.set([keys(page)[0]], ItemState(done=True))
    page.filters.hidden.setChecked(True)
    await until(pane.is_still)
    page.export_action().trigger()
    dialog = pane.window.findChild(ItemsExportDialog)
    box = dialog.findChild(object, "itemsFormat")
    box.setCurrentIndex(box.findData(fmt))
    scope = dialog.findChild(object, "itemsScope").text()
    assert scope == page.status()[0]
    out, heard = tmp_path / f"items.{fmt}", []
    dialog.written.connect(lambda count, path: heard.append((count, path)))
    dialog.write_to(out)
    await until(lambda: heard)
    count = page.model.rowCount()
    assert heard == [(count, str(out))]
    people = column(page, columns.PERSON)
    if fmt == "csv":
        rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
        assert len(rows) == count
        assert [row["person"] for row in rows] == [item.person for item in items(page)]
        assert [row["done"] for row in rows] == ["yes"] + [""] * (count - 1)
    elif fmt == "xlsx":
        sheet = openpyxl.load_workbook(out).worksheets[0]
        values = list(sheet.iter_rows(values_only=True))
        assert len(values) == count + 1
        assert values[1][3] == items(page)[0].person
    else:
        lines = out.read_text("utf-8").splitlines()
        assert len(lines) == count
        assert lines[0].startswith("- [x] ")
        assert people


async def test_status_says_of_which_contacts_and_offers_the_rest(pane, until):
    page = await show_items(pane, until)
    assert "of the contacts loaded so far (200 of 230)" in pane.status
    rest = pane.window.status_area.rest_button
    assert rest.isVisible()
    assert rest.text().startswith("Load the rest")
    before = page.model.rowCount()
    rest.click()
    await until(lambda: pane.browser.extent().complete and pane.is_still())
    await until(lambda: page.model.rowCount() > before)
    assert "of 230 contact" in pane.status
    assert not rest.isVisible()


async def test_selection_and_scroll_place_stay_while_contacts_arrive(pane, until):
    page = await show_items(pane, until)
    page.table.go_to_row(40)
    page.table.verticalScrollBar().setValue(30 * page.table.rowHeight(0))
    key, top = items(page)[40].key, items(page)[page.table.rowAt(0)].key
    before = page.model.rowCount()
    await load_all(pane, until)
    await until(lambda: page.model.rowCount() > before)
    assert page.table.current_item().key == key
    assert page.model.item_at(page.table.rowAt(0)).key == top


async def test_nothing_is_said_to_be_missing_before_contacts_are_loaded(pane, until):
    pane.window.actions_by_name["actionShowOpenItems"].trigger()
    page = pane.browser.pages.current()
    assert "No open items" not in page.empty.title()
    assert "0 open" not in pane.status
    await until(lambda: page.model.rowCount() and pane.is_still())


async def test_no_match_says_so_and_clears(pane, until):
    page = await show_items(pane, until)
    count = page.model.rowCount()
    page.table.go_to_row(0)
    await until(lambda: pane.browser.detail.is_showing())
    page.filters.words.setText("zzzz")
    await until(lambda: page.empty.title() and pane.is_still())
    assert page.empty.title() == "No open items match"
    await until(lambda: not pane.browser.detail.is_showing())
    page.empty.findChild(QPushButton, "emptyAction").click()
    await until(lambda: page.model.rowCount() == count and pane.is_still())


async def test_search_field_leads_from_the_page_to_the_contacts(pane, until):
    page = await show_items(pane, until)
    pane.window.search_field.setText("a")
    await until(lambda: pane.rows and pane.is_still())
    assert not page.isVisible()
    assert pane.browser.accounts.scope() == ""
    assert pane.browser.accounts.page() == ""


async def test_find_goes_to_the_filter_of_the_page(pane, until):
    page = await show_items(pane, until)
    pane.window.actions_by_name["actionFindContacts"].trigger()
    assert page.filters.words.hasFocus()
    QTest.keyClicks(page.filters.words, "order")
    QTest.keyClick(page.filters.words, Qt.Key.Key_Down)
    await until(pane.is_still)
    assert page.table.hasFocus()


async def test_tab_goes_through_the_filters_to_the_list(pane, until):
    page = await show_items(pane, until)
    assert page.table.hasFocus()
    page.filters.words.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    before = QApplication.focusWidget()
    assert not page.isAncestorOf(before)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert page.filters.words.hasFocus()


async def test_whole_page_by_keyboard(pane, until):
    """From the start: to the page, to an item, done, and back to the contacts."""
    window = pane.window
    await pane.open(until, "bland")
    QTest.keyClick(window, "4", Qt.KeyboardModifier.ControlModifier)
    await until(lambda: pane.browser.pages.name == "open-items" and pane.is_still())
    page = pane.browser.pages.current()
    await until(lambda: page.model.rowCount() and page.table.hasFocus())
    count = page.model.rowCount()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, "d")
    await until(lambda: page.model.rowCount() == count - 1 and pane.is_still())
    assert page.table.currentIndex().isValid()
    QTest.keyClick(window, "3", Qt.KeyboardModifier.ControlModifier)
    await until(lambda: pane.table.isVisible() and pane.rows and pane.is_still())


async def test_row_is_one_sentence_for_screen_readers(pane, until):
    page = await show_items(pane, until)
    item = page.model.item_at(0)
    index = page.model.index(0, page.table.horizontalHeader().logicalIndex(0))
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Urgent, ")
    assert item.person in words
    assert "\n" not in words
    page.filters.group.setCurrentIndex(1)
    await until(pane.is_still)
    first = page.table.horizontalHeader().logicalIndex(0)
    item = page.model.item_at(0)
    words = page.model.index(0, first).data(Qt.ItemDataRole.AccessibleTextRole)
    assert item.person in words
    assert "," in words


async def test_place_is_the_same_in_another_window_on_the_same_profile(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    page = await show_items(first, until)
    page.table.set_order("person", True)
    page.filters.words.setText("order")
    page.filters.group.setCurrentIndex(2)
    await until(first.is_still)
    page.table.go_to_row(5)
    before = keys(page), page.table.current_item().key, page.filters.filter(), page.table.order()
    store = first.userdata
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot, store)
    second.browser.accounts.choose(second.settings.text("account"))
    page = second.browser.pages.current()
    await until(lambda: page.model.rowCount() and second.is_still())
    await until(lambda: page.table.current_item() is not None)
    after = keys(page), page.table.current_item().key, page.filters.filter(), page.table.order()
    assert after == before


async def test_removing_the_account_while_its_items_are_shown_leaves_the_contacts(pane, until):
    page = await show_items(pane, until)
    page.table.go_to_row(0)
    await until(lambda: pane.browser.detail.is_showing())
    account_id = pane.workspace.account("bland")
    pane.loading.cancel([account_id])
    await pane.remove_account(account_id)
    pane.workspace.accounts.remove(account_id)
    pane.browser.refresh_accounts()
    pane.browser.open()
    await until(pane.is_still)
    assert entry(pane, "Open items") is None
    assert not page.isVisible()
    assert pane.table.isVisible()
    assert not pane.browser.detail.is_showing()


async def test_menu_of_a_cell_searches_for_its_value(pane, until):
    page = await show_items(pane, until)
    item = page.model.item_at(0)
    menu = page.table.menu_at(page.model.index(0, columns.PERSON))
    names = [action.objectName() for action in menu.actions()]
    assert names[0] == "actionMarkDone"
    next(a for a in menu.actions() if a.objectName() == "actionCopyValue").trigger()
    assert QGuiApplication.clipboard().text() == item.person
    next(a for a in menu.actions() if a.objectName() == "actionShowSame").trigger()
    await until(lambda: pane.table.isVisible() and pane.rows and pane.is_still())
    assert item.person in pane.texts("name")
    assert menu.actions()


async def test_columns_fit_the_list_whatever_it_shows(pane, until):
    page = await show_items(pane, until)
    pane.window.resize(1600, 700)

    def fits():
        return page.table.horizontalHeader().length() <= page.table.viewport().width() + 8

    await until(fits)
    for group in range(page.filters.group.count()):
        page.filters.group.setCurrentIndex(group)
        await until(pane.is_still)
        assert fits()
    page.filters.hidden.setChecked(True)
    await until(lambda: pane.is_still() and fits())
    assert not page.table.isColumnHidden(columns.STATE)
    # One account: nothing to tell apart.
    assert page.table.isColumnHidden(columns.ACCOUNT)
    pane.window.resize(1500, 700)
    await until(fits)
    page.table.setColumnWidth(columns.PERSON, 400)
    pane.window.resize(1300, 700)
    await until(pane.is_still)
    assert page.table.columnWidth(columns.PERSON) == 400


async def test_account_in_the_sidebar_is_not_chosen_while_a_page_is(pane, until):
    await pane.open(until, "bland")
    await show_items(pane, until)
    assert pane.browser.accounts.scope() == ""
    assert pane.browser.accounts.currentIndex().data(ENTRY).page == "open-items"
    actions = pane.window.actions_by_name
    for name in ("actionRemoveAccount", "actionCopySelection", "actionChooseColumns"):
        assert not actions[name].isEnabled(), name
    assert actions["actionExportContacts"].isEnabled()
