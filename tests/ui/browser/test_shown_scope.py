"""contactdesk.ui.browser.shown_scope: filters of each account, and accounts that cannot be used."""

from contactdesk.errors import KeyMissingError


async def test_filters_are_kept_for_each_account(pane, until):
    await pane.open(until, "askelephant")
    scope = pane.browser._scope
    assert scope.set_filters({"search": "Okafor"})
    assert not scope.set_filters({"search": "Okafor"})
    await pane.open(until, "close")
    assert not scope.scope().filters
    await pane.open(until, "askelephant")
    assert scope.scope().filters == {"search": "Okafor"}
    pane.browser.accounts.choose("")
    assert not scope.scope().filters
    assert not scope.set_filters({"search": "x"})


async def test_filter_that_the_vendor_does_not_have_is_left_out(pane, until):
    await pane.open(until, "askelephant")
    scope = pane.browser._scope
    assert scope.set_filters({"search": "Okafor", "no such filter": "x"})
    assert scope.scope().filters == {"search": "Okafor"}


async def test_an_account_that_cannot_be_used_does_not_hide_the_others(pane, until, monkeypatch):
    await pane.open(until)
    sync, broken = pane.workspace.sync, pane.workspace.account("quo")
    walk = sync.walk

    async def find(account_id, filters):
        if account_id == broken:
            raise KeyMissingError("key-missing")
        return await walk(account_id, filters)

    monkeypatch.setattr(sync, "walk", find)
    pane.browser.open()
    await until(lambda: pane.rows and pane.is_still())
    assert len(pane.browser.walks()) == 4
    (notice,) = pane.browser.notices.own
    assert (notice.account_id, notice.action) == (broken, "key")
    assert notice.action_words == "Enter key…"
    assert "Quo" in notice.words
