"""contactdesk.ui.table.columns: a saved state of any version restores the columns."""

from contactdesk.ui.table.model import ALL_COLUMNS


def test_a_saved_state_restores_the_columns(view, filled):
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


def test_the_last_shown_column_cannot_be_hidden(view, filled):
    view.columns.restore({"hidden": [c.path for c in ALL_COLUMNS[1:]]})
    menu = view.columns.menu(view)
    first = menu.actions()[0]
    assert first.isChecked()
    assert not first.isEnabled()


def test_unknown_columns_in_a_saved_state_are_ignored(view, filled):
    view.columns.restore({"order": ["gone", "email"], "widths": {"gone": 5}, "hidden": ["gone"]})
    header = view.horizontalHeader()
    assert header.visualIndex([c.path for c in ALL_COLUMNS].index("email")) == 0
