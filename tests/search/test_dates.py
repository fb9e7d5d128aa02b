from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.records.moments import FIRST, LAST
from contactdesk.search.dates import Period, bounds, parse_period, written_day

NOW = datetime(2026, 3, 15, 12, 30, tzinfo=UTC)


def local(*parts):
    """A moment of this computer's zone."""
    return datetime(*parts).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2025", local(2025, 1, 1), local(2026, 1, 1)),
        ("2025-12", local(2025, 12, 1), local(2026, 1, 1)),
        ("2024-02-29", local(2024, 2, 29), local(2024, 3, 1)),
        ("2025-1-5", local(2025, 1, 5), local(2025, 1, 6)),
        ("=2025-01-05", local(2025, 1, 5), local(2025, 1, 6)),
        (">2025-01-05", local(2025, 1, 6), LAST),
        (">=2025-01-05", local(2025, 1, 5), LAST),
        ("<2025-01", FIRST, local(2025, 1, 1)),
        ("<=2025-01", FIRST, local(2025, 2, 1)),
        ("2025-01..2025-03", local(2025, 1, 1), local(2025, 4, 1)),
        ("2025-03..2025-01", local(2025, 1, 1), local(2025, 4, 1)),
        ("2025..", local(2025, 1, 1), LAST),
        ("..2025", FIRST, local(2026, 1, 1)),
        ("<30d", NOW - timedelta(days=30), LAST),
        ("30d", NOW - timedelta(days=30), LAST),
        (">2w", FIRST, NOW - timedelta(days=14)),
        ("<6h", NOW - timedelta(hours=6), LAST),
        (">1m", FIRST, NOW - timedelta(days=30)),
        ("<1Y", NOW - timedelta(days=365), LAST),
        ("30d..7d", NOW - timedelta(days=30), NOW - timedelta(days=7)),
        ("7d..30d", NOW - timedelta(days=30), NOW - timedelta(days=7)),
        ("<9999999y", FIRST, LAST),
        ("9999", local(9999, 1, 1), LAST),
    ],
)
def test_periods(typed, start, end):
    found = bounds(parse_period(typed), NOW)
    assert found[0] == start
    assert found[1] == end or (end is LAST and found[1] >= LAST - timedelta(days=2))


def test_days_by_name():
    day = NOW.astimezone().replace(tzinfo=None).replace(hour=0, minute=0)
    assert bounds(parse_period("today"), NOW) == (
        day.astimezone(UTC),
        (day + timedelta(days=1)).astimezone(UTC),
    )
    assert bounds(parse_period("Yesterday"), NOW)[1] == day.astimezone(UTC)
    assert bounds(parse_period("yesterday..today"), NOW)[0] == (day - timedelta(days=1)).astimezone(
        UTC
    )


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "..",
        "<",
        "soon",
        "2025-13",
        "2025-00",
        "2025-01-00",
        "2025-02-30",
        "0000",
        "30",
        "30x",
        "<<3d",
        "2025-01-01x",
        "..x",
    ],
)
def test_invalid_periods(typed):
    assert parse_period(typed) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("sep 11, 2024", "2024-09-11"),
        ("sept. 11 2024,", "2024-09-11"),
        ("september 11th, 2024", "2024-09-11"),
        ("11 sept 2024", "2024-09-11"),
        ("3. july 2025", "2025-07-03"),
        ("feb 30, 2024", ""),
        ("se 11 2024", ""),
        ("sepp 11 2024", ""),
        ("may 2024", ""),
        ("call may 11, 2024", ""),
        ("2024 sep 11", ""),
    ],
)
def test_a_day_as_people_write_it(typed, day):
    assert written_day(typed.split()) == day


@given(st.text("0123456789-.<>=hdwmytoday ", max_size=14))
def test_period_ends_after_its_start(typed):
    found = parse_period(typed)
    if found is not None:
        assert isinstance(found, Period)
        start, end = bounds(found, NOW)
        assert start.tzinfo is not None
        assert start <= end or found.sign == ".."
