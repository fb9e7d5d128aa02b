from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contactdesk.search.comparisons import number_of, parse_comparison, parse_count

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "value", "expected"),
    [
        (">5", 6, True),
        (">5", 5, False),
        (">=5", 5.0, True),
        ("<5", " 4.5 ", True),
        ("=5", "5.00", True),
        ("<-5", -6, True),
        ("5..7", 7, True),
        ("5..7", "7.1", False),
        ("..7", -1e9, True),
        ("7..", 6, False),
        (">5", "6 days", False),
        (">5", "٦", False),
        (">0", True, False),
        (">0", None, False),
        (">0", float("nan"), False),
        (">1e3", 10**40, True),
        (">1", [10**5_000], False),
        (">5", [1, {"a": "9"}], True),
        (">5", [], False),
        ("<2026-12-01", "2026-11-30", True),
        ("<2026-12-01", "2026-12-01", False),
        ("<=2026-12-01", "2026-12-01", True),
        ("<2026-12-01", "2026-11-01T10:00:00Z", True),
        ("<2026-12-01", "soon", False),
        (">2025", "2026-01-01", True),
        (">2025", 2026, True),
        ("<30d", "2026-11-20T00:00:00Z", True),
        ("<30d", "2026-01-20T00:00:00Z", False),
        ("2026-02..2026-03", "2026-03-31", True),
    ],
)
def test_value_meets_a_comparison(typed, value, expected):
    assert parse_comparison(typed).test(NOW)(value) is expected


@pytest.mark.parametrize("typed", ["5", "soon", ">x", "x..y", "..", "", ">", "2026-12-01", ">1 2"])
def test_other_text_is_no_comparison(typed):
    assert parse_comparison(typed) is None


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", ">2025-01", "..", "1..x", "<7d"])
def test_count_is_a_whole_number(typed):
    assert parse_count(typed) is None


def test_count_without_a_sign_is_exact():
    assert (parse_count("0").sign, parse_count("0").first) == ("=", "0")
    assert parse_count(">2").first == "2"


def test_number_keeps_every_digit():
    assert number_of("0.1") == Decimal("0.1")
    assert number_of(12345678901234567890) == Decimal("12345678901234567890")
