import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contactdesk.index.columns import storable
from contactdesk.index.ingest.entries import entries, regions_cache
from contactdesk.index.sort_keys import sort_value
from contactdesk.model import Contact, Record
from contactdesk.records.moments import utc
from contactdesk.records.regions import Regions
from tests.index.people import CURSOR, contact, vendor

NOTHING = Regions(replace(CURSOR, sections=()))


def entry(contact, raw=b"{}", regions=NOTHING):
    return entries([Record(contact, raw)], regions)[0]


def document(raw, regions=NOTHING):
    return entry(contact(raw), regions=regions)


def words_of(made):
    return " ".join(made.text_words).split()


@pytest.mark.parametrize(
    ("moment", "normal"),
    [
        ("2026-03-01T10:00:00.000Z", "2026-03-01T10:00:00.000Z"),
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"),
        ("2026-03-01T10:00:00.123456+02:00", "2026-03-01T08:00:00.123Z"),
        ("2026-03-01 10:00", "2026-03-01T10:00:00.000Z"),
        ("2026-03-01", "2026-03-01"),
        ("2026-02-31T10:00:00Z", "2026-02-31T10:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_moments_become_utc(moment, normal):
    assert utc(moment) == normal


@given(st.text())
def test_text_that_is_not_a_moment_is_unchanged(text):
    assert utc(text) == text


@pytest.mark.parametrize(
    ("value", "kind", "key"),
    [
        (None, "text", None),
        ("", "text", None),
        (5, "text", 5),
        ("Éclair", "text", "eclair"),
        ("42", "text", "42"),
        ("", "number", None),
        ("2025-04-01T16:00:00.000+0000", "day", "2025-04-01"),
        ("2025-04-01", "day", "2025-04-01"),
        ("Soon", "day", "soon"),
        ("2026-03-01T10:00:00+02:00", "date", "2026-03-01t08:00:00.000z"),
    ],
)
def test_sort_values(value, kind, key):
    assert sort_value(value, kind) == key


def test_numbers_sort_exactly_before_other_texts():
    numbers = [-(10**400), -(2**64), -1 - 2**63, -1.25, "-1.2", -1e-7, 0, "1e-3", 0.5, "007", 41.5]
    numbers += ["4.2e1", 42.5, 2**63, 2**63 + 1, str(2**70), 2**70 + 1, 1e300, 10**400]
    keys = [sort_value(each, "number") for each in [*numbers, "many"]]
    assert sorted(keys) == keys
    assert len(set(keys)) == len(keys)
    assert (
        sort_value("42", "number") == sort_value(42.0, "number") == sort_value("4.20e1", "number")
    )


def test_characters_sqlite_cannot_store_are_replaced():
    assert storable("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    made = entry(Contact("1", "a\x00b\udfffc", raw={"a": "x\ud800y"}))
    for text in (*made.values, *made.name_words, *made.text_words, made.substring_text):
        assert "\x00" not in text
        text.encode()


def test_every_leaf_is_indexed_once_except_moments_and_booleans():
    raw = {
        "id": "c-1",
        "name": "Ann",
        "at": "2026-03-01T10:00:00.000Z",
        "day": "2026-03-01",
        "yes": True,
        "deep": [{"er": [["Grotto", "grotto", 7, 2.5, None]]}],
        "again": ["Grotto"],
        "huge": 10**5000,
    }
    words = words_of(document(raw))
    assert words.count("grotto") == 2
    assert "true" not in words
    assert "|" in words
    assert {"7", "2", "5", "ann", "c", "1", "2026"} <= set(words)
    assert words.count("2026") == 1


def test_custom_keys_are_indexed_and_schema_keys_are_not():
    raw = {
        "id": "1",
        "custom": {"shoe_size": {"left foot": 44}},
        "memories": [{"facts": {"favourite": "tea"}}, {"facts": None}, "malformed"],
    }
    words = words_of(document(raw, Regions(CURSOR)))
    assert {"shoe", "size", "left", "foot", "favourite", "tea"} <= set(words)
    assert not {"custom", "memories", "facts"} & set(words)
    assert "shoe" not in words_of(document(raw))


def test_pairs_that_are_not_an_object_are_ignored():
    for custom in (None, 5, "text", ["list"], [{"of": "objects"}]):
        document({"id": "1", "custom": custom, "memories": custom}, Regions(CURSOR))


def test_regions_are_cached_per_provider():
    of = regions_cache()
    assert of(CURSOR) is of(CURSOR)
    assert of(vendor()) is not of(CURSOR)


def test_substring_text_holds_name_emails_and_all_numbers():
    raw = {
        "id": "1",
        "name": "Zoë",
        "emails": [{"value": "A@X.example"}, {"value": "b@y.example"}],
        "phones": [{"value": "+44 (0)20 7946 0958"}, {"value": "12"}],
        "note": "or (415) 555-0192",
    }
    assert document(raw).substring_text == (
        "\nzoe\x1ea@x.example\nb@y.example\x1d\n442079460958\n\x1c\n4155550192\n"
    )


def test_unreadable_record_is_indexed_by_its_text():
    made = entry(Contact("unnamed-1", "unnamed-1"), b'["gr\xf6\xc3\x9fe"')
    assert "große".replace("ß", "ss")[:2] in made.text_words[0]


def test_phone_sorts_by_its_digits():
    assert document({"id": "1", "phones": [{"value": "+1 (415) 5"}]}).values[9] == "14155"
    assert document({"id": "1", "phones": [{"value": "Reception"}]}).values[9] == "reception"
