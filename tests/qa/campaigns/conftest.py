"""Fixtures of the campaigns: figures for the report, and real processes of the program."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from contactdesk.profile.accounts import Accounts
from tests.qa.campaigns import file_keyring

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_S = 60.0
"""A process that takes longer counts as hung."""
NEVER_SET = threading.Event()
"""Waiting for it with a timeout is the pause between two polls."""


@pytest.fixture
def figures(record_property, capsys):
    """`figures(name, number)` writes to the JUnit report and the terminal."""

    def note(name: str, number: object) -> None:
        record_property(name, number)
        with capsys.disabled():
            sys.stdout.write(f" [{name} {number}]")

    return note


class Puppet:
    """A program under remote control: evaluates expressions sent by a test. See puppet.py.

    `within` is a command that runs the program, such as `ip netns exec …`.
    """

    def __init__(
        self, arguments: list[str], environment: dict[str, str], folder: Path, within: Sequence[str]
    ) -> None:
        reading, writing = os.pipe()
        self._answers, self._unread = reading, b""
        self.out, self.errors = (folder / f"{name}{writing}" for name in ("out", "err"))
        with self.out.open("wb") as out, self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [
                    *within,
                    sys.executable,
                    "-m",
                    "tests.qa.campaigns.puppet",
                    str(writing),
                    *arguments,
                ],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=errors,
                env=environment,
                pass_fds=[writing],
                cwd=ROOT,
                bufsize=0,
                start_new_session=True,
            )
        os.close(writing)

    def ask(self, expression: str) -> object:
        self.process.stdin.write(expression.encode() + b"\n")
        while b"\n" not in self._unread:
            assert select.select([self._answers], [], [], TIMEOUT_S)[0], f"no answer: {expression}"
            read = os.read(self._answers, 65536)
            assert read, f"the program has ended: {self.errors.read_text()[-3000:]}"
            self._unread += read
        line, _, self._unread = self._unread.partition(b"\n")
        answer = json.loads(line)
        assert not (isinstance(answer, dict) and "failed" in answer), (expression, answer)
        return answer

    def until(self, expression: str) -> object:
        """Polls the expression until it is true, and gives its value."""
        ends = time.monotonic() + TIMEOUT_S
        while not (found := self.ask(expression)):
            assert time.monotonic() < ends, f"never true: {expression}"
            NEVER_SET.wait(0.02)
        return found

    def close(self) -> tuple[int, float]:
        """Closes the window: (exit code, seconds until the process ended)."""
        began = time.monotonic()
        self.process.stdin.write(b"window.close()\n")
        code = self.process.wait(TIMEOUT_S)
        return code, time.monotonic() - began

    def kill(self) -> None:
        """Kills the program and the command it runs within."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def leave(self) -> None:
        """Closes the window of a program that runs within another command; any exit code is accepted."""
        self.process.stdin.write(b"window.close()\n")
        self.process.wait(TIMEOUT_S)

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self.process.stdin.close()
        os.close(self._answers)


class Place:
    """A home folder with a profile and a file keyring; `start` runs the program on it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.profile = folder, folder / "profile"
        self.keyring = folder / "keyring.json"
        self.running: list[Puppet] = []
        for name in ("home", "run", "tmp"):
            (folder / name).mkdir(mode=0o700)
        self.environment = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
        } | {
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "TMPDIR": str(folder / "tmp"),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": f"{file_keyring.__name__}.Keyring",
            file_keyring.PATH_VARIABLE: str(self.keyring),
        }

    def fill(self, sandbox, providers=()) -> Accounts:
        """Adds an account at each of these vendors (default: all), with its key in the keyring."""
        accounts = Accounts.load(self.profile / "accounts.toml")
        keys = {}
        for made in sandbox.accounts:
            if not providers or made["provider"] in providers:
                account = accounts.add(made["provider"], made["provider"], made["base_url"])
                keys[f"contactdesk/{account.id} key"] = made["key"]
        self.keyring.write_text(json.dumps(keys))
        return accounts

    def start(self, *, within: Sequence[str] = ()) -> Puppet:
        """Starts the program on the profile, through the command `within` if one is given."""
        arguments = ["--profile", str(self.profile)]
        self.running.append(Puppet(arguments, self.environment, self.folder, within))
        return self.running[-1]

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        """Runs `contactdesk` with these arguments until it exits."""
        return subprocess.run(
            [sys.executable, "-m", "contactdesk", *arguments],
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
            timeout=TIMEOUT_S,
        )


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    for each in place.running:
        each.end()


ROWS = "(browser().table_model.rowCount() if browser() else 0)"
BANNERS = "([b.notice().words + b.notice().detail for b in browser().banners._banners.values()] if browser() else [])"
