"""DB Browser for SQLite on the same rows, measured by screenshots: a program to compare with."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import apsw
import psutil

from contactdesk.index.schema import INDEX, READER_CACHE_KB
from contactdesk.storage.database import connect
from tests.qa.bench import KEY
from tests.qa.bench.metrics import memory_mb

PROGRAM = "sqlitebrowser"
STEADY_S = 1.0
"""The screen is complete once it has not changed for this long."""

TIMEOUT_S = 60.0
COLUMNS = "id, name, email, phone, company, title, created_at, updated_at"


def why_unavailable() -> str:
    """Why it cannot be measured here, or ""."""
    if not os.environ.get("DISPLAY"):
        return "there is no X display"
    tools = [each for each in (PROGRAM, "import") if shutil.which(each) is None]
    return f"not installed: {', '.join(tools)}" if tools else ""


def plain_copy(folder: Path, file: Path) -> None:
    """Copies the rows of the table into an unencrypted SQLite file."""
    source = connect(folder / "index.db", KEY, INDEX, READER_CACHE_KB)
    target = apsw.Connection(str(file))
    target.execute(f"CREATE TABLE contact ({COLUMNS})")
    placeholders = ",".join("?" * 8)
    with target:
        rows = source.execute(f"SELECT {COLUMNS} FROM contact ORDER BY contact.id")
        target.executemany(f"INSERT INTO contact VALUES ({placeholders})", rows)
    source.close()
    target.close()


def screenshot() -> bytes:
    command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def time_start(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """(seconds from the start until the screen no longer changes, megabytes then)."""
    before, began = screenshot(), time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        last, since = before, began
        while time.perf_counter() - began < TIMEOUT_S:
            now = screenshot()
            if now != last:
                last, since = now, time.perf_counter()
            elif last != before and time.perf_counter() - since > STEADY_S:
                break
        return since - began, memory_mb(psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


def measure_db_browser(folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as place:
        file = Path(place) / "plain.db"
        plain_copy(folder, file)
        environment = dict(os.environ, HOME=place)
        runs = [time_start([PROGRAM, "-t", "contact", str(file)], environment) for _ in range(3)]
    return {
        "DB Browser for SQLite, start to rows, ms": 1000 * sorted(runs)[1][0],
        "DB Browser for SQLite, memory (PSS), MB": sorted(runs)[1][1],
    }
