"""contactdesk.ui.window.browser_commands: find, sort and copy on what the browser shows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


async def test_original_order_undoes_a_sort(pane, until):
    await pane.open(until, "close")
    before = pane.texts("name")
    pane.table.sortByColumn(pane.column("name"), Qt.SortOrder.DescendingOrder)
    await until(lambda: pane.is_still() and pane.texts("name") != before)
    pane.window.actions_by_name["actionSortAsLoaded"].trigger()
    await until(lambda: pane.is_still() and pane.texts("name") == before)


async def test_copying_says_how_many_contacts(pane, until):
    await pane.open(until, "close")
    pane.table.selectRow(0)
    pane.window.actions_by_name["actionCopySelection"].trigger()
    assert pane.texts("name")[0] in QGuiApplication.clipboard().text()
    assert pane.window.statusBar().currentMessage() == "Copied 1 contact"


async def test_a_search_without_matches_ends_navigation_with_a_message(pane, until):
    await pane.open(until, "close")
    pane.window.actions_by_name["actionFindPrevious"].trigger()
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    pane.window.actions_by_name["actionFindPrevious"].trigger()
    await until(lambda: pane.window.statusBar().currentMessage() == "This is the first contact")


async def test_what_is_copied_from_the_details_is_said(pane, until):
    await pane.open(until, "close")
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    pane.browser.detail.raw.copy_all()
    assert pane.window.statusBar().currentMessage() == "Copied"
