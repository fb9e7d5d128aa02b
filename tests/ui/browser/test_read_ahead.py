"""contactdesk.ui.browser.read_ahead: pages are asked for by the pace of scrolling, and in time."""

import pytest

from contactdesk.ui.browser.read_ahead import MIN_ROWS_LEFT, REST_S, ReadAhead

PAGE, SCREEN = 100, 23


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ahead(clock):
    made = ReadAhead(clock)
    made.jump(SCREEN)
    return made


def page_down(ahead, clock, times, step_s=0.2):
    for _ in range(times):
        clock.now += step_s
        ahead.scrolled(ahead._row + SCREEN, SCREEN)


def test_at_the_end_a_page_is_wanted_at_any_pace(ahead):
    assert ahead.wants(MIN_ROWS_LEFT, answer_s=0.0, page_rows=PAGE)
    assert not ahead.wants(MIN_ROWS_LEFT + 1, answer_s=5.0, page_rows=PAGE)


def test_a_page_is_wanted_earlier_from_a_slower_vendor(ahead, clock):
    page_down(ahead, clock, 10)
    pace = ahead.rows_per_second()
    assert 100 < pace < 140
    assert not ahead.wants(60, answer_s=0.05, page_rows=PAGE)
    assert ahead.wants(60, answer_s=0.4, page_rows=PAGE)
    assert not ahead.wants(90, answer_s=0.4, page_rows=PAGE)
    assert ahead.wants(90, answer_s=1.0, page_rows=PAGE)


def test_never_more_than_two_pages_ahead(ahead, clock):
    page_down(ahead, clock, 50, step_s=0.01)
    assert ahead.wants(PAGE, answer_s=30.0, page_rows=PAGE)
    assert not ahead.wants(PAGE + 1, answer_s=30.0, page_rows=PAGE)


def test_nothing_is_wanted_while_the_user_rests(ahead, clock):
    page_down(ahead, clock, 10)
    clock.now += REST_S * 1.01
    assert ahead.is_resting()
    assert not ahead.wants(50, answer_s=10.0, page_rows=PAGE)


def test_scrolling_back_wants_nothing(ahead, clock):
    page_down(ahead, clock, 10)
    ahead.scrolled(ahead._row - 1, SCREEN)
    assert not ahead.wants(50, answer_s=10.0, page_rows=PAGE)


def test_a_single_step_and_a_jump_are_no_pace(ahead, clock):
    page_down(ahead, clock, 1)
    assert not ahead.wants(60, answer_s=0.4, page_rows=PAGE)
    page_down(ahead, clock, 20)
    ahead.scrolled(ahead._row + 2 * SCREEN, SCREEN)
    assert ahead.rows_per_second() == 0
    page_down(ahead, clock, 20)
    ahead.jump(0)
    assert ahead.rows_per_second() == 0


def test_rows_that_fill_the_screen_are_no_pace(ahead, clock):
    ahead.jump(0)
    ahead.extended(SCREEN)
    ahead.scrolled(SCREEN + 1, SCREEN)
    assert ahead.rows_per_second() == 2


def pages_loaded(answer_s, seconds=15.0, step_s=0.2):
    """How many pages somebody gets who pages down for a while: one request at a time."""
    clock = Clock()
    ahead, rows, seen, pages, asked_at = ReadAhead(clock), PAGE, SCREEN, 1, None
    ahead.jump(seen)
    next_press, end = clock.now + step_s, clock.now + seconds
    while clock.now < end:
        clock.now += 0.01
        if asked_at is not None and clock.now - asked_at >= answer_s:
            asked_at, rows, pages = None, rows + PAGE, pages + 1
        if clock.now >= next_press:
            next_press += step_s
            seen = min(rows, seen + SCREEN)
            ahead.scrolled(seen, SCREEN)
        wanted = ahead.wants(rows - seen, answer_s=answer_s, page_rows=PAGE)
        if asked_at is None and not ahead.is_resting() and wanted:
            asked_at = clock.now
        assert rows - seen <= 2 * PAGE
    return pages


def test_paging_down_does_not_wait_for_the_vendor():
    at_once = pages_loaded(0.02)
    assert at_once >= 17
    assert pages_loaded(0.4) >= 0.9 * at_once
    assert pages_loaded(1.0) >= 0.75 * at_once
