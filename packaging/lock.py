#!/usr/bin/env python3
"""Updates both locks from pyproject.toml: python3 packaging/lock.py [--upgrade].

A lock serves every Python from 3.11 and every platform, by markers. Without --upgrade, locked
releases stay as long as pyproject.toml allows them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = ROOT / "packaging" / "requirements.lock"
DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"
HEADER = "# Made by packaging/lock.py from pyproject.toml. Python 3.11 and newer, every platform.\n"
PINNED = re.compile(r"([A-Za-z0-9._-]+)==(\S+?)(?:\s*;\s*(.+?))?\s*\\?$")
BANNED = "apsw"
"""Owns the same files as apsw-sqlite3mc; with both installed, the index is not encrypted."""


def pinned(text: str) -> list[tuple[str, str, str]]:
    """(name, version, marker) of every package in a lock's text."""
    found = [PINNED.match(line) for line in text.splitlines()]
    return [(m[1], m[2], m[3] or "") for m in found if m]


def problems(text: str) -> list[str]:
    """What is wrong with a lock's text: no hash, another index, a banned package."""
    found = []
    for requirement in re.split(r"\n(?=\S)", text):
        first = requirement.split("\n", 1)[0]
        if not first or first.startswith("#"):
            continue
        match = PINNED.match(first)
        if match is None:
            found.append(f"not a pinned package: {first}")
        elif "--hash=sha256:" not in requirement:
            found.append(f"without a hash: {first}")
        elif match[1].lower() == BANNED:
            found.append(f"{BANNED} must never be installed beside apsw-sqlite3mc")
    if "://" in text or "file:" in text:
        found.append("an address or a path of one machine stands in it")
    return found


def find_uv(folder: Path) -> str:
    """uv from the PATH, or installed into an environment in this folder."""
    if found := shutil.which("uv"):
        return found
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=True)
    return str(python.parent / "uv")


def compile_lock(uv: str, lock: Path, options: list[str]) -> None:
    """Lets uv choose the versions, without this machine's own package settings."""
    settings = ("UV_", "PIP_")
    environment = {n: v for n, v in os.environ.items() if not n.startswith(settings)}
    command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-config", "--no-build", "--quiet"]
    command += ["--default-index", "https://pypi.org/simple", "--no-emit-index-url"]
    command += ["--output-file", str(lock.relative_to(ROOT)), *options]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    text = HEADER + lock.read_text(encoding="utf-8")
    if found := problems(text):
        raise SystemExit(f"{lock.name}: " + "; ".join(found))
    lock.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    with tempfile.TemporaryDirectory() as folder:
        uv = find_uv(Path(folder) / "uv")
        compile_lock(uv, RUN_LOCK, upgrade)
        constraint = ["--constraint", str(RUN_LOCK.relative_to(ROOT))]
        compile_lock(uv, DEV_LOCK, [*upgrade, "--group", "dev", *constraint])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
