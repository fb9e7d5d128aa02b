"""contactdesk.ui.browser.auto_refresh: all accounts, from time to time, without moving anything."""

import pytest

from contactdesk.sync import rate_limit
from contactdesk.sync.engine import State
from contactdesk.ui.browser.auto_refresh import AutoRefresh


class Clock:
    seconds = 1_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def refreshing(pane, clock):
    made = AutoRefresh(pane.context, pane.loading, pane.browser, clock)
    yield made
    made.end()


def refreshed(pane, until):
    return until(lambda: not pane.loading.busy(a.id for a in pane.workspace.accounts))


async def load_two(pane, until):
    for vendor in ("bland", "quo"):
        await pane.open(until, vendor)
    await until(pane.is_still)


async def test_it_is_off_until_it_is_chosen(pane, until, refreshing, clock):
    await load_two(pane, until)
    asked = pane.asked()
    clock.seconds += 100_000
    refreshing.check()
    await until(pane.is_still)
    assert refreshing.minutes() == 0
    assert pane.asked() == asked


async def test_every_loaded_account_is_refreshed_when_its_time_has_come(
    pane, until, refreshing, clock
):
    await load_two(pane, until)
    refreshing.set_minutes(15)
    before = {each: pane.asked(each) for each in ("bland", "quo", "close")}
    clock.seconds += 15 * 60 - 1
    refreshing.check()
    assert not refreshing._task.busy
    clock.seconds += 1
    heard = []
    pane.loading.refreshed.connect(lambda: heard.append(1))
    refreshing.check()
    await until(lambda: heard)
    assert pane.asked("bland") > before["bland"]
    assert pane.asked("quo") > before["quo"]
    # Never loaded: a refresh is no reason to begin.
    assert pane.asked("close") == before["close"]
    assert heard == [1]
    asked = pane.asked()
    refreshing.check()
    await until(pane.is_still)
    assert pane.asked() == asked


async def test_it_waits_while_something_loads(pane, until, refreshing, clock):
    await load_two(pane, until)
    refreshing.set_minutes(5)
    clock.seconds += 600
    pane.window.actions_by_name["actionLoadAll"].trigger()
    refreshing.check()
    assert not refreshing._task.busy
    await until(pane.is_still)
    refreshing.check()
    assert refreshing._task.busy
    await refreshed(pane, until)


async def test_account_in_trouble_is_left_to_the_user(pane, until, refreshing, clock, monkeypatch):
    await load_two(pane, until)
    monkeypatch.setattr(rate_limit, "MAX_ATTEMPTS_PER_PAGE", 1)
    walk = await pane.workspace.sync.walk(pane.workspace.account("bland"))
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "status-500"}])
    pane.loading.load_all([walk])
    await until(lambda: walk.state is State.FAILED and pane.is_still())
    refreshing.set_minutes(5)
    clock.seconds += 600
    asked, others = pane.asked("bland"), pane.asked("quo")
    heard = []
    pane.loading.refreshed.connect(lambda: heard.append(1))
    refreshing.check()
    await until(lambda: heard)
    assert pane.asked("bland") == asked
    assert pane.asked("quo") > others


async def test_selection_and_scroll_stay(pane, until, refreshing, clock):
    await pane.open(until)
    pane.window.actions_by_name["actionLoadAll"].trigger()
    await until(lambda: pane.browser.extent().complete and pane.is_still())
    pane.table.go_to_row(120)
    bar = pane.table.verticalScrollBar()
    shown = pane.table.current_id(), bar.value(), pane.table.selected_ids()
    assert shown[1] > 0
    refreshing.set_minutes(5)
    clock.seconds += 600
    heard = []
    pane.loading.refreshed.connect(lambda: heard.append(1))
    refreshing.check()
    await until(lambda: heard and pane.is_still())
    assert (pane.table.current_id(), bar.value(), pane.table.selected_ids()) == shown


async def test_choice_is_kept_and_ticked_in_the_menu(pane, until):
    actions = pane.window.actions_by_name
    menu = actions["actionRefreshRegularly"].menu()
    by_name = {action.objectName(): action for action in menu.actions()}
    assert by_name["actionRefreshByHand"].isChecked()
    by_name["actionRefreshHalfHourly"].trigger()
    assert pane.browser.background.auto_refresh.minutes() == 30
    assert pane.settings.text("refresh/minutes") == "30"
    assert [a.objectName() for a in menu.actions() if a.isChecked()] == ["actionRefreshHalfHourly"]


def test_setting_of_another_version_means_off(pane):
    pane.settings.keep("refresh/minutes", "7")
    assert pane.browser.background.auto_refresh.minutes() == 0
