"""contactdesk.app.notifications and contactdesk.app.notification_bus, on a session bus of their own."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from contactdesk.app.notification_bus import NotificationBus
from contactdesk.app.notifications import Notifications
from contactdesk.sandbox import Sandbox
from contactdesk.userdata.searches import SavedSearch
from tests import runs
from tests.runs import Run, filled_profile
from tests.ui.changed_people import ChangedPeople

# pytest finds a fixture by its name in the module of the test.
application = runs.application

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs dbus-daemon"
)


class Service:
    """The made-up service, and what it was told."""

    def __init__(self, how):
        command = [sys.executable, "-m", "tests.app.notification_service", how]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        assert self._process.stdout.readline() == "ready\n"
        self.told = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self.told.append(json.loads(line))

    def click(self, number):
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()

    def end(self):
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """A session bus for this test alone."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield daemon
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def service_of(bus):
    made = []

    def make(how="works"):
        made.append(Service(how))
        return made[-1]

    yield make
    for each in made:
        each.end()


async def test_notification_is_shown_and_a_click_gives_its_tag(service_of, until):
    service, clicked = service_of(), []
    desktop = NotificationBus(clicked.append)
    try:
        assert await desktop.show("Hot leads", "Hot leads", "3 more matches", "Open")
        await until(lambda: service.told)
        (told,) = service.told
        assert told[1:] == [0, "Hot leads", "3 more matches", ["default", "Open"]]
        service.click(told[0])
        await until(lambda: clicked == ["Hot leads"])
        service.click(99_999)
        service.click(told[0])
        await until(lambda: clicked == ["Hot leads"] * 2)
    finally:
        await desktop.close()


async def test_next_notification_of_a_search_replaces_the_last(service_of, until):
    service = service_of()
    desktop = NotificationBus(lambda _tag: None)
    try:
        for tag in ("Hot", "Cold", "Hot"):
            assert await desktop.show(tag, tag, "1 more match", "Open")
        await until(lambda: len(service.told) == 3)
        (first, _), (_, _), (again, replaced) = [each[:2] for each in service.told]
        assert again == replaced == first
    finally:
        await desktop.close()


async def test_service_that_was_started_anew_is_reached_again(service_of, until):
    service = service_of()
    desktop = NotificationBus(lambda _tag: None)
    try:
        assert await desktop.show("Hot", "Hot", "1 more match", "Open")
        service.end()
        assert not await desktop.show("Hot", "Hot", "1 more match", "Open")
        service = service_of()
        assert await desktop.show("Hot", "Hot", "1 more match", "Open")
        await until(lambda: service.told)
    finally:
        await desktop.close()


async def test_bus_that_went_away_is_told_and_nothing_is_left_behind(service_of, bus, until):
    service = service_of()
    desktop = NotificationBus(lambda _tag: None)
    assert await desktop.show("Hot", "Hot", "1 more match", "Open")
    await until(lambda: service.told)
    bus.kill()
    bus.wait()
    assert not await desktop.show("Hot", "Hot", "1 more match", "Open")
    await desktop.close()


async def test_refusal_and_a_missing_bus_are_told(service_of, bus, monkeypatch):
    service_of("refuses")
    desktop = NotificationBus(lambda _tag: None)
    assert not await desktop.show("Hot", "Hot", "1 more match", "Open")
    await desktop.close()
    for address in ("unix:path=/nonexistent/bus", "nonsense", ""):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert not await desktop.show("Hot", "Hot", "1 more match", "Open")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    assert not await desktop.show("Hot", "Hot", "1 more match", "Open")
    notifications = Notifications()
    # Off-screen there is no tray either.
    assert not await notifications.show("Hot", "Hot", "1 more match")
    await notifications.close()


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
async def test_watched_search_is_told_after_a_refresh_and_a_click_opens_it(
    tmp_path, until, memory_keyring, service_of, monkeypatch
):
    service = service_of()
    with Sandbox() as sandbox:
        people = ChangedPeople(sandbox, monkeypatch)
        filled_profile(tmp_path, sandbox, memory_keyring.held)
        async with Run(tmp_path) as run:
            await until(lambda: run.rows >= 400)
            session, browser = run.session, run.window.browser()
            opencx = next(a.id for a in session.accounts if a.provider == "opencx")
            walk = await session.loading.sync.walk(opencx)
            session.loading.load_all([walk])
            await until(lambda: not session.loading.busy([opencx]))
            searches = session.userdata.searches
            await searches.save(
                SavedSearch("Roads", "name:zzyzx", opencx),
                SavedSearch("Quiet", "name:zzyzx", opencx),
            )
            run.window.search_controller.saved.watch("Roads")
            counted = []
            browser.background.saved_counts.counted.connect(counted.append)
            browser.background.saved_counts.count_soon()
            await until(lambda: counted and counted[-1].get("Roads") == 0)
            people.edit_each(opencx={n: lambda r: r.update(name="Zzyzx Road") for n in (1, 2)})
            session.loading.read_again([walk])
            await until(lambda: service.told)
            number, _, title, body, _ = service.told[0]
            assert title == "Roads"
            assert body.startswith("2 more match")
            assert "Zzyzx" not in json.dumps(service.told)
            # The same again is no news.
            heard = []
            session.loading.refreshed.connect(lambda: heard.append(1))
            session.loading.read_again([walk])
            before = len(counted)
            await until(lambda: heard and len(counted) > before)
            assert len(service.told) == 1
            service.click(number)
            await until(lambda: run.rows == 2)
            assert run.window.search_field.text() == "name:zzyzx"
