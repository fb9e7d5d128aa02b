"""contactdesk.ui.browser.empty_state and contactdesk.ui.browser.hits_elsewhere: what an empty table offers."""

from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from contactdesk.ui.browser.empty_page import Emptiness


async def test_search_without_hits_here_says_where_there_are_some_and_searches_all(pane, until):
    await pane.open(until)
    index = pane.workspace.index
    counts = await index.hits_by_account(parse("okafor"))
    assert sum(counts.values()) == len(await index.ids(Scope(), Order(), parse("okafor"))) > 0
    bland = pane.workspace.account("bland")
    words = next(stored.vendor_id for stored in index.some(bland, 1) if stored.vendor_id)
    await pane.open(until, "close")
    pane.window.search_field.setText(words)
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert pane.status == "0 matches in the 100 loaded so far · 1 in Bland AI"
    assert pane.browser.empty._hint.text().endswith("Elsewhere: 1 in Bland AI.")
    pane.browser.empty._second.click()
    await until(lambda: pane.rows == 1 and pane.is_still())
    assert pane.browser.accounts.scope() == ""
    assert pane.window.search_field.text() == words


async def test_search_without_hits_anywhere_offers_no_other_account(pane, until):
    await pane.open(until)
    await pane.open(until, "close")
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert "Elsewhere" not in pane.browser.empty._hint.text()
    assert not pane.browser.empty._second.isVisible()


async def test_hits_elsewhere_grow_while_another_account_loads(pane, until):
    await pane.open(until)
    await pane.open(until, "close")
    pane.window.search_field.setText('vendor:"Bland AI"')
    await until(lambda: pane.status.endswith(" · 200 in Bland AI"))
    pane.loading.load_all(pane.workspace.sync.walks(pane.workspace.account("bland")))
    await until(lambda: pane.status.endswith(" · 230 in Bland AI"))
    await until(pane.is_still)


async def test_failed_account_without_contacts_offers_what_its_error_needs(pane, until):
    pane.workspace.sandbox.set_faults([{"provider": "close", "kind": "key-refused"}])
    pane.browser.accounts.choose(pane.workspace.account("close"))
    await until(lambda: pane.browser.empty.why() is Emptiness.FAILED)
    assert pane.browser.empty._act.text() == "Replace key…"
    heard = []
    pane.browser.notice_acted.connect(lambda *what: heard.append(what))
    pane.browser.empty._act.click()
    assert heard == [(pane.workspace.account("close"), "key")]
