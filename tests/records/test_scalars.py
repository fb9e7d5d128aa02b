from hypothesis import given
from hypothesis import strategies as st

from contactdesk.records.scalars import add_scalars, is_moment, keyed_texts

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
    return [str(value)] if not isinstance(value, int) or -(2**63) <= value < 2**64 else []


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


def test_keyed_texts_include_bools_and_moments():
    assert keyed_texts("2026-03-01T10:00:00.000Z") == {"2026-03-01T10:00:00.000Z": None}
    assert set(keyed_texts({"a": [True, False, 5], "b": {"c": "x"}})) == {
        "true yes",
        "false no",
        "5",
        "x",
    }
    assert keyed_texts(None) == {}
