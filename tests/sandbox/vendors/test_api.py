"""Parsing of query parameters."""

from contactdesk.sandbox.vendors.api import parse_int, parse_time


def test_parse_int_takes_only_ascii_digits_in_range():
    assert parse_int("50", 1, 50) == 50
    for text in (None, "", "0", "51", "+5", " 5", "5 ", "5.0", "1e1", "٥", "9" * 5000):
        assert parse_int(text, 1, 50) is None, text


def test_parse_time_defaults_to_utc():
    assert parse_time("1970-01-02T00:00:00.500Z") == 86_400.5
    assert parse_time("1970-01-02") == 86_400
    assert parse_time("1970-01-02T02:00:00+02:00") == 86_400
    assert parse_time("soon") is None
