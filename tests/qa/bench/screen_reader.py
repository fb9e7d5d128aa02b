"""Waiting times of a screen reader: the whole program on a filled profile, read over AT-SPI."""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from contactdesk.profile.accounts import Accounts
from tests.qa.bench import KEY
from tests.qa.bench.metrics import percentile
from tests.qa.blackbox import drivers
from tests.qa.campaigns import file_keyring

SEARCH = "okafor"
COLUMNS = (0, 2, 3)
"""Name, e-mail and phone; every contact has a name."""

RUNS = 3
ROOT = Path(__file__).resolve().parents[3]


def why_unavailable() -> str:
    """Why it cannot be measured here, or ""."""
    if not os.environ.get("DISPLAY"):
        return "there is no X display"
    return drivers.why_unavailable()


def start_program(folder: Path) -> subprocess.Popen[bytes]:
    """Starts the program on this profile, with a keyring that holds only the index's key."""
    keyring = folder / "keyring.json"
    profile = Accounts.load(folder / "accounts.toml").profile_id
    held = {f"contactdesk/{profile} {name}": KEY.hex() for name in ("index", "marks")}
    keyring.write_text(json.dumps(held))
    settings = {
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHON_KEYRING_BACKEND": f"{file_keyring.__name__}.Keyring",
        file_keyring.PATH_VARIABLE: str(keyring),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "contactdesk", "--profile", str(folder)],
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def measure_screen_reader(folder: Path, contacts: int) -> dict[str, float]:
    """Opens a copy of the profile, reads cells near and far, searches, reads the count.

    Gives the figures of the fastest of several runs.
    """
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as place:
        for name in ("index.db", "accounts.toml"):
            shutil.copy(folder / name, place)
        seen = [_read(Path(place), contacts) for _ in range(RUNS)]
    best = min(seen, key=lambda each: each["seconds in total"])
    first, again = best["cells, ms"], best["cells again, ms"]
    return {
        "screen reader, start to all rows, ms": 1000 * best["seconds to the rows"],
        "screen reader, a cell near the top, p50 ms": statistics.median(first[: len(first) // 2]),
        "screen reader, a cell anywhere, p50 ms": statistics.median(first[len(first) // 2 :]),
        "screen reader, a cell, p95 ms": percentile(first, 0.95),
        "screen reader, a cell, longest ms": max(first),
        "screen reader, a cell read again, p95 ms": percentile(again, 0.95),
        "screen reader, search typed to matches, ms": 1000 * best["seconds to the matches"],
        "screen reader, search typed to count, ms": 1000 * best["seconds to the count"],
        "screen reader, whole run, s": best["seconds in total"],
        "screen reader, whole run, slowest of three, s": max(
            each["seconds in total"] for each in seen
        ),
    }


def _read(folder: Path, contacts: int) -> dict[str, Any]:
    drivers.start_accessibility_bus()
    at = time.time()
    program = start_program(folder)
    try:
        seen = drivers.run_driver(
            "read_large_profile.py", program.pid, str(at), str(contacts), SEARCH
        )
        program.send_signal(signal.SIGTERM)
        program.wait(30)
    finally:
        program.kill()
        program.wait()
    assert seen["cells read again are equal"], "a cell differed when it was read again"
    assert all(seen["words"][:: len(COLUMNS)]), "a contact without a name"
    return seen
