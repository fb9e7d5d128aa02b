import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.ui.search.saved_list import MAX_VISIBLE_ROWS, SavedList
from contactdesk.userdata.searches import SavedSearch

SAVED = [SavedSearch("Okafors", "okafor"), SavedSearch("Gold <b>", "plan:gold")]


@pytest.fixture
def saved(qtbot):
    made = SavedList()
    qtbot.addWidget(made)
    made.show_saved(SAVED, "Gold <b>")
    return made


def test_list_is_visible_only_with_saved_searches(saved):
    assert saved.isVisible()
    saved.show_saved([], "")
    assert not saved.isVisible()


def test_search_that_is_shown_becomes_current(saved):
    assert saved.name() == "Gold <b>"
    saved.set_current("Okafors")
    assert saved.name() == "Okafors"
    saved.set_current("not saved")
    assert saved.name() == ""


def test_enter_runs_the_current_search(saved, qtbot):
    with qtbot.waitSignal(saved.chosen) as chosen:
        QTest.keyClick(saved.rows, Qt.Key.Key_Return)
    assert chosen.args == ["Gold <b>"]


@pytest.mark.parametrize(("at", "signal"), [(0, "rename_wanted"), (1, "removal_wanted")])
def test_actions_name_the_current_search(saved, qtbot, at, signal):
    with qtbot.waitSignal(getattr(saved, signal)) as wanted:
        saved.rows.actions()[at].trigger()
    assert wanted.args == ["Gold <b>"]


def test_long_list_scrolls(saved):
    two = saved.rows.height()
    saved.show_saved([SavedSearch(str(n), str(n)) for n in range(MAX_VISIBLE_ROWS)], "")
    full = saved.rows.height()
    saved.show_saved([SavedSearch(str(n), str(n)) for n in range(99)], "")
    assert two < full == saved.rows.height()
