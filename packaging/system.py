"""System packages: the libraries Qt needs, and the tools the tests use."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

import lock

from contactdesk.app import preflight

INSTALLERS = (
    ("apt-get", ["apt-get", "install", "-y", "--no-install-recommends"]),
    ("dnf", ["dnf", "install", "-y"]),
    ("pacman", ["pacman", "-S", "--needed", "--noconfirm"]),
)
"""In the order of preflight.Packages."""


@dataclass(frozen=True)
class Tool:
    """A tool the tests use if it is installed, and what is skipped without it."""

    packages: preflight.Packages
    present: Callable[[], bool]
    without: str


def _on_path(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _system_python_has(module: str) -> Callable[[], bool]:
    def has_module() -> bool:
        python = "/usr/bin/python3"
        code = f"import {module}"
        return os.path.exists(python) and _quiet([python, "-c", code]).returncode == 0

    return has_module


def _any_file(*patterns: str) -> Callable[[], bool]:
    return lambda: any(found for p in patterns for found in Path("/usr").glob(p))


TOOLS = (
    Tool(
        ("xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
        _on_path("Xvfb"),
        "no X server: tests marked x11 are skipped",
    ),
    Tool(
        ("dbus", "dbus-daemon", "dbus"),
        _on_path("dbus-run-session"),
        "no session bus: tests of the Secret Service and of accessibility are skipped",
    ),
    Tool(
        ("gnome-keyring", "gnome-keyring", "gnome-keyring"),
        _on_path("gnome-keyring-daemon"),
        "no Secret Service: tests marked secretservice are skipped",
    ),
    Tool(
        ("openbox", "openbox", "openbox"),
        _on_path("openbox"),
        "no window manager: windows are placed and given the focus by nobody",
    ),
    Tool(
        ("xdotool", "xdotool", "xdotool"),
        _on_path("xdotool"),
        "no xdotool: nothing is typed or clicked from outside the program",
    ),
    Tool(
        ("at-spi2-core", "at-spi2-core", "at-spi2-core"),
        _any_file("libexec/at-spi-bus-launcher", "lib/at-spi2-core/at-spi-bus-launcher"),
        "no accessibility bus: tests through AT-SPI are skipped",
    ),
    Tool(
        ("python3-pyatspi", "python3-pyatspi", "python-atspi"),
        _system_python_has("pyatspi"),
        "the system's Python has no pyatspi: tests through AT-SPI are skipped",
    ),
    Tool(
        ("fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu"),
        _any_file("share/fonts/**/DejaVuSans.ttf"),
        "no DejaVu fonts: text is drawn with whatever is there",
    ),
)


def say(text: str) -> None:
    """Reports a step on standard error."""
    print(f"• {text}", file=sys.stderr, flush=True)


def give_up(text: str) -> NoReturn:
    print(f"✗ {text}", file=sys.stderr, flush=True)
    raise SystemExit(2)


def _quiet(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True)


def _as_root(may_ask: bool) -> list[str] | None:
    """The prefix that runs a command as root; None if there is no way to."""
    if os.name != "posix":
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if _quiet(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if may_ask and sys.stdin.isatty() and not os.environ.get("CI") else None


def install(packages: Sequence[preflight.Packages], why: str, may_ask: bool) -> bool:
    """Installs system packages if allowed, and says what it does. Returns whether it did.

    CONTACTDESK_NO_SYSTEM forbids it. With `may_ask`, sudo may ask for a password.
    """
    at = next((n for n, (tool, _) in enumerate(INSTALLERS) if shutil.which(tool)), None)
    if at is None:
        return False
    names = list(dict.fromkeys(name for each in packages if (name := each[at])))
    command = [*INSTALLERS[at][1], *names]
    before = None if os.environ.get("CONTACTDESK_NO_SYSTEM") else _as_root(may_ask)
    if not names or before is None:
        if names:
            say(f"{why}: not installed: no root here. To install: sudo {' '.join(command)}")
        return False
    say(f"{why}: {' '.join(command)}")
    if at == 0:
        _update_lists(tuple(before))
        before = [*before, "env", "DEBIAN_FRONTEND=noninteractive"]
    done = _quiet([*before, *command])
    if done.returncode:
        say("that failed: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return done.returncode == 0


@cache
def _update_lists(before: tuple[str, ...]) -> None:
    """Runs once. A list that fails may not be needed."""
    _quiet([*before, "apt-get", "update", "-qq"])


def unpack(packages: Sequence[str], folder: Path, alone: bool = False) -> bool:
    """Unpacks Debian packages and their missing dependencies into a folder, without root.

    With `alone`, only the packages themselves. Returns whether it worked.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    with tempfile.TemporaryDirectory() as name:
        downloads = Path(name)
        # apt's own lists may be absent (in containers) and are not ours to write.
        for part in ("lists/partial", "cache/archives/partial"):
            (downloads / part).mkdir(parents=True)
        apt = ["apt-get", "-qq", "-o", f"Dir::State::lists={name}/lists"]
        apt += ["-o", f"Dir::Cache={name}/cache", "-o", "Debug::NoLocking=1"]
        _quiet([*apt, "update"])
        wanted = list(packages) if alone else _not_installed(apt, packages)
        if not wanted:
            return False
        say(f"no root: unpacking system packages into {folder}: {' '.join(wanted)}")
        got = subprocess.run([*apt, "download", *wanted], cwd=name, capture_output=True, text=True)
        if got.returncode:
            say("that failed: " + (got.stderr.strip().splitlines() or ["no reason given"])[-1])
            return False
        for file in downloads.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", file, folder], check=True)
    return True


def _not_installed(apt: list[str], packages: Sequence[str]) -> list[str]:
    """These packages and their dependencies, without those already installed."""
    said = _quiet([*apt, "install", "-s", "--no-install-recommends", *packages]).stdout
    return [line.split()[1] for line in said.splitlines() if line.startswith("Inst ")]


def qt_libraries(venv: Path, wanted: str) -> dict[str, str]:
    """Environment variables under which Qt starts; installs its libraries if needed.

    `wanted` is the preferred Qt platform; the fallback is off-screen.
    """
    gone = preflight.missing(wanted)
    if gone and not install(list(gone.values()), "libraries for Qt", may_ask=True):
        gone = preflight.missing("offscreen")
        found = _private_libraries(venv, gone) if gone else {}
        return {**found, "QT_QPA_PLATFORM": "offscreen"}
    if left := _still_missing(wanted):
        give_up(preflight.install_advice(left, preflight.family()))
    return {}


def _still_missing(wanted: str) -> dict[str, preflight.Packages]:
    """Checked in a new process: the loader of this one may have cached what is missing."""
    code = (
        "import sys; from contactdesk.app import preflight; print(*preflight.missing(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, wanted]
    done = subprocess.run(command, cwd=lock.ROOT, capture_output=True, text=True, check=True)
    known = preflight.needed(wanted)
    return {soname: known[soname] for soname in done.stdout.split()}


def _private_libraries(venv: Path, gone: dict[str, preflight.Packages]) -> dict[str, str]:
    """Unpacks system libraries inside the environment; returns variables that point Qt to them."""
    folder = venv / "system"
    packages = sorted({packages[0] for packages in gone.values()} | {"fonts-dejavu-core"})
    done = folder / "unpacked"
    if not done.exists() or done.read_text(encoding="utf-8").split() != packages:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if not unpack(packages, folder):
            give_up(preflight.install_advice(gone, preflight.family()))
        done.write_text("\n".join(packages), encoding="utf-8")
    places = [f"{top}lib/{platform.machine()}-linux-gnu" for top in ("usr/", "")]
    paths = [str(folder / place) for place in places if (folder / place).is_dir()]
    if already := os.environ.get("LD_LIBRARY_PATH"):
        paths.append(already)
    variables = {"LD_LIBRARY_PATH": ":".join(paths)}
    if not os.path.exists("/etc/fonts/fonts.conf"):
        # Without a configuration, every glyph is an empty box.
        variables["FONTCONFIG_FILE"] = str(_write_font_settings(folder))
    if not os.path.isdir("/usr/share/X11/xkb"):
        variables["XKB_CONFIG_ROOT"] = str(folder / "usr/share/X11/xkb")
    return variables


def _write_font_settings(folder: Path) -> Path:
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts</dir><dir>{folder}/usr/share/fonts</dir>"
        f"<cachedir>{folder}/font-cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return settings


def test_tools() -> None:
    """Installs the tools the tests use, if allowed; says what is skipped without them."""
    if sys.platform != "linux":
        return
    absent = [tool for tool in TOOLS if not tool.present()]
    if absent:
        wanted = [tool.packages for tool in absent]
        if not install(wanted, "tools for the tests", may_ask=False):
            for each in wanted if _as_root(may_ask=False) is not None else ():
                install([each], "one tool for the tests", may_ask=False)
    for tool in absent:
        if not tool.present():
            say(tool.without)
