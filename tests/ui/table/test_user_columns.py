"""contactdesk.ui.table.user_columns: favorite, tags and note as columns, on a real window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from contactdesk.ui.table.user_columns import STAR, USER_COLUMNS, user_text
from contactdesk.userdata.annotations import FAVOURITE, NOTE, TAGS, Annotation

NOTED = Annotation(True, ("VIP", "<b>Köln"), "Likes tea.\nCall")


async def noted(pane, until):
    """Every column of the user's is shown; the second contact has a note. Its row."""
    await pane.open(until, "bland")
    header = pane.table.horizontalHeader()
    for column in USER_COLUMNS:
        header.setSectionHidden(pane.column(column.path), False)
    pane.table.go_to_row(1)
    await until(lambda: pane.browser.shown_contact.key)
    pane.browser.context.undo.annotate({pane.browser.shown_contact.key: NOTED}, "note")
    return 1


async def test_cells_show_what_is_noted_at_once(pane, until):
    await noted(pane, until)
    assert pane.texts(FAVOURITE)[:3] == ["", STAR, ""]
    assert pane.texts(TAGS)[:3] == ["", "VIP, <b>Köln", ""]
    assert pane.texts(NOTE)[1].startswith("Likes tea.")
    pane.window.actions_by_name["actionUndoChange"].trigger()
    assert pane.texts(FAVOURITE)[1] == ""


async def test_columns_are_hidden_until_chosen_and_offered_for_every_scope(pane, until):
    for vendor in "bland", "quo", None:
        await pane.open(until, vendor)
        header = pane.table.horizontalHeader()
        assert all(header.isSectionHidden(pane.column(each.path)) for each in USER_COLUMNS)


async def test_click_on_their_header_does_not_sort(pane, until):
    await noted(pane, until)
    header, model = pane.table.horizontalHeader(), pane.browser.table_model
    header.setSortIndicator(pane.column("name"), Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    header.setSortIndicator(pane.column(TAGS), Qt.SortOrder.AscendingOrder)
    assert pane.table.columns.sorted_by()[0].path == "name"
    tip = model.headerData(
        pane.column(TAGS), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "be sorted by what you noted" in tip


async def test_copied_rows_have_them(pane, until):
    row = await noted(pane, until)
    ids = [pane.browser.table_model.id_at(row)]
    pane.browser.copier.copy_cells(ids, [*USER_COLUMNS])
    await until(lambda: "VIP" in QGuiApplication.clipboard().text())
    titles, line = QGuiApplication.clipboard().text().split("\n")
    assert titles == "Favorite\tMy tags\tMy note"
    assert line == f"{STAR}\tVIP, <b>Köln\tLikes tea. Call"


async def test_tag_in_a_cell_leads_to_a_search(pane, until):
    row = await noted(pane, until)
    menu = pane.table.menu_at(pane.browser.table_model.index(row, pane.column(TAGS)))
    same = next(each for each in menu.actions() if each.objectName() == "actionShowSame")
    same.trigger()
    assert pane.window.search_field.text() == 'tag:"VIP" tag:"<b>Köln"'


def test_contact_without_annotation_has_empty_cells():
    assert [user_text(Annotation(), each.path) for each in USER_COLUMNS] == ["", "", ""]
