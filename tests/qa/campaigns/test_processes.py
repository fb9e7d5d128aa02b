"""Several processes on one profile, and exiting while something hangs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from contactdesk.profile.lock import read_announcement
from contactdesk.sandbox import Sandbox
from tests.qa.campaigns.conftest import BANNERS, ROWS
from tests.qa.campaigns.kills import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs pipes and signals of POSIX")
HOLD = """
import sys, apsw
from pathlib import Path
from contactdesk.index.schema import INDEX
from contactdesk.storage.database import connect
connection = connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), INDEX, 1000)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
print("freed", flush=True)
"""


@pytest.fixture
def holder():
    """`holder(path, key)` starts a process that holds the write lock of an index."""
    running = []

    def hold(path, key: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path), key],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        running.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in running:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def index_key(place, accounts) -> str:
    """The index's key, from the file keyring."""
    return json.loads(place.keyring.read_text())[f"contactdesk/{accounts.profile_id} index"]


# One window per profile


def test_second_start_raises_the_first_window(place, sandbox):
    place.fill(sandbox, ("quo",))
    first = place.start()
    first.until(ROWS)
    second = place.command("--profile", str(place.profile))
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    first.until("program.raised == 1")
    assert first.close()[0] == 0
    third = place.start()
    third.until(ROWS)
    assert third.close()[0] == 0


def test_profile_is_free_after_a_kill(place, sandbox):
    place.fill(sandbox, ("quo",))
    first = place.start()
    first.until(ROWS)
    first.kill()
    assert read_announcement(place.profile / "lock") is not None
    second = place.start()
    second.until(ROWS)
    assert second.close()[0] == 0


def test_hanging_first_window_is_reported(place, sandbox):
    place.fill(sandbox, ("quo",))
    first = place.start()
    first.until(ROWS)
    first.process.send_signal(signal.SIGSTOP)
    try:
        second = place.command("--profile", str(place.profile))
        assert second.returncode == 2
        assert "already using this profile" in second.stderr
    finally:
        first.process.send_signal(signal.SIGCONT)


def test_export_that_loads_is_refused_while_a_window_is_open(place, sandbox, tmp_path):
    place.fill(sandbox, ("quo",))
    window = place.start()
    window.until(ROWS)
    export = ("export", "--profile", str(place.profile), "--all", "--format", "csv")
    out = tmp_path / "out.csv"
    refused = place.command(*export, "--out", str(out), "--load-all")
    assert refused.returncode == 2
    assert "contactdesk is open on this profile" in refused.stderr
    assert not out.exists()
    # Without loading, an export works beside a window.
    written = place.command(*export, "--out", str(out))
    assert (written.returncode, out.exists()) == (0, True)
    window.kill()
    assert place.command(*export, "--out", str(out), "--load-all").returncode == 0


# An index locked by another process


def test_locked_index_is_reported_and_retry_works(place, sandbox, holder):
    accounts = place.fill(sandbox, ("quo",))
    first = place.start()
    first.until(ROWS)
    assert first.close()[0] == 0
    held = holder(place.profile / "index.db", index_key(place, accounts))
    second = place.start()
    second.until(f"any('Another program is using the index' in each for each in {PROBLEMS})")
    held.stdin.close()
    assert held.stdout.readline() == "freed\n"
    second.ask(RETRY)
    second.until(ROWS)
    assert not list(place.profile.glob("index.bad-*"))


PROBLEMS = f"([program.startup.page._title.text()] + {BANNERS})"
RETRY = (
    "(program.startup.page._retry.click() if not browser() else"
    " [program.loading.retry(a.id) for a in program.accounts]) and None"
)


# Exiting while something hangs

EXIT_TIMEOUT_S = 30.0
"""The goal is 3 s; the time reached is in the report."""


def check_exit(puppet, figures) -> None:
    code, seconds = puppet.close()
    figures("seconds to exit", round(seconds, 1))
    assert code == 0, puppet.errors.read_text()
    assert seconds < EXIT_TIMEOUT_S


def test_exits_while_the_keyring_hangs(place, sandbox, figures):
    place.fill(sandbox, ("quo",))
    place.keyring.with_suffix(".hang").touch()
    puppet = place.start()
    puppet.until("program.startup.page.isVisible()")
    check_exit(puppet, figures)


def test_exits_while_a_vendor_stalls(place, sandbox, figures):
    place.fill(sandbox)
    sandbox.set_faults([{"provider": "*", "kind": "stall"}])
    puppet = place.start()
    puppet.until("browser() and program.loading.busy([a.id for a in program.accounts])")
    check_exit(puppet, figures)


def test_exits_while_the_index_waits_for_its_lock(place, sandbox, figures, holder):
    accounts = place.fill(sandbox, ("quo",))
    puppet = place.start()
    puppet.until(ROWS)
    holder(place.profile / "index.db", index_key(place, accounts))
    puppet.ask("window.actions_by_name['actionLoadAll'].trigger()")
    puppet.until("program.loading.busy([a.id for a in program.accounts])")
    check_exit(puppet, figures)


def test_exits_while_everything_is_loading(place, figures):
    with Sandbox(sizes=dict.fromkeys(("quo", "bland", "close"), 20_000)) as sandbox:
        place.fill(sandbox)
        puppet = place.start()
        puppet.until(ROWS)
        puppet.ask("window.actions_by_name['actionLoadAll'].trigger()")
        puppet.until("program.loading.busy([a.id for a in program.accounts])")
        check_exit(puppet, figures)
