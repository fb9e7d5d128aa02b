"""A desktop session that is thrown away: home, X server, window manager, D-Bus, keyring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

READY_IN = 10.0
"""Seconds for the X server, the window manager and the keyring to be there, each."""

HIDDEN = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
    "PYTHONHOME",
    "LANGUAGE",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
)
"""Settings of the person at the keyboard that would change what the tests see."""

HIDDEN_BEGINNINGS = ("XDG_", "QT_", "QML", "CONTACTDESK_TEST_")

ROUND_TRIP = """
import keyring, keyring.backends.SecretService as service
ring = service.Keyring()
ring.set_password("contactdesk/round trip", "key", "made up")
found = ring.get_password("contactdesk/round trip", "key")
ring.delete_password("contactdesk/round trip", "key")
raise SystemExit(found != "made up")
"""


def say(text: str) -> None:
    """A line on standard error about what is being done."""
    print(f"• {text}", file=sys.stderr, flush=True)


def clean_environment(home: Path) -> dict[str, str]:
    """This process's variables without the user's own desktop, and with a home of their own."""
    kept = {n: v for n, v in os.environ.items() if n not in HIDDEN}
    kept = {n: v for n, v in kept.items() if not n.startswith(HIDDEN_BEGINNINGS)}
    run = home / "run"
    run.mkdir(mode=0o700)
    _forbid_prompts(run)
    # Qt complains of a locale that is not UTF-8, and no test may depend on the machine's own.
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(run), "LC_ALL": "C.UTF-8"}


def _forbid_prompts(run: Path) -> None:
    """No keyring may open a window to ask: nobody would answer, and the caller waits for ever."""
    services = run / "dbus-1" / "services"
    services.mkdir(parents=True)
    for name in ("org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"):
        text = f"[D-BUS Service]\nName={name}\nExec=/bin/false\n"
        (services / f"{name}.service").write_text(text, encoding="utf-8")


@contextmanager
def thrown_away(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a session that ends, and is removed, with the `with` block.

    `settings` come on top; where they name a Qt platform there is no X server.
    """
    if sys.platform != "linux":
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen", **settings}
        return
    # A short name: the path of a socket may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="cd-"))
    running: list[subprocess.Popen[bytes]] = []
    try:
        environment = {**clean_environment(home), **settings}
        if "QT_QPA_PLATFORM" not in environment:
            environment |= _display(environment, running)
        yield environment
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _display(environment: dict[str, str], running: list[subprocess.Popen[bytes]]) -> dict[str, str]:
    """An X server with a window manager on it, or off-screen where there is none."""
    number = _start_x_server(environment, running)
    if not number:
        say("off-screen: no X server could be started")
        return {"QT_QPA_PLATFORM": "offscreen"}
    found = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = _start_window_manager({**environment, **found}, running)
    say(f"X server {found['DISPLAY']}, {manager}")
    return found


def _start_x_server(environment: dict[str, str], running: list[subprocess.Popen[bytes]]) -> str:
    """The number of a display, "" where none could be made. The server itself chooses it."""
    if not shutil.which("Xvfb"):
        return ""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running.append(server)
    os.close(writing)
    with os.fdopen(reading) as told:
        return told.readline().strip()


def _start_window_manager(
    environment: dict[str, str], running: list[subprocess.Popen[bytes]]
) -> str:
    """What there is of a window manager, in words; waits until it manages windows."""
    if not shutil.which("openbox"):
        return "no window manager"
    started = Path(environment["HOME"]) / "window-manager-started"
    manager = subprocess.Popen(
        ["openbox", "--startup", f"touch {started}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running.append(manager)
    end = time.monotonic() + READY_IN
    while not started.exists() and manager.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    return "openbox" if started.exists() else "openbox does not answer"


def in_session(python: Path, command: Sequence[str]) -> list[str]:
    """The command, run on a D-Bus of its own with a keyring where both can be had."""
    if sys.platform != "linux" or not shutil.which("dbus-run-session"):
        return list(command)
    return ["dbus-run-session", "--", str(python), __file__, *command]


def _has_secret_service() -> bool:
    """Starts a keyring and tries it: that its unlocking ends well proves nothing."""
    if not shutil.which("gnome-keyring-daemon"):
        return False
    daemon = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
    none = subprocess.DEVNULL
    try:
        subprocess.run(daemon, input=b"\n", timeout=READY_IN, stdout=none, stderr=none)
        # In a process of its own: a keyring that asks for a password never answers.
        trial = [sys.executable, "-c", ROUND_TRIP]
        tried = subprocess.run(trial, timeout=READY_IN, stdout=none, stderr=none)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def main(command: list[str]) -> NoReturn:
    """Inside the new session: looks for its keyring, then becomes the command."""
    if _has_secret_service():
        os.environ["CONTACTDESK_TEST_SECRETSERVICE"] = "1"
        say("a Secret Service, tried by writing and reading")
    else:
        say("no Secret Service that works: tests marked secretservice are skipped")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
