"""contactdesk.ui.table.model and table_view: rows on demand, place and selection kept."""

from array import array

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from contactdesk.ui.table.model import (
    ALL_COLUMNS,
    BLOCK_ROWS,
    MAX_CACHED_BLOCKS,
    ContactTable,
    ranges,
    rows_of,
)
from contactdesk.ui.table.view import ContactTableView


@pytest.fixture
def filled(office, loop):
    """The office with all contacts of two vendors in the index, and their ids as loaded."""

    async def fill():
        for vendor in ("close", "bland"):
            await office.sync.load_all(await office.sync.walk(office.account(vendor)))
        return await office.index.ids(Scope(), Order(), parse(""))

    office.ids = loop.run_until_complete(fill())
    return office


@pytest.fixture
def model(filled):
    labels = {account.id: account.label for account in filled.accounts}
    model = ContactTable(filled.index, labels.__getitem__)
    model.show_columns(ALL_COLUMNS)
    return model


@pytest.fixture
def view(model, qtbot):
    view = ContactTableView(model)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.show()
    return view


def shuffled(ids):
    return array("i", sorted(ids, key=lambda i: (i * 7919) % 1009))


def test_it_keeps_qts_rules(model, filled):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ids(filled.ids[:100])
    model.show_ids(filled.ids)
    model.show_ids(shuffled(filled.ids))
    model.show_ids(filled.ids[:7])
    model.show_columns(ALL_COLUMNS[:2])
    assert tester.parent() is None


def test_values_are_read_only_for_rows_looked_at(model, filled):
    model.show_ids(filled.ids)
    assert not model._blocks
    assert model.index(200, 0).data()
    assert list(model._blocks) == [200 // BLOCK_ROWS]
    for row in range(0, len(filled.ids), BLOCK_ROWS):
        model.index(row, 0).data()
    assert len(model._blocks) <= MAX_CACHED_BLOCKS


def test_the_account_column_names_the_account(model, filled):
    model.show_ids(filled.ids)
    column = [c.path for c in ALL_COLUMNS].index("account")
    assert model.index(0, column).data() == "Close"
    assert model.index(len(filled.ids) - 1, column).data() == "Bland AI"
    assert model.account_at(0) == filled.account("close")


def test_a_block_read_while_it_was_short_is_read_again(model, filled):
    model.show_ids(filled.ids[: BLOCK_ROWS + 3])
    model.index(BLOCK_ROWS + 1, 0).data()
    model.append(filled.ids[BLOCK_ROWS + 3 : BLOCK_ROWS + 9])
    assert model.index(BLOCK_ROWS + 8, 0).data()


def test_more_of_the_same_is_appended(model, filled, qtbot):
    model.show_ids(filled.ids[:50])
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.layoutChanged):
        model.show_ids(filled.ids)


def test_persistent_indexes_follow_their_contact(model, filled):
    model.show_ids(filled.ids)
    kept = QPersistentModelIndex(model.index(123, 0))
    gone = QPersistentModelIndex(model.index(7, 0))
    name, row_id = kept.data(), model.id_at(123)
    other = array("i", [i for i in shuffled(filled.ids) if i != model.id_at(7)])
    model.show_ids(other)
    assert kept.data() == name
    assert model.id_at(kept.row()) == row_id
    assert not gone.isValid()


def test_only_the_display_role_is_answered(model, filled):
    model.show_ids(filled.ids)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.TextAlignmentRole):
        assert model.index(0, 0).data(role) is None


def test_a_row_that_has_gone_is_empty_and_no_error(model, filled):
    model.show_ids(array("i", [*filled.ids[:3], 999_999]))
    assert model.index(3, 0).data() == ""


def test_ranges():
    assert ranges([]) == []
    assert ranges([4]) == [(4, 4)]
    assert ranges([1, 2, 3, 7, 8, 10]) == [(1, 3), (7, 8), (10, 10)]


def test_what_is_on_screen_stays_when_rows_come_between(view, model, filled):
    view.show_ids(shuffled(filled.ids[:300]), from_top=True)
    view.verticalScrollBar().setValue(100 * view.rowHeight(0) + 5)
    top, pixels = model.id_at(view.rowAt(0)), view.rowViewportPosition(view.rowAt(0))
    view.show_ids(shuffled(filled.ids))
    assert model.id_at(view.rowAt(0)) == top
    assert view.rowViewportPosition(view.rowAt(0)) == pixels


@pytest.mark.parametrize("large", [1, 10_000])
def test_a_selection_survives_a_new_order(view, model, filled, large, monkeypatch):
    monkeypatch.setattr("contactdesk.ui.table.selection.LARGE_SELECTION_ROWS", large)
    view.show_ids(filled.ids, from_top=True)
    view.selectRow(3)
    select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in (5, 6, 90):
        view.selectionModel().select(model.index(row, 0), select)
    chosen = set(view.selected_ids())
    view.show_ids(shuffled(filled.ids))
    assert set(view.selected_ids()) == chosen
    assert len(chosen) == 4


def test_scrolling_by_ourselves_is_no_wish_for_more(view, filled, qtbot):
    view.show_ids(filled.ids[:300], from_top=True)
    view.verticalScrollBar().setValue(120 * view.rowHeight(0))
    with qtbot.assertNotEmitted(view.end_approached):
        view.show_ids(shuffled(filled.ids[:300]))
    with qtbot.waitSignal(view.end_approached):
        view.scrollToBottom()


def test_copied_rows_have_a_header_and_the_shown_columns(view, filled):
    view.columns.restore({"hidden": ["company", "title", "created_at", "updated_at", "phone"]})
    view.show_ids(filled.ids, from_top=True)
    view.selectRow(1)
    header, row = view.selection_as_tsv().splitlines()
    assert header == "Name\tAccount\tE-mail"
    assert row.split("\t")[1] == "Close"


def test_columns_come_back_as_they_were(view, filled):
    view.show_ids(filled.ids, from_top=True)
    header = view.horizontalHeader()
    header.moveSection(0, 3)
    header.resizeSection(2, 321)
    view.columns.set_shown(5, True)
    view.columns.set_shown(3, False)
    kept = view.columns.state()
    view.columns.reset()
    assert header.visualIndex(0) == 0
    assert header.isSectionHidden(5)
    view.columns.restore(kept)
    assert view.columns.state() == kept
    assert header.visualIndex(0) == 3
    assert header.sectionSize(2) == 321
    assert header.isSectionHidden(3)
    assert not header.isSectionHidden(5)


def test_the_last_column_cannot_be_put_away(view, filled):
    view.columns.restore({"hidden": [c.path for c in ALL_COLUMNS[1:]]})
    menu = view.columns.menu(view)
    first = menu.actions()[0]
    assert first.isChecked()
    assert not first.isEnabled()


def test_a_column_of_a_newer_version_is_no_harm(view, filled):
    view.columns.restore({"order": ["gone", "email"], "widths": {"gone": 5}, "hidden": ["gone"]})
    header = view.horizontalHeader()
    assert header.visualIndex([c.path for c in ALL_COLUMNS].index("email")) == 0


@pytest.mark.parametrize("wanted", [set(), {5}, {5, 1000, 7}, set(range(0, 30, 3))])
def test_rows_of_ids_however_many_are_sought(wanted):
    ids = array("i", reversed(range(20)))
    assert rows_of(wanted, ids) == {each: 19 - each for each in wanted if each < 20}
