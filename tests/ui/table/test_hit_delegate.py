"""contactdesk.ui.table.hit_delegate: hits are marked in cells, in every script, and nothing else is."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from contactdesk.search.query import parse
from contactdesk.ui.kit import theme
from contactdesk.ui.table.hit_delegate import HitDelegate, visible


@pytest.fixture
def table(qtbot, qapp):
    theme.apply(qapp, "light")
    table = QTableView()
    model = QStandardItemModel(1, 2, table)
    table.setModel(model)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.setColumnWidth(0, 200)
    table.setColumnWidth(1, 200)
    table.resize(QSize(420, 60))
    table.delegate = HitDelegate(table)
    table.setItemDelegate(table.delegate)
    qtbot.addWidget(table)
    table.show()
    return table


def marked(table, said, words, place="name"):
    """The first and last pixel column of the first cell that has the colour of a hit."""
    table.model().setItem(0, 0, QStandardItem(said))
    table.delegate.show_hits(parse(words), [place, None])
    image = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    row, hit = table.rowHeight(0), theme.color("hit").rgb()
    found = [x for x in range(200) for y in range(row) if image.pixel(x, y) == hit]
    return (min(found), max(found)) if found else None


def test_a_hit_is_marked_and_the_rest_is_not(table):
    first = marked(table, "anna berlin", "anna")
    second = marked(table, "anna berlin", "berl")
    assert first is not None
    assert second is not None
    assert first[1] < second[0]
    assert marked(table, "anna berlin", "zzz") is None
    assert marked(table, "anna berlin", "") is None


def test_columns_that_hold_nothing_to_search_are_left_alone(table):
    assert marked(table, "anna", "anna", None) is None
    assert marked(table, "anna", "anna", "") is not None


def test_right_to_left_text_is_marked_where_it_is_drawn(table):
    first = marked(table, "\u2068يوسف الحربي\u2069", "يوسف")
    second = marked(table, "\u2068يوسف الحربي\u2069", "الحربي")
    assert first is not None
    assert second is not None
    # The first word stands right of the second.
    assert first[0] > second[0]


def test_a_hit_that_was_cut_off_marks_the_ellipsis(table):
    found = marked(table, "a very long name that goes on and on until the hit: zebra", "zebra")
    assert found is not None
    assert found[0] > 100


def test_a_selected_row_keeps_its_marks(table):
    marked(table, "anna berlin", "anna")
    table.selectRow(0)
    image = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    hit = theme.color("hit").rgb()
    found = [x for x in range(200) for y in range(table.rowHeight(0)) if image.pixel(x, y) == hit]
    assert found


def test_spans_are_counted_as_qt_counts():
    assert visible("😀 anna", "😀 anna", ((2, 6),)) == [(3, 7)]
    assert visible("anna berlin", "anna be…", ((5, 11),)) == [(5, 7), (7, 8)]
    assert visible("anna berlin", "anna…", ((5, 11),)) == [(4, 5)]
    assert visible("anna berlin", "anna…", ((0, 4),)) == [(0, 4)]


def test_hits_are_looked_for_once_a_text(table):
    table.model().setItem(0, 0, QStandardItem("anna"))
    table.delegate.show_hits(parse("an"), ["name", None])
    assert table.delegate.found(0, "anna") == ((0, 2),)
    table.delegate.found(0, "anna")
    # One more look by the painting may have come between.
    assert table.delegate._find.cache_info().misses == 1


@pytest.mark.parametrize("sheet", ["", "QTableView::item { padding-left: 9px; }"])
def test_text_stands_where_it_stood_without_the_search(table, sheet):
    table.setStyleSheet(sheet)

    def left_edge(words):
        table.model().setItem(0, 0, QStandardItem("hanna berlin"))
        table.delegate.show_hits(parse(words), ["name", None])
        image = table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        ground, hit = image.pixel(150, 3), theme.color("hit").rgb()
        rows = range(table.rowHeight(0))
        return next(
            x for x in range(200) if any(image.pixel(x, y) not in (ground, hit) for y in rows)
        )

    assert left_edge("berlin") == left_edge("")
