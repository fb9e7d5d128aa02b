import pytest

from contactdesk.ui.kit.utf16 import utf16_length


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("é", 1), ("😀", 2), ("a😀b", 4), ("\ud800", 1)]
)
def test_length_counts_utf16_code_units(text, length):
    assert utf16_length(text) == length
