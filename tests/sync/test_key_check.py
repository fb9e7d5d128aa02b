"""contactdesk.sync.key_check: a revoked key, and a key of another organization."""

from __future__ import annotations

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.sandbox.api_keys import OAUTH, api_key
from contactdesk.sync.engine import State
from contactdesk.ui.browser.banner import notice_of
from tests.sync import fault_workspace
from tests.sync.fault_workspace import loaded_ids

# pytest finds a fixture by its name in the module of the test.
workspace = fault_workspace.workspace


async def test_revoked_key_resumes_at_the_same_cursor_once_replaced(workspace):
    account = workspace.account("askelephant")
    good = await workspace.keys.get(account)
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    cursor = walk.listing.next_cursor
    workspace.sandbox.set_faults([{"provider": "askelephant", "kind": "key-refused"}])
    with pytest.raises(ContactDeskError) as refused:
        await workspace.sync.load_all(walk)
    assert refused.value.kind == "key-refused"
    assert notice_of(walk).action == "key"
    assert walk.listing.walked == 100
    workspace.sandbox.set_faults([])
    workspace.keys.hold(account, good)
    workspace.sync.key_changed(account)
    await workspace.sync.load_all(walk)
    last = dict(workspace.asked("askelephant")[-1]["query"])
    assert last["cursor"] == cursor
    assert walk.state is State.COMPLETE
    assert len(await loaded_ids(workspace, account)) == 180


async def test_new_key_is_checked_with_a_page_that_fits(workspace):
    account = workspace.account("close")
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    workspace.keys.hold(account, api_key("close", workspace.sandbox.seed, OAUTH))
    workspace.sync.key_changed(account)
    workspace.sandbox.set_faults([{"provider": "close", "kind": "big-records", "value": 90_000}])
    await workspace.sync.next_page(walk)
    limits = [dict(r["query"])["_limit"] for r in workspace.asked("close")]
    assert limits == ["100", "100", "50", "25"]
    assert walk.listing.walked == 125


@pytest.fixture
def elsewhere():
    """The same vendors with another organization."""
    from contactdesk.sandbox import Sandbox

    with Sandbox(seed=8) as running:
        yield running


def switch_organization(workspace, elsewhere, account):
    """Give the account a key of another organization."""
    provider = workspace.accounts.get(account).provider
    made = next(a for a in elsewhere.accounts if a["provider"] == provider)
    workspace.keys.hold(account, made["key"])
    workspace.sync.account_changed(workspace.accounts.change(account, base_url=made["base_url"]))
    workspace.sync.key_changed(account)


@pytest.mark.parametrize("vendor", ["bland", "close", "opencx", "quo", "askelephant"])
async def test_key_of_another_organization_writes_nothing(workspace, elsewhere, vendor):
    account = workspace.account(vendor)
    good, address = await workspace.keys.get(account), workspace.accounts.get(account).base_url
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    before, cursor = await loaded_ids(workspace, account), walk.listing.next_cursor
    switch_organization(workspace, elsewhere, account)
    for _ in range(2):
        with pytest.raises(ContactDeskError) as asked:
            await workspace.sync.next_page(walk)
        assert asked.value.kind == "other-organization"
        assert await loaded_ids(workspace, account) == before
    notice = notice_of(walk)
    assert (notice.action, notice.second) == ("start-over", "key")
    assert "Nothing was mixed" in notice.words
    # With the first key restored, loading resumes at the same cursor.
    workspace.keys.hold(account, good)
    workspace.sync.account_changed(workspace.accounts.change(account, base_url=address))
    workspace.sync.key_changed(account)
    assert walk.listing.next_cursor == cursor
    await workspace.sync.next_page(walk)
    assert before < await loaded_ids(workspace, account)


async def test_start_over_accepts_another_organization(workspace, elsewhere):
    account = workspace.account("bland")
    walk = await workspace.sync.walk(account)
    await workspace.sync.load_all(walk)
    before = await loaded_ids(workspace, account)
    switch_organization(workspace, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await workspace.sync.refresh(walk)
    await workspace.sync.start_over(account)
    assert walk.state is State.NOT_LOADED
    assert await loaded_ids(workspace, account) == set()
    await workspace.sync.load_all(walk)
    assert len(await loaded_ids(workspace, account)) == 230
    assert not before & await loaded_ids(workspace, account)


async def test_open_organization_check_survives_a_restart(workspace, elsewhere):
    from contactdesk.sync.engine import Sync

    account = workspace.account("quo")
    walk = await workspace.sync.walk(account)
    await workspace.sync.next_page(walk)
    switch_organization(workspace, elsewhere, account)
    with pytest.raises(ContactDeskError):
        await workspace.sync.next_page(walk)
    later = Sync(workspace.accounts, workspace.keys, workspace.index, workspace.client)
    with pytest.raises(ContactDeskError) as asked:
        await later.next_page(await later.walk(account))
    assert asked.value.kind == "other-organization"
