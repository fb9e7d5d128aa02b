"""After a storm of faults the window is usable and no file is left open."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.sync.engine import State
from contactdesk.sync.rate_limit import RateLimiter
from tests.ui import hostile_vendors

# pytest finds a fixture by its name in the module of the test.
magic = hostile_vendors.magic
vendors = hostile_vendors.vendors
workspace = hostile_vendors.workspace
pane = hostile_vendors.pane

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)

FAULTY = (
    *((status, {"message": "no"}) for status in (400, 401, 403, 404, 410, 422, 429, 500, 502, 503)),
    *((200, body) for body in (None, [], "text", {}, {"data": None}, {"data": {}}, {"items": 1})),
    *((200, {"data": [], "items": [], "has_more": more}) for more in (True, "yes", None)),
    (200, {"data": [None, 1, "x", {}], "items": [[], {"id": None}]}),
)
ROUNDS = {False: 8, True: 2_000}
"""Each refreshes five accounts: 10,000 jobs in the long form."""


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_window_is_usable_after_a_storm_of_faults(
    pane, vendors, loop, until, long_form, monkeypatch
):
    monkeypatch.setattr("contactdesk.sync.fetcher.RateLimiter", lambda _rate: RateLimiter(None))
    loop.run_until_complete(storm(pane, vendors, until, ROUNDS[long_form]))


async def storm(pane, vendors, until, rounds):
    await pane.open(until)
    await until(lambda: pane.rows >= 50)
    sync, pick, before = pane.workspace.sync, random.Random(rounds), 0
    for number in range(rounds):
        for server in vendors.servers.values():
            server.answer = pick.choice(FAULTY)
        jobs = (sync.refresh(walk) for walk in sync.walks())
        for ended in await asyncio.gather(*jobs, return_exceptions=True):
            assert ended is None or isinstance(ended, ContactDeskError), repr(ended)
        if number == rounds // 4:
            before = open_files()
    # Each account may have a connection open.
    assert open_files() <= before + 2 * len(vendors.servers)
    vendors.send_contacts()
    pane.window.load_commands.refresh()
    await until(lambda: all(walk.state is State.COMPLETE for walk in sync.walks()))
    pane.window.search_field.setText("img")
    await until(lambda: pane.is_still() and pane.rows)
    pane.table.setCurrentIndex(pane.browser.table_model.index(0, 0))
    await until(pane.browser.detail.is_showing)
