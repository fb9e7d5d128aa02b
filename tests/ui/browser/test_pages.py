"""contactdesk.ui.browser.pages: pages in place of the table (page_kinds, kit.page, contacts_panel)."""

from contactdesk.ui.accounts.sidebar import PAGE_KEY
from contactdesk.ui.browser import contacts_panel
from contactdesk.ui.browser.page_kinds import PAGE_KINDS
from contactdesk.ui.kit.page import Page
from tests.ui.pages_harness import entry, show_items, show_personas


async def test_pages_are_made_when_they_are_first_shown(pane, until):
    await pane.open(until, "bland")
    assert not pane.window.findChildren(Page)
    page = await show_items(pane, until)
    await pane.open(until, "bland")
    assert await show_items(pane, until) is page
    assert pane.window.findChildren(Page) == [page]


async def test_every_kind_has_an_entry_that_opens_it(pane, until):
    await pane.open(until)
    for kind in PAGE_KINDS:
        row, _count, _state = entry(pane, kind.title())
        accounts = pane.browser.accounts
        accounts.setCurrentIndex(accounts.model().index(row, 0))
        assert pane.browser.pages.name == kind.name
        assert pane.browser.pages.current().isVisible()
        assert pane.browser.pages.current().accessibleName() == kind.title()
        assert pane.settings.text("account") == PAGE_KEY + kind.name
    await until(pane.is_still)


async def test_search_and_scroll_of_the_table_are_kept_while_a_page_is_shown(pane, until):
    await pane.open(until, "bland")
    pane.window.search_field.setText("a")
    await until(lambda: pane.rows and pane.is_still())
    pane.table.go_to_row(9)
    await until(lambda: pane.browser.detail.is_showing())
    row_id, rows = pane.table.current_id(), pane.rows
    await show_items(pane, until)
    await show_personas(pane, until)
    pane.browser.accounts.choose(pane.workspace.account("bland"))
    await until(lambda: pane.rows == rows and pane.is_still())
    assert pane.window.search_field.text() == "a"
    await until(lambda: pane.table.current_id() == row_id)


async def test_contacts_that_arrive_are_not_put_into_the_hidden_table(pane, until):
    await pane.open(until, "close")
    rows = pane.rows
    await show_items(pane, until)
    pane.window.actions_by_name["actionLoadAll"].trigger()
    await until(lambda: pane.browser.extent().complete and pane.is_still())
    assert pane.rows == rows
    assert pane.browser.extent().loaded == 230


def test_the_first_widget_of_the_stack_is_the_table(pane):
    assert isinstance(pane.browser.stack.widget(0), contacts_panel.ContactsPanel)


async def test_place_in_an_account_that_is_removed_while_a_page_is_shown_is_not_kept(pane, until):
    removed = pane.workspace.account("close")
    await pane.open(until, "close")
    pane.table.go_to_row(3)
    await show_items(pane, until)
    assert pane.userdata.places.place(removed).contact
    kept = [account.id for account in pane.workspace.accounts if account.id != removed]
    await pane.userdata.keep_accounts(kept)
    pane.end()
    assert pane.userdata.places.place(removed) is None
