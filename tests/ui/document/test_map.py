import pytest
from PySide6.QtGui import QTextDocument

from contactdesk.model import Kind
from contactdesk.records.blocks import Line
from contactdesk.ui.document.map import DocumentMap, PlacedText

TEXT = "Zone\nEurope/London\nNote\nfirst\nsecond"
"""Two labels, each above its value; the second value has two lines."""


def value(text, path):
    start = TEXT.index(text)
    return PlacedText(start, text, path, Line("label", text, Kind.TEXT, path))


@pytest.fixture
def placed():
    label = PlacedText(0, "Zone", "$.zone")
    return DocumentMap([label, value("Europe/London", "$.zone"), value("first\nsecond", "$.note")])


@pytest.mark.parametrize(
    ("at", "path"),
    [("Zone", "$.zone"), ("London", "$.zone"), ("Note", "$.note"), ("second", "$.note")],
)
def test_position_in_a_label_or_value_gives_the_value(qapp, placed, at, path):
    found = placed.value_at(TEXT.index(at), QTextDocument(TEXT))
    assert (found.path, found.line is None) == (path, False)


def test_empty_map_has_no_value(qapp):
    assert DocumentMap().value_at(0, QTextDocument()) is None


def test_value_of_skips_labels_with_the_same_path(placed):
    assert [text.text for text in placed.at_path("$.zone")] == ["Zone", "Europe/London"]
    assert placed.value_of("$.zone").text == "Europe/London"
    assert placed.value_of("$.other") is None


def test_spans_count_utf16_units():
    text = PlacedText(10, "😀 hit", "$.note")
    assert text.end == 16
    assert text.span(2, 5) == (13, 16)
