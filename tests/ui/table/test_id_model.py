"""contactdesk.ui.table.id_model: finding rows by id."""

from array import array

import pytest

from contactdesk.ui.table.id_model import ranges, rows_of


def test_ranges():
    assert ranges([]) == []
    assert ranges([4]) == [(4, 4)]
    assert ranges([1, 2, 3, 7, 8, 10]) == [(1, 3), (7, 8), (10, 10)]


@pytest.mark.parametrize("wanted", [set(), {5}, {5, 1000, 7}, set(range(0, 30, 3))])
def test_rows_of_few_and_many_ids(wanted):
    ids = array("i", reversed(range(20)))
    assert rows_of(wanted, ids) == {each: 19 - each for each in wanted if each < 20}
