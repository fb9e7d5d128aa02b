import pytest

from contactdesk.model import Column, Kind
from contactdesk.ui.table.field_columns import (
    about,
    differs,
    field_column,
    field_words,
    header_title,
    is_field_path,
    kind_of,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("fact.time_zone", True),
        ("custom.plan", True),
        ("fact.Time Zone", False),
        ("fact.", False),
        ("fact", False),
        ("entity.x", False),
        ("$.custom.plan", False),
        ("name", False),
        (None, False),
        (7, False),
    ],
)
def test_kept_path_is_checked(path, expected):
    assert is_field_path(path) is expected


def test_column_is_titled_with_its_key_in_words():
    assert field_column("fact.time_zone").title == "Time zone"
    assert field_column("custom.vip").title == "VIP"
    assert field_words("fact.time_zone") == "Time zone (fact)"
    assert field_words("custom.time_zone") == "Time zone (custom field)"


def test_title_that_two_columns_have_says_what_the_field_is():
    fact, custom = field_column("fact.name"), field_column("custom.name")
    name = Column("Name", "name")
    assert header_title(fact, (name, fact)) == "Name (fact)"
    assert header_title(name, (name, fact)) == "Name"
    assert header_title(custom, (custom,)) == "Name"


def test_what_is_told_of_a_value_is_its_kind_and_whether_there_are_others():
    assert about(field_column("fact.x")).path == "about:fact.x"
    assert (kind_of("day≠"), differs("day≠")) == (Kind.DAY, True)
    assert (kind_of("day"), differs("day")) == (Kind.DAY, False)
    assert (kind_of(None), differs(None)) == (Kind.TEXT, False)
