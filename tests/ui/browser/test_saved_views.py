"""contactdesk.ui.browser.saved_views: saved searches keep scope, columns and sort order."""

from msgspec.structs import replace

from contactdesk.userdata.searches import SavedSearch


def shown(pane):
    return pane.browser._columns.view()


async def arranged(pane, until):
    """A view with another order of columns, one fewer, and sorted."""
    await pane.open(until, "bland")
    header, model = pane.table.horizontalHeader(), pane.browser.table_model
    pane.table.columns.show(pane.column("phone"), False) if hasattr(
        pane.table.columns, "show"
    ) else header.setSectionHidden(pane.column("phone"), True)
    header.moveSection(header.visualIndex(len(model.columns) - 1), 1)
    pane.table.sortByColumn(pane.column("name"), pane_descending())
    await until(pane.is_still)


def pane_descending():
    from PySide6.QtCore import Qt

    return Qt.SortOrder.DescendingOrder


async def test_search_is_saved_with_its_columns_and_sort_order(pane, until):
    await arranged(pane, until)
    current = pane.browser.views.current()
    assert current.account == pane.workspace.account("bland")
    assert (current.sort, current.descending) == ("name", True)
    assert "phone" not in current.columns
    assert "matched" not in current.columns
    assert current.columns == shown(pane).columns


async def test_saved_view_comes_back_from_another_scope(pane, until):
    await arranged(pane, until)
    saved = replace(pane.browser.views.current(), name="Mine", text="a")
    before = shown(pane)
    pane.browser._columns.use(
        pane.browser._columns.view()._replace(columns=("phone", "name"), sort="")
    )
    await pane.open(until, "close")
    pane.browser.views.open(saved)
    await until(lambda: pane.rows and pane.is_still())
    assert pane.window.search_field.text() == "a"
    assert pane.browser.accounts.scope() == saved.account
    assert shown(pane) == before
    names = pane.texts("name")
    assert len(names) == pane.rows > 1


async def test_saved_view_comes_back_in_its_own_scope(pane, until):
    await arranged(pane, until)
    saved = replace(pane.browser.views.current(), name="Mine", text="a")
    before = shown(pane)
    pane.window.search_field.setText("a")
    await until(pane.is_still)
    rows = pane.rows
    pane.table.horizontalHeader().setSortIndicator(-1, pane_descending())
    pane.table.horizontalHeader().setSectionHidden(pane.column("name"), True)
    pane.browser.views.open(saved)
    await until(lambda: pane.rows and pane.is_still())
    assert shown(pane) == before
    assert pane.rows == rows
    pane.browser.views.open(saved)
    assert pane.rows == rows


async def test_search_of_before_views_leaves_columns_alone(pane, until):
    await arranged(pane, until)
    before = shown(pane)
    pane.browser.views.open(SavedSearch("Old", "a", pane.workspace.account("bland")))
    await until(lambda: pane.rows and pane.is_still())
    assert shown(pane) == before


async def test_columns_of_another_vendor_are_left_out(pane, until):
    await arranged(pane, until)
    before = shown(pane)
    account = pane.workspace.account("bland")
    pane.browser.views.open(SavedSearch("X", "a", account, {}, None, False, ("nowhere.at.all",)))
    await until(lambda: pane.rows and pane.is_still())
    assert shown(pane) == before


async def test_saved_search_is_replaced_by_the_view_on_screen(pane, until):
    await pane.open(until, "bland")
    await pane.userdata.searches.save(SavedSearch("Mine", "a", ""))
    await arranged(pane, until)
    pane.window.search_controller.replace("Mine")
    current = pane.browser.views.current()
    await until(lambda: pane.userdata.searches.saved()[0].sort == "name")
    assert pane.userdata.searches.saved() == [replace(current, name="Mine", text="a")]
