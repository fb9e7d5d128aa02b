import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.ui.detail.raw_json import dump, parse, summary
from contactdesk.ui.detail.raw_tree import CHILDREN_PER_FETCH, RawTree

RAW = b'{"a": [1, {"b c": null, "d.e": true}], "big": 1e400, "a": "again", "n": 12345678901234567890.10}'


def tree(raw=RAW):
    return RawTree(parse(raw))


def test_numbers_order_and_repeated_keys_are_kept():
    value = parse(RAW)
    assert [key for key, _ in value] == ["a", "big", "a", "n"]
    assert summary(value[1][1]) == "1e400"
    assert summary(value[3][1]) == "12345678901234567890.10"
    assert '"n": 12345678901234567890.10' in dump(value)


def test_model_passes_qts_model_tester(qapp):
    model = tree()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.fetchMore(QModelIndex())
    model.fetchMore(model.index(0, 0))
    assert model.rowCount(model.index(0, 0)) == 2
    assert tester is not None


def test_cells_and_json_paths(qapp):
    model = tree()
    index = model.reveal((0, 1, 1))
    assert model.data(index) == "d.e"
    assert model.data(index.siblingAtColumn(1)) == "true"
    assert model.path(index) == '$.a[1]."d.e"'
    assert model.path(model.reveal((0, 1, 0))) == "$.a[1].b c"
    assert model.data(model.reveal((0,)).siblingAtColumn(1)) == "[2]"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Value"


def test_children_are_fetched_in_batches(qapp):
    model = tree(json.dumps(list(range(3 * CHILDREN_PER_FETCH))).encode())
    assert model.rowCount() == 0
    assert model.hasChildren()
    model.fetchMore(QModelIndex())
    assert model.rowCount() == CHILDREN_PER_FETCH
    assert (
        model.path(model.reveal((2 * CHILDREN_PER_FETCH + 1,)))
        == f"$[{2 * CHILDREN_PER_FETCH + 1}]"
    )
    assert model.rowCount() == 3 * CHILDREN_PER_FETCH
    assert not model.canFetchMore(QModelIndex())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a" 1}', b"nonsense"])
def test_invalid_json_raises_value_error(raw):
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
def test_dump_reverses_parse(value):
    assert json.loads(dump(parse(json.dumps(value).encode()))) == value
