"""A throw-away desktop session: home, X server, window manager, D-Bus, keyring."""

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

READY_TIMEOUT_S = 10.0
"""Time for the X server, the window manager and the keyring to start, each."""

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
"""Variables of the user's own desktop, which would change what the tests see."""

HIDDEN_PREFIXES = ("XDG_", "QT_", "QML", "CONTACTDESK_TEST_")

ROUND_TRIP = """
import keyring, keyring.backends.SecretService as service
ring = service.Keyring()
ring.set_password("contactdesk/round trip", "key", "made up")
found = ring.get_password("contactdesk/round trip", "key")
ring.delete_password("contactdesk/round trip", "key")
raise SystemExit(found != "made up")
"""


def say(text: str) -> None:
    """Reports a step on standard error."""
    print(f"• {text}", file=sys.stderr, flush=True)


def clean_environment(home: Path) -> dict[str, str]:
    """This process's variables without those of the user's desktop, and with a new home."""
    kept = {n: v for n, v in os.environ.items() if n not in HIDDEN}
    kept = {n: v for n, v in kept.items() if not n.startswith(HIDDEN_PREFIXES)}
    run = home / "run"
    run.mkdir(mode=0o700)
    _forbid_prompts(run)
    # Qt warns about locales that are not UTF-8, and no test may depend on the machine's.
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(run), "LC_ALL": "C.UTF-8"}


def _forbid_prompts(run: Path) -> None:
    """Keeps keyrings from opening a prompt: nobody would answer it, and the caller would hang."""
    services = run / "dbus-1" / "services"
    services.mkdir(parents=True)
    for name in ("org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"):
        text = f"[D-BUS Service]\nName={name}\nExec=/bin/false\n"
        (services / f"{name}.service").write_text(text, encoding="utf-8")


@contextmanager
def thrown_away(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a session that ends with the `with` block.

    `settings` override it; with a Qt platform among them, no X server is started.
    """
    if sys.platform != "linux":
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen", **settings}
        return
    # A short name: socket paths are limited to 107 bytes.
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
    """An X server with a window manager, or off-screen without one."""
    number = _start_x_server(environment, running)
    if not number:
        say("off-screen: no X server could be started")
        return {"QT_QPA_PLATFORM": "offscreen"}
    found = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = _start_window_manager({**environment, **found}, running)
    say(f"X server {found['DISPLAY']}, {manager}")
    return found


def _start_x_server(environment: dict[str, str], running: list[subprocess.Popen[bytes]]) -> str:
    """The display number, chosen by the server; "" if it cannot start."""
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
    """Starts a window manager and waits until it is ready; says which it is."""
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
    end = time.monotonic() + READY_TIMEOUT_S
    while not started.exists() and manager.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    return "openbox" if started.exists() else "openbox does not answer"


def in_session(python: Path, command: Sequence[str]) -> list[str]:
    """The command, wrapped to run on its own D-Bus with a keyring if both are installed."""
    if sys.platform != "linux" or not shutil.which("dbus-run-session"):
        return list(command)
    return ["dbus-run-session", "--", str(python), __file__, *command]


def _has_secret_service() -> bool:
    """Starts a keyring and does a round trip: that unlocking succeeds proves nothing."""
    if not shutil.which("gnome-keyring-daemon"):
        return False
    daemon = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
    none = subprocess.DEVNULL
    try:
        subprocess.run(daemon, input=b"\n", timeout=READY_TIMEOUT_S, stdout=none, stderr=none)
        # In a child process: a keyring that asks for a password never answers.
        trial = [sys.executable, "-c", ROUND_TRIP]
        tried = subprocess.run(trial, timeout=READY_TIMEOUT_S, stdout=none, stderr=none)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def main(command: list[str]) -> NoReturn:
    """Inside the new session: checks its keyring, then becomes the command."""
    if _has_secret_service():
        os.environ["CONTACTDESK_TEST_SECRETSERVICE"] = "1"
        say("a Secret Service, checked by writing and reading")
    else:
        say("no working Secret Service: tests marked secretservice are skipped")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
