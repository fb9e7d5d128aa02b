"""contactdesk.ui.table.view: scrolling by the user is reported, rows are copied."""


def test_a_reload_is_not_reported_as_scrolling(view, filled, qtbot, shuffled):
    view.show_ids(filled.ids[:300], from_top=True)
    view.verticalScrollBar().setValue(120 * view.rowHeight(0))
    with qtbot.assertNotEmitted(view.scrolled):
        view.show_ids(shuffled(filled.ids[:300]))
    with qtbot.waitSignal(view.scrolled):
        view.scrollToBottom()


def test_copied_rows_have_a_header_and_the_shown_columns(view, filled):
    view.columns.restore({"hidden": ["company", "title", "created_at", "updated_at", "phone"]})
    view.show_ids(filled.ids, from_top=True)
    view.selectRow(1)
    header, row = view.selection_as_tsv().splitlines()
    assert header == "Name\tAccount\tE-mail"
    assert row.split("\t")[1] == "Close"
