"""contactdesk.ui.people.where_panel: people at one vendor and not at another, each number a search."""

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest

from contactdesk.index import VendorCounts
from contactdesk.search.query import parse
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.people.where_panel import PanelVendor, WherePanel

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

VENDORS = [PanelVendor(each.lower(), each, QIcon()) for each in ("Bland", "Close", "Quo")]
COUNTS = VendorCounts(
    {("bland",): 1_200, ("bland", "close"): 30, ("bland", "close", "quo"): 4, ("close",): 7}
)


@pytest.fixture(autouse=True)
def american(qapp):
    """Numbers as in the United States."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def panel(qtbot, american):
    made = WherePanel(VENDORS)
    qtbot.addWidget(made)
    made.show_counts(COUNTS, Extent(3_410, None, False, None))
    made.open_at(QRect(0, 0, 10, 10))
    return made


def test_cell_counts_people_at_one_vendor_and_not_at_the_other(panel):
    assert panel.cells["bland", "close"].text() == "1,200"
    assert panel.cells["close", "bland"].text() == "7"
    assert panel.cells["quo", "close"].text() == "0"
    assert panel.cells["bland", "bland"].text() == "1,234"


def test_cell_says_what_it_counts_to_a_screen_reader(panel):
    name = panel.cells["bland", "close"].accessibleName()
    assert name == "In Bland but not in Close: 1,200"
    assert panel.cells["quo", "quo"].accessibleName() == "In Quo: 4"
    assert "3,410 contacts loaded so far" in panel._hint.text()


def test_cell_searches_for_those_it_counts_and_closes_the_panel(panel):
    heard = []
    panel.search_wanted.connect(heard.append)
    panel.cells["bland", "close"].click()
    assert heard == ["in:bland -in:close"]
    assert not panel.isVisible()
    panel.cells["quo", "quo"].click()
    assert heard[1:] == ["in:quo"]
    assert not any(parse(each).problems for each in heard)


def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_edge(panel):
    at = panel.cells["bland", "bland"]
    at.setFocus()
    QTest.keyClick(at, Qt.Key.Key_Right)
    assert panel.focusWidget() is panel.cells["bland", "close"]
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Down)
    assert panel.focusWidget() is panel.cells["close", "close"]
    for _ in range(3):
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Left)
    assert panel.focusWidget() is panel.cells["close", "bland"]


def test_escape_closes_it(panel):
    closed = []
    panel.closed.connect(lambda: closed.append(True))
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert closed
    assert not panel.isVisible()


def test_arrow_keys_follow_the_eye_from_right_to_left(panel):
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    at = panel.cells["bland", "bland"]
    at.setFocus()
    QTest.keyClick(at, Qt.Key.Key_Left)
    assert panel.focusWidget() is panel.cells["bland", "close"]


def test_enter_chooses_the_cell_with_the_keyboard(panel):
    heard = []
    panel.search_wanted.connect(heard.append)
    panel.cells["bland", "close"].setFocus()
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Return)
    assert heard == ["in:bland -in:close"]
    assert not panel.isVisible()
