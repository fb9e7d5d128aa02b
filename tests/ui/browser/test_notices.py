"""contactdesk.ui.browser.notices: the program's own notices, replaced by id and dismissed."""

from contactdesk.ui.browser.banner import Notice


async def shown(pane, until):
    await pane.open(until, "bland")
    return pane.browser.notices, pane.browser.banners


async def test_a_notice_replaces_an_earlier_one_with_its_id(pane, until):
    notices, banners = await shown(pane, until)
    for words in ("first", "second"):
        notices.add(Notice("index", words))
    notices.add(Notice("other", "third"))
    assert [banner.notice().words for banner in banners._banners.values()] == ["second", "third"]


async def test_a_dismissed_notice_of_the_program_is_gone(pane, until):
    notices, banners = await shown(pane, until)
    notices.add(Notice("index", "words"))
    banners._banners["index"]._close.click()
    assert not notices.own
    assert not banners._banners


async def test_a_dismissed_account_stays_in_trouble(pane, until):
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "key-refused"}])
    pane.browser.accounts.choose(pane.workspace.account("bland"))
    banners = pane.browser.banners
    await until(lambda: banners._banners)
    next(iter(banners._banners.values()))._close.click()
    await until(lambda: not banners._banners)
    (walk,) = pane.browser.walks()
    assert walk.error.kind == "key-refused"
    assert pane.loading.is_dismissed(walk.account.id)
