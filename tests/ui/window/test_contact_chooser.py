"""contactdesk.ui.window.contact_chooser and contactdesk.ui.window.contact_rows: one contact of some that
are offered or searched."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.kit import theme
from contactdesk.ui.window.contact_chooser import ContactChooser, Found, Offer, Question

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

QUESTION = Question("Link", "Which one?", "Link them")


@pytest.fixture
def choose(pane):
    """Opens the dialog; `pane.chosen` are the contacts that were chosen."""
    pane.chosen = []

    def opened(offered=(), find=None):
        made = ContactChooser(pane.context, QUESTION, offered, find, pane.window)
        made.chosen.connect(pane.chosen.append)
        made.open()
        made.activateWindow()
        return made

    return opened


def listed(dialog):
    rows = dialog.rows
    return [rows.candidate_of(rows.item(row)) for row in range(rows.count())]


async def test_offered_contact_is_shown_with_its_account_and_why(pane, until, choose):
    await pane.open(until, "close")
    dialog = choose([Offer(1, "Might be the same person", "phone equal")])
    (candidate,) = listed(dialog)
    shown = pane.context.index.rows([1], pane.browser.table_model.columns[:1])[0]
    assert candidate.name == shown[2]
    assert candidate.details == "Close · phone equal"
    spoken = dialog.rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Might be the same person")
    assert not dialog.choose_button.isEnabled()
    dialog.rows.setCurrentRow(0)
    assert dialog.choose_button.isEnabled()
    dialog.choose_button.click()
    assert pane.chosen == [1]


async def test_search_replaces_what_is_offered_and_says_its_scope(pane, until, choose):
    await pane.open(until, "close")
    asked = []

    async def find(typed):
        asked.append(typed)
        return Found([2, 3], "2 matches in the 50 loaded so far")

    dialog = choose([Offer(1)], find)
    await until(dialog.field.hasFocus)
    dialog.field.setText("  anna ")
    await until(lambda: len(listed(dialog)) == 2)
    assert asked == ["anna"]
    assert dialog.status.text() == "2 matches in the 50 loaded so far"
    assert dialog.rows.accessibleDescription() == dialog.status.text()
    dialog.field.clear()
    await until(lambda: [each.row_id for each in listed(dialog)] == [1])


async def test_later_search_wins(pane, until, choose):
    await pane.open(until, "close")
    late = asyncio.Event()

    async def find(typed):
        if typed == "slow":
            await late.wait()
        return Found([len(typed)], "")

    dialog = choose((), find)
    dialog.field.setText("slow")
    await until(lambda: dialog._finding.busy)
    dialog.field.setText("x")
    await until(lambda: [each.row_id for each in listed(dialog)] == [1])
    late.set()
    await asyncio.sleep(0)
    assert [each.row_id for each in listed(dialog)] == [1]


async def test_enter_in_the_field_chooses_nothing_unseen(pane, until, choose):
    await pane.open(until, "close")
    dialog = choose([Offer(1), Offer(2)], find=lambda _typed: None)
    await until(dialog.field.hasFocus)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert pane.chosen == []
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Down)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Return)
    assert pane.chosen == [2]


async def test_row_is_painted_in_each_look(pane, until, choose, qapp):
    await pane.open(until, "close")
    for look in "light", "dark":
        theme.apply(qapp, look)
        dialog = choose([Offer(1, "Might be the same person")])
        pictures = [dialog.rows.grab().toImage()]
        dialog.rows.setCurrentRow(0)
        pictures.append(dialog.rows.grab().toImage())
        assert pictures[0] != pictures[1]
        dialog.close()
    theme.apply(qapp, "light")
