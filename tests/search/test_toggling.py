"""contactdesk.search.toggling: conditions put into a search and taken out again."""

import pytest

from contactdesk.search.toggling import has_condition, toggled


@pytest.mark.parametrize(
    ("text", "condition", "without"),
    [
        ("has:memory", "has:memory", ""),
        ("anna HAS:memory  berlin", "has:memory", "anna berlin"),
        ('"jane  doe" -has:email', "-has:email", '"jane  doe"'),
        ("anna AND open:>0", "open:>0", "anna"),
        ("open:>0 AND anna", "open:>0", "anna"),
        ("talked:<7d anna talked:<7d", "talked:<7d", "anna"),
    ],
)
def test_condition_is_taken_out_and_the_rest_stays_as_typed(text, condition, without):
    assert has_condition(text, condition)
    assert toggled(text, condition) == without
    assert not has_condition(without, condition)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", "has:memory"),
        ("anna ", "-has:email"),
        ("has:email", "-has:email"),
        ("has:memory or anna", "has:memory"),
        ("NOT is:favorite", "is:favorite"),
        ('"open:>0"', "open:>0"),
    ],
)
def test_condition_that_not_every_match_meets_is_added(text, condition):
    assert not has_condition(text, condition)
    added = toggled(text, condition)
    assert added == f"{text.strip()} {condition}".strip()
    assert has_condition(added, condition)
