import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.search.completion import completions, values_needed
from contactdesk.search.fields import FIELDS, HAS_VALUES
from contactdesk.search.query import parse

KNOWN = {
    "fact": ["time_zone", "tier"],
    "fact.time_zone": ["paris", "rome"],
    "vendor": ["Bland AI", "Quo"],
    "in": ["bland", "quo"],
    "company": ['The "Acme"', "O'Neil & Co"],
    "changed": ["email", "fact.time_zone"],
}


def known(field):
    return KNOWN.get(field, [])


def made(typed, cursor=None):
    """What the whole search becomes."""
    cursor = len(typed) if cursor is None else cursor
    found = completions(typed, cursor, known)
    return [typed[: each.start] + each.text + typed[each.end :] for each in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("anna ", []),
        ("qq", []),
        ("na", ["name:"]),
        ("anna -NA", ["anna -name:"]),
        ("e", ["email:", "entity:", "empty:"]),
        ("fact.ti", ["fact.time_zone:", "fact.tier:"]),
        ("fact.time_zone:", ["fact.time_zone:paris", "fact.time_zone:rome"]),
        ("x fact.time_zone:R", ["x fact.time_zone:rome"]),
        ("vendor:bl", ['vendor:"Bland AI"']),
        ('vendor:"bl', ['vendor:"Bland AI"']),
        ("company:t", ['company:"The  Acme "']),
        ("has:em", ["has:email"]),
        ("-has:ph", ["-has:phone"]),
        ("updated:<3", ["updated:<30d"]),
        ("talked:<7", ["talked:<7d"]),
        ("changed:<7", ["changed:<7d"]),
        ("changed:fa", ["changed:fact", "changed:fact.time_zone"]),
        ("changed.em", ["changed.email:"]),
        ("changed.email:<3", ["changed.email:<30d"]),
        ("is:fav", ["is:favorite"]),
        ("memories:", ["memories:0", "memories:1", "memories:>1", "memories:2..5"]),
        ("in:bl", ["in:bland"]),
        ("linked:y", ["linked:yes"]),
        ("maybe:", ["maybe:yes", "maybe:no"]),
        ("-differs:e", ["-differs:email"]),
        ("behind:>3", ["behind:>30d"]),
        ("nofield:x", []),
        ('"na', []),
    ],
)
def test_completions(typed, expected):
    assert made(typed) == expected


def test_word_at_the_cursor_is_completed_inside_a_search():
    assert made("vendor:q anna", 8) == ["vendor:Quo anna"]
    assert made("vendor:qu anna", 8) == ["vendor:Quo anna"]


def test_every_field_and_has_value_is_completed():
    assert {made(each[:-1])[0] for each in FIELDS if len(each) > 2} <= {f"{f}:" for f in FIELDS}
    assert made("has:") == [f"has:{each}" for each in HAS_VALUES]


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", None),
        ("anna", None),
        ("fact.ti", ("fact", "ti")),
        ("name.x", None),
        ('vendor:"Bl', ("vendor", "Bl")),
        ("fact.Time_Zone:p", ("fact.time_zone", "p")),
        ("mail:a", ("email", "a")),
    ],
)
def test_values_needed(typed, wish):
    assert values_needed(typed, len(typed)) == wish


@given(st.text('na:e."- “fct\n', max_size=12), st.integers(0, 12))
def test_any_text_can_be_completed_and_completions_parse(typed, cursor):
    values_needed(typed, cursor)
    for each in completions(typed, cursor, known):
        assert 0 <= each.start <= each.end <= len(typed)
        assert parse(each.text).text == each.text
