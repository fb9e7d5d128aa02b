"""Runs AT-SPI drivers under the system's Python, for tests and benchmarks."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin") or ""
IMPORT_ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
TIMEOUT_S = 120.0
"""A driver that takes longer counts as hung."""


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [SYSTEM_PYTHON, "-W", "ignore", *arguments]
    return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=TIMEOUT_S)


def why_unavailable() -> str:
    """Why no driver can run here, or ""."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return "there is no session bus"
    if not SYSTEM_PYTHON or _run("-c", IMPORT_ATSPI).returncode:
        return "no AT-SPI: python3-pyatspi is not installed"
    return ""


def start_accessibility_bus() -> None:
    """Starts the AT-SPI bus, so that it is ready before the program connects to it."""
    _run("-c", f"{IMPORT_ATSPI}; Atspi.get_desktop(0).get_child_count()")


def run_driver(driver: str, process: int, *arguments: str) -> dict[str, Any]:
    """What a driver saw of the program with this process id."""
    done = _run(str(HERE / driver), str(process), *arguments)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
