"""contactdesk.profile.lock: one lock between real processes, and what its holder announces."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from contactdesk.profile.lock import Lock, read_announcement

posix = pytest.mark.skipif(os.name != "posix", reason="modes and signals are POSIX's")
HOLD = """
import sys
from pathlib import Path
from contactdesk.profile.lock import Lock
lock = Lock.take(Path(sys.argv[1]))
if lock is not None:
    lock.announce(4711, "first-word")
print("taken" if lock else "busy", flush=True)
sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def other(tmp_path):
    """Starts another process that tries for the lock; gives it and what it said."""
    started = []

    def start(path: Path):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_only_one_process_gets_the_lock(tmp_path, other):
    path = tmp_path / "lock"
    _process, said = other(path)
    assert said == "taken"
    assert Lock.take(path) is None
    assert read_announcement(path) == (4711, "first-word")
    _third, said = other(path)
    assert said == "busy"


def test_lock_is_free_after_its_holder_ends(tmp_path, other):
    path = tmp_path / "lock"
    process, _said = other(path)
    process.communicate("")
    lock = Lock.take(path)
    assert lock is not None
    lock.release()


@posix
def test_killed_holder_leaves_no_lock_and_no_announcement(tmp_path, other):
    path = tmp_path / "lock"
    process, _said = other(path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read_announcement(path) == (4711, "first-word")  # stale, but nobody reads it:
    lock = Lock.take(path)
    assert lock is not None
    assert read_announcement(path) is None
    lock.release()


def test_lock_is_exclusive_within_a_process(tmp_path):
    path = tmp_path / "lock"
    lock = Lock.take(path)
    assert lock is not None
    assert Lock.take(path) is None
    lock.release()
    lock.release()
    again = Lock.take(path)
    assert again is not None
    again.release()


def test_announcement_replaces_the_previous_one(tmp_path):
    path = tmp_path / "lock"
    lock = Lock.take(path)
    lock.announce(50000, "a-rather-long-word")
    lock.announce(1, "b")
    assert read_announcement(path) == (1, "b")
    lock.release()
    assert read_announcement(path) is None


@posix
def test_lock_file_is_private(tmp_path):
    previous = os.umask(0)
    try:
        lock = Lock.take(tmp_path / "lock")
    finally:
        os.umask(previous)
    assert mode(tmp_path / "lock") == 0o600
    lock.release()


@posix
def test_symbolic_link_is_not_followed(tmp_path):
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic"):
        Lock.take(tmp_path / "lock")
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize(
    "content",
    [b"", b"4711", b"4711 \n", b"0 word\n", b"70000 word\n", b"x word\n", b"1 a b\n", b"1 \xff\n"],
)
def test_junk_is_no_announcement(tmp_path, content):
    (tmp_path / "lock").write_bytes(content)
    assert read_announcement(tmp_path / "lock") is None


def test_no_file_is_no_announcement(tmp_path):
    assert read_announcement(tmp_path / "lock") is None
