"""Dates and times."""

from datetime import UTC, datetime

from contactdesk.sandbox.timestamps import NOW_S, iso_date, iso_time


def test_dates_and_times_match_datetime():
    for seconds in [0, 951_782_400, 1_709_164_800, NOW_S, *range(NOW_S - 10**8, NOW_S, 777_777)]:
        expected = datetime.fromtimestamp(seconds, UTC)
        assert iso_date(seconds) == expected.date().isoformat()
        assert iso_time(seconds, 42) == expected.strftime("%Y-%m-%dT%H:%M:%S.042Z")
    assert iso_time(NOW_S) == "2026-11-01T00:00:00.000Z"
