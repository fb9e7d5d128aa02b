"""Cursors, numbers and times as the vendors read them."""

import pytest

from contactdesk.sandbox.wire import moment, seal, unseal, whole, window

FILTERS = [("b", "2"), ("a", "1")]


@pytest.mark.parametrize("position", [0, 1, 50, 999_999])
def test_a_cursor_brings_its_position_back(position):
    cursor = seal("quo", 7, position, FILTERS)
    assert unseal("quo", 7, cursor, FILTERS) == position
    assert unseal("quo", 7, cursor, FILTERS[::-1]) == position
    assert str(position).encode() not in cursor.encode() or position < 10


@pytest.mark.parametrize(
    ("provider", "seed", "filters"),
    [("opencx", 7, FILTERS), ("quo", 8, FILTERS), ("quo", 7, FILTERS[:1]), ("quo", 7, [])],
)
def test_a_cursor_is_good_in_its_own_place_only(provider, seed, filters):
    assert unseal(provider, seed, seal("quo", 7, 50, FILTERS), filters) is None


@pytest.mark.parametrize("text", ["", "A", "====", "é", "AAAAAAAAAAAAAAAAAAAA", "_" * 30])
def test_what_is_no_cursor(text):
    assert unseal("quo", 7, text, FILTERS) is None


def test_whole_numbers():
    assert whole("50", 1, 50) == 50
    for text in (None, "", "0", "51", "+5", " 5", "5 ", "5.0", "1e1", "٥", "9" * 5000):
        assert whole(text, 1, 50) is None, text


def test_moments():
    assert moment("1970-01-02T00:00:00.500Z") == 86_400.5
    assert moment("1970-01-02") == 86_400
    assert moment("1970-01-02T02:00:00+02:00") == 86_400
    assert moment("soon") is None


def test_windows():
    places = [(n, n % 2 == 0) for n in range(9)]
    assert window(places, 2) == ([0, 2], 4)
    assert window(places, 5) == ([0, 2, 4, 6, 8], None)
    assert window([], 5) == ([], None)
