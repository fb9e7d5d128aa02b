"""The virtual environment: created, filled from a lock with hashes, and checked."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import lock
import system

MIN_PYTHON = (3, 11)
VENV = Path(os.environ.get("CONTACTDESK_VENV") or lock.ROOT / ".venv").absolute()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "contactdesk-locks"
"""One line for each installed lock: the hash of its text."""


def prepare(chosen: Path) -> None:
    """Makes sure that `.venv` exists and contains what this lock lists."""
    text = chosen.read_text(encoding="utf-8")
    if found := lock.problems(text):
        system.give_up(f"{chosen.name} cannot be used: " + "; ".join(found))
    uv = shutil.which("uv")
    if not _works():
        _make(uv)
    if _digest(text) not in _stamped():
        _install(chosen, uv)
        with STAMP.open("a", encoding="utf-8") as stamp:
            # The development lock contains the other one.
            locks = {chosen, lock.RUN_LOCK} if chosen == lock.DEV_LOCK else {chosen}
            stamp.writelines(_digest(each.read_text(encoding="utf-8")) + "\n" for each in locks)
    if _has_banned():
        system.give_up(f"The package {lock.BANNED} is in {VENV}. Delete that folder, start again.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stamped() -> set[str]:
    return set(STAMP.read_text(encoding="utf-8").split()) if STAMP.exists() else set()


def _works() -> bool:
    """Whether the environment's Python starts and is new enough; pip may still be missing."""
    if not PYTHON.exists():
        return False
    code = f"import sys; sys.exit(sys.version_info < {MIN_PYTHON})"
    return subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def _make(uv: str | None) -> None:
    system.say(f"creating {VENV} with {'uv' if uv else 'venv'}")
    if VENV.exists():
        _clear()
    if uv is None:
        _make_with_venv()
        return
    made = subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, VENV])
    if made.returncode:
        system.give_up("uv could not make the environment (see above)")


def _clear() -> None:
    """Deletes an environment, and never a folder that is something else."""
    if not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
        system.give_up(
            f"{VENV} exists and is not a Python environment. Move it away, then start again."
        )
    shutil.rmtree(VENV)


def _make_with_venv() -> None:
    command: Sequence[str | Path] = [sys.executable, "-m", "venv", VENV]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode and "ensurepip" in made.stdout + made.stderr:
        shutil.rmtree(VENV, ignore_errors=True)
        package = f"python3.{sys.version_info[1]}-venv"
        if not system.install([(package, "", "")], "Python's venv", may_ask=True):
            _make_without_ensurepip()
            return
        made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        system.give_up("The environment could not be made:\n" + made.stdout + made.stderr)


def _make_without_ensurepip() -> None:
    """Debian moves ensurepip into a package of its own; its pip wheel can be unpacked here."""
    made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV])
    folder = VENV / "pip-wheel"
    unpacked = made.returncode == 0 and system.unpack(["python3-pip-whl"], folder, alone=True)
    wheel = next(folder.glob("usr/share/python-wheels/pip-*.whl"), None) if unpacked else None
    if wheel is None:
        package = f"python3.{sys.version_info[1]}-venv"
        system.give_up(f"This Python cannot make environments: sudo apt-get install {package}")
    command = [PYTHON, wheel / "pip", "install", "--quiet", "--no-index", wheel]
    if subprocess.run(list(map(str, command))).returncode:
        system.give_up("pip could not be put into the environment (see above)")
    shutil.rmtree(folder)


def _install(chosen: Path, uv: str | None) -> None:
    system.say(f"installing the packages of {chosen.name}")
    # A lock is whole. Left to resolve, pip takes `name[extra]` from the newest release instead.
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
    options += ["-r", str(chosen)]
    # An environment made by uv has no pip; one made without uv may be filled by uv later.
    has_pip = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    environment = {n: v for n, v in os.environ.items() if n not in ("PIP_USER", "PIP_TARGET")}
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON), *options]
    elif has_pip:
        command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", *options]
    else:
        system.give_up(f"{VENV} has no pip in it. Delete that folder, start again.")
    if subprocess.run(command, env=environment).returncode:
        system.give_up("installing the packages failed (see above)")


def _has_banned() -> bool:
    places = ("lib/python3.*/site-packages", "Lib/site-packages")
    return any(found for p in places for found in VENV.glob(f"{p}/{lock.BANNED}-*.dist-info"))
