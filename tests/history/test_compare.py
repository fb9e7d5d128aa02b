"""contactdesk.history.compare: where two viewed records differ."""

import random

import pytest

from contactdesk.history.compare import compare
from contactdesk.history.kinds import FIELD, TIME
from contactdesk.providers import all_providers
from contactdesk.sandbox import records

PROVIDERS = all_providers()


def shuffled(value, pick):
    """The same value with the keys of objects and the items of lists in another order."""
    if isinstance(value, dict):
        keys = pick.sample([*value], len(value))
        return {key: shuffled(value[key], pick) for key in keys}
    if isinstance(value, list):
        return [shuffled(each, pick) for each in pick.sample(value, len(value))]
    return value


def found(old, new, vendor="close"):
    return [
        (each.kind, each.spot.path, each.old, each.new)
        for each in compare(PROVIDERS[vendor], old, new)
    ]


@pytest.mark.parametrize("vendor", PROVIDERS)
def test_other_order_is_no_difference(vendor):
    pick = random.Random(5)
    provider = PROVIDERS[vendor]
    for record in records(vendor, 0, 60):
        assert compare(provider, provider.view(record), provider.view(shuffled(record, pick))) == []


@pytest.mark.parametrize("empty", [None, "", "  ", [], {}])
def test_empty_value_where_there_was_none_is_no_difference(empty):
    assert found({"id": "1"}, {"id": "1", "note": empty}) == []
    assert found({"id": "1", "note": empty}, {"id": "1"}) == []


def test_false_and_zero_are_values():
    assert found({}, {"vip": False, "n": 0}) == [
        (FIELD, ("vip",), None, False),
        (FIELD, ("n",), None, 0),
    ]


def test_vendors_own_time_is_no_change_but_a_custom_one_is():
    old = {"date_updated": "2026-01-01T10:00:00Z", "custom": {"renewal": "2026-01-01T10:00:00Z"}}
    new = {"date_updated": "2026-02-01T10:00:00Z", "custom": {"renewal": "2026-02-01T10:00:00Z"}}
    assert [each[:2] for each in found(old, new)] == [
        (TIME, ("date_updated",)),
        (FIELD, ("custom", "renewal")),
    ]


def test_day_is_content_wherever_it_is():
    assert found({"birthday": "1984-06-02"}, {"birthday": "1984-06-03"})[0][0] == FIELD


def test_part_that_one_record_lacks_is_told_value_by_value():
    new = {"address": {"city": "Paris", "lines": ["1 Rue", {"unit": "3B"}]}}
    assert found({}, new) == [
        (FIELD, ("address", "city"), None, "Paris"),
        (FIELD, ("address", "lines", 0), None, "1 Rue"),
        (FIELD, ("address", "lines", 1, "unit"), None, "3B"),
    ]
    assert [each[1] for each in found(new, {})] == [each[1] for each in found({}, new)]


def test_value_of_another_type_is_one_difference():
    assert found({"a": {"b": 1}}, {"a": "text"}) == [(FIELD, ("a",), {"b": 1}, "text")]


def test_moved_item_has_its_place_in_each_record():
    old = {"emails": [{"type": "office", "email": "a@x"}, {"type": "home", "email": "b@x"}]}
    new = {"emails": [{"type": "home", "email": "b@x"}, {"type": "office", "email": "c@x"}]}
    (one,) = compare(PROVIDERS["close"], old, new)
    assert (one.spot.old_path, one.spot.path) == (("emails", 0, "email"), ("emails", 1, "email"))
    assert (one.old, one.new) == ("a@x", "c@x")
