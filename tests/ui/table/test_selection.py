"""contactdesk.ui.table.selection: selection and scroll position are kept when rows are replaced."""

import pytest
from PySide6.QtCore import QItemSelectionModel


def test_rows_inserted_above_keep_the_scroll_position(view, model, filled, shuffled):
    view.show_ids(shuffled(filled.ids[:300]), from_top=True)
    view.verticalScrollBar().setValue(100 * view.rowHeight(0) + 5)
    top, pixels = model.id_at(view.rowAt(0)), view.rowViewportPosition(view.rowAt(0))
    view.show_ids(shuffled(filled.ids))
    assert model.id_at(view.rowAt(0)) == top
    assert view.rowViewportPosition(view.rowAt(0)) == pixels


@pytest.mark.parametrize("large", [1, 10_000])
def test_a_selection_survives_a_new_order(view, model, filled, large, monkeypatch, shuffled):
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
