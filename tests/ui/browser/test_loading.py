"""contactdesk.ui.browser.loading in the window: failed walks are retried, sleep is noticed."""

import time

import pytest

from contactdesk.http.network_change import ASLEEP_AFTER_S
from contactdesk.sandbox import Sandbox
from contactdesk.sync import rate_limit
from contactdesk.sync.engine import State


@pytest.fixture
def walk_of(pane, until):
    async def find(provider_id):
        await pane.open(until, provider_id)
        return next(iter(pane.browser.walks()))

    return find


def banner_words(pane):
    return [banner.notice().words for banner in pane.browser.banners._banners.values()]


async def given_up(pane, walk_of, until, monkeypatch):
    monkeypatch.setattr(rate_limit, "MAX_ATTEMPTS_PER_PAGE", 1)
    walk = await walk_of("bland")
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    pane.loading.load_all([walk])
    await until(lambda: walk.state is State.FAILED and pane.is_still())
    return walk


async def test_a_failed_walk_is_retried_when_due(pane, walk_of, until, monkeypatch):
    walk = await given_up(pane, walk_of, until, monkeypatch)
    await until(lambda: banner_words(pane))
    assert "rying again" in banner_words(pane)[0]
    asked = pane.asked("bland")
    pane.loading._on_tick()
    await until(pane.is_still)
    assert pane.asked("bland") == asked  # not before it is due
    pane.workspace.sandbox.set_faults([])
    walk.resumes_at = time.monotonic() - 1
    pane.loading._on_tick()
    await until(lambda: walk.state is State.COMPLETE)
    assert pane.rows == 230
    await until(lambda: not banner_words(pane))


async def test_load_all_that_waited_for_a_page_is_what_is_retried(
    pane, walk_of, until, monkeypatch
):
    monkeypatch.setattr(rate_limit, "MAX_ATTEMPTS_PER_PAGE", 1)
    sandbox = pane.workspace.sandbox
    sandbox.sizes["quo"] = 300
    walk = await walk_of("quo")
    sandbox.set_faults([{"provider": "quo", "kind": "status-500", "page": 2}])
    pane.loading.want_more([walk])
    pane.loading.load_all([walk])
    await until(lambda: walk.state is State.FAILED and pane.is_still())
    assert 0 < pane.rows < 300
    sandbox.set_faults([])
    pane.loading.retry(walk.account.id)
    await until(lambda: walk.state is State.COMPLETE)
    await until(lambda: pane.rows == 300)


async def test_waking_from_sleep_resumes_at_once(pane, walk_of, until, monkeypatch):
    walk = await given_up(pane, walk_of, until, monkeypatch)
    pane.workspace.sandbox.set_faults([])
    pane.loading._sleep._wall -= 2 * ASLEEP_AFTER_S
    pane.loading._on_tick()
    await until(lambda: walk.state is State.COMPLETE)


async def test_refresh_fetches_changes_and_reports_them(pane, walk_of, until):
    walk = await walk_of("opencx")
    pane.loading.load_all([walk])
    await until(lambda: walk.state is State.COMPLETE and pane.is_still())
    asked = pane.asked("opencx")
    refresh = pane.window.actions_by_name["actionRefreshContacts"]
    await until(refresh.isEnabled)
    refresh.trigger()
    await until(lambda: walk.changes is not None and pane.is_still())
    assert pane.asked("opencx") == asked + 1
    await until(lambda: "Refreshed: no changes since" in pane.status)
    assert pane.status.startswith("All 140 loaded")


async def test_a_full_reload_is_reported(pane, walk_of, until):
    walk = await walk_of("quo")
    pane.loading.load_all([walk])
    await until(lambda: walk.state is State.COMPLETE and pane.is_still())
    said = []
    pane.browser.status_changed.connect(lambda words, _rest: said.append(words))
    pane.loading.read_again([walk])
    await until(lambda: walk.state is State.COMPLETE and pane.is_still() and said)
    assert any("Reloading all pages" in words for words in said)
    assert pane.rows == 120


async def test_a_key_of_another_organization_shows_none_of_its_contacts(pane, walk_of, until):
    walk = await walk_of("bland")
    before = pane.texts("name")
    account, workspace = walk.account.id, pane.workspace
    with Sandbox(seed=8) as elsewhere:
        made = next(a for a in elsewhere.accounts if a["provider"] == "bland")
        workspace.keys.hold(account, made["key"])
        workspace.sync.account_changed(
            workspace.accounts.change(account, base_url=made["base_url"])
        )
        workspace.sync.key_changed(account)
        pane.loading.load_all([walk])
        await until(lambda: walk.state is State.FAILED and pane.is_still())
        assert pane.texts("name") == before
        (banner,) = pane.browser.banners._banners.values()
        assert banner._act.text() == "Start over"
        assert banner._second.text() == "Use another key…"
        await pane.loading.start_over(account)
        await pane.open(until, "bland")
        await until(lambda: walk.state is State.PARTIAL and pane.is_still())
        assert pane.rows == 200
        assert not set(before) & set(pane.texts("name")) - {""} or pane.texts("name") != before
