"""contactdesk.ui.accounts.region_box: the country of an account's national numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.accounts.region_box import RegionBox


@pytest.fixture
def box(qtbot):
    made = RegionBox("DE")
    qtbot.addWidget(made)
    made.show()
    return made


def test_box_shows_the_country_it_was_given(box):
    assert (box.region, box.currentText()) == ("DE", "Germany")


def test_box_without_a_country_does_not_guess(qtbot):
    box = RegionBox()
    qtbot.addWidget(box)
    assert (box.region, box.currentText()) == ("", "Don't guess")


def test_countries_are_in_order_of_their_names(box):
    names = [box.itemText(row) for row in range(1, box.count())]
    assert names == sorted(names)
    assert len(names) > 200
    assert "United States" in names


@pytest.mark.parametrize(
    ("typed", "region"),
    [("united states", "US"), (" Brazil ", "BR"), ("Atlantis", "DE"), ("", ""), ("stan", "DE")],
)
def test_typed_name_is_taken_where_it_names_a_country(box, typed, region):
    box.setEditText(typed)
    assert box.region == region
    assert box.currentText() == {"US": "United States", "BR": "Brazil", "": "Don't guess"}.get(
        region, "Germany"
    )


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_any_part_of_a_name_offers_the_country(box, qtbot):
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.lineEdit().hasFocus)
    QTest.keyClicks(box.lineEdit(), "kingd")
    offered = box.completer().completionModel()
    assert [offered.index(row, 0).data() for row in range(offered.rowCount())] == ["United Kingdom"]
    QTest.keyClick(box.completer().popup(), Qt.Key.Key_Down)
    QTest.keyClick(box.completer().popup(), Qt.Key.Key_Return)
    assert box.region == "GB"


def test_country_that_nobody_knows_stays(qtbot):
    box = RegionBox("QQ")
    qtbot.addWidget(box)
    assert (box.region, box.currentText()) == ("QQ", "QQ")
