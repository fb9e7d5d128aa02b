"""contactdesk.ui.memories.section_bar: counts, jumps, the highlighted section, narrow widths."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.memories.section_bar import SectionBar

SECTIONS = [("summary", "Summary", 0), ("open", "Open", 6), ("facts", "Facts & more", 25)]


@pytest.fixture
def bar(qtbot):
    made = SectionBar()
    qtbot.addWidget(made)
    made.show()
    made.show_sections(SECTIONS, "summary")
    return made


@pytest.fixture
def chosen(bar):
    heard = []
    bar.section_chosen.connect(heard.append)
    return heard


def test_sections_are_named_and_counted(bar):
    assert [bar.tabText(at) for at in range(bar.count())] == [
        "Summary",
        "Open 6",
        "Facts && more 25",
    ]


def test_section_in_view_is_highlighted_without_a_jump(bar, chosen):
    bar.show_current("facts")
    assert bar.currentIndex() == 2
    bar.show_current("no such section")
    assert bar.currentIndex() == 2
    assert chosen == []


def test_arrows_and_clicks_jump(bar, chosen):
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    assert chosen == ["open", "summary"]


def test_click_on_the_section_in_view_jumps_again(bar, chosen):
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    assert chosen == ["summary"]


def test_number_jumps_to_the_section_at_that_place(bar, chosen):
    bar.choose_number(1)
    bar.choose_number(7)
    assert chosen == ["open"]
    assert bar.currentIndex() == 1


def test_other_sections_replace_the_ones_before(bar, chosen):
    bar.show_sections([("open", "Open", 1)], "open")
    assert [bar.tabText(at) for at in range(bar.count())] == ["Open 1"]
    assert chosen == []


def test_narrow_bar_scrolls_to_what_does_not_fit(bar, chosen):
    bar.resize(200, 30)
    assert bar.tabRect(2).right() > 200
    bar.show_current("facts")
    assert bar.tabRect(2).right() < 200
    assert bar.tabRect(2).left() >= 0
