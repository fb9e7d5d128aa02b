"""The whole program from outside: started as a process, driven and read through AT-SPI."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.qa.blackbox.outside import driven, missing

ROOT = Path(__file__).resolve().parents[3]
WHY_NOT = missing()

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT),
]

SAID_BY_QT = ("qt.accessibility", "qt.text.font.db: OpenType support missing")
"""What Qt writes about this computer: its accessibility bus, and scripts without a font."""


@pytest.fixture
def started(tmp_path):
    """Starts the program with these words on its command line and these settings."""
    running = []

    def start(*words, **settings):
        environment = dict(
            os.environ,
            PYTHONPATH=str(ROOT),
            HOME=str(tmp_path),
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
            LC_ALL="C.UTF-8",
        )
        program = subprocess.Popen(
            [sys.executable, "-m", "contactdesk", *words],
            env={**environment, **settings},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(program)
        return program

    yield start
    for program in running:
        if program.poll() is None:
            program.kill()
        program.communicate()


def ends_well(program):
    program.send_signal(signal.SIGTERM)
    out, errors = program.communicate(timeout=20)
    assert program.returncode == 0
    said = [line for line in errors.splitlines() if not line.startswith(SAID_BY_QT)]
    assert (out, said) == ("", [])


def test_a_screen_reader_can_do_the_whole_job(started):
    program = started("--demo")
    seen = driven("driver.py", program.pid)
    assert {"Accounts", "Contacts", "Search contacts", "Load all", "Demo data"} <= set(
        seen["names"]
    )
    assert seen["rows"] >= 50
    assert seen["first"] == "Marcus Okafor"
    assert seen["hits"]
    assert all("okafor" in name.casefold() for name in seen["hits"][:5])
    assert seen["rows at the end"] == 930
    ends_well(program)


NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
KEYRINGS = [
    pytest.param(NO_KEYRING, id="no keyring"),
    pytest.param({}, id="a keyring", marks=pytest.mark.secretservice),
]


@pytest.mark.parametrize("settings", KEYRINGS)
def test_a_screen_reader_adds_accounts_and_is_told_of_trouble(started, sandbox, settings, tmp_path):
    given = {each["provider"]: each for each in sandbox.accounts}
    sandbox.set_faults([{"provider": "quo", "kind": "not-found", "times": 1}])
    program = started(**settings)
    seen = driven("adding.py", program.pid, json.dumps(given))
    assert {
        name: found for name, found in seen.items() if name.startswith("unnamed") and found
    } == {}
    wanted = {"Vendor", "Label", "API key", "Server URL", "Test key", "Save", "Cancel"}
    assert wanted <= set(seen["fields"])
    assert set(seen["key in sight"]) == {"●"}
    assert seen["no key"] == "Paste the key here."
    assert seen["wrong key"].startswith("Bland AI refused this key: Invalid API key")
    assert seen["right key"] == "Key accepted: 230 contacts"
    assert ("keyring" in seen.get("without a keyring", "")) is (settings is NO_KEYRING)
    assert seen["notice"].startswith("Quo has no contact list at this address.")
    assert [name.split(",")[0] for name in seen["accounts"]] == ["All contacts", "Agents", "Quo"]
    assert seen["contact"] == "Marcus Okafor"
    assert "marcus.okafor@harborpine.example.com" in seen["details"]
    assert [name.split()[0] for name in seen["tabs"]] == ["Details", "Memories", "Raw"]
    details, memories = seen["read"].values()
    assert "Marcus Okafor" in details
    assert "Identifiers" in details
    assert "Summary" in memories
    assert not any(each["key"] in json.dumps(seen) for each in given.values())
    ends_well(program)
