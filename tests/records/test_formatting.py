import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model import Kind
from contactdesk.records.formatting import (
    LocaleFormats,
    copied_text,
    format_cell,
    format_number,
    format_value,
    guess_kind,
    humanize,
    is_empty,
    raw_text,
    relative_time,
    tag_texts,
)

NOW = datetime(2025, 7, 23, 12, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def in_utc(zone):
    zone("UTC")


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("2025-07-20T10:30:00.000Z", Kind.DATE, "2025-07-20 10:30"),
        ("2025-07-20T10:30:00.123456789+02:00", Kind.DATE, "2025-07-20 08:30"),
        ("2025-07-20T10:30:00", Kind.DATE, "2025-07-20 10:30"),
        ("2025-07-25", Kind.DATE, "2025-07-25"),
        ("2025-07-25", Kind.DAY, "2025-07-25"),
        ("2025-07-25T16:00:00.000+0000", Kind.DAY, "2025-07-25"),
        ("next week", Kind.DAY, "next week"),
        ("soon", Kind.DATE, "soon"),
        ("2025-13-40", Kind.DATE, "2025-13-40"),
        ("0001-01-01T00:00:00+14:00", Kind.DATE, "0001-01-01T00:00:00+14:00"),
        (1753264800, Kind.DATE, "1753264800"),
        ("2025-07-23T09:10:00Z", Kind.AGE, "2025-07-23 09:10 · 2 hours ago"),
        ("2025-07-22", Kind.AGE, "2025-07-22 · yesterday"),
        (0, Kind.DURATION, "0 s"),
        (192, Kind.DURATION, "3 min 12 s"),
        (3900, Kind.DURATION, "1 h 05 min"),
        ("61", Kind.DURATION, "1 min 01 s"),
        (-5, Kind.DURATION, "-5"),
        (True, Kind.BOOL, "Yes"),
        ("false", Kind.BOOL, "No"),
        ("perhaps", Kind.BOOL, "perhaps"),
        (False, Kind.TEXT, "No"),
        ("424242", Kind.NUMBER, "424,242"),
        (2019, Kind.NUMBER, "2019"),
        (-1234567.5, Kind.NUMBER, "−1,234,567.5"),
        ("00123", Kind.NUMBER, "00123"),
        (10**30, Kind.NUMBER, "1" + ",000" * 10),
        ("about 5", Kind.NUMBER, "about 5"),
        (True, Kind.NUMBER, "true"),
        ("reply-received", Kind.WORDS, "Reply received"),
        ("America/Los_Angeles", Kind.TIMEZONE, "America/Los_Angeles · 05:00 there (UTC−7)"),
        ("Asia/Kolkata", Kind.TIMEZONE, "Asia/Kolkata · 17:30 there (UTC+5:30)"),
        ("UTC", Kind.TIMEZONE, "UTC · 12:00 there (UTC)"),
        (
            "Pacific/Kiritimati",
            Kind.TIMEZONE,
            "Pacific/Kiritimati · 02:00 tomorrow there (UTC+14)",
        ),
        ("Mars/Olympus", Kind.TIMEZONE, "Mars/Olympus"),
        ("../../etc/passwd", Kind.TIMEZONE, "../../etc/passwd"),
        ("America", Kind.TIMEZONE, "America"),
        (
            ["Europe/Berlin", "Asia/Tokyo", "Europe/Busingen", "Mars/Olympus"],
            Kind.TIMEZONE,
            "Europe/Berlin, Europe/Busingen · 14:00 there (UTC+2);"
            " Asia/Tokyo · 21:00 there (UTC+9); Mars/Olympus",
        ),
        (["Mars/Olympus", "Mars/Tharsis"], Kind.TIMEZONE, "Mars/Olympus, Mars/Tharsis"),
        ([1, {}], Kind.TIMEZONE, "[\n  1,\n  {}\n]"),
        (["a", "", None, "b"], Kind.TAGS, "a, b"),
        ("only", Kind.TAGS, "only"),
        ([1, 2, 3], Kind.COUNT, "3"),
        ([], Kind.COUNT, ""),
        ("12 High Street\nLeeds", Kind.LONG, "12 High Street\nLeeds"),
        (["a", "b"], Kind.TEXT, "a, b"),
        ({"a": 1}, Kind.TEXT, '{\n  "a": 1\n}'),
        (None, Kind.TEXT, ""),
        ("  ", Kind.TEXT, ""),
        (0, Kind.TEXT, "0"),
    ],
)
def test_format_value(value, kind, said):
    assert format_value(value, kind, NOW) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in_transit", "In transit"),
        ("createdAt", "Created at"),
        ("public-api", "Public API"),
        ("sms", "SMS"),
        ("phone_number", "Phone number"),
        ("2fa enabled", "2fa enabled"),
        ("Lead ID", "Lead ID"),
        ("external_id", "External ID"),
        ("email", "E-mail"),
        ("cf_4kTqW8sYbD2m", "cf_4kTqW8sYbD2m"),
        ("no-user-phone", "No user phone"),
        ("", ""),
        ("-", "-"),
        ("日本", "日本"),
    ],
)
def test_humanize(text, said):
    assert humanize(text) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=15), "2 weeks ago"),
        (timedelta(days=59), "8 weeks ago"),
        (timedelta(days=100), "3 months ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(days=-3), "in 3 days"),
        (timedelta(hours=-5), "in 5 hours"),
    ],
)
def test_relative_time_uses_the_largest_fitting_unit(passed, said):
    assert relative_time(NOW - passed, NOW) == said


def test_locale_formats_are_used():
    forms = LocaleFormats(moment=lambda at: f"{at:%d.%m.%Y}", group=".", point=",")
    assert format_value("2025-07-20T10:30:00Z", Kind.DATE, NOW, forms) == "20.07.2025"
    assert format_number("12345.5", forms) == "12.345,5"


@pytest.mark.parametrize(
    ("value", "key", "kind"),
    [
        ("https://example.com/a", "", Kind.LINK),
        ("javascript:alert(1)", "", Kind.TEXT),
        ("jane@example.com", "", Kind.EMAIL),
        ("Jane <jane@example.com>", "", Kind.TEXT),
        ("+1 415 555 0192", "", Kind.PHONE),
        ("2025-07-25", "", Kind.DAY),
        ("2025-07-25T10:00:00Z", "", Kind.DATE),
        ("America/Los_Angeles", "timezone", Kind.TIMEZONE),
        ("America/Los_Angeles", "home_time_zone", Kind.TIMEZONE),
        ("America/Los_Angeles", "place", Kind.TEXT),
        ("x" * 200, "", Kind.LONG),
        ("a\nb", "", Kind.LONG),
        (True, "", Kind.BOOL),
        (5, "", Kind.TEXT),
        (["a"], "", Kind.TAGS),
        ([{"a": 1}], "", Kind.JSON),
        ({"a": 1}, "", Kind.JSON),
    ],
)
def test_guess_kind(value, key, kind):
    assert guess_kind(value, key) is kind


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (1, Kind.BOOL, "Yes"),
        (0, Kind.BOOL, "No"),
        ('["a","b"]', Kind.TAGS, "a, b"),
        ('[{"a":1},{"a":2}]', Kind.COUNT, "2"),
        (3, Kind.COUNT, "3"),
        ("Europe/Berlin", Kind.TIMEZONE, "Europe/Berlin"),
        ("2025-07-25", Kind.DATE, "2025-07-25"),
        ("2025-07-25T04:00:00.000Z", Kind.DAY, "2025-07-25"),
        ("2025-07-25T04:00:00.000Z", Kind.AGE, "2025-07-25 04:00"),
        (str(2**70), Kind.NUMBER, "1,180,591,620,717,411,303,424"),
        ("later", Kind.DATE, "later"),
        ("[not json", Kind.TAGS, "[not json"),
        ("inbound_call", Kind.WORDS, "Inbound call"),
        (None, Kind.DATE, ""),
        (None, Kind.TAGS, ""),
    ],
)
def test_cell_accepts_values_as_stored_in_the_index(value, kind, said):
    assert format_cell(value, kind) == said


def test_false_and_zero_are_not_empty():
    assert [v for v in (None, "", " \n", [], {}, ()) if not is_empty(v)] == []
    assert not any(is_empty(v) for v in (False, 0, 0.0, [None], {"a": None}))


@pytest.mark.parametrize(
    ("value", "kind", "copied"),
    [
        ("2025-04-01T00:00:00.000Z", Kind.DAY, "2025-04-01"),
        ("2025-04-01T00:00:00.000Z", Kind.DATE, "2025-04-01T00:00:00.000Z"),
        ("soon", Kind.DAY, "soon"),
        (2**70, Kind.NUMBER, str(2**70)),
        (None, Kind.DAY, ""),
    ],
)
def test_copied_text_is_for_programs(value, kind, copied):
    assert copied_text(value, kind) == copied


def test_raw_text_is_the_value_as_sent():
    assert raw_text(" as it came\n") == " as it came\n"
    assert json.loads(raw_text({"ä": [1, None]})) == {"ä": [1, None]}
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert "too large" in raw_text(deep)
    assert "too large" in raw_text(10**5000)


@settings(max_examples=150, deadline=None)
@given(value=JSON, kind=st.sampled_from(Kind))
def test_any_value_can_be_formatted(value, kind):
    said = format_value(value, kind, NOW)
    assert isinstance(said, str)
    assert is_empty(value) <= (said == "")
    assert isinstance(guess_kind(value), Kind)
    assert isinstance(format_cell(value, kind), str)
    assert all(isinstance(each, str) for each in tag_texts(value))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_formatted(text):
    for kind in Kind:
        assert isinstance(format_value(text, kind, NOW), str)
        assert isinstance(format_cell(text, kind), str)
    assert isinstance(humanize(text), str)
