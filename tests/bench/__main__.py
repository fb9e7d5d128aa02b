"""python -m tests.bench --contacts N [--json FILE]: fills an index, measures the window on it."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.filling import filled

ROOT = Path(__file__).resolve().parents[2]


def measured(contacts: int) -> dict[str, float]:
    """Everything at one size; the window in a process of its own, started twice to be warm."""
    with tempfile.TemporaryDirectory(prefix="contactdesk-bench-") as folder:
        found = filled(Path(folder), contacts)
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        if not environment.get("DISPLAY"):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        command = [sys.executable, "-m", "tests.bench.window", folder]
        for _ in range(2):
            ran = subprocess.run(
                command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
            )
        return found | json.loads(ran.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--contacts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    results = {size: measured(size) for size in chosen.contacts}
    names = list(dict.fromkeys(name for found in results.values() for name in found))
    width = max(map(len, names))
    lines = [" " * width + "".join(f" {size:>12,}" for size in results)]
    for name in names:
        cells = "".join(f" {found[name]:>12,.2f}" for found in results.values())
        lines.append(f"{name:<{width}}{cells}")
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
