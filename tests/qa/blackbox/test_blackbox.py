"""The whole program as a black box: started as a process, driven and read through AT-SPI."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.qa.blackbox.drivers import run_driver, why_unavailable

ROOT = Path(__file__).resolve().parents[3]
WHY_NOT = why_unavailable()

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT),
]

QT_MESSAGES = ("qt.accessibility", "qt.text.font.db: OpenType support missing")
"""Qt's messages about this machine: its accessibility bus, and scripts without a font."""


@pytest.fixture
def started(tmp_path):
    """`started(*arguments, **environment)` starts the program."""
    running = []

    def start(*arguments, **variables):
        environment = dict(
            os.environ,
            PYTHONPATH=str(ROOT),
            HOME=str(tmp_path),
            QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
            LC_ALL="C.UTF-8",
        )
        program = subprocess.Popen(
            [sys.executable, "-m", "contactdesk", *arguments],
            env={**environment, **variables},
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


def check_clean_exit(program):
    program.send_signal(signal.SIGTERM)
    out, errors = program.communicate(timeout=20)
    assert program.returncode == 0
    messages = [line for line in errors.splitlines() if not line.startswith(QT_MESSAGES)]
    assert (out, messages) == ("", [])


def check_all_are_named(seen):
    """A driver notes the controls without a name under what it was looking at."""
    assert {
        name: found for name, found in seen.items() if name.startswith("unnamed") and found
    } == {}


def test_screen_reader_can_use_the_demo(started):
    program = started("--demo")
    seen = run_driver("use_demo.py", program.pid)
    assert {"Accounts", "Contacts", "Search contacts", "Load all", "Demo data"} <= set(
        seen["names"]
    )
    assert seen["rows"] >= 50
    assert seen["first"] == "Marcus Okafor"
    assert seen["hits"]
    assert all("okafor" in name.casefold() for name in seen["hits"][:5])
    assert seen["rows at the end"] == 930
    check_clean_exit(program)


NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
KEYRINGS = [
    pytest.param(NO_KEYRING, id="no keyring"),
    pytest.param({}, id="a keyring", marks=pytest.mark.secretservice),
]


@pytest.mark.parametrize("variables", KEYRINGS)
def test_screen_reader_can_add_accounts_and_read_errors(started, sandbox, variables, tmp_path):
    given = {each["provider"]: each for each in sandbox.accounts}
    sandbox.set_faults([{"provider": "quo", "kind": "not-found", "times": 1}])
    program = started(**variables)
    seen = run_driver("add_accounts.py", program.pid, json.dumps(given))
    check_all_are_named(seen)
    wanted = {"Vendor", "Label", "API key", "Server URL", "Test key", "Save", "Cancel"}
    assert wanted <= set(seen["fields"])
    assert set(seen["displayed key"]) == {"●"}
    assert seen["no key"] == "Paste the key here."
    assert seen["wrong key"].startswith("Bland AI refused this key: Invalid API key")
    assert seen["right key"] == "Key accepted: 230 contacts"
    assert ("keyring" in seen.get("without a keyring", "")) is (variables is NO_KEYRING)
    assert seen["notice"].startswith("Quo has no contact list at this address.")
    pages = ["People", "Open items", "Personas", "Changes"]
    entries = ["All contacts", *pages, "Agents", "Quo"]
    assert [name.split(",")[0] for name in seen["accounts"]] == entries
    assert seen["contact"] == "Marcus Okafor"
    assert "marcus.okafor@harborpine.example.com" in seen["details"]
    assert [name.split()[0] for name in seen["tabs"]] == [
        "Person",
        "Details",
        "Memories",
        "Timeline",
        "History",
        "Raw",
    ]
    details, memories = seen["read"].values()
    assert "Marcus Okafor" in details
    assert "Technical IDs" in details
    assert memories.startswith("Open items")
    assert "Facts" in memories
    assert any("Bland AI" in each for each in seen["events"])
    assert not any(each["key"] in json.dumps(seen) for each in given.values())
    check_clean_exit(program)


def test_screen_reader_can_read_memories_and_open_items(started):
    program = started("--demo")
    seen = run_driver("read_memories.py", program.pid)
    check_all_are_named(seen)
    assert all(seen["item"][:4])
    assert seen["done"].startswith("1 item done")
    assert seen["persona"][0]
    assert int(seen["fact keys"][-1]) > 0
    assert "Facts" in seen["overview"]
    assert "Messages" in seen["memory"]
    check_clean_exit(program)


def test_screen_reader_can_read_a_person_and_go_from_contact_to_contact(started):
    program = started("--demo")
    seen = run_driver("read_person.py", program.pid)
    check_all_are_named(seen)
    vendors = {name.removeprefix("Open the same person in ") for name in seen["links"]}
    assert vendors == {"AskElephant", "Bland AI", "OpenCX", "Quo"}
    assert seen["part"]
    for said in ("Name", "= agrees", "≠ differs", "Open items", "Why one person", "equal"):
        assert said in seen["page"]
    assert seen["back"] == "Back to Close"
    check_clean_exit(program)


def test_screen_reader_can_go_from_people_to_a_person_its_timeline_and_changes(started):
    program = started("--demo")
    seen = run_driver("read_changes.py", program.pid)
    check_all_are_named(seen)
    assert seen["search"] == "in:quo -in:opencx"
    assert seen["people"] > 1
    assert seen["person"][0] == "Marcus Okafor"
    assert "5" in seen["person"]
    assert seen["reached"] == "Dismiss"
    assert seen["said"].startswith("Dismissed until a value changes")
    assert seen["events"] > 100
    assert all(seen["event"])
    assert seen["changes"] == 0
    check_clean_exit(program)
