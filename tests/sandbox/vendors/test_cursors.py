"""Cursors: round trip, binding to their listing, page limits."""

import pytest

from contactdesk.sandbox.vendors.cursors import decode_cursor, encode_cursor, take_page

FILTERS = [("b", "2"), ("a", "1")]


@pytest.mark.parametrize("position", [0, 1, 50, 999_999])
def test_cursor_round_trip_returns_the_position(position):
    cursor = encode_cursor("quo", 7, position, FILTERS)
    assert decode_cursor("quo", 7, cursor, FILTERS) == position
    assert decode_cursor("quo", 7, cursor, FILTERS[::-1]) == position
    assert str(position).encode() not in cursor.encode() or position < 10


@pytest.mark.parametrize(
    ("provider", "seed", "filters"),
    [("opencx", 7, FILTERS), ("quo", 8, FILTERS), ("quo", 7, FILTERS[:1]), ("quo", 7, [])],
)
def test_cursor_of_another_listing_is_rejected(provider, seed, filters):
    assert decode_cursor(provider, seed, encode_cursor("quo", 7, 50, FILTERS), filters) is None


@pytest.mark.parametrize("text", ["", "A", "====", "é", "AAAAAAAAAAAAAAAAAAAA", "_" * 30])
def test_garbage_is_not_a_cursor(text):
    assert decode_cursor("quo", 7, text, FILTERS) is None


def test_page_ends_at_the_limit_and_gives_the_next_match():
    places = [(n, n % 2 == 0) for n in range(9)]
    assert take_page(places, 2) == ([0, 2], 4)
    assert take_page(places, 5) == ([0, 2, 4, 6, 8], None)
    assert take_page([], 5) == ([], None)
