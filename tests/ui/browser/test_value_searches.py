"""From any value to the contacts that have it, in the whole window: details, memories, table, raw."""

from PySide6.QtGui import QTextCursor

from contactdesk.ui.accounts.sidebar import PAGE_KEY
from contactdesk.ui.browser.page_kinds import OPEN_ITEMS


def action_at(view, path, name):
    """An action of the menu on the value at a path."""
    value = view.value_of(path)
    assert value is not None, path
    return next(a for a in view.menu_at(value.start).actions() if a.objectName() == name)


async def shown(pane, until, vendor):
    """Opens the first contact of a vendor, and returns its id."""
    await pane.open(until, vendor)
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    return pane.table.current_id()


async def is_found(pane, until, row_id, start):
    await until(lambda: pane.window.search_field.text().startswith(start))
    await until(lambda: pane.is_still() and pane.browser.table_model.row_of(row_id) >= 0)
    assert pane.browser.accounts.scope() == ""


async def test_fact_of_a_memory_leads_to_all_contacts_with_it_out_of_the_reading_mode(pane, until):
    row_id = await shown(pane, until, "bland")
    pane.window.actions_by_name["actionReadMemories"].setChecked(True)
    view = pane.browser.detail.tabs.memories.page.view
    view.write_all()
    fact = next(text for text in view._map.texts if ".facts." in text.path and text.line)
    action_at(view, fact.path, "actionShowSame").trigger()
    await is_found(pane, until, row_id, "fact.")
    assert not pane.window.actions_by_name["actionReadMemories"].isChecked()
    assert pane.table.isVisible()


async def test_value_of_details_is_searched_for_in_all_accounts(pane, until):
    row_id = await shown(pane, until, "quo")
    view = pane.browser.detail.details
    action_at(view, "$.defaultFields.company", "actionShowSame").trigger()
    await is_found(pane, until, row_id, "company:")


async def test_selected_words_of_details_are_searched_for(pane, until):
    row_id = await shown(pane, until, "quo")
    view = pane.browser.detail.details
    value = view.value_of("$.defaultFields.company")
    cursor = QTextCursor(view.document())
    cursor.setPosition(value.start + 1)
    cursor.setPosition(value.start + 3, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    action_at(view, value.path, "actionSearchSelection").trigger()
    word = value.text.split()[0]
    await is_found(pane, until, row_id, f'"{word}')


async def test_day_on_which_a_contact_was_updated_leads_to_all_of_that_day(pane, until):
    row_id = await shown(pane, until, "quo")
    action_at(pane.browser.detail.details, "$.updatedAt", "actionShowSame").trigger()
    await is_found(pane, until, row_id, "updated:")


async def test_search_from_the_contact_beside_the_open_items_shows_contacts(pane, until):
    await shown(pane, until, "bland")
    pane.browser.accounts.choose(PAGE_KEY + OPEN_ITEMS)
    await until(lambda: pane.browser.pages.name == OPEN_ITEMS)
    page = pane.browser.pages.current()
    await until(lambda: page.model.rowCount() > 0)
    page.table.setCurrentIndex(page.model.index(0, 0))
    await until(pane.browser.detail.is_showing)
    row_id = page.table.current_item().contact
    await until(lambda: pane.browser.shown_contact.row_id == row_id)
    name = pane.browser.detail.view.header._name
    menu = name.copy_menu()
    next(a for a in menu.actions() if a.objectName() == "actionShowSame").trigger()
    await is_found(pane, until, row_id, "name:")
    assert pane.browser.pages.name == ""
    assert pane.table.isVisible()
