"""contactdesk.sync.key_check: a revoked key, and a key of another organization."""

from __future__ import annotations

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from tests.sync import fault_desk
from tests.sync.fault_desk import loaded_ids

# pytest finds a fixture by its name in the module of the test.
desk = fault_desk.desk


async def test_revoked_key_resumes_at_the_same_cursor_once_replaced(desk):
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
    assert len(await loaded_ids(desk, account)) == 180


@pytest.fixture
def elsewhere():
    """The same vendors with another organization."""
    from contactdesk.sandbox import Sandbox

    with Sandbox(seed=8) as running:
        yield running


def switch_organization(desk, elsewhere, account):
    """Give the account a key of another organization."""
    provider = desk.accounts.get(account).provider
    made = next(a for a in elsewhere.accounts if a["provider"] == provider)
    desk.keys.hold(account, made["key"])
    desk.sync.account_changed(desk.accounts.change(account, base_url=made["base_url"]))
    desk.sync.key_changed(account)


@pytest.mark.parametrize("vendor", ["bland", "close", "opencx", "quo", "askelephant"])
async def test_key_of_another_organization_writes_nothing(desk, elsewhere, vendor):
    account = desk.account(vendor)
    good, address = await desk.keys.get(account), desk.accounts.get(account).base_url
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    before, cursor = await loaded_ids(desk, account), walk.listing.next_cursor
    switch_organization(desk, elsewhere, account)
    for _ in range(2):
        with pytest.raises(ContactDeskError) as asked:
            await desk.sync.next_page(walk)
        assert asked.value.kind == "other-organization"
        assert await loaded_ids(desk, account) == before
    notice = notice_of(walk)
    assert (notice.action, notice.second) == ("start-over", "key")
    assert "Nothing was mixed" in notice.words
    # With the first key restored, loading resumes at the same cursor.
    desk.keys.hold(account, good)
    desk.sync.account_changed(desk.accounts.change(account, base_url=address))
    desk.sync.key_changed(account)
    assert walk.listing.next_cursor == cursor
    await desk.sync.next_page(walk)
    assert before < await loaded_ids(desk, account)


async def test_start_over_accepts_another_organization(desk, elsewhere):
    account = desk.account("bland")
    walk = await desk.sync.walk(account)
    await desk.sync.load_all(walk)
    before = await loaded_ids(desk, account)
    switch_organization(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.refresh(walk)
    await desk.sync.start_over(account)
    assert walk.state is State.NOT_LOADED
    assert await loaded_ids(desk, account) == set()
    await desk.sync.load_all(walk)
    assert len(await loaded_ids(desk, account)) == 230
    assert not before & await loaded_ids(desk, account)


async def test_open_organization_check_survives_a_restart(desk, elsewhere):
    from contactdesk.sync.engine import Sync

    account = desk.account("quo")
    walk = await desk.sync.walk(account)
    await desk.sync.next_page(walk)
    switch_organization(desk, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await desk.sync.next_page(walk)
    later = Sync(desk.accounts, desk.keys, desk.index, desk.client)
    with pytest.raises(ContactDeskError) as asked:
        await later.next_page(await later.walk(account))
    assert asked.value.kind == "other-organization"
