"""contactdesk.ui.window.status_bar, kept_columns and hit_walk: small parts of the window by themselves."""

import pytest
from PySide6.QtWidgets import QMainWindow

from contactdesk.ui.kit.wording import Extent, clock_words
from contactdesk.ui.search.hit_navigation import HitNavigation
from contactdesk.ui.table.column_state import SavedColumns
from contactdesk.ui.window.status_bar import StatusBar


@pytest.fixture
def area(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    area = StatusBar(window.statusBar())
    area.window = window
    return area


def test_the_offer_is_there_only_while_something_is_missing(area):
    heard = []
    area.load_rest_requested.connect(lambda: heard.append("rest"))
    area.show_words("12 matches in the 600 of 4,310 loaded so far", "Load the rest: 75 requests")
    assert area.line.text() == "12 matches in the 600 of 4,310 loaded so far"
    assert area.rest_button.isVisible()
    area.rest_button.click()
    assert heard == ["rest"]
    area.show_words("12 matches in 4,310 contacts", "")
    assert not area.rest_button.isVisible()


def test_a_total_that_nobody_knows_is_no_percentage(area):
    area.show_progress(Extent(600, None, False, None), [])
    assert (area.progress.isVisible(), area.progress.maximum()) == (True, 0)
    area.show_progress(Extent(600, 4_310, False, 38), [])
    assert (area.progress.value(), area.progress.maximum()) == (600, 4_310)
    area.show_progress(None, [])
    assert not area.progress.isVisible()
    assert not area.panel_button.isVisible()


async def test_a_hidden_column_gets_its_width_back(pane, until):
    await pane.open(until, "close")
    table = pane.table
    email = pane.column("email")
    table.horizontalHeader().resizeSection(email, 321)
    table.columns.set_shown(email, False)
    again = SavedColumns(table, pane.browser.table_model, pane.settings)
    again.restore(pane.workspace.providers["close"])
    assert table.isColumnHidden(email)
    table.columns.set_shown(email, True)
    assert table.horizontalHeader().sectionSize(email) == 321
    await pane.open(until, "close")


async def test_without_rows_there_is_nowhere_to_go(pane, until):
    await pane.open(until, "close")
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    walk = HitNavigation(pane.table, pane.browser.detail)
    heard = []
    walk.ended.connect(heard.append)
    walk.step(1)
    walk.step(-1)
    assert heard == [1, -1]


async def test_status_bar_says_when_contacts_were_read(pane, until):
    await pane.open(until, "close")
    walk = pane.browser.walks()[0]
    age = pane.window.status_area.age
    await until(lambda: age.text() == f"As of {clock_words(walk.read_at)}")
    assert age.isVisible()
    walk.read_at = 0.0
    pane.window.load_commands.show_state()
    assert age.text() == f"As of {clock_words(0.0)}"
