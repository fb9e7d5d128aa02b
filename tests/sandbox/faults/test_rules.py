"""Fault rules: which requests they apply to, and invalid ones."""

import pytest

from contactdesk.sandbox import Sandbox


def statuses(caller, count, provider="bland"):
    return [caller.get(provider).status for _ in range(count)]


def test_fault_shows_until_rules_are_cleared(caller):
    caller.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    assert statuses(caller, 3) == [500] * 3
    caller.sandbox.set_faults([])
    assert statuses(caller, 1) == [200]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"times": 2}, [500, 500, 200, 200]),
        ({"page": 3}, [200, 200, 500, 500]),
        ({"page": 2, "times": 1}, [200, 500, 200, 200]),
        ({"after": 2, "times": 1}, [200, 200, 500, 200]),
        ({"times": 0}, [200, 200, 200, 200]),
    ],
)
def test_page_after_and_times_select_the_requests(caller, rule, expected):
    caller.sandbox.set_faults([{"provider": "bland", "kind": "status-500", **rule}])
    assert statuses(caller, 4) == expected


def test_rule_applies_to_its_vendor_and_star_to_all(caller):
    caller.sandbox.set_faults([{"provider": "close", "kind": "status-500"}])
    assert statuses(caller, 1) == [200]
    assert statuses(caller, 1, "close") == [500]
    caller.sandbox.set_faults([{"provider": "*", "kind": "status-500"}])
    assert statuses(caller, 1) + statuses(caller, 1, "opencx") == [500, 500]


def test_the_first_rule_that_applies_wins(caller):
    caller.sandbox.set_faults(
        [
            {"provider": "bland", "kind": "not-found", "page": 2, "times": 1},
            {"provider": "*", "kind": "status-500", "times": 3},
        ]
    )
    assert statuses(caller, 4) == [500, 404, 500, 200]


def test_rules_given_at_creation_apply(make_caller):
    caller = make_caller(faults=[{"kind": "key-refused", "times": 1}])
    assert statuses(caller, 2) == [401, 200]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"kind": "earthquake"}, "earthquake"),
        ({}, "None"),
        ({"kind": "stall", "provider": "nobody"}, "nobody"),
        ({"kind": "stall", "often": 3}, "often"),
        ({"kind": "stall", "page": 0}, "whole numbers"),
        ({"kind": "stall", "page": "2"}, "whole numbers"),
        ({"kind": "stall", "times": 1.5}, "whole numbers"),
        ({"kind": "stall", "after": -1}, "whole numbers"),
    ],
)
def test_invalid_rule_is_refused(sandbox, rule, said):
    with pytest.raises(ValueError, match=said):
        sandbox.set_faults([rule])
    with pytest.raises(ValueError, match=said):
        Sandbox(faults=[rule])
