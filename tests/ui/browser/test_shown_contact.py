"""contactdesk.ui.browser.shown_contact: the detail pane follows the current row and the index."""

from contactdesk.ui.kit import theme
from contactdesk.ui.kit.hint import HintLabel


def said(pane):
    """Whether the pane says that its contact is no match."""
    return pane.browser.detail.findChild(HintLabel, "noMatch").isVisible()


def marks(pane):
    return pane.browser.detail.details.extraSelections()


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


async def test_a_contact_that_is_no_match_is_not_marked_and_the_pane_says_so(pane, until):
    await pane.open(until, "bland")
    name = pane.texts("name")[0]
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    pane.window.search_field.setText(f'name:"{name}"')
    await until(lambda: pane.rows and pane.is_still() and marks(pane))
    assert not said(pane)
    # Its phone number and its dates have digits, but it is not among the matches.
    pane.window.search_field.setText("+1 -name:" + name.split()[0])
    await until(lambda: pane.rows and pane.is_still() and said(pane))
    assert pane.browser.detail.is_showing()
    assert not marks(pane)
    pane.window.search_field.clear()
    await until(lambda: pane.rows == 200 and pane.is_still())
    assert not said(pane)


async def test_another_row_of_the_matches_is_marked_again(pane, until):
    await pane.open(until, "bland")
    name = pane.texts("name")[0]
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    pane.window.search_field.setText("order -name:" + name.split()[0])
    await until(lambda: pane.rows and pane.is_still() and said(pane))
    pane.table.go_to_row(0)
    await until(lambda: not said(pane))


def link_colors(view):
    """The colors of a document's links."""
    block, found = view.document().begin(), set()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            form = part.fragment().charFormat()
            if form.isAnchor():
                found.add(form.foreground().color().name())
            part += 1
        block = block.next()
    return found


async def test_links_follow_a_change_of_the_theme(pane, until, qapp):
    await pane.open(until, "bland")
    pane.table.go_to_row(0)
    await until(pane.browser.detail.is_showing)
    matched = pane.browser.detail.view.matched
    pane.window.search_field.setText("order")
    await until(lambda: pane.rows and pane.is_still() and link_colors(matched))
    try:
        for scheme in ("dark", "light", "dark"):
            theme.apply(qapp, scheme)
            assert link_colors(matched) == {theme.color("accent").name()}, scheme
    finally:
        theme.apply(qapp, "light")
