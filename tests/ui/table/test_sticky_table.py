"""contactdesk.ui.table.sticky_table: the name stays in sight while other columns scroll sideways."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from contactdesk.ui.table.sticky_table import STICKY

LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture(params=[LEFT_TO_RIGHT, RIGHT_TO_LEFT], ids=["left-to-right", "right-to-left"])
def scrolled(request, view, filled):
    """The table, wider than its window and scrolled sideways to its other end."""
    view.setLayoutDirection(request.param)
    view.resize(500, 300)
    for column in range(view.model().columnCount()):
        view.horizontalHeader().resizeSection(column, 150)
    view.show_ids(filled.ids[:200], from_top=True)
    view.updateGeometries()
    scroll_away(view)
    return view


def scroll_away(view):
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.maximum() > 0


def edge(view):
    """The x of a point in the column that stays."""
    return view.viewport().width() - 20 if view.isRightToLeft() else 20


def test_the_name_is_where_it_belongs_until_it_would_scroll_away(view, filled):
    view.show_ids(filled.ids[:50], from_top=True)
    view.horizontalScrollBar().setValue(0)
    assert view.sticky_place() is None


def test_the_name_is_painted_over_the_other_columns(scrolled):
    view = scrolled
    at = view.visualRect(view.model().index(2, STICKY))
    assert view.viewport().rect().contains(at)
    picture = view.viewport().grab(at).toImage()
    view.horizontalScrollBar().setValue(0)
    native = view.viewport().grab(view.visualRect(view.model().index(2, STICKY))).toImage()
    # All but the line at its edge.
    first = 1 if view.isRightToLeft() else 0
    inside = (first, 0, native.width() - 1, native.height())
    assert picture.copy(*inside) == native.copy(*inside)
    assert any(
        native.pixelColor(x, native.height() // 2) != QColor("white") for x in range(native.width())
    )


def test_a_click_on_the_name_selects_its_row(scrolled, qtbot):
    at = scrolled.visualRect(scrolled.model().index(3, STICKY)).center()
    qtbot.mouseClick(scrolled.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert scrolled.currentIndex() == scrolled.model().index(3, STICKY)
    assert scrolled.selected_ids() == [scrolled.model().id_at(3)]


def test_rows_are_selected_by_dragging_over_names(scrolled, qtbot):
    first, last = (scrolled.visualRect(scrolled.model().index(row, STICKY)) for row in (1, 4))
    qtbot.mousePress(scrolled.viewport(), Qt.MouseButton.LeftButton, pos=first.center())
    qtbot.mouseMove(scrolled.viewport(), last.center())
    qtbot.mouseRelease(scrolled.viewport(), Qt.MouseButton.LeftButton, pos=last.center())
    assert len(scrolled.selected_ids()) == 4


def test_end_and_a_jump_to_a_row_do_not_scroll_sideways(scrolled, qtbot):
    before = scrolled.horizontalScrollBar().value()
    scrolled.go_to_row(5)
    scrolled.setFocus()
    qtbot.keyClick(scrolled, Qt.Key.Key_End)
    assert scrolled.currentIndex().row() == 199
    qtbot.keyClick(scrolled, Qt.Key.Key_Home)
    assert scrolled.currentIndex().row() == 0
    assert scrolled.horizontalScrollBar().value() == before


def test_end_does_not_scroll_sideways_to_the_last_column(scrolled, qtbot):
    scrolled.horizontalScrollBar().setValue(0)
    scrolled.go_to_row(0)
    scrolled.setFocus()
    qtbot.keyClick(scrolled, Qt.Key.Key_End)
    assert scrolled.horizontalScrollBar().value() == 0


def test_another_cell_is_scrolled_to_beside_the_name(scrolled):
    second = scrolled.model().index(0, scrolled.columns.shown()[1])
    scrolled.scrollTo(second)
    rect = scrolled.visualRect(second)
    assert scrolled.viewport().rect().contains(rect)
    place = scrolled.sticky_place()
    assert place is None or not place.intersects(rect)


def test_a_click_on_the_names_header_sorts_by_name(scrolled, qtbot):
    header = scrolled.horizontalHeader()
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    with qtbot.waitSignal(header.sortIndicatorChanged):
        qtbot.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge(scrolled), 10)
        )
    assert header.sortIndicatorSection() == STICKY
    assert header.sectionsMovable()


def test_the_name_is_resized_at_its_edge_in_sight(scrolled, qtbot):
    header, place = scrolled.horizontalHeader(), scrolled.sticky_place()
    to_the_left = scrolled.isRightToLeft()
    at = QPoint(place.left() + 1 if to_the_left else place.right() - 1, 10)
    by = QPoint(-30 if to_the_left else 30, 0)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(header.viewport(), at + by)
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at + by)
    assert header.sectionSize(STICKY) == 180


def test_a_name_wider_than_half_the_table_scrolls_away(scrolled):
    scrolled.horizontalHeader().resizeSection(STICKY, scrolled.viewport().width() * 7 // 10)
    scroll_away(scrolled)
    assert scrolled.sticky_place() is None


def test_a_hidden_name_does_not_stay(scrolled):
    scrolled.horizontalHeader().setSectionHidden(STICKY, True)
    scroll_away(scrolled)
    assert scrolled.sticky_place() is None
