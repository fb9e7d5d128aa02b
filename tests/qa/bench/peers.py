"""DB Browser for SQLite on the same rows, from outside: the program to be level with."""

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
from tests.qa.bench.clock import memory

PROGRAM = "sqlitebrowser"
STEADY = 1.0
"""Seconds the picture has to stay as it is to be the last one."""

LONGEST = 60.0
NAMES = "id, name, email, phone, company, title, created_at, updated_at"


def missing() -> str:
    """Why it cannot be measured here; "" where it can."""
    if not os.environ.get("DISPLAY"):
        return "there is no X display"
    tools = [each for each in (PROGRAM, "import") if shutil.which(each) is None]
    return f"not installed: {', '.join(tools)}" if tools else ""


def plain_copy(folder: Path, file: Path) -> None:
    """The rows of the table, in a plain SQLite file."""
    source = connect(folder / "index.db", KEY, INDEX, READER_CACHE_KB)
    target = apsw.Connection(str(file))
    target.execute(f"CREATE TABLE contact ({NAMES})")
    marks = ",".join("?" * 8)
    with target:
        rows = source.execute(f"SELECT {NAMES} FROM contact ORDER BY contact.id")
        target.executemany(f"INSERT INTO contact VALUES ({marks})", rows)
    source.close()
    target.close()


def picture() -> bytes:
    command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def started(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """(seconds from the start to the picture that stays, megabytes then)."""
    before, began = picture(), time.perf_counter()
    ran = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        last, since = before, began
        while time.perf_counter() - began < LONGEST:
            now = picture()
            if now != last:
                last, since = now, time.perf_counter()
            elif last != before and time.perf_counter() - since > STEADY:
                break
        return since - began, memory(psutil.Process(ran.pid))
    finally:
        ran.terminate()
        ran.wait()


def db_browser(folder: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as place:
        file = Path(place) / "plain.db"
        plain_copy(folder, file)
        environment = dict(os.environ, HOME=place)
        runs = [started([PROGRAM, "-t", "contact", str(file)], environment) for _ in range(3)]
    return {
        "DB Browser for SQLite, start to rows, ms": 1000 * sorted(runs)[1][0],
        "DB Browser for SQLite, memory (PSS), MB": sorted(runs)[1][1],
    }
