"""contactdesk.ui.table.columns_menu: stays open while columns are checked."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from contactdesk.ui.table.columns_menu import ColumnsMenu
from contactdesk.ui.table.model import MATCHED


async def opened(pane, until):
    """The table of one account, and its column chooser, open."""
    await pane.open(until, "bland")
    menu = pane.table.columns.menu(pane.window)
    menu.popup(pane.table.mapToGlobal(QPoint(20, 20)))
    await until(menu.isVisible)
    return pane.table, menu


def tick_of(menu, words):
    return next(action for action in menu.actions() if action.text() == words)


def click(menu, action):
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def shown(table):
    header, columns = table.horizontalHeader(), table.model().columns
    return [c.title for i, c in enumerate(columns) if not header.isSectionHidden(i)]


async def test_several_columns_are_checked_by_mouse(pane, until):
    table, menu = await opened(pane, until)
    before = shown(table)
    chosen = [a for a in menu.actions() if a.isCheckable() and a.text() != "Name"][:3]
    for action in chosen:
        click(menu, action)
        assert menu.isVisible()
    for action in chosen:
        assert (action.text() in shown(table)) is (action.text() not in before)
        click(menu, action)
    assert menu.isVisible()
    assert shown(table) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
async def test_several_columns_are_checked_by_keyboard(pane, until, key):
    table, menu = await opened(pane, until)
    before = set(shown(table))
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, key)
        assert menu.isVisible()
    ticks = [action.text() for action in menu.actions()[:2]]
    assert before ^ set(shown(table)) == set(ticks)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


async def test_each_change_is_saved(pane, until):
    _table, menu = await opened(pane, until)
    tick = tick_of(menu, "Name")
    click(menu, tick)
    assert "name" in pane.settings.record("columns/bland")["hidden"]
    click(menu, tick)
    assert "name" not in pane.settings.record("columns/bland")["hidden"]


async def test_the_last_column_cannot_be_hidden_while_the_menu_is_open(pane, until):
    table, menu = await opened(pane, until)
    ticks = [action for action in menu.actions() if action.isCheckable()]
    for action in ticks[1:]:
        if action.isChecked():
            click(menu, action)
    assert not ticks[0].isEnabled()
    click(menu, ticks[0])
    assert menu.isVisible()
    assert shown(table) == [ticks[0].text()]
    click(menu, ticks[1])
    assert ticks[0].isEnabled()


async def test_matched_in_does_not_count_as_the_last_column(pane, until):
    table, menu = await opened(pane, until)
    pane.window.search_field.setText("okafor")
    await until(lambda: MATCHED.title in shown(table) and pane.is_still())
    for action in menu.actions():
        if action.isCheckable() and action.isChecked():
            click(menu, action)
    assert len(shown(table)) == 2


async def test_reset_columns_closes_the_menu(pane, until):
    table, menu = await opened(pane, until)
    before = shown(table)
    click(menu, tick_of(menu, before[1]))
    click(menu, tick_of(menu, "Reset columns"))
    assert not menu.isVisible()
    assert shown(table) == before


async def test_the_view_menu_has_the_current_columns(pane, until):
    below = pane.window.actions_by_name["actionChooseColumns"].menu()
    assert isinstance(below, ColumnsMenu)
    for provider_id in ("bland", "close", None):
        await pane.open(until, provider_id)
        view = pane.window.findChild(QMenu, "menuView")
        view.popup(QPoint(0, 0))
        view.setActiveAction(pane.window.actions_by_name["actionChooseColumns"])
        QTest.keyClick(view, Qt.Key.Key_Right)
        await until(below.isVisible)
        offered = [a.text() for a in below.actions() if a.isCheckable()]
        assert offered == [c.title for c in pane.table.model().columns if c is not MATCHED]
        tick = next(a for a in below.actions() if a.isCheckable() and a.text() != "Name")
        was = tick.isChecked()
        click(below, tick)
        assert (below.isVisible(), view.isVisible(), tick.isChecked()) == (True, True, not was)
        view.close()


async def test_without_contacts_there_are_no_columns_to_choose(pane):
    act = pane.window.actions_by_name
    assert act["actionChooseColumns"].isEnabled()
    pane.window.show_only(pane.window.welcome)
    assert not act["actionChooseColumns"].isEnabled()
