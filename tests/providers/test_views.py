"""contactdesk.providers.views: records reshaped for display, unchanged ones returned as they are."""

import pytest

from contactdesk.providers.views import change_items, change_texts, named_by, parse_object


@pytest.mark.parametrize("record", [{}, {"items": None}, {"items": "x"}, {"items": [{"a": 1}]}])
def test_record_without_anything_to_change_is_the_same_object(record):
    assert change_texts(record, "items", "text") is record
    assert change_items(record, "items", lambda item: item) is record


def test_changed_record_is_a_copy():
    record = {"items": ["one", {"text": "two"}, 3]}
    assert change_items(record, "items", str)["items"][2] == "3"
    changed = change_texts(record, "items", "text")
    assert changed == {"items": [{"text": "one"}, {"text": "two"}, 3]}
    assert record["items"][0] == "one"


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ({"key": "k"}, {"key": "k", "name": "k"}),
        ({"name": "", "key": "k"}, {"name": "k", "key": "k"}),
        ({"name": "n", "key": "k"}, {"name": "n", "key": "k"}),
        ({"name": None, "key": 7}, {"name": None, "key": 7}),
        ("text", "text"),
    ],
)
def test_name_falls_back(item, named):
    assert named_by("key")(item) == named


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (' {"a": {"b": 1}}', {"a": {"b": 1}}),
        ("{", "{"),
        ('{"a": "\ud800"}', '{"a": "\ud800"}'),
        ('"x"', '"x"'),
        ("{" * 9_999, "{" * 9_999),
        (None, None),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_json_text_is_read_as_the_object_it_holds(text, value):
    assert parse_object({"data": text}, "data") == {"data": value}
