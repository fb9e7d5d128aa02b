import subprocess
import sys

import pytest

from contactdesk.search.numbers import TypedNumber, is_number, number_at, typed_number


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (["020", "7946", "0958", "y"], 3),
        (["12", "34"], 0),
        (["02079460958"], 0),
        (["x", "020"], 0),
        (["+44", "(0)20", "7946"], 3),
        (["030", "/", "1234567", "/", "y"], 3),
        (["+", "44", "20", "7946"], 4),
        (["415", "555", "0192", "ext.", "12", "x"], 5),
        (["415", "555", "0192", "x12", "34"], 4),
        (["415-555-0192", "x"], 2),
        (["415-555-0192", "x", "ray"], 0),
        (["415", "555-0192", "x", "ray"], 2),
        (["555", "x12"], 0),
        (["415", "555-0192,", "415", "555-0193"], 2),
        (["<020", "7946", "0958>", "x"], 3),
        (["1", "800", "flowers", "x12", "anna"], 4),
        (["1-800", "go", "fedex", "anna"], 3),
        (["0800", "reverse"], 2),
        (["800", "johnson"], 0),
        (["1", "800", "or", "flowers"], 0),
    ],
)
def test_number_ends_at_the_first_other_word(words, end):
    assert number_at(words, 0) == end


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", None),
        ("415", TypedNumber("415")),
        ("(0)41 555", TypedNumber("41555")),
        ("8 (495) 123-45-67", TypedNumber("84951234567", "84951234567")),
        ("0044 (0)20 7946 0000", TypedNumber("442079460000", "+442079460000")),
        ("020 7946 0000 x12", TypedNumber("2079460000", "02079460000", "12")),
        ("tel:+44-20-7946-0000;ext=12", TypedNumber("442079460000", "+442079460000", "12")),
        ("1-800-flowers", TypedNumber("18003569377", "18003569377")),
    ],
)
def test_typed_number(text, number):
    assert typed_number(text) == number


def test_words_are_no_numbers():
    for text in ("2024-plan", "550e8400-e29b-41d4-a716-446655440000", "a1", "x12", "1st", "12x34"):
        assert not is_number(text), text


def test_numbering_plans_are_loaded_when_a_number_is_searched_for():
    code = (
        "import sys\n"
        "from contactdesk.index.read.substrings import substrings_of\n"
        "from contactdesk.search.query import parse\n"
        "loaded = lambda: 'contactdesk.text.numbering' in sys.modules\n"
        "list(substrings_of(parse('anna').terms[0])); parse('+44 20 7946 0958')\n"
        "assert not loaded()\n"
        "list(substrings_of(parse('415').terms[0]))\n"
        "assert loaded()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_number_matches_a_part_its_other_forms_and_its_extension():
    number = typed_number("+7 495 123-45-67 x89")
    assert number.ending == "4951234567"
    for stored in ("74951234567", "84951234567x89", "4951234567", "84951234567x890"):
        assert number.matches(stored), stored
    for stored in ("84951234567x8", "44951234567", "749512345670", "74951234568x89"):
        assert not number.matches(stored), stored
    assert typed_number("495123").matches("84951234567x8")
