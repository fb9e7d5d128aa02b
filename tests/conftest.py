"""Fixtures for all tests: the Qt event loop, an in-memory keyring, the sandbox."""

from __future__ import annotations

import asyncio
import inspect
import os
import time

import keyring
import pytest
from keyring.backend import KeyringBackend

from contactdesk.app.event_loop import EventLoop
from contactdesk.security import hardening
from contactdesk.ui.kit import translation
from tests.workspace import Workspace

ASYNC_TIMEOUT_S = 60
"""An `async def` test that takes longer is ended as hung."""


class MemoryKeyring(KeyringBackend):
    """A keyring that lasts for one test; its negative priority keeps it from being chosen by default."""

    priority = -1
    contactdesk_allowed = True

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.held:
            raise keyring.errors.PasswordDeleteError(username)
        del self.held[service, username]


@pytest.fixture(autouse=True)
def memory_keyring(request):
    """Keeps tests from the machine's keyring, except those marked `secretservice`."""
    if request.node.get_closest_marker("secretservice"):
        yield None
        return
    before = keyring.get_keyring()
    held = MemoryKeyring()
    keyring.set_keyring(held)
    yield held
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def not_hardened(monkeypatch):
    """Hardening would also apply to the tests' own process."""
    for name in ("forbid_dumps", "forbid_inspection"):
        monkeypatch.setattr(hardening, name, lambda: False)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("x11") and os.environ.get("QT_QPA_PLATFORM") != "xcb":
            item.add_marker(pytest.mark.skip(reason="no X server here"))
        if item.get_closest_marker("secretservice") and not os.environ.get(
            "CONTACTDESK_TEST_SECRETSERVICE"
        ):
            item.add_marker(pytest.mark.skip(reason="no Secret Service here"))


@pytest.fixture(scope="session")
def qapp(qapp):
    """pytest-qt's application, with the program's translations."""
    translation.install(qapp)
    return qapp


@pytest.fixture(scope="session")
def loop(qapp):
    """One Qt event loop for the whole session: Qt crashes with a new one per test."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = EventLoop(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()


@pytest.fixture
def loop_errors(loop):
    """Exceptions that reached the event loop's handler; the test fails if there are any."""
    errors: list[dict] = []
    loop.set_exception_handler(lambda _loop, context: errors.append(context))
    yield errors
    loop.set_exception_handler(None)
    assert not errors, errors


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Runs `async def` tests on the Qt loop. They must not use qtbot.waitUntil, which hangs."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    loop = pyfuncitem._request.getfixturevalue("loop")
    pyfuncitem._request.getfixturevalue("loop_errors")
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    loop.run_until_complete(run_to_end(pyfuncitem.obj(**arguments), pyfuncitem.funcargs.values()))
    return True


async def run_to_end(test, fixtures):
    """Runs a test, then ends its windows while the loop still runs: later, a timer of theirs that
    starts a task would find none."""
    try:
        await asyncio.wait_for(test, ASYNC_TIMEOUT_S)
    finally:
        for fixture in fixtures:
            if hasattr(fixture, "end_windows"):
                fixture.end_windows()


@pytest.fixture
def zone():
    """`zone("Asia/Kolkata")` moves this computer there, until the test ends."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for one process")
    with pytest.MonkeyPatch.context() as patch:

        def move(name):
            patch.setenv("TZ", name)
            time.tzset()

        yield move
    time.tzset()


@pytest.fixture
def until():
    """`await until(condition)` runs the event loop until the condition is true."""

    async def wait(condition, seconds: float = 20):
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await asyncio.sleep(0.005)
        return found

    return wait


@pytest.fixture
def sandbox():
    """The five vendors on loopback."""
    from contactdesk.sandbox import Sandbox

    with Sandbox() as running:
        yield running


@pytest.fixture
def workspace(tmp_path, sandbox, loop):
    workspace = Workspace(tmp_path, sandbox)
    loop.run_until_complete(workspace.open())
    yield workspace
    loop.run_until_complete(workspace.close())


def pytest_addoption(parser):
    parser.addoption(
        "--long", action="store_true", help="run campaigns in their long form, for hours"
    )


@pytest.fixture
def long_form(request):
    """Whether campaigns run in their long form."""
    return request.config.getoption("--long")
