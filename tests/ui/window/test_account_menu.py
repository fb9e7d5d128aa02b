"""contactdesk.ui.window.account_menu and contactdesk.ui.kit.context_menu: an account's commands where it is."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from contactdesk.ui.window.account_menu import ENTRIES

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)


def opened(pane):
    found = pane.window.findChildren(QMenu, "accountMenu")
    return next((each for each in found if each.isVisible()), None)


def right_click(widget, at):
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.RightButton, pos=at)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, widget.viewport().mapToGlobal(at))
    QApplication.sendEvent(widget.viewport(), event)


async def test_right_click_on_an_account_offers_its_commands(pane, until):
    await pane.open(until)
    accounts = pane.browser.accounts
    row = accounts.model().index(accounts.model().rowCount() - 1, 0)
    right_click(accounts, accounts.visualRect(row).center())
    assert accounts.currentIndex() == row
    menu = opened(pane)
    names = [action.objectName() for action in menu.actions()]
    assert names == list(ENTRIES)
    await until(pane.is_still)
    assert pane.window.actions_by_name["actionEditAccount"].isEnabled()
    menu.close()


async def test_right_click_beside_the_accounts_opens_nothing(pane, until):
    await pane.open(until)
    right_click(pane.browser.accounts, QPoint(5, pane.browser.accounts.height() - 3))
    assert opened(pane) is None


@pytest.mark.skipif("sys.platform != 'linux'")
async def test_shift_f10_opens_the_menu_at_the_current_account(pane, until):
    await pane.open(until, "quo")
    accounts = pane.browser.accounts
    accounts.setFocus()
    QTest.keyClick(accounts, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(accounts, Qt.Key.Key_Shift)
    menu = opened(pane)
    middle = accounts.visualRect(accounts.currentIndex()).center()
    assert menu.pos() == accounts.viewport().mapToGlobal(middle)
    menu.close()


async def test_menu_of_all_contacts_disables_what_needs_one_account(pane, until):
    await pane.open(until)
    actions = pane.window.actions_by_name
    for name in ("actionShowFilters", "actionCopyError", "actionEditAccount"):
        assert not actions[name].isEnabled(), name
    await pane.open(until, "quo")
    assert actions["actionShowFilters"].isEnabled()
    assert not actions["actionCopyError"].isEnabled()
    await pane.open(until, "bland")
    assert not actions["actionShowFilters"].isEnabled()


async def test_error_details_are_copied(pane, until):
    pane.workspace.sandbox.set_faults([{"provider": "close", "kind": "key-refused"}])
    pane.browser.accounts.choose(pane.workspace.account("close"))
    copy = pane.window.actions_by_name["actionCopyError"]
    await until(copy.isEnabled)
    copy.trigger()
    assert "Close refused this key (key-refused)" in QGuiApplication.clipboard().text()
    assert pane.window.statusBar().currentMessage() == "Error details copied"
    await until(pane.is_still)
