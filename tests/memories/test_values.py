"""contactdesk.memories.values: what says the same is equal, and nothing else."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.memories.values import EMPTY, find_days, phone_of, same_key, same_value

SAME = [
    ["Team plan", "team  PLAN", " Team\nplan "],
    ["Fernández", "fernandez"],
    [5, 5.0, "5", "5.00", "+5"],
    [True, "true", "Yes", " TRUE "],
    [False, "no", "False"],
    [None, "", "  ", [], {}],
    [1e22, "10000000000000000000000", 10**22],
    ["+49 30 901820", "0049 (0)30 901820", "+4930901820"],
    ["2027-01-31", "31.01.2027", "January 31, 2027", "31 Jan 2027", "2027-01-31T00:00:00Z"],
    ["2026-03-01T23:00:00-05:00", "2026-03-02T04:00:00.000Z"],
    [["SSO", 5], ("sso", "5.0")],
    [{"zipCode": "75002", "city": "Paris"}, {"city": "PARIS", "zip_code": "75002"}],
    [{"a": [{"b": True}]}, {"A": [{"B": "yes"}]}],
]
DIFFERENT = ["7", "007", "1,000", 1, True, "1", "03/04/2026", ["a"], "a", ["a", "b"], ["b", "a"]]
DIFFERENT += [{"a": 1}, {"b": 1}, [["a"], "b"], [["a", "b"]], -5, 5, "+4930901820", "+4930901821"]


@pytest.mark.parametrize("values", SAME, ids=lambda values: str(values[0]))
def test_notations_of_one_value_are_equal(values):
    forms = {same_value(each) for each in values}
    assert len(forms) == 1


def test_values_of_different_meaning_differ():
    texts = {json.dumps(each): same_value(each) for each in DIFFERENT}
    assert len(set(texts.values())) == len(texts) - 1  # "1" and 1
    assert same_value("1") == same_value(1)


def test_number_without_a_country_code_is_a_phone_under_a_key_that_says_so():
    assert same_value("(415) 555-0100", "callbackNumber") == same_value("415.555.0100", "phone")
    assert same_value("192.168.1.100") != same_value("192.16.81.100")
    assert phone_of("415-555-0100") == ""
    assert phone_of("415-555-0100", "Mobile") == "4155550100"
    assert phone_of("+1 415 555 0100") == "14155550100"


def test_keys_of_any_notation_are_one():
    keys = ["timeZone", "time_zone", "Time Zone", "time-zone", "TIMEZONE", "time  zone"]
    assert {same_key(each) for each in keys} == {"timezone"}
    assert same_key("--") == "--"
    assert same_key("c+") != same_key("c")


def test_deep_json_is_compared_whole():
    def nested(inner):
        for _ in range(50_000):
            inner = [inner]
        return inner

    def objects(inner):
        for _ in range(50_000):
            inner = {"a": inner}
        return inner

    assert same_value(nested("A")) == same_value(nested("a")) != same_value(nested("b"))
    assert hash(same_value(objects(1))) == hash(same_value(objects("1")))


def test_number_too_long_to_write_has_a_form():
    assert same_value(10**5_000) == same_value(10**5_000) != same_value(10**5_000 + 1)
    assert same_value(float("inf")) == "inf"


def test_days_are_found_only_where_they_mean_one_day():
    text = "on 31.01.2027, 2026-02-30, 03/04/2026, the 5th of may 2026 and march 7, 2026"
    assert [(text[a:b], day) for a, b, day in find_days(text)] == [
        ("31.01.2027", date(2027, 1, 31)),
        ("5th of may 2026", date(2026, 5, 5)),
        ("march 7, 2026", date(2026, 3, 7)),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(JSON, JSON, st.sampled_from(["", "phone", "name"]))
def test_comparing_is_symmetric_and_stable(one, other, key):
    assert hash(same_value(one, key)) == hash(same_value(json.loads(json.dumps(one)), key))
    assert (same_value(one, key) == same_value(other, key)) is (
        same_value(other, key) == same_value(one, key)
    )


@given(st.text(max_size=30))
def test_form_of_a_form_is_itself(text):
    form = same_value(text)
    assert same_value(form) == form
    assert (form == EMPTY) is (not text.strip() or form == "")


@given(st.text(max_size=30))
def test_key_of_a_key_is_itself(text):
    assert same_key(same_key(text)) == same_key(text)
