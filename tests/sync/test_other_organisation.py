"""A key that is revoked, and one of another organisation: nothing is mixed, nothing read twice."""

from __future__ import annotations

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from tests.sync import fault_desk
from tests.sync.fault_desk import kept

# pytest finds a fixture by its name in the module of the test.
desk = fault_desk.desk


async def test_a_key_revoked_in_the_middle_goes_on_at_the_same_cursor(desk):
    account = desk.account("askelephant")
    good = await desk.keys.get(account)
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    cursor = walk.listing.next_cursor
    desk.sandbox.set_faults([{"provider": "askelephant", "kind": "key-refused"}])
    with pytest.raises(ContactDeskError) as refused:
        await desk.sync.load_all(walk)
    assert refused.value.kind == "key-refused"
    assert notice_of(walk).action == "key"
    assert walk.listing.walked == 100
    desk.sandbox.set_faults([])
    desk.keys.hold(account, good)
    desk.sync.key_changed(account)
    await desk.sync.load_all(walk)
    last = dict(desk.asked("askelephant")[-1]["query"])
    assert last["cursor"] == cursor
    assert walk.state is State.COMPLETE
    assert len(await kept(desk, account)) == 180


@pytest.fixture
def elsewhere():
    """The same vendors, another organisation."""
    from contactdesk.sandbox import Sandbox

    with Sandbox(seed=8) as running:
        yield running


def move(desk, elsewhere, account):
    """The account's next key is another organisation's."""
    provider = desk.accounts.get(account).provider
    made = next(a for a in elsewhere.accounts if a["provider"] == provider)
    desk.keys.hold(account, made["key"])
    desk.sync.account_changed(desk.accounts.change(account, base_url=made["base_url"]))
    desk.sync.key_changed(account)


@pytest.mark.parametrize("vendor", ["bland", "close", "opencx", "quo", "askelephant"])
async def test_a_key_of_another_organisation_mixes_nothing(desk, elsewhere, vendor):
    account = desk.account(vendor)
    good, address = await desk.keys.get(account), desk.accounts.get(account).base_url
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    before, cursor = await kept(desk, account), walk.listing.next_cursor
    move(desk, elsewhere, account)
    for _ in range(2):
        with pytest.raises(ContactDeskError) as asked:
            await desk.sync.next_page(walk)
        assert asked.value.kind == "other-organization"
        assert await kept(desk, account) == before
    notice = notice_of(walk)
    assert (notice.action, notice.second) == ("afresh", "key")
    assert "Nothing was mixed" in notice.words
    # The other key comes back: all goes on where it was.
    desk.keys.hold(account, good)
    desk.sync.account_changed(desk.accounts.change(account, base_url=address))
    desk.sync.key_changed(account)
    assert walk.listing.next_cursor == cursor
    await desk.sync.next_page(walk)
    assert before < await kept(desk, account)


async def test_an_account_may_start_afresh_with_another_organisation(desk, elsewhere):
    account = desk.account("bland")
    walk = await desk.sync.walk(account)
    await desk.sync.load_all(walk)
    before = await kept(desk, account)
    move(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.refresh(walk)
    await desk.sync.start_afresh(account)
    assert walk.state is State.NOT_LOADED
    assert await kept(desk, account) == set()
    await desk.sync.load_all(walk)
    assert len(await kept(desk, account)) == 230
    assert not before & await kept(desk, account)


async def test_an_open_question_outlives_a_restart(desk, elsewhere):
    from contactdesk.sync.engine import Sync

    account = desk.account("quo")
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    move(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.next_page(walk)
    later = Sync(desk.accounts, desk.keys, desk.index, desk.client)
    with pytest.raises(ContactDeskError) as asked:
        await later.next_page(await later.walk(account))
    assert asked.value.kind == "other-organization"
