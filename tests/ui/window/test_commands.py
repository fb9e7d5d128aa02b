"""contactdesk.ui.window.commands: every command has words, a name and a tip."""

import re

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.window.commands import MENUS, make_actions


def test_every_action_can_be_named_read_and_found(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    assert len(actions) == sum(1 for _, commands in MENUS for c in commands if c is not None)
    for name, action in actions.items():
        assert re.fullmatch(r"action[A-Z][a-z]+([A-Z][A-Za-z]+)+", name), name
        assert action.objectName() == name
        assert action.text()
        assert action.statusTip()


def test_no_shortcut_is_given_twice(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    keys = [keys.toString() for a in make_actions(window).values() for keys in a.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+F", "F5", "F6", "Ctrl+A"} <= set(keys)


def test_looks_exclude_each_other(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    actions["actionUseDarkLook"].setChecked(True)
    actions["actionUseLightLook"].setChecked(True)
    assert not actions["actionUseDarkLook"].isChecked()


def test_the_window_has_every_name_others_rely_on(pane):
    for name, said in (
        ("accountList", "Accounts"),
        ("searchField", "Search contacts"),
        ("contactTable", "Contacts"),
        ("detailPane", "Contact details"),
        ("loadAllButton", None),
        ("cancelButton", "Cancel"),
        ("statusLine", None),
    ):
        part = pane.window.findChild(object, name)
        assert part is not None, name
        if said is not None:
            assert part.accessibleName() == said
    actions = [a for a in pane.window.findChildren(QAction) if a.objectName().startswith("action")]
    assert len(actions) >= 20


async def test_commands_that_would_do_nothing_are_not_offered(pane, until):
    act = pane.window.actions_by_name
    await pane.open(until)
    assert not act["actionReplaceKey"].isEnabled()
    assert not act["actionPauseLoading"].isEnabled()
    assert act["actionLoadAll"].isEnabled()
    await pane.open(until, "bland")
    assert act["actionReplaceKey"].isEnabled()
    heard = []
    pane.window.new_key_wanted.connect(heard.append)
    act["actionReplaceKey"].trigger()
    assert heard == [pane.workspace.account("bland")]


async def test_welcome_page_disables_commands_of_the_browser(pane, until):
    act = pane.window.actions_by_name
    await pane.open(until)
    await until(lambda: act["actionReadAgain"].isEnabled())
    names = (
        *("actionFindContacts", "actionFindNext", "actionFindPrevious", "actionSelectAll"),
        *("actionCopySelection", "actionCopyJson", "actionSaveSearch", "actionForgetSearches"),
        *("actionRenameSearch", "actionRemoveSearch", "actionFocusNextPane"),
    )
    assert all(act[name].isEnabled() for name in names)
    pane.window.show_only(pane.window.welcome)
    assert not [name for name in (*names, "actionReadAgain") if act[name].isEnabled()]
    assert act["actionAddAccount"].isEnabled()


async def test_ctrl_f_goes_to_the_search_field_and_f6_round(pane, until, qtbot):
    await pane.open(until)
    pane.window.actions_by_name["actionFindContacts"].trigger()
    assert pane.window.focusWidget() is pane.window.search_field
    act = pane.window.actions_by_name["actionFocusNextPane"]
    act.trigger()
    assert pane.window.focusWidget() is pane.browser.accounts
    act.trigger()
    assert pane.window.focusWidget() is pane.table


async def test_a_narrow_window_folds_the_details_away(pane, until):
    await pane.open(until)
    assert pane.browser.detail.isVisible()
    pane.window.resize(700, 600)
    await until(lambda: not pane.browser.detail.isVisible())
    pane.window.resize(1200, 700)
    await until(lambda: pane.browser.detail.isVisible())


async def test_rows_are_copied_as_they_are_shown_and_as_they_came(pane, until, qapp):
    await pane.open(until, "bland")
    pane.table.selectRow(0)
    pane.window.actions_by_name["actionCopySelection"].trigger()
    assert qapp.clipboard().text().startswith("Name\t")
    pane.window.actions_by_name["actionCopyJson"].trigger()
    assert '"memories"' in qapp.clipboard().text()


def test_a_checkable_command_shows_its_tick_in_the_menu(qtbot):
    """An icon would take the tick's place."""
    window = QMainWindow()
    qtbot.addWidget(window)
    for action in make_actions(window).values():
        if action.isCheckable() and not action.icon().isNull():
            assert not action.isIconVisibleInMenu(), action.objectName()
