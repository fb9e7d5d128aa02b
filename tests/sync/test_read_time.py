"""contactdesk.sync.read_time: the age of what is loaded, and what a reload says."""

import pytest

from contactdesk.sync import engine, read_time
from contactdesk.sync.engine import Sync
from contactdesk.sync.walk import Reloaded
from contactdesk.ui.kit.wording import remark_words


@pytest.fixture
def clock(monkeypatch):
    """The time the engine sees; tests set it."""

    class Clock:
        now = 1_000.0

        def time(self):
            return self.now

    made = Clock()
    for module in (engine, read_time):
        monkeypatch.setattr(module, "time", made)
    return made


async def test_read_time_is_when_the_first_page_was_requested(workspace, clock):
    walk = await workspace.sync.walk(workspace.account("close"))
    assert walk.read_at is None
    await workspace.sync.next_page(walk)
    clock.now = 2_000.0
    await workspace.sync.next_page(walk)
    assert round(walk.read_at, -2) == 1_000.0
    clock.now = 3_000.0
    await workspace.sync.load_all(walk)
    assert round(walk.read_at, -2) == 1_000.0


@pytest.mark.parametrize("vendor", ["close", "opencx"])
async def test_refresh_moves_the_read_time_once_it_has_ended(workspace, clock, vendor):
    walk = await workspace.sync.walk(workspace.account(vendor))
    await workspace.sync.load_all(walk)
    clock.now = 2_000.0
    workspace.sandbox.set_faults([{"provider": vendor, "kind": "key-refused"}])
    with pytest.raises(engine.ContactDeskError):
        await workspace.sync.refresh(walk)
    assert round(walk.read_at, -2) == 1_000.0
    assert remark_words([walk]) == ""
    workspace.sandbox.set_faults([])
    clock.now = 3_000.0
    await workspace.sync.refresh(walk)
    assert round(walk.read_at, -2) == 3_000.0


async def test_partly_loaded_account_is_as_fresh_as_its_reload(workspace, clock):
    walk = await workspace.sync.walk(workspace.account("bland"))
    await workspace.sync.next_page(walk)
    clock.now = 2_000.0
    await workspace.sync.refresh(walk)
    assert walk.has_more
    assert round(walk.read_at, -2) == 2_000.0
    assert remark_words([walk]) == "Reloaded: no new or changed contacts"
    await workspace.sync.next_page(walk)
    assert remark_words([walk]) == ""


async def test_read_time_is_known_after_a_restart(workspace, clock):
    walk = await workspace.sync.walk(workspace.account("close"))
    await workspace.sync.load_all(walk)
    again = Sync(workspace.accounts, workspace.keys, workspace.index, workspace.client)
    assert round((await again.walk(workspace.account("close"))).read_at, -2) == 1_000.0
    assert (await again.walk(workspace.account("quo"))).read_at is None


async def test_read_time_of_a_pass_that_an_older_version_began_is_unknown(workspace):
    account = workspace.account("quo")
    await workspace.sync.next_page(await workspace.sync.walk(account))
    again = Sync(workspace.accounts, workspace.keys, workspace.index, workspace.client)
    walk = await again.walk(account)
    walk.read_at = walk.pass_began_at = None
    await workspace.index.notes.write(account, f"read {walk.listing.id}", "")
    await again.load_all(walk)
    assert walk.read_at is None
    assert await workspace.index.notes.read(account, f"read {walk.listing.id}") == ""
    await again.refresh(walk)
    assert walk.read_at is not None


async def test_reload_counts_contacts_it_missed_and_removes_them_the_second_time(workspace):
    walk = await workspace.sync.walk(workspace.account("quo"))
    await workspace.sync.load_all(walk)
    before = workspace.sandbox.sizes["quo"]
    workspace.sandbox.sizes["quo"] -= 3
    await workspace.sync.refresh(walk)
    assert walk.reloaded == Reloaded(missing=3)
    assert workspace.index.counts()[walk.account.id] == before
    await workspace.sync.refresh(walk)
    assert walk.reloaded == Reloaded(removed=3)
    assert workspace.index.counts()[walk.account.id] == before - 3
