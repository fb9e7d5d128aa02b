"""contactdesk.ui.browser.places: the place in each account outlives other accounts and runs."""

from msgspec.structs import replace
from PySide6.QtCore import Qt


def place(pane):
    """What a person sees of their place."""
    column, descending = pane.table.columns.sorted_by()
    model, top = pane.browser.table_model, pane.table.rowAt(0)
    stored = pane.workspace.index.stored
    return (
        pane.browser.accounts.scope(),
        pane.window.search_field.text(),
        stored(pane.table.current_id()).vendor_id,
        stored(model.id_at(top)).vendor_id,
        pane.table.rowViewportPosition(top),
        pane.table.horizontalScrollBar().value(),
        (column.path if column else "", descending),
    )


async def go_somewhere(pane, until):
    """Another place than the one an account opens with."""
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    pane.window.search_field.setText("a")
    await until(lambda: pane.status.split()[1].startswith("match") and pane.is_still())
    pane.table.columns.set_shown(3, True)
    for logical in pane.table.columns.shown():
        pane.table.setColumnWidth(logical, 400)
    await until(lambda: pane.table.horizontalScrollBar().maximum() > 60)
    pane.table.go_to(pane.browser.table_model.id_at(pane.rows // 2))
    row = pane.rows // 3
    pane.table.verticalScrollBar().setValue(row * pane.table.rowHeight(0) + 7)
    pane.table.horizontalScrollBar().setValue(60)
    return place(pane)


async def test_place_is_the_same_after_another_account_was_shown(pane, until):
    await pane.open(until, "close")
    before = await go_somewhere(pane, until)
    await pane.open(until, "bland")
    assert pane.window.search_field.text() == "a"
    assert not pane.table.has_place()
    asked = pane.asked()
    pane.browser.accounts.choose(pane.workspace.account("close"))
    await until(lambda: pane.rows and pane.is_still())
    assert place(pane) == before
    assert pane.asked() == asked
    assert pane.browser.shown_contact.row_id == pane.table.current_id()


async def test_place_is_the_same_in_another_window_on_the_same_profile(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    await first.open(until, "close")
    before = await go_somewhere(first, until)
    store = first.userdata
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot, store)
    second.browser.accounts.choose(second.settings.text("account"))
    await until(lambda: second.rows and second.is_still())
    assert place(second) == before


async def test_filters_are_the_same_in_another_window_on_the_same_profile(
    workspace, tmp_path, qtbot, pane_of, until
):
    first = pane_of(workspace, tmp_path, qtbot)
    await first.open(until, "askelephant")
    first.browser.filters.filters_changed.emit({"search": "Okafor"})
    await until(first.is_still)
    rows, store = first.rows, first.userdata
    first.window.close()
    first.end()
    second = pane_of(workspace, tmp_path, qtbot, store)
    second.browser.accounts.choose(second.settings.text("account"))
    await until(lambda: second.rows == rows and second.is_still())
    assert second.browser.filters.filters == {"search": "Okafor"}
    second.browser.filters.filters_changed.emit({})
    await second.open(until, "close")
    await second.open(until, "askelephant")
    assert second.browser.filters.filters == {}


async def test_contact_and_top_row_that_are_gone_leave_the_rest_of_the_place(pane, until):
    await pane.open(until, "close")
    await go_somewhere(pane, until)
    close = pane.workspace.account("close")
    await pane.open(until, "bland")
    kept = pane.userdata.places.place(close)
    gone = (close, "not there any more")
    pane.userdata.places.keep(close, replace(kept, contact=gone, top=gone))
    pane.browser.accounts.choose(close)
    await until(lambda: pane.rows and pane.is_still())
    assert pane.table.verticalScrollBar().value() == 0
    assert not pane.table.has_place()
    assert pane.window.search_field.text() == "a"
    assert pane.table.horizontalScrollBar().value() == 60


async def test_search_stays_when_another_account_is_chosen(pane, until):
    await pane.open(until, "close")
    pane.window.search_field.setText("a")
    await pane.open(until, "bland")
    assert pane.window.search_field.text() == "a"
    pane.window.search_field.setText("e")
    pane.browser.accounts.choose(pane.workspace.account("close"))
    assert pane.window.search_field.text() == "e"
    await until(pane.is_still)


async def test_clearing_searches_forgets_searches_and_contacts_of_every_place(pane, until):
    await pane.open(until, "close")
    await go_somewhere(pane, until)
    close = pane.workspace.account("close")
    await pane.open(until, "bland")
    assert pane.userdata.places.place(close).search == "a"
    pane.window.actions_by_name["actionForgetSearches"].trigger()
    await until(lambda: pane.userdata.places.place(close).search == "")
    assert pane.userdata.places.place(close).contact is None
    assert pane.userdata.places.place(close).sort == "name"


async def test_search_for_a_value_shows_what_is_found_in_all_accounts(pane, until):
    await pane.open(until, "close")
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    mail = pane.browser.detail.view.header.mail
    words = f'email:"{mail._value}"'
    pane.browser.detail.view.header.search_wanted.emit(words)
    await until(lambda: pane.is_still() and pane.rows)
    assert pane.window.search_field.text() == words
    assert pane.browser.accounts.scope() == ""
    model = pane.browser.table_model
    column = [each.path for each in model.columns].index("email")
    shown = {model.index(row, column).data() for row in range(model.rowCount())}
    assert {each.casefold() for each in shown} == {mail._value.casefold()}
