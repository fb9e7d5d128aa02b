"""contactdesk.ui.table.model: rows are read on demand, and keep their contacts when reordered."""

from array import array

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.ui.table.model import ALL_COLUMNS, BLOCK_ROWS, MAX_CACHED_BLOCKS


def test_model_passes_qts_model_tester(model, filled, shuffled):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ids(filled.ids[:100])
    model.show_ids(filled.ids)
    model.show_ids(shuffled(filled.ids))
    model.show_ids(filled.ids[:7])
    model.show_columns(ALL_COLUMNS[:2])
    assert tester.parent() is None


def test_values_are_read_only_for_shown_rows(model, filled):
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


def test_a_block_read_before_an_append_is_read_again(model, filled):
    model.show_ids(filled.ids[: BLOCK_ROWS + 3])
    model.index(BLOCK_ROWS + 1, 0).data()
    model.append(filled.ids[BLOCK_ROWS + 3 : BLOCK_ROWS + 9])
    assert model.index(BLOCK_ROWS + 8, 0).data()


def test_rows_that_are_there_already_are_not_appended_again(model, filled):
    model.show_ids(filled.ids[:50])
    model.append(filled.ids[40:60])
    model.append([filled.ids[70]])
    model.append(filled.ids[60:72])
    ids = [model.id_at(row) for row in range(model.rowCount())]
    assert sorted(ids) == sorted(filled.ids[:72])


def test_ids_that_extend_the_rows_are_appended(model, filled, qtbot):
    model.show_ids(filled.ids[:50])
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.layoutChanged):
        model.show_ids(filled.ids)


def test_persistent_indexes_follow_their_contact(model, filled, shuffled):
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


def test_a_removed_contact_is_an_empty_row(model, filled):
    model.show_ids(array("i", [*filled.ids[:3], 999_999]))
    assert model.index(3, 0).data() == ""
