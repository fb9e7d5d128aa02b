"""States of a keyring, produced for real: each gives a plain message with a next step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from contactdesk.ui.kit.error_words import KINDS
from tests.qa.campaigns import file_keyring
from tests.qa.campaigns.conftest import BANNERS, ROOT, ROWS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="states of a D-Bus session")
secret_service = pytest.mark.secretservice

PAGE = "program.startup.page"
TITLE = f"({PAGE}._title.text() if {PAGE}.isVisible() else '')"
BUTTONS = (
    "[b.notice().action_words for b in browser().banners._banners.values()] if browser() else []"
)
UNLOCK = "printf right | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
WRONG = UNLOCK.replace("right", "wrong")
SAVE, LOCK, PID = (
    f'"$PYTHON" -m tests.qa.campaigns.secret_service {each}' for each in ("save", "lock", "pid")
)
NO_SERVICE = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


@dataclass
class State:
    """`script` runs before the program in its D-Bus session, `before` in an earlier session."""

    kind: str
    script: str = ""
    before: str = ""
    bus: str = "session"  # or "none", "dead" (a wrong address), "empty" (no service on it)


STATES = {
    "no bus": State("keyring-none", bus="none"),
    "dead address": State("keyring-none", bus="dead"),
    "bus without a service": State("keyring-none", bus="empty"),
    "never unlocked": State("keyring-locked"),
    "locked": State("keyring-locked", before=f"{UNLOCK}; {SAVE}"),
    "wrong password": State("keyring-locked", WRONG, before=f"{UNLOCK}; {SAVE}"),
    "locked at run time": State("keyring-locked", f"{UNLOCK}; {SAVE}; {LOCK}"),
    "daemon killed": State(
        "keyring-locked", f"{UNLOCK}; {SAVE}; kill -9 $({PID})", before=f"{UNLOCK}; {SAVE}"
    ),
    "daemon hangs": State("keyring-waiting", f"{UNLOCK}; {SAVE}; kill -STOP $({PID})"),
}


class DBusSession:
    """Runs `place` in a new D-Bus session."""

    def __init__(self, place) -> None:
        self.place = place
        self.environment = place.environment
        del self.environment["PYTHON_KEYRING_BACKEND"]
        self.environment |= {"PYTHON": sys.executable, "XDG_DATA_HOME": str(place.folder / "data")}
        # No keyring may open a prompt: nobody would answer it.
        services = place.folder / "run" / "dbus-1" / "services"
        services.mkdir(parents=True)
        for name in ("SystemPrompter", "PrivatePrompter"):
            text = f"[D-BUS Service]\nName=org.gnome.keyring.{name}\nExec=/bin/false\n"
            (services / f"org.gnome.keyring.{name}.service").write_text(text)

    def within(self, script: str, *more: str) -> list[str]:
        shutil.rmtree(self.place.folder / "run" / "keyring", ignore_errors=True)
        # A stopped daemon would outlive the session.
        cleanup = f"for each in $({PID}); do kill -9 $each; done"
        whole = f'{script or "true"}; "$@"; code=$?; {cleanup}; exit $code'
        return ["dbus-run-session", *more, "--", "bash", "-c", whole, "bash"]

    def start(self, state: State):
        if state.before:
            command = [*self.within(state.before), "true"]
            done = subprocess.run(
                command, env=self.environment, cwd=ROOT, capture_output=True, timeout=60
            )
            assert done.returncode == 0, done.stderr
        if state.bus in ("dead", "none"):
            if state.bus == "dead":
                self.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
            return self.place.start()
        more = []
        if state.bus == "empty":
            config = self.place.folder / "bus.conf"
            config.write_text(NO_SERVICE)
            more = [f"--config-file={config}"]
        return self.place.start(within=self.within(state.script, *more))


def check_message(puppet, kind: str) -> None:
    """The state has its own message, and a next step that works."""
    title = KINDS[kind].title
    if kind in ("keyring-locked", "keyring-waiting"):
        puppet.until(f"{title!r} in {TITLE}")
        assert puppet.ask(f"{PAGE}._go_on.isVisible()")
        # Retry is offered only after an answer.
        assert puppet.ask(f"{PAGE}._retry.isVisible()") == (kind == "keyring-locked")
        puppet.ask(f"{PAGE}._go_on.click()")
        puppet.until("browser() is not None and browser().isVisible()")
        puppet.until(f"any('nothing is saved on this computer' in each for each in {BANNERS})")
    else:
        puppet.until(f"any({title!r} in each for each in {BANNERS})")
        puppet.until(f"any('nothing is saved on this computer' in each for each in {BANNERS})")
        # The account's banner opens the dialog in which a key for this run is entered.
        puppet.until(f"any({BUTTONS})")
    assert "CANARY" not in str(puppet.ask(BANNERS))


@secret_service
@pytest.mark.parametrize("name", STATES)
def test_state_of_a_real_keyring(place, sandbox, name):
    place.fill(sandbox, ("quo",))
    session = DBusSession(place)
    puppet = session.start(STATES[name])
    check_message(puppet, STATES[name].kind)
    puppet.leave()
    assert not (place.profile / "index.db").exists()


@secret_service
def test_damaged_keyring_file_asks_only_for_the_key(place, sandbox):
    """The keyring reports no key. The account stays, and a new index is created."""
    place.fill(sandbox, ("quo",))
    session = DBusSession(place)
    command = [*session.within(f"{UNLOCK}; {SAVE}"), "true"]
    options = {"env": session.environment, "cwd": ROOT, "capture_output": True}
    subprocess.run(command, check=True, timeout=60, **options)
    (file,) = (place.folder / "data").rglob("login.keyring")
    file.write_bytes(file.read_bytes()[:40])
    puppet = place.start(within=session.within(UNLOCK))
    puppet.until(f"any({KINDS['key-missing'].title!r} in each for each in {BANNERS})")
    assert puppet.ask("[a.label for a in program.accounts]") == ["quo"]
    assert puppet.ask("program.index.file.is_kept")
    puppet.leave()


BACK_ENDS = {
    "null": ("keyring.backends.null.Keyring", "keyring-unsafe"),
    "plain text": (f"{file_keyring.__name__}.Plain", "keyring-unsafe"),
    "not there": ("no.such.Backend", "keyring-broken"),
}


@pytest.mark.parametrize("name", BACK_ENDS)
def test_back_end_chosen_by_the_environment(place, sandbox, name):
    place.fill(sandbox, ("quo",))
    held = place.keyring.read_text()
    place.environment["PYTHON_KEYRING_BACKEND"], kind = BACK_ENDS[name]
    puppet = place.start()
    check_message(puppet, kind)
    assert puppet.close()[0] == 0
    assert place.keyring.read_text() == held


@pytest.mark.parametrize(
    ("state", "kind"),
    [("locked", "keyring-locked"), ("hang", "keyring-waiting"), ("broken", "keyring-broken")],
)
def test_state_of_any_back_end(place, sandbox, state, kind):
    """Needs no Secret Service; "broken" raises an error that is not a KeyringError."""
    place.fill(sandbox, ("quo",))
    place.keyring.with_suffix(f".{state}").touch()
    puppet = place.start()
    check_message(puppet, kind)
    assert puppet.close()[0] == 0


def test_retry_works_once_the_keyring_is_unlocked(place, sandbox):
    place.fill(sandbox, ("quo",))
    lock = place.keyring.with_suffix(".locked")
    lock.touch()
    puppet = place.start()
    puppet.until(f"'locked' in {TITLE}")
    puppet.ask(f"{PAGE}._retry.click()")
    puppet.until(f"'locked' in {TITLE}")
    lock.unlink()
    puppet.ask(f"{PAGE}._retry.click()")
    puppet.until(f"{ROWS} > 0")
    assert puppet.ask("program.index.file.is_kept")
    assert puppet.close()[0] == 0
    assert os.path.exists(place.profile / "index.db")
