"""The whole program from outside: started as a process, driven and read through AT-SPI."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).parent / "driver.py"
ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin") or ""
ASKED = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


def has_atspi():
    if not SYSTEM_PYTHON or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    asked = subprocess.run([SYSTEM_PYTHON, "-c", ASKED], capture_output=True, env=clean)
    return asked.returncode == 0


pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(not has_atspi(), reason="no AT-SPI: python3-pyatspi or a session bus"),
]


@pytest.fixture
def program(tmp_path):
    environment = dict(
        os.environ,
        PYTHONPATH=str(ROOT),
        HOME=str(tmp_path),
        QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
        LC_ALL="C.UTF-8",
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "contactdesk", "--demo"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield running
    if running.poll() is None:
        running.kill()
    running.communicate()


def test_a_screen_reader_can_do_the_whole_job(program):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    drove = subprocess.run(
        [SYSTEM_PYTHON, str(DRIVER), str(program.pid)],
        env=clean,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert drove.returncode == 0, drove.stderr
    seen = json.loads(drove.stdout)
    assert {"Accounts", "Contacts", "Search contacts", "Load all", "Demo data"} <= set(
        seen["names"]
    )
    assert seen["rows"] >= 50
    assert seen["first"] == "Marcus Okafor"
    assert seen["hits"]
    assert all("okafor" in name.casefold() for name in seen["hits"][:5])
    assert seen["rows at the end"] == 930
    program.send_signal(signal.SIGTERM)
    out, errors = program.communicate(timeout=20)
    assert program.returncode == 0
    said = [line for line in errors.splitlines() if not line.startswith("qt.accessibility")]
    assert (out, said) == ("", [])
