"""python -m tests.qa.bench --contacts N [N…] [--json FILE] [--keep DIR]: every target with its floor.

With --faults instead: how long the window is held while it meets each fault of the sandbox. With
--screen-reader: what somebody waits for who reads the window over AT-SPI.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.qa.bench.filling import filled
from tests.qa.bench.peers import db_browser, missing
from tests.qa.bench.screen_reader import missing as unreadable
from tests.qa.bench.screen_reader import screen_reader

ROOT = Path(__file__).resolve().parents[3]


def ran(module: str, *words: str, times: int = 1) -> dict[str, float]:
    """What a module says as a process of its own; run so often, the last time counts."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    # The first of two runs leaves compiled modules behind, as an installer does: without them the
    # second would measure Python's compiler, and the window's own modules are not the floor's.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", f"tests.qa.bench.{module}", *words]
    for _ in range(times):
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(folder: Path, contacts: int) -> dict[str, float]:
    """Everything at one size, in an index that is made where there is none yet."""
    found = filled(folder, contacts)
    found |= ran("empty", times=2)
    found |= ran("window", str(folder), times=2)
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as copy:
        # Pages pour into a copy: the index may be kept for the next run.
        for name in ("index.db", "accounts.toml"):
            shutil.copy(folder / name, copy)
        found |= ran("pouring", copy)
    if not missing():
        found |= db_browser(folder)
    return found


def read_aloud(folder: Path, contacts: int) -> dict[str, float]:
    """What a screen reader's user waits for, at one size."""
    found = filled(folder, contacts)
    return screen_reader(folder, int(found["contacts"]))


def table(results: dict[int, dict[str, float]]) -> str:
    names = list(dict.fromkeys(name for found in results.values() for name in found))
    width = max(map(len, names))
    lines = [" " * width + "".join(f" {size:>12,}" for size in results)]
    for name in names:
        cells = (
            f" {found[name]:>12,.2f}" if name in found else " " * 12 + "–"
            for found in results.values()
        )
        lines.append(f"{name:<{width}}{''.join(cells)}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--contacts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder for filled indexes, to use them again")
    parser.add_argument("--faults", nargs="*", metavar="KIND", help="all, or these kinds")
    parser.add_argument("--screen-reader", action="store_true", help="only what one waits for")
    chosen = parser.parse_args()
    if chosen.faults is not None:
        return subprocess.run(
            [sys.executable, "-m", "tests.qa.bench.faults", *chosen.faults], cwd=ROOT
        ).returncode
    if chosen.screen_reader and (why := unreadable()):
        parser.error(f"no screen reader can be tried here: {why}")
    measure = read_aloud if chosen.screen_reader else measured
    results = {}
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as away:
        for size in chosen.contacts:
            results[size] = measure((chosen.keep or Path(away)) / f"n{size}", size)
    sys.stdout.write(table(results) + "\n")
    if not chosen.screen_reader and (why := missing()):
        sys.stdout.write(f"DB Browser for SQLite was left out: {why}.\n")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
