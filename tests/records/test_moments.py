import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import contactdesk
from contactdesk.model import Kind
from contactdesk.records.formatting import format_cell, format_value
from contactdesk.records.moments import (
    FIRST,
    LAST,
    local_at,
    local_moment,
    parse_day,
    parse_moment,
    start_of_day,
    today,
    utc_text,
)

JANUARY, JULY = "2025-01-20T02:30:00.000Z", "2025-07-20T10:30:00.000Z"
ZONES = {
    "America/New_York": ("2025-01-19 21:30", "2025-07-20 06:30"),
    "Europe/Berlin": ("2025-01-20 03:30", "2025-07-20 12:30"),
    "Asia/Kolkata": ("2025-01-20 08:00", "2025-07-20 16:00"),
    "Australia/Sydney": ("2025-01-20 13:30", "2025-07-20 20:30"),
}


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize(
    "read_in", [datetime(2026, 1, 9, tzinfo=UTC), datetime(2026, 7, 9, tzinfo=UTC)]
)
def test_a_moment_has_the_offset_of_its_own_half_of_the_year(zone, name, read_in):
    zone(name)
    for value, said in zip((JANUARY, JULY), ZONES[name], strict=True):
        for now in (read_in, read_in.astimezone()):
            assert format_value(value, Kind.DATE, now) == said
            assert format_value(value, Kind.AGE, now).startswith(f"{said} · ")
        assert format_cell(value, Kind.DATE) == format_cell(value, Kind.AGE) == said
        assert f"{local_at(parse_moment(value).timestamp()):%Y-%m-%d %H:%M}" == said


@pytest.mark.parametrize("name", [*ZONES, "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize(
    "sent",
    [
        "2025-04-01T00:00:00.000Z",
        "2025-04-01T04:00:00.000Z",
        "2025-04-01T16:00:00.000+0000",
        "2025-04-01T23:59:59-11:00",
        "2025-04-01",
    ],
)
def test_a_day_is_the_one_its_text_names_in_every_zone(zone, name, sent):
    zone(name)
    assert parse_day(sent) == date(2025, 4, 1)
    assert format_value(sent, Kind.DAY, datetime.now(UTC)) == "2025-04-01"
    assert format_cell(sent, Kind.DAY) == "2025-04-01"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-07-20T10:30:00Z", "2025-07-20T10:30:00.000Z"),
        ("2025-07-20t10:30:00z", "2025-07-20T10:30:00.000Z"),
        ("2025-07-20T10:30:00.123456789+02:00", "2025-07-20T08:30:00.123Z"),
        ("2025-07-20T10:30:00,5 +02:00", "2025-07-20T08:30:00.500Z"),
        ("2025-07-20 10:30:00+00", "2025-07-20T10:30:00.000Z"),
        ("2025-07-20 10:30:00.1 UTC", "2025-07-20T10:30:00.100Z"),
        ("2025-07-20T16:00:00.000-0530", "2025-07-20T21:30:00.000Z"),
        ("2025-07-20 10:30", "2025-07-20T10:30:00.000Z"),
    ],
)
def test_every_notation_of_a_moment_is_read(text, utc):
    assert utc_text(parse_moment(text)) == utc


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2025",
        "2025-02-30",
        "2025-13-40T10:00:00Z",
        "2025-07-25T99:00",
        "2025-07-25T10:00:00Z.",
        "x" * 1000,
        None,
        5,
    ],
)
def test_other_values_are_no_moments(value):
    assert parse_moment(value) is None
    assert parse_day(value) is None
    assert local_moment(value) is None


@pytest.mark.parametrize(
    ("name", "day", "start"),
    [
        ("America/New_York", date(2025, 7, 1), "2025-07-01T04:00:00.000Z"),
        ("America/New_York", date(2025, 1, 1), "2025-01-01T05:00:00.000Z"),
        # Midnight is skipped: the day begins at 01:00.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00:00.000Z"),
        ("America/Santiago", date(2025, 9, 7), "2025-09-07T04:00:00.000Z"),
        ("Africa/Cairo", date(2025, 4, 25), "2025-04-24T22:00:00.000Z"),
        ("Asia/Beirut", date(2025, 3, 30), "2025-03-29T22:00:00.000Z"),
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30:00.000Z"),
        # The hour before midnight comes twice, and belongs to the day before both times.
        ("America/Sao_Paulo", date(2018, 2, 18), "2018-02-18T03:00:00.000Z"),
        # Midnight comes twice.
        ("America/Havana", date(2025, 11, 2), "2025-11-02T04:00:00.000Z"),
        ("America/St_Johns", date(2010, 11, 7), "2010-11-07T03:30:00.000Z"),
        # This day never was: it ends where it begins.
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00:00.000Z"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00.000Z"),
    ],
)
def test_a_day_starts_with_its_first_moment(zone, name, day, start):
    zone(name)
    found = start_of_day(day)
    assert utc_text(found) == start
    assert (found - timedelta(seconds=1)).astimezone().date() < day
    assert found.astimezone().date() >= day


@pytest.mark.parametrize("name", ["America/New_York", "Asia/Kolkata"])
def test_beyond_the_calendar_nothing_raises(zone, name):
    zone(name)
    assert FIRST <= start_of_day(date.min) < start_of_day(date(2, 1, 1))
    assert start_of_day(date(9999, 1, 1)) < start_of_day(date.max) <= LAST
    assert local_at(1e18) is None
    assert local_moment("0001-01-01T00:00:00+14:00") is None
    assert (
        format_value("0001-01-01T00:00:00+14:00", Kind.DATE, FIRST) == "0001-01-01T00:00:00+14:00"
    )


def test_today_is_the_day_here(zone):
    now = datetime(2025, 7, 23, 2, 0, tzinfo=UTC)
    zone("America/New_York")
    assert today(now) == date(2025, 7, 22)
    assert format_value("2025-07-22", Kind.AGE, now) == "2025-07-22 · today"
    zone("Australia/Sydney")
    assert today(now) == date(2025, 7, 23)
    assert format_value("2025-07-22", Kind.AGE, now) == "2025-07-22 · yesterday"


def test_no_other_module_brings_moments_into_the_local_zone():
    sources = Path(contactdesk.__file__).parent.rglob("*.py")
    local_time = re.compile(
        r"\.astimezone\(\)(?!\.tzname)|\bnow\.tzinfo|fromtimestamp\([^,()]*\)|\.localtime\("
    )
    found = {file.name for file in sources if local_time.search(file.read_text("utf-8"))}
    assert found == {"moments.py"}
