"""contactdesk.ui.worklist.columns: widths, and what sorts and groups."""

import pytest
from PySide6.QtCore import Qt

from contactdesk.index.types import ITEM_ORDERS
from contactdesk.ui.table.list_columns import fitted_widths
from contactdesk.ui.worklist import columns
from contactdesk.ui.worklist.columns import COLUMNS

ALL = range(len(COLUMNS))


def test_every_column_but_the_state_sorts_by_an_order_of_the_index():
    assert {each.by for each in COLUMNS} == {*ITEM_ORDERS, ""}
    assert columns.column_of("") == -1
    assert [columns.column_of(each.by) for each in COLUMNS[:-1]] == list(ALL)[:-1]


def test_groups_are_orders_of_the_index():
    assert set(columns.GROUPS) - {""} < set(ITEM_ORDERS)
    assert all(columns.group_title(each) for each in columns.GROUPS)


@pytest.mark.parametrize("room", [300, 700, 1000, 1400, 3000])
def test_widths_fill_the_room_unless_all_are_narrow(room):
    widths = fitted_widths(COLUMNS, ALL, room, columns.ITEM)
    narrow = sum(each.narrow for each in COLUMNS)
    assert all(widths[each] >= COLUMNS[each].narrow for each in ALL)
    assert abs(sum(widths.values()) - max(room, narrow)) <= len(COLUMNS)


def test_room_that_is_left_goes_to_the_items():
    widths = fitted_widths(COLUMNS, ALL, 3000, columns.ITEM)
    assert all(widths[each] == COLUMNS[each].width for each in ALL if each != columns.ITEM)


def test_first_click_on_age_is_descending():
    role = Qt.ItemDataRole.InitialSortOrderRole
    assert columns.header_data(columns.AGE, role) == Qt.SortOrder.DescendingOrder
    assert columns.header_data(columns.PERSON, role) == Qt.SortOrder.AscendingOrder
