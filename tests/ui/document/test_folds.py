"""contactdesk.ui.document.folds: folded sections of a contact open by a click, a key, or a hit.

Covers contactdesk.ui.browser.kept_folds (they stay open in later runs).
"""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.model import Field, Section
from contactdesk.records.blocks import overview
from contactdesk.search.query import parse
from contactdesk.ui.browser.kept_folds import kept_folds
from contactdesk.ui.document.builder import FOLD
from contactdesk.ui.document.folds import Folds
from contactdesk.ui.document.view import DocumentView
from contactdesk.ui.kit.settings import Settings
from tests.ui.detail import shown_pane
from tests.ui.detail.detail_records import RECORD, SECTIONS, provider
from tests.ui.detail.shown_pane import search, show

pane = shown_pane.pane
IDS = Section("Technical IDs", (Field("Key", "$.key"), Field("Id", "$.id")), folded=True)
VENDOR = provider(sections=(*SECTIONS, IDS))
RAW = {**RECORD, "key": "key-77"}


@pytest.fixture
def folds():
    return Folds()


@pytest.fixture
def view(qtbot, folds):
    made = DocumentView(folds=folds)
    qtbot.addWidget(made)
    made.resize(460, 900)
    made.show()
    made.show_blocks(overview(VENDOR, RAW))
    return made


def is_open(view):
    return "key-77" in view.toPlainText()


def toggle(view):
    view.link_activated.emit(next(each.href for each in view._map.links if FOLD in each.href))


def test_folded_section_shows_its_title_and_size_only(view):
    assert "▸ Technical IDs  2" in view.toPlainText()
    assert not is_open(view)


def test_fold_opens_and_closes_by_its_link(view):
    toggle(view)
    assert is_open(view)
    assert "▾ Technical IDs" in view.toPlainText()
    toggle(view)
    assert not is_open(view)


def test_fold_is_reached_and_opened_by_keyboard(view, qtbot):
    view.setFocus()
    while not view.textCursor().charFormat().anchorHref().startswith(FOLD):
        assert view.focusNextPrevChild(True)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert is_open(view)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not is_open(view)


def test_fold_that_the_user_opened_stays_open_for_other_contacts(view):
    toggle(view)
    view.show_blocks(overview(VENDOR, {**RAW, "name": "Bo"}))
    assert is_open(view)
    toggle(view)
    view.show_blocks(overview(VENDOR, RAW))
    assert not is_open(view)


def test_hit_opens_the_fold_only_while_that_contact_is_shown(view, folds):
    view.set_query(parse("key-77"))
    assert is_open(view)
    assert [each.cursor.selectedText() for each in view.extraSelections()] == ["key-77"]
    assert not folds.opened
    view.set_query(parse(""))
    view.show_blocks(overview(VENDOR, RAW))
    assert not is_open(view)


def test_fold_with_a_hit_can_be_closed(view):
    view.set_query(parse("key-77"))
    toggle(view)
    assert not is_open(view)


def test_search_without_a_hit_inside_leaves_the_fold_closed(view):
    view.set_query(parse("ada"))
    assert not is_open(view)


def test_going_to_a_hit_opens_the_fold_it_is_in(pane, qtbot):
    show(pane, RAW, vendor=VENDOR)
    search(pane, qtbot, "key-77")
    toggle(pane.details)
    assert not is_open(pane.details)
    assert pane.step_hit(1)
    assert is_open(pane.details)
    assert pane.details.textCursor().block().text() == "key-77"


def test_nested_folded_section_opens_by_its_own_link(view):
    outer = Section("Outer", sections=(replace(IDS, title="Inner"),))
    view.show_blocks(overview(provider(sections=(outer,)), RAW))
    toggle(view)
    assert "▾ Inner" in view.toPlainText()


def test_open_folds_are_kept_between_runs(view, tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    first = kept_folds(settings)
    first.set_open("a", is_open=True)
    first.set_open("b", is_open=True)
    first.set_open("a", is_open=False)
    settings.flush()
    assert kept_folds(Settings(tmp_path / "settings.ini")).opened == {"b"}


@pytest.mark.parametrize("stored", ['{"open": 5}', '{"open": [1, "x"]}', "junk"])
def test_damaged_setting_opens_what_it_names(tmp_path, stored):
    settings = Settings(tmp_path / "settings.ini")
    settings.keep("openSections", stored)
    assert kept_folds(settings).opened <= {"x"}
