"""contactdesk.ui.search.saved_counts: live counts of saved searches."""

import pytest

from contactdesk.ui.search import saved_counts
from contactdesk.ui.search.saved_list import DESCRIPTION
from contactdesk.userdata.searches import SavedSearch


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(saved_counts, "COUNT_AFTER_MS", 20)


async def saved(pane, *searches):
    await pane.userdata.searches.save(*searches)
    controller = pane.window.search_controller
    controller.saved_list.show_saved(pane.userdata.searches.saved(), "")
    return controller.saved_list


async def test_each_search_is_counted_in_its_own_scope(pane, until):
    await pane.open(until, "bland")
    bland, quo = pane.workspace.account("bland"), pane.workspace.account("quo")
    listed = await saved(
        pane,
        SavedSearch("Everybody", "has:phone", bland),
        SavedSearch("Not loaded", "has:phone", quo),
        SavedSearch("Gone", "has:phone", "no account"),
        SavedSearch("All", "has:phone", ""),
    )
    await until(lambda: listed.count_of("Not loaded"))
    hits, contacts = listed.count_of("Everybody")
    assert 0 < hits <= contacts == pane.rows
    assert listed.count_of("Not loaded") == (0, 0)
    assert listed.count_of("Gone") is None
    assert listed.count_of("All") == (hits, contacts)


async def test_count_follows_pages_and_notes(pane, until):
    await pane.open(until, "bland")
    listed = await saved(pane, SavedSearch("Stars", "is:favorite", ""), SavedSearch("All", "a", ""))
    await until(lambda: listed.count_of("Stars"))
    assert listed.count_of("Stars")[0] == 0
    before = listed.count_of("All")[1]
    pane.table.go_to_row(0)
    await until(lambda: pane.browser.shown_contact.key)
    pane.window.actions_by_name["actionToggleFavorite"].trigger()
    await until(lambda: listed.count_of("Stars")[0] == 1)
    await pane.open(until, "close")
    await until(lambda: listed.count_of("All")[1] > before)


async def test_count_gives_way_to_typing_and_comes_back(pane, until):
    await pane.open(until, "bland")
    counts = pane.browser.saved_counts
    listed = await saved(pane, SavedSearch("All", "a", ""))
    await until(lambda: counts._counting.busy)
    pane.window.search_field.setText("b")
    assert not counts._counting.busy
    assert counts.busy
    await until(lambda: listed.count_of("All"))


async def test_nothing_is_counted_while_the_list_is_hidden(pane, until):
    await pane.open(until, "bland")
    listed = await saved(pane, SavedSearch("All", "a", ""))
    pane.browser.side.hide()
    pane.browser.saved_counts.want()
    await until(lambda: not pane.browser.saved_counts.busy)
    assert listed.count_of("All") is None
    pane.browser.side.show()
    await until(lambda: listed.count_of("All"))


async def test_count_says_what_it_is_of(pane, until):
    await pane.open(until, "bland")
    listed = await saved(pane, SavedSearch("<b>", "a", ""))
    listed.show_count("<b>", (1_234, 5_000))
    item = listed.rows.item(0)
    words = "1234 of 5000 contacts loaded so far match"
    assert item.data(DESCRIPTION) == words
    assert words in item.toolTip()
    listed.show_count("<b>", None)
    assert item.data(DESCRIPTION) == ""
    pane.end()
