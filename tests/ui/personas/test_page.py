"""contactdesk.ui.personas.page: every number leads to a list of just as many.

Its parts: contactdesk.ui.personas.details, contactdesk.ui.personas.people,
contactdesk.ui.personas.view.
"""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.ui.kit.nickname_dialog import NicknameDialog
from contactdesk.ui.personas import columns
from contactdesk.ui.personas.model import key_of
from tests.ui.pages_harness import load_all, show_items, show_personas

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


async def loaded(pane, until):
    await pane.open(until, "bland")
    await load_all(pane, until)
    return await show_personas(pane, until)


def click(page, row, column):
    place = page.table.visualRect(page.model.index(row, column)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


async def test_numbers_of_people_are_as_long_as_the_lists_behind_them(pane, until):
    page = await loaded(pane, until)
    checked = 0
    for stats in list(page.model.rows):
        for column in (columns.PEOPLE, columns.EMPTY):
            if not columns.link(stats, column):
                continue
            page.follow(stats, column)
            number = columns.COLUMNS[column].value(stats)
            if columns.search_of(stats, column):
                await until(lambda: pane.table.isVisible() and pane.is_still())
                assert pane.rows == number, (stats.agent, column)
            else:
                await until(pane.is_still)
                assert page.details.people_model.rowCount() == number, (stats.agent, column)
            checked += 1
            page = await show_personas(pane, until)
    assert checked > 8


async def test_number_of_open_items_is_as_long_as_the_list_behind_it(pane, until):
    page = await loaded(pane, until)
    for stats in list(page.model.rows)[:4]:
        page.follow(stats, columns.OPEN)
        await until(lambda: pane.browser.pages.name == "open-items" and pane.is_still())
        items = pane.browser.pages.current()
        assert items.model.rowCount() == stats.open_items
        assert {items.model.item_at(row).agent for row in range(items.model.rowCount())} == {
            stats.agent
        }
        page = await show_personas(pane, until)


async def test_oldest_leads_to_the_items_with_the_oldest_first(pane, until):
    page = await loaded(pane, until)
    stats = next(each for each in page.model.rows if each.oldest_open)
    page.follow(stats, columns.OLDEST)
    items = pane.browser.pages.current()
    await until(lambda: items.isVisible() and items.model.rowCount() and pane.is_still())
    assert items.model.item_at(0).created_at.startswith(stats.oldest_open[:7])
    times = [items.model.item_at(row).created_at for row in range(items.model.rowCount())]
    assert times[0] == min(filter(None, times))


async def test_number_of_a_fact_key_is_as_long_as_the_list_behind_it(pane, until):
    page = await loaded(pane, until)
    page.table.go_to(key_of(max(page.model.rows, key=lambda each: len(each.fact_keys))))
    stats = page.table.current()
    details = page.details
    for row, fact in list(enumerate(stats.fact_keys))[:5]:
        details.keys.clicked.emit(details.keys.model().index(row, 0))
        await until(pane.is_still)
        assert details.people.isVisible()
        assert details.people_model.rowCount() == fact.people
    assert details.people_model.name_at(0)
    # Another agent: back to the summaries.
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    if page.table.current() is stats:
        QTest.keyClick(page.table, Qt.Key.Key_Up)
    assert not details.people.isVisible()


async def test_summary_opens_the_memory_of_that_persona(pane, until):
    page = await loaded(pane, until)
    page.table.go_to(key_of(next(each for each in page.model.rows if each.longest_summaries)))
    stats = page.table.current()
    longest = stats.longest_summaries[0]
    page.follow(stats, columns.LONGEST)
    await until(lambda: pane.browser.shown_contact.row_id == longest.contact)
    memories = pane.browser.detail.tabs.memories
    await until(lambda: pane.browser.detail.tabs.currentWidget() is memories)
    stored = pane.workspace.index.stored(longest.contact)
    assert stats.agent.encode() in stored.raw
    page.details.summaries.setFocus()
    page.details.summaries.selectRow(1)
    QTest.keyClick(page.details.summaries, Qt.Key.Key_Return)
    await until(lambda: pane.browser.shown_contact.row_id == stats.longest_summaries[1].contact)


async def test_people_of_memories_without_a_persona_are_listed_beside(pane, until):
    page = await loaded(pane, until)
    stats = next(each for each in page.model.rows if not each.agent)
    assert columns.link(stats, columns.PEOPLE)
    page.follow(stats, columns.PEOPLE)
    await until(lambda: page.details.people.isVisible() and pane.is_still())
    assert page.details.people_model.rowCount() == stats.people
    page.details.people.selectRow(0)
    QTest.keyClick(page.details.people, Qt.Key.Key_Return)
    await until(lambda: pane.browser.shown_contact.row_id == page.details.people_model.id_at(0))


async def test_links_are_followed_by_mouse_and_keyboard(pane, until):
    page = await loaded(pane, until)
    name = page.model.rows[0].agent
    click(page, 0, columns.PEOPLE)
    await until(lambda: pane.table.isVisible() and pane.is_still())
    assert pane.window.search_field.text() == f'persona:"{name}"'
    page = await show_personas(pane, until)
    page.table.setFocus()
    page.table.go_to(key_of(page.model.rows[0]))
    for _ in range(columns.OPEN):
        QTest.keyClick(page.table, Qt.Key.Key_Right)
        if page.table.currentIndex().column() == columns.OPEN:
            break
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    await until(lambda: pane.browser.pages.name == "open-items")


async def test_nought_leads_nowhere(pane, until):
    page = await loaded(pane, until)
    stats = next(each for each in page.model.rows if not each.empty)
    assert columns.link(stats, columns.EMPTY) == ""
    page.follow(stats, columns.EMPTY)
    assert page.isVisible()


async def test_nickname_is_given_in_place_and_used_everywhere(pane, until):
    page = await loaded(pane, until)
    stats = page.table.current()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    dialog = pane.window.findChild(NicknameDialog)
    dialog.field.setText("Anna")
    dialog.save_button.click()
    await until(lambda: "Anna" in [page.model.name_of(each) for each in page.model.rows])
    assert page.table.key() == key_of(stats)
    page.follow(stats, columns.OPEN)
    items = pane.browser.pages.current()
    await until(lambda: items.isVisible() and items.model.rowCount() and pane.is_still())
    assert items.model.text_at(0, 3) == "Anna"
    assert items.filters.agent.currentText() == "Anna"


async def test_numbers_sort_and_the_current_agent_stays(pane, until):
    page = await loaded(pane, until)
    page.table.go_to(key_of(page.model.rows[2]))
    key = page.table.key()
    for column in range(page.model.columnCount()):
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            page.table.sortByColumn(column, order)
            assert page.table.key() == key
    page.table.sortByColumn(columns.OPEN, Qt.SortOrder.DescendingOrder)
    counts = [each.open_items for each in page.model.rows]
    assert counts == sorted(counts, reverse=True)


async def test_numbers_follow_the_contacts_that_arrive(pane, until):
    page = await show_personas(pane, until)
    assert "in the contacts loaded so far (200 of 230)" in pane.status
    before, key = sum(each.people for each in page.model.rows), page.table.key()
    await load_all(pane, until)
    await until(lambda: sum(each.people for each in page.model.rows) > before)
    assert page.table.key() == key
    assert "in 230 contact" in pane.status


async def test_place_is_the_same_in_another_window_on_the_same_profile(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    page = await show_personas(first, until)
    page.table.sortByColumn(columns.OPEN, Qt.SortOrder.AscendingOrder)
    page.table.go_to(key_of(page.model.rows[3]))
    before, store = (page.table.key(), [key_of(e) for e in page.model.rows]), first.userdata
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot, store)
    second.browser.accounts.choose(second.settings.text("account"))
    page = second.browser.pages.current()
    await until(lambda: page.model.rowCount() and second.is_still())
    assert (page.table.key(), [key_of(e) for e in page.model.rows]) == before


async def test_whole_page_by_keyboard(pane, until):
    await pane.open(until, "bland")
    QTest.keyClick(pane.window, "5", Qt.KeyboardModifier.ControlModifier)
    await until(lambda: pane.browser.pages.name == "personas" and pane.is_still())
    page = pane.browser.pages.current()
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Tab)
    assert page.details.keys.hasFocus()
    QTest.keyClick(page.details.keys, Qt.Key.Key_Down)
    QTest.keyClick(page.details.keys, Qt.Key.Key_Return)
    await until(lambda: page.details.people.hasFocus() and pane.is_still())
    QTest.keyClick(page.details.people, Qt.Key.Key_Return)
    await until(lambda: pane.browser.detail.is_showing())
    QTest.keyClick(pane.window, Qt.Key.Key_F6)
    assert pane.browser.detail.isAncestorOf(QApplication.focusWidget())


async def test_row_is_one_sentence_for_screen_readers(pane, until):
    page = await loaded(pane, until)
    stats = page.model.rows[0]
    words = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"{stats.people} people, {stats.open_items} open items" in words
    assert page.table.accessibleName() == "Personas"
    assert page.accessibleName() == "Personas"


async def test_both_pages_show_the_same_names(pane, until):
    page = await loaded(pane, until)
    names = {each.agent: page.model.name_of(each) for each in page.model.rows}
    items = await show_items(pane, until)
    for row in range(items.model.rowCount()):
        assert items.model.text_at(row, 3) == names[items.model.item_at(row).agent]
