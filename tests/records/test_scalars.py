import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model import Kind
from contactdesk.records.moments import is_moment
from contactdesk.records.scalars import add_scalars, field_texts

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def scalars(*values):
    texts = {}
    add_scalars(values, texts)
    return list(texts)


def one_by_one(value):
    """The same in the plainest way, from the end to the start."""
    if isinstance(value, list | dict):
        inner = list(value.values() if isinstance(value, dict) else value)
        return [text for each in reversed(inner) for text in one_by_one(each)]
    if isinstance(value, bool) or value is None or (isinstance(value, str) and is_moment(value)):
        return []
    return [str(value)]


def test_scalars_are_added_from_last_to_first():
    value = {"a": "one", "b": ["two", {"c": 3, "d": None}], "e": 2.5, "f": True, "g": "one"}
    assert scalars(value, "last") == ["last", "one", "2.5", "3", "two"]


@given(st.lists(VALUES))
def test_scalars_match_the_naive_traversal(values):
    assert scalars(*values) == list(dict.fromkeys(one_by_one(values)))


def test_deep_nesting_does_not_overflow_the_stack():
    deep = "grotto"
    for _ in range(100_000):
        deep = [deep]
    assert scalars(deep) == ["grotto"]


def test_date_with_time_is_a_moment_but_date_alone_is_not():
    for text in (
        "2026-03-01T10:00:00.000Z",
        "2026-03-01T10:00:00Z",
        "2026-03-01 10:00",
        "2026-03-01T10:00:00,5 +02:00",
        "２０２６-03-01T10:00:00.000Z",
    ):
        assert is_moment(text), text
        assert scalars(text) == []
    for text in (
        "2026-03-01",
        "2026-03-01T10:00:00.000Z.",
        "2026-03-01Tomorrow",
        "Anna-Maria Sommer",
    ):
        assert not is_moment(text), text
        assert scalars(text) == [text]


def test_whole_numbers_keep_all_digits():
    assert scalars(2**64, -(2**70), 10**399) == [str(10**399), str(-(2**70)), str(2**64)]
    assert scalars(10**5000) == []


@pytest.mark.parametrize(
    ("value", "kind", "texts"),
    [
        ("gold", Kind.TEXT, ["gold"]),
        ("2024-09-11", Kind.TEXT, ["2024-09-11"]),
        ("2025-07-20T02:30:00Z", Kind.TEXT, ["2025-07-20T02:30:00Z", "2025-07-19"]),
        ("2025-01-20T02:30:00Z", Kind.DATE, ["2025-01-20T02:30:00Z", "2025-01-19"]),
        ("2025-04-01T00:00:00.000Z", Kind.DAY, ["2025-04-01T00:00:00.000Z", "2025-04-01"]),
        ("2025-04-01", Kind.DAY, ["2025-04-01"]),
        ("soon", Kind.DAY, ["soon"]),
        ("2025-13-01T10:00:00Z", Kind.DATE, ["2025-13-01T10:00:00Z"]),
        (True, Kind.TEXT, ["true yes"]),
        ("false", Kind.BOOL, ["false", "false no"]),
        ("false", Kind.TEXT, ["false"]),
        ("perhaps", Kind.BOOL, ["perhaps"]),
        (2**70, Kind.NUMBER, [str(2**70)]),
        ([True, {"a": 5}, "x"], Kind.TEXT, ["x", "5", "true yes"]),
        (None, Kind.TEXT, []),
    ],
)
def test_a_field_is_searched_as_sent_and_as_read(zone, value, kind, texts):
    zone("America/New_York")
    assert list(field_texts(value, kind)) == texts
