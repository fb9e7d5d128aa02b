"""The way to AT-SPI from a test or a benchmark: a driver runs under the system's Python."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin") or ""
ASKED = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
LONGEST = 120.0
"""Seconds after which a driver counts as hung."""


def _ran(*words: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [SYSTEM_PYTHON, "-W", "ignore", *words]
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=LONGEST)


def missing() -> str:
    """Why no driver can run here; "" where it can."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return "there is no session bus"
    if not SYSTEM_PYTHON or _ran("-c", ASKED).returncode:
        return "no AT-SPI: python3-pyatspi is not installed"
    return ""


def wake() -> None:
    """Has the bus of AT-SPI started, so that no program meets it half awake."""
    _ran("-c", f"{ASKED}; Atspi.get_desktop(0).get_child_count()")


def driven(driver: str, process: int, *words: str) -> dict[str, Any]:
    """What a driver saw of the program that is this process."""
    drove = _ran(str(HERE / driver), str(process), *words)
    assert drove.returncode == 0, drove.stderr
    seen: dict[str, Any] = json.loads(drove.stdout)
    return seen
