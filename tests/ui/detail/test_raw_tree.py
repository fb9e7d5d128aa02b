import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.ui.detail.raw_tree import BATCH, RawTree, parse, shown, written

RAW = b'{"a": [1, {"b c": null, "d.e": true}], "big": 1e400, "a": "again", "n": 12345678901234567890.10}'


def tree(raw=RAW):
    return RawTree(parse(raw))


def test_numbers_order_and_repeated_keys_are_kept():
    value = parse(RAW)
    assert [key for key, _ in value] == ["a", "big", "a", "n"]
    assert shown(value[1][1]) == "1e400"
    assert shown(value[3][1]) == "12345678901234567890.10"
    assert '"n": 12345678901234567890.10' in written(value)


def test_the_model_keeps_qts_rules(qapp):
    model = tree()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.fetchMore(QModelIndex())
    model.fetchMore(model.index(0, 0))
    assert model.rowCount(model.index(0, 0)) == 2
    assert tester is not None


def test_keys_values_and_paths(qapp):
    model = tree()
    index = model.reveal((0, 1, 1))
    assert model.data(index) == "d.e"
    assert model.data(index.siblingAtColumn(1)) == "true"
    assert model.path(index) == '$.a[1]."d.e"'
    assert model.path(model.reveal((0, 1, 0))) == "$.a[1].b c"
    assert model.data(model.reveal((0,)).siblingAtColumn(1)) == "[2]"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Value"


def test_children_are_made_when_they_are_asked_for(qapp):
    model = tree(json.dumps(list(range(3 * BATCH))).encode())
    assert model.rowCount() == 0
    assert model.hasChildren()
    model.fetchMore(QModelIndex())
    assert model.rowCount() == BATCH
    assert model.path(model.reveal((2 * BATCH + 1,))) == f"$[{2 * BATCH + 1}]"
    assert model.rowCount() == 3 * BATCH
    assert not model.canFetchMore(QModelIndex())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a" 1}', b"nonsense"])
def test_what_is_no_json_is_a_value_error(raw):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(raw)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=10,
    )
)
def test_what_is_written_is_what_was_read(value):
    assert json.loads(written(parse(json.dumps(value).encode()))) == value
