"""contactdesk.ui.browser.shown_contact: the detail pane follows the current row and the index."""


async def test_the_current_rows_contact_is_shown(pane, until):
    await pane.open(until, "bland")
    pane.table.go_to(pane.browser.table_model.id_at(0))
    await until(lambda: pane.browser.detail.is_showing())
    first = pane.browser.shown_contact.row_id
    pane.table.go_to(pane.browser.table_model.id_at(3))
    await until(lambda: pane.browser.shown_contact.row_id != first)


async def test_a_removed_contact_leaves_the_pane_empty(pane, until, monkeypatch):
    await pane.open(until, "bland")
    pane.table.go_to(pane.browser.table_model.id_at(0))
    await until(lambda: pane.browser.detail.is_showing())
    monkeypatch.setattr(pane.workspace.index, "stored", lambda _row_id: None)
    pane.browser.shown_contact.refresh()
    assert not pane.browser.detail.is_showing()
