"""contactdesk.ui.filters.quick_filters: chips that write their condition into the search field."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.filters.quick_filters import MEMORY_CONDITIONS


def chips(pane):
    return pane.browser.quick_filters.chips


async def test_chip_writes_its_condition_and_takes_it_out_again(pane, until):
    await pane.open(until, "bland")
    field, chip = pane.window.search_field, chips(pane)["has:memory"]
    field.setText("a")
    await until(pane.is_still)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert field.text() == "a has:memory"
    assert chip.isChecked()
    await until(lambda: pane.rows and pane.is_still())
    field.setText("a has:memory -has:email")
    assert chips(pane)["-has:email"].isChecked()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert field.text() == "a -has:email"
    assert not chip.isChecked()


async def test_vendor_without_agents_has_no_chips_about_memories(pane, until):
    await pane.open(until, "quo")
    assert all(chips(pane)[each].isHidden() for each in MEMORY_CONDITIONS)
    assert not chips(pane)["-has:email"].isHidden()
    await pane.open(until, "bland")
    assert not any(chips(pane)[each].isHidden() for each in MEMORY_CONDITIONS)


async def test_row_of_chips_is_hidden_from_the_view_menu(pane, until):
    await pane.open(until, "bland")
    action = pane.window.actions_by_name["actionShowQuickFilters"]
    assert pane.browser.quick_filters.isVisible()
    action.trigger()
    assert not pane.browser.quick_filters.isVisible()
    action.trigger()
    assert pane.browser.quick_filters.isVisible()


async def test_chips_wrap_and_stay_visible_in_a_narrow_window(pane, until):
    await pane.open(until, "bland")
    pane.window.resize(900, 600)
    row = pane.browser.quick_filters
    last = chips(pane)["is:favorite"]
    await until(lambda: last.mapTo(row, last.rect().bottomRight()).y() > 30)
    assert row.rect().contains(last.mapTo(row, last.rect().bottomRight()))
