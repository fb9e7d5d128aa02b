"""contactdesk.ui.table.view: the end is reported when the user scrolls to it."""


def test_a_reload_is_not_reported_as_scrolling(view, filled, qtbot, shuffled):
    view.show_ids(filled.ids[:300], from_top=True)
    view.verticalScrollBar().setValue(120 * view.rowHeight(0))
    with qtbot.assertNotEmitted(view.scrolled):
        view.show_ids(shuffled(filled.ids[:300]))
    with qtbot.waitSignal(view.scrolled):
        view.scrollToBottom()


def test_columns_to_copy_are_the_shown_ones(view, filled):
    view.columns.restore({"hidden": ["company", "title", "created_at", "updated_at", "phone"]})
    view.show_ids(filled.ids, from_top=True)
    assert [column.title for column in view.columns_to_copy()] == ["Name", "Account", "E-mail"]
