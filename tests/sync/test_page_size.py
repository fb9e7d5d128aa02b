"""contactdesk.sync.page_size: halved for large and slow pages, grown back after pages with room."""

import pytest

from contactdesk.sync.page_size import (
    MAX_COMFORTABLE_BYTES,
    MAX_COMFORTABLE_SECONDS,
    MIN_RECORDS_OF_SLOW_PAGE,
    PAGES_BEFORE_GROWTH,
    PageSize,
)


def good_pages(size, count=PAGES_BEFORE_GROWTH):
    for _ in range(count):
        size.record_page(1_000, 0.1)
    return size.records


def sizes_after(size, change, count):
    seen = []
    for _ in range(count):
        change()
        seen.append(size.records)
    return seen


def test_halving_stops_at_one_record():
    size = PageSize(200)
    seen = sizes_after(size, size.record_too_large, 9)
    assert seen == [100, 50, 25, 12, 6, 3, 1, 1, 1]


def test_slow_pages_are_halved_to_a_floor():
    size = PageSize(200)
    assert sizes_after(size, size.record_too_slow, 5) == [100, 50, 25, 25, 25]
    assert MIN_RECORDS_OF_SLOW_PAGE == 25
    small = PageSize(10)
    small.record_too_slow()
    assert small.records == 10


@pytest.mark.parametrize(
    ("size_bytes", "seconds", "records"),
    [
        (MAX_COMFORTABLE_BYTES, MAX_COMFORTABLE_SECONDS, 200),
        (MAX_COMFORTABLE_BYTES + 1, 0.1, 100),
        (1_000, MAX_COMFORTABLE_SECONDS + 0.1, 100),
    ],
)
def test_large_or_slow_page_halves_the_next(size_bytes, seconds, records):
    size = PageSize(200)
    size.record_page(size_bytes, seconds)
    assert size.records == records


@pytest.mark.parametrize("full", [200, 50, 1, 0])
def test_good_pages_never_exceed_the_full_size(full):
    assert good_pages(PageSize(full), 100) == full


def test_size_doubles_only_after_enough_good_pages_in_a_row():
    size = PageSize(100)
    for _ in range(3):
        size.record_too_large()
    assert good_pages(size, PAGES_BEFORE_GROWTH - 1) == 12
    assert [good_pages(size, 1), good_pages(size), good_pages(size)] == [24, 48, 96]
    assert good_pages(size) == 100
    size.record_too_large()
    good_pages(size, PAGES_BEFORE_GROWTH - 1)
    size.record_too_large()
    assert good_pages(size, PAGES_BEFORE_GROWTH - 1) == 25


@pytest.mark.parametrize(
    ("size_bytes", "seconds"),
    [(MAX_COMFORTABLE_BYTES * 0.6, 0.1), (1_000, MAX_COMFORTABLE_SECONDS * 0.6)],
)
def test_size_does_not_grow_where_a_doubled_page_would_be_halved_again(size_bytes, seconds):
    size = PageSize(200)
    size.record_too_large()
    for _ in range(3 * PAGES_BEFORE_GROWTH):
        size.record_page(int(size_bytes), seconds)
    assert size.records == 100
