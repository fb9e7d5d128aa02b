"""contactdesk.ui.detail.raw_view: the raw record as a tree.

Covers contactdesk.ui.detail.raw_search (its search field: matches, their count, stepping).
"""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.detail.raw_view import RawView
from tests.ui.detail.detail_records import RECORD

RAW = json.dumps(RECORD).encode()


@pytest.fixture
def view(qtbot):
    made = RawView()
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    made.show_raw(RAW)
    return made


@pytest.fixture
def copied(view):
    texts = []
    view.copied.connect(texts.append)
    return texts


def search(view, qtbot, text):
    view.search.field.setText(text)
    qtbot.waitUntil(lambda: view.search.count.text() != "")


def current(view):
    return view.model.path(view.tree.currentIndex())


def test_record_is_parsed_once_visible(qtbot):
    made = RawView()
    qtbot.addWidget(made)
    made.show_raw(RAW)
    assert made.tree.model() is None
    made.show()
    assert made.model.rowCount() == len(RECORD)


def test_search_covers_keys_and_values_and_wraps_around(view, qtbot):
    search(view, qtbot, "ENGINE")
    assert current(view) == "$.memories[0].summary"
    assert "Match 1 of 3" in view.search.count.text()
    QTest.keyClick(view.search.field, Qt.Key.Key_Return)
    assert current(view) == "$.memories[0].messages[1].content"
    view.search.next_hit()
    assert current(view) == "$.memories[0].facts.engine"
    view.search.next_hit()
    assert current(view) == "$.memories[0].summary"
    view.search.previous_hit()
    assert current(view) == "$.memories[0].facts.engine"


def test_search_without_a_match_says_so(view, qtbot):
    search(view, qtbot, "zebra")
    assert view.search.count.text() == "No matches"
    view.search.next_hit()
    view.search.field.setText("")
    assert view.search.count.text() == ""


def test_search_ignores_accents(view, qtbot):
    view.show_raw(json.dumps({"name": "Zoë"}).encode())
    search(view, qtbot, "zoe")
    assert current(view) == "$.name"


def test_copy_actions_copy_the_current_value(view, qtbot, copied):
    search(view, qtbot, "Does it compute")
    view.copy_value()
    view.copy_path()
    view.copy_json()
    assert copied == [
        "Does it compute?",
        "$.memories[0].messages[0].content",
        '"Does it compute?"',
    ]
    view.tree.setCurrentIndex(view.tree.currentIndex().parent())
    view.copy_value()
    assert json.loads(copied[-1]) == RECORD["memories"][0]["messages"][0]
    view.copy_all()
    assert copied[-1].encode() == RAW


def test_menu_actions_have_shortcuts(view, copied):
    view.tree.setCurrentIndex(view.model.index(1, 0))
    names = [each.objectName() for each in view.menu().actions() if not each.isSeparator()]
    assert names == [
        "actionCopyValue",
        "actionSearchValue",
        "actionCopyPath",
        "actionCopyJson",
        "actionExpandAll",
        "actionCopyAll",
        "actionSaveAll",
    ]
    view.activateWindow()
    assert QTest.qWaitForWindowActive(view)
    view.tree.setFocus()
    QTest.keyClick(view.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["Ada Lovelace"]


def test_expand_all_is_limited(view):
    deep = {"a": [{"b": [n]} for n in range(3000)]}
    view.show_raw(json.dumps(deep).encode())
    view.expand_all()
    opened = sum(view.tree.isExpanded(view.model.reveal((0, row))) for row in range(500))
    assert 0 < opened <= 500
    assert view.model.rowCount(view.model.index(0, 0)) == 500


def test_invalid_json_is_shown_as_text(view):
    view.show_raw(b"<html>\xff not json")
    assert not view.tree.isVisible()
    assert view.plain.toPlainText() == "<html>\ufffd not json"
    view.search.next_hit()
    view.expand_all()
    view.show_raw(RAW)
    assert view.tree.isVisible()


def test_same_bytes_keep_the_tree(view):
    model = view.model
    view.tree.collapseAll()
    view.show_raw(RAW)
    assert view.model is model
    view.show_raw(RAW + b" ")
    assert view.model is not model


def test_search_is_applied_to_the_next_record(view, qtbot):
    search(view, qtbot, "name")
    view.show_raw(json.dumps({"x": {"name": 1}}).encode())
    qtbot.waitUntil(lambda: view.search.count.text() != "")
    assert current(view) == "$.x.name"


def raw_searches(view, path):
    wanted = []
    view.search_wanted.connect(wanted.append)
    view.tree.setCurrentIndex(view.model.reveal(path))
    for action in view.menu().actions():
        if action.objectName().startswith(("actionSearch", "actionShow")):
            action.trigger()
    view.search_wanted.disconnect(wanted.append)
    return wanted


def test_value_of_the_record_is_searched_for(view):
    record = {"plan": 'a "b"', "count": 1.50, "none": None, "inner": {"x": "y"}}
    places = {"$.plan": "custom.plan"}
    view.show_raw(json.dumps(record).encode(), lambda path: places.get(path, ""))
    assert raw_searches(view, (0,)) == ['"a b"', 'custom.plan:"a b"']
    assert raw_searches(view, (1,)) == ['"1.5"']
    assert raw_searches(view, (2,)) == []
    assert raw_searches(view, (3,)) == []
