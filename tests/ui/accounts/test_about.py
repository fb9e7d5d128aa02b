"""About this account: facts, and the records that did not fit the vendor's documents."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from contactdesk.errors import IndexFileError
from contactdesk.index import MalformedRecord, MalformedRecords
from contactdesk.ui.accounts.about import AboutAccount
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.record_words import malformed_words
from contactdesk.ui.window.account_commands import AccountCommands


@pytest.fixture
def commands(pane):
    workspace = pane.workspace
    return AccountCommands(
        pane.window,
        workspace.accounts,
        workspace.providers,
        workspace.keys,
        workspace.client,
        pane.loading,
        pane.remove_account,
    )


def about(pane):
    pane.window.actions_by_name["actionAboutAccount"].trigger()
    return pane.window.findChild(AboutAccount)


async def load_broken(pane, until):
    """All of Bland AI's contacts; a record in the middle of every page is broken another way."""
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "broken-record"}])
    await pane.open(until, "bland")
    pane.window.bar.load_all_button.click()
    await until(lambda: not pane.browser.walks()[0].has_more and pane.is_still())


async def test_it_counts_the_records_that_do_not_fit(pane, commands, until):
    await load_broken(pane, until)
    malformed = await pane.workspace.index.malformed(pane.workspace.account("bland"), 100)
    assert malformed.count >= 2
    dialog = about(pane)
    await until(lambda: dialog.tree.isVisible())
    said = dialog.said.text()
    assert said.startswith(
        f"{malformed.count} of {pane.rows}. Each is stored exactly as Bland AI sent it"
    )
    for what, count in malformed.counts.items():
        assert f"{count} × {malformed_words(what)}" in said
    fields = {each.accessibleName(): each.text() for each in dialog.findChildren(QLineEdit)}
    assert fields["Vendor"] == "Bland AI"
    assert fields["Contacts"] == "complete"
    assert fields["Server"].startswith("http://127.0.0.1:")
    assert fields["Key"] == "in memory until you close contactdesk"
    dialog.copy_button.click()
    copied = QApplication.clipboard().text()
    assert said in copied
    assert all(
        f"{each.vendor_id}\t{malformed_words(each.malformed)}" in copied for each in malformed.first
    )
    dialog.reject()


async def test_enter_goes_to_the_contact(pane, commands, until):
    await load_broken(pane, until)
    dialog = about(pane)
    await until(lambda: dialog.tree.isVisible())
    item = dialog.tree.topLevelItem(1)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Down)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    row_id = item.data(0, Qt.ItemDataRole.UserRole)
    await until(lambda: pane.table.current_id() == row_id and pane.is_still())
    await until(pane.browser.detail.is_showing)
    assert pane.browser.detail.view.malformed.isVisible()
    assert pane.window.findChild(AboutAccount) is None


async def test_a_contact_that_a_search_hides_is_said_to_be_hidden(pane, commands, until):
    await load_broken(pane, until)
    pane.window.search_field.setText("okafor")
    await until(lambda: 0 < pane.rows < 50 and pane.is_still())
    dialog = about(pane)
    await until(lambda: dialog.tree.isVisible())
    dialog.tree.itemActivated.emit(dialog.tree.topLevelItem(0), 0)
    shown = pane.window.statusBar().currentMessage()
    assert shown == "The current search or filters hide this contact"
    assert pane.window.search_field.text() == "okafor"


async def test_total_that_did_not_come_is_said(pane, commands, until):
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "total-lies", "value": 233}])
    await pane.open(until, "bland")
    pane.window.bar.load_all_button.click()
    await until(lambda: not pane.browser.walks()[0].has_more and pane.is_still())
    fields = {each.accessibleName(): each.text() for each in about(pane).findChildren(QLineEdit)}
    assert fields["Contacts"] == "complete · Bland AI reported 233 contacts; 230 came"


async def test_sound_records_are_said_to_be_sound(pane, commands, until):
    await pane.open(until, "close")
    dialog = about(pane)
    assert dialog.said.text() == "Counting…"
    await until(lambda: dialog.said.text() != "Counting…")
    assert dialog.said.text() == "None. All 100 loaded contacts match Close's API documentation."
    assert not dialog.tree.isVisible()
    dialog.reject()


async def test_it_is_offered_for_one_account_only(pane, commands, until):
    await pane.open(until)
    action = pane.window.actions_by_name["actionAboutAccount"]
    assert not action.isEnabled()
    assert commands.tell_about() is None
    await pane.open(until, "close")
    assert action.isEnabled()


async def test_an_index_that_cannot_be_read_is_said(pane, until):
    async def fails():
        raise IndexFileError("index-damaged")

    dialog = AboutAccount("Sales", pane.workspace.providers["close"], [], 5, pane.window)
    dialog.count(fails())
    dialog.open()
    danger = theme.color("danger")
    await until(lambda: dialog.said.palette().color(QPalette.ColorRole.WindowText) == danger)
    assert dialog.said.text().strip(". ")
    dialog.reject()


async def test_of_many_the_first_are_listed(pane, until):
    async def many():
        return MalformedRecords({"x": 250}, [MalformedRecord(1, "n", "i", "x")] * 100)

    dialog = AboutAccount("Sales", pane.workspace.providers["close"], [], 500, pane.window)
    dialog.count(many())
    dialog.open()
    await until(dialog.tree.isVisible)
    assert dialog.said.text().endswith("250 × x\nThe first 100 are listed.")
    dialog.reject()
