"""python -m tests.qa.bench --contacts N [N…] [--json FILE] [--keep DIR]: all figures, with baselines.

--faults measures instead how long each fault of the sandbox blocks the window; --screen-reader, the
waiting times of a screen reader (AT-SPI); --paging, the pages that come while somebody pages down;
--search-memory, what searches leave in memory.
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

from tests.qa.bench.db_browser import measure_db_browser, why_unavailable
from tests.qa.bench.fill_index import fill_once
from tests.qa.bench.screen_reader import measure_screen_reader
from tests.qa.bench.screen_reader import why_unavailable as why_no_screen_reader

ROOT = Path(__file__).resolve().parents[3]


def run_module(module: str, *arguments: str, times: int = 1) -> dict[str, float]:
    """The figures a module prints when run as a process; of several runs, the last one counts."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    # The first of two runs leaves compiled modules behind, as an installer does. Without them the
    # second would measure Python's compiler.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", f"tests.qa.bench.{module}", *arguments]
    for _ in range(times):
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_size(folder: Path, contacts: int) -> dict[str, float]:
    """All figures for one number of contacts; fills the folder's index if there is none yet."""
    found = fill_once(folder, contacts)
    found |= run_module("empty_window", times=2)
    found |= run_module("window", str(folder), times=2)
    found |= run_module("memories", str(folder))
    found |= run_module("memory_views")
    found |= run_module("people", str(folder))
    found |= run_module("changes")
    # Written to are copies: the index may be kept for the next run.
    for module in ("links", "ingest_load"):
        with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as copy:
            for name in ("index.db", "accounts.toml"):
                shutil.copy(folder / name, copy)
            found |= run_module(module, copy)
    if not why_unavailable():
        found |= measure_db_browser(folder)
    return found


def measure_size_with_screen_reader(folder: Path, contacts: int) -> dict[str, float]:
    """A screen reader's waiting times for one number of contacts."""
    found = fill_once(folder, contacts)
    return measure_screen_reader(folder, int(found["contacts"]))


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
    parser.add_argument("--keep", type=Path, help="keep the filled indexes here, for the next run")
    parser.add_argument("--faults", nargs="*", metavar="KIND", help="all kinds, or only these")
    parser.add_argument(
        "--screen-reader", action="store_true", help="only a screen reader's waiting times"
    )
    parser.add_argument(
        "--paging", nargs="*", metavar="SECONDS", help="vendors that take so long an answer"
    )
    parser.add_argument("--search-memory", nargs="*", metavar="SEARCHES", help="default: 2,000")
    chosen = parser.parse_args()
    alone = (("paging", chosen.paging), ("search_memory", chosen.search_memory))
    for module, arguments in alone:
        if arguments is not None:
            found = run_module(module, *arguments)
            sys.stdout.write("".join(f"{name}: {value:g}\n" for name, value in found.items()))
            return 0
    if chosen.faults is not None:
        return subprocess.run(
            [sys.executable, "-m", "tests.qa.bench.faults", *chosen.faults], cwd=ROOT
        ).returncode
    if chosen.screen_reader and (why := why_no_screen_reader()):
        parser.error(f"a screen reader cannot be measured here: {why}")
    measure = measure_size_with_screen_reader if chosen.screen_reader else measure_size
    results = {}
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as scratch:
        for size in chosen.contacts:
            results[size] = measure((chosen.keep or Path(scratch)) / f"n{size}", size)
    sys.stdout.write(table(results) + "\n")
    if not chosen.screen_reader and (why := why_unavailable()):
        sys.stdout.write(f"DB Browser for SQLite was not measured: {why}.\n")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
