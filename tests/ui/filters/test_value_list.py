"""contactdesk.ui.filters.value_list: separators between values, and within quotation marks."""

import pytest

from contactdesk.ui.filters.value_list import has_finished_value, split_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        (" one ", ["one"]),
        ("one, two;three\tfour\n\nfive\u2028one", ["one", "two", "three", "four", "five"]),
        ('"Import, May 2026"', ["Import, May 2026"]),
        ('a, "b, c" ; d', ["a", "b, c", "d"]),
        ('"open, end', ['"open', "end"]),
        ('5" pipe, 6" pipe', ['5" pipe', '6" pipe']),
        ('"a" b, c', ['"a" b', "c"]),
        ('""', []),
        (",;,", []),
    ],
)
def test_values_of_a_text(text, values):
    assert split_values(text) == values


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("one", False),
        ("one,", True),
        ('"one,', False),
        ('"one, two"', False),
        ('"one, two",', True),
        ('5" pipe,', True),
        ("", False),
    ],
)
def test_typing_goes_on_inside_quotation_marks(text, finished):
    assert has_finished_value(text) == finished
