"""contactdesk.ui.browser.progress_panel: every account's progress, pause and cancel."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from contactdesk.errors import KeyRefusedError
from contactdesk.sync.engine import State
from contactdesk.ui.browser import progress_panel
from contactdesk.ui.browser.progress_panel import ProgressPanel


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def walk(**other):
    listing = SimpleNamespace(total=other.pop("total", 4_310), pages=6, walked=600)
    left, seconds = other.pop("left", 75), other.pop("seconds", 460.0)
    return SimpleNamespace(
        **{
            "state": State.LOADING,
            "error": None,
            "has_more": True,
            "paused": False,
            "requests": 7,
            "resumes_at": None,
            "provider": SimpleNamespace(title="Close"),
            **other,
        },
        listing=listing,
        requests_left=lambda: left,
        seconds_left=lambda: seconds,
    )


def test_done_words_give_contacts_pages_and_requests():
    said = progress_panel.done_words(walk(), 600)
    assert said == "600 of 4,310 contacts · 6 pages · 7 requests"
    said = progress_panel.done_words(walk(total=None, requests=0), 600)
    assert said == "600 contacts · 6 pages"
    assert progress_panel.done_words(walk(has_more=False), 4_310).startswith("4,310 contacts · ")


def test_rest_words_use_reliable_totals_only():
    assert progress_panel.rest_words(walk()) == "75 requests left · about 8 min"
    assert progress_panel.rest_words(walk(seconds=None)) == "75 requests left"
    silent = walk(left=None, total=None, seconds=None)
    assert progress_panel.rest_words(silent) == "Close doesn't report a total"
    assert progress_panel.rest_words(walk(paused=True)) == "paused · 75 requests left · about 8 min"
    assert progress_panel.rest_words(walk(has_more=False, total=None)) == "complete"
    failed = walk(state=State.FAILED, error=KeyRefusedError("key-refused", vendor="Bland AI"))
    assert progress_panel.rest_words(failed) == "Bland AI refused this key"
    assert progress_panel.rest_words(walk(state=State.WAITING)) == "trying again in 0 s"


def panel_of(pane):
    return next((p for p in pane.window.findChildren(ProgressPanel) if p.isVisible()), None)


def line_of(pane, provider_id):
    account = pane.workspace.account(provider_id)
    return next(one for one in panel_of(pane).lines if one.walk.account.id == account)


async def test_each_account_is_paused_and_canceled_alone(pane, until):
    await pane.open(until)
    pane.workspace.sandbox.set_faults(
        [
            {"provider": "bland", "kind": "stall", "page": 1},
            {"provider": "close", "kind": "stall", "page": 1},
        ]
    )
    pane.window.bar.load_all_button.click()
    bland = pane.workspace.account("bland")
    await until(lambda: len(pane.workspace.asked("bland")) == 2)
    await until(lambda: len(pane.workspace.asked("close")) == 2)
    button = pane.window.status_area.panel_button
    await until(lambda: not pane.loading.busy([pane.workspace.account("opencx")]))
    await until(lambda: button.isVisible() and button.text() == "Loading 2 accounts")
    button.click()
    panel = panel_of(pane)
    assert len(panel.lines) == 5
    line = line_of(pane, "bland")
    assert line.words.text().startswith("200 of 230 contacts · 1 page · 2 requests")
    assert line.rest.text() == "1 request left · under a minute"
    assert pane.window.rect().contains(panel.geometry())
    assert line_of(pane, "opencx").rest.text() == "complete"
    assert not line_of(pane, "opencx").go_button.isEnabled()
    assert line.go_button.text() == "Pause"
    line.go_button.click()
    await until(lambda: line.go_button.text() == "Resume")
    assert line.rest.text().startswith("paused · ")
    close = line_of(pane, "close")
    assert close.go_button.text() == "Pause"
    close.cancel_button.click()
    await until(lambda: close.go_button.text() == "Load all")
    assert pane.loading.busy([bland])
    assert not pane.loading.busy([pane.workspace.account("close")])
    line.go_button.click()
    await until(lambda: line.go_button.text() == "Pause")
    line.cancel_button.click()
    await until(pane.is_still)
    assert pane.browser.loaded_of(line.walk) == 200
    panel.close()


async def test_the_panel_opens_and_closes_by_keyboard(pane, until):
    await pane.open(until, "bland")
    pane.window.actions_by_name["actionShowProgress"].trigger()
    panel = panel_of(pane)
    (line,) = panel.lines
    await until(line.go_button.hasFocus)
    for button in (line.go_button, line.cancel_button):
        assert "Bland AI" in button.accessibleName()
    line.go_button.click()
    await until(lambda: line.rest.text() == "complete")
    assert line.words.text().startswith("230 contacts · 2 pages")
    await until(pane.is_still)
    QTest.keyClick(line.cancel_button, Qt.Key.Key_Escape)
    assert panel_of(pane) is None
    assert pane.window.focusWidget() is pane.table


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (233, "complete · Bland AI reported 233 contacts; 230 came"),
        (230, "complete"),
        (-1, "complete"),
    ],
)
async def test_total_that_did_not_come_is_said_without_alarm(pane, until, total, words):
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "total-lies", "value": total}])
    await pane.open(until, "bland")
    pane.window.actions_by_name["actionShowProgress"].trigger()
    line = line_of(pane, "bland")
    line.go_button.click()
    await until(lambda: not line.walk.has_more and pane.is_still())
    await until(lambda: line.rest.text() == words)
    assert not pane.browser.banners.isVisible()


async def test_the_panel_follows_the_chosen_account(pane, until):
    await pane.open(until, "bland")
    pane.window.actions_by_name["actionShowProgress"].trigger()
    assert [line.walk.account.label for line in panel_of(pane).lines] == ["Bland AI"]
    await pane.open(until, "quo")
    assert [line.walk.account.label for line in panel_of(pane).lines] == ["Quo"]
    pane.window.actions_by_name["actionShowProgress"].trigger()
    assert panel_of(pane) is None
