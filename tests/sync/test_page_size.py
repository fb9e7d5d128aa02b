"""contactdesk.sync.page_size: halved for large records, grown back after pages that fit."""

import pytest

from contactdesk.sync.page_size import PAGES_BEFORE_GROWTH, PageSize


def good_pages(size, count=PAGES_BEFORE_GROWTH):
    for _ in range(count):
        size.record_good_page()
    return size.records


def test_halving_stops_at_one_record():
    size, seen = PageSize(100), []
    for _ in range(8):
        size.halve()
        seen.append(size.records)
    assert seen == [50, 25, 12, 6, 3, 1, 1, 1]


@pytest.mark.parametrize("full", [100, 50, 1, 0])
def test_good_pages_never_exceed_the_full_size(full):
    assert good_pages(PageSize(full), 100) == full


def test_size_doubles_only_after_enough_good_pages_in_a_row():
    size = PageSize(100)
    for _ in range(3):
        size.halve()
    assert good_pages(size, PAGES_BEFORE_GROWTH - 1) == 12
    assert [good_pages(size, 1), good_pages(size), good_pages(size)] == [24, 48, 96]
    assert good_pages(size) == 100
    size.halve()
    good_pages(size, PAGES_BEFORE_GROWTH - 1)
    size.halve()
    assert good_pages(size, PAGES_BEFORE_GROWTH - 1) == 25
