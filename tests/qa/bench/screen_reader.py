"""The whole program on a filled profile, as a process of its own, read over AT-SPI by another."""

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
from tests.qa.bench.clock import percentile
from tests.qa.blackbox import outside
from tests.qa.campaigns import held_keyring

SEARCH = "okafor"
COLUMNS = (0, 2, 3)
"""Name, e-mail and phone are read of a row; a name every contact has."""

RUNS = 3
ROOT = Path(__file__).resolve().parents[3]


def missing() -> str:
    """Why it cannot be measured here; "" where it can."""
    if not os.environ.get("DISPLAY"):
        return "there is no X display"
    return outside.missing()


def started(folder: Path) -> subprocess.Popen[bytes]:
    """The program on this profile, with the index's key in a keyring of its own and no other."""
    keyring = folder / "keyring.json"
    profile = Accounts.load(folder / "accounts.toml").profile_id
    held = {f"contactdesk/{profile} {name}": KEY.hex() for name in ("index", "marks")}
    keyring.write_text(json.dumps(held))
    settings = {
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHON_KEYRING_BACKEND": f"{held_keyring.__name__}.Keyring",
        held_keyring.FILE: str(keyring),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "contactdesk", "--profile", str(folder)],
        env={**os.environ, **settings},
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def screen_reader(folder: Path, contacts: int) -> dict[str, float]:
    """Opens a copy of the profile, reads cells near and far, searches, reads the count."""
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as place:
        for name in ("index.db", "accounts.toml"):
            shutil.copy(folder / name, place)
        seen = [_read(Path(place), contacts) for _ in range(RUNS)]
    best = min(seen, key=lambda each: each["seconds in all"])
    first, again = best["cells, ms"], best["cells again, ms"]
    return {
        "screen reader, start to all rows, ms": 1000 * best["seconds to the rows"],
        "screen reader, a cell near the top, p50 ms": statistics.median(first[: len(first) // 2]),
        "screen reader, a cell anywhere, p50 ms": statistics.median(first[len(first) // 2 :]),
        "screen reader, a cell, p95 ms": percentile(first, 0.95),
        "screen reader, a cell, longest ms": max(first),
        "screen reader, a cell once more, p95 ms": percentile(again, 0.95),
        "screen reader, search typed to hits, ms": 1000 * best["seconds to the hits"],
        "screen reader, search typed to count, ms": 1000 * best["seconds to the count"],
        "screen reader, whole run, s": best["seconds in all"],
        "screen reader, whole run, slowest of all runs, s": max(
            each["seconds in all"] for each in seen
        ),
    }


def _read(folder: Path, contacts: int) -> dict[str, Any]:
    outside.wake()
    at = time.time()
    program = started(folder)
    try:
        seen = outside.driven("reading.py", program.pid, str(at), str(contacts), SEARCH)
        program.send_signal(signal.SIGTERM)
        program.wait(30)
    finally:
        program.kill()
        program.wait()
    assert seen["the same again"], "a cell said something else when it was read once more"
    assert all(seen["words"][:: len(COLUMNS)]), "a contact without a name"
    return seen
