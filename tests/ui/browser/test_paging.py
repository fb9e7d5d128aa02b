"""contactdesk.ui.browser.paging: pages are asked for ahead of the user, and rows on their way shown.

Covers contactdesk.ui.table.skeleton.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from contactdesk.ui.browser.paging import page_rows
from contactdesk.ui.kit import theme

PENDING = "Asking Bland AI for 30 more…"


def silent(pane, *provider_ids):
    """From now on the vendors take requests and do not answer."""
    rules = [{"provider": provider_id, "kind": "mute"} for provider_id in provider_ids]
    pane.workspace.sandbox.set_faults(rules)


def below_the_rows(pane):
    """The part of the viewport below the last row, as it is painted."""
    table = pane.table
    last = pane.rows - 1
    top = table.rowViewportPosition(last) + table.rowHeight(last)
    viewport = table.viewport()
    area = QRect(0, top, viewport.width(), viewport.height() - top)
    return viewport.grab(area).toImage() if area.height() > 0 else QImage()


def colors_of(image):
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


async def test_rows_on_their_way_are_shown_with_the_reason(pane, until):
    await pane.open(until, "bland")
    silent(pane, "bland")
    table = pane.table
    table.scrollToBottom()
    await until(lambda: table.accessibleDescription() == PENDING)
    table.scrollToBottom()
    assert table.rows_below() == 0
    assert theme.color("chip").name() in colors_of(below_the_rows(pane))
    # They are no rows.
    assert pane.rows == 200
    assert pane.status == "200 of 230 loaded"
    table.selectAll()
    assert len(table.selected_ids()) == 200
    assert not table.indexAt(table.viewport().rect().bottomLeft()).isValid()
    pane.loading.cancel(pane.browser.account_ids())
    await until(lambda: table.accessibleDescription() == "")
    assert theme.color("chip").name() not in colors_of(below_the_rows(pane))
    await until(pane.is_still)


async def test_skeleton_rows_give_way_to_the_rows(pane, until):
    await pane.open(until, "bland")
    said = []
    show = pane.table.show_pending
    pane.table.show_pending = lambda words: (said.append(words), show(words))
    pane.table.scrollToBottom()
    await until(lambda: pane.rows == 230 and pane.is_still())
    assert PENDING in said
    assert said[-1] == pane.table.accessibleDescription() == ""


async def test_several_vendors_on_their_way_are_counted(pane, until):
    await pane.open(until)
    silent(pane, *pane.workspace.providers)
    pane.table.scrollToBottom()
    await until(lambda: pane.table.accessibleDescription().startswith("Asking 5 vendor"))
    pane.loading.cancel(pane.browser.account_ids())
    await until(pane.is_still)


async def test_a_slow_vendor_is_asked_before_the_end_is_near(pane, until, qtbot):
    await pane.open(until, "close")
    (walk,) = pane.browser.walks()
    assert page_rows(walk) == 100
    walk.page_seconds = 10.0
    pane.table.setFocus()
    pane.table.go_to_row(0)
    while pane.table.rows_below() > 60:
        qtbot.keyClick(pane.table, Qt.Key.Key_PageDown)
    assert pane.table.rows_below() > 20
    await until(lambda: pane.rows == 200 and pane.is_still())
    # The view has one page more below it: nothing further is asked for.
    assert pane.asked() == 2


async def test_a_quick_vendor_is_not_asked_before_the_end_is_near(pane, until, qtbot):
    await pane.open(until, "close")
    (walk,) = pane.browser.walks()
    walk.page_seconds = 0.01
    pane.table.setFocus()
    pane.table.go_to_row(0)
    while pane.table.rows_below() > 60:
        qtbot.keyClick(pane.table, Qt.Key.Key_PageDown)
    await until(pane.is_still)
    assert pane.asked() == 1


async def test_no_page_is_asked_for_twice(pane, until):
    await pane.open(until, "close")
    for _ in range(4):
        pane.table.scrollToBottom()
        pane.browser.paging.rows_added()
        pane.browser.paging.fill_screen()
    await until(lambda: pane.rows == 200 and pane.is_still())
    asked = [str(request["query"]) for request in pane.workspace.sandbox.requests]
    assert len(asked) == len(set(asked))
