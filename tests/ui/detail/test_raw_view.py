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
    view.search.setText(text)
    qtbot.waitUntil(lambda: not view._scan.busy)


def current(view):
    return view.model.path(view.tree.currentIndex())


def test_a_record_is_read_when_it_is_seen(qtbot):
    made = RawView()
    qtbot.addWidget(made)
    made.show_raw(RAW)
    assert made.tree.model() is None
    made.show()
    assert made.model.rowCount() == len(RECORD)


def test_search_goes_over_keys_and_values_and_round(view, qtbot):
    search(view, qtbot, "ENGINE")
    assert current(view) == "$.memories[0].summary"
    assert "1 of 3" in view._count.text()
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert current(view) == "$.memories[0].messages[1].content"
    view.next_hit()
    assert current(view) == "$.memories[0].facts.engine"
    view.next_hit()
    assert current(view) == "$.memories[0].summary"
    view.previous_hit()
    assert current(view) == "$.memories[0].facts.engine"


def test_nothing_found_is_said(view, qtbot):
    search(view, qtbot, "zebra")
    assert view._count.text() == "No hit"
    view.next_hit()
    search(view, qtbot, "")
    assert view._count.text() == ""


def test_accents_are_ignored(view, qtbot):
    view.show_raw(json.dumps({"name": "Zoë"}).encode())
    search(view, qtbot, "zoe")
    assert current(view) == "$.name"


def test_what_is_chosen_is_copied(view, qtbot, copied):
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


def test_the_menu_and_the_keyboard_offer_the_same(view, copied):
    names = [action.objectName() for action in view.menu().actions()]
    assert names == [
        "actionCopyValue",
        "actionCopyPath",
        "actionCopyJson",
        "actionExpandAll",
        "actionCopyAll",
        "actionSaveAll",
    ]
    view.activateWindow()
    assert QTest.qWaitForWindowActive(view)
    view.tree.setFocus()
    view.tree.setCurrentIndex(view.model.index(1, 0))
    QTest.keyClick(view.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["Ada Lovelace"]


def test_expand_all_is_bounded(view):
    deep = {"a": [{"b": [n]} for n in range(3000)]}
    view.show_raw(json.dumps(deep).encode())
    view.expand_all()
    opened = sum(view.tree.isExpanded(view.model.reveal((0, row))) for row in range(500))
    assert 0 < opened <= 500
    assert view.model.rowCount(view.model.index(0, 0)) == 500


def test_what_is_no_json_is_shown_as_text(view):
    view.show_raw(b"<html>\xff not json")
    assert not view.tree.isVisible()
    assert view.plain.toPlainText() == "<html>\ufffd not json"
    view.next_hit()
    view.expand_all()
    view.show_raw(RAW)
    assert view.tree.isVisible()


def test_the_same_bytes_leave_the_tree_as_it_is(view):
    model = view.model
    view.tree.collapseAll()
    view.show_raw(RAW)
    assert view.model is model
    view.show_raw(RAW + b" ")
    assert view.model is not model


def test_a_search_stays_for_the_next_record(view, qtbot):
    search(view, qtbot, "name")
    view.show_raw(json.dumps({"x": {"name": 1}}).encode())
    qtbot.waitUntil(lambda: not view._scan.busy)
    assert current(view) == "$.x.name"
