"""contactdesk.export.write: a file appears when it is complete, and nothing of a killed one stays."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest

from contactdesk.export import target
from contactdesk.export.file_errors import ExportFileError
from contactdesk.export.formats import FORMATS
from contactdesk.export.write import ENCODERS, write
from contactdesk.model import Contact
from contactdesk.ui.window.export_dialog import DESCRIPTIONS
from tests.export.samples import exported


@pytest.mark.parametrize("fmt", FORMATS)
def test_file_is_private_and_appears_when_complete(tmp_path, fmt):
    out = tmp_path / "out"
    out.write_text("old")
    during = []

    def contacts():
        during.append((out.read_text(), [f.name for f in tmp_path.iterdir() if f != out]))
        yield exported()

    assert write(fmt, out, contacts()) == 1
    (seen,) = during
    assert seen[0] == "old"
    assert len(parts(tmp_path)) == 0
    assert len(seen[1]) <= 2  # the part file, and a folder of what it is put together from
    assert out.read_bytes() != b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("fmt", FORMATS)
def test_error_in_the_contacts_keeps_the_old_file(tmp_path, fmt):
    out = tmp_path / "out"
    out.write_text("old")

    def contacts():
        yield exported()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(fmt, out, contacts())
    assert out.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_contacts_are_streamed(tmp_path, fmt):
    def contacts(count):
        for number in range(count):
            contact = Contact(f"c{number}", "x" * 1000, raw={"id": "y" * 1000})
            yield exported(contact, b'{"id":"' + b"y" * 1000 + b'"}')

    write(fmt, tmp_path / "out", contacts(5))
    tracemalloc.start()
    try:
        assert write(fmt, tmp_path / "out", contacts(2000)) == 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 500_000


def test_missing_folder_is_an_error(tmp_path):
    with pytest.raises(ExportFileError) as caught:
        write("csv", tmp_path / "none" / "out.csv", [])
    error = caught.value
    assert (error.kind, error.said) == ("export-file", "No such file or directory")
    assert error.advice == ""
    assert error.__cause__ is None


def test_folder_as_target_is_an_error(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportFileError):
        write("csv", tmp_path / "out", [])
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_disk_is_an_error_and_leaves_nothing(tmp_path, monkeypatch):
    def on_full_disk(**_where):
        (tmp_path / "part").write_text("")
        return os.open("/dev/full", os.O_WRONLY), str(tmp_path / "part")

    monkeypatch.setattr("contactdesk.export.target.tempfile.mkstemp", on_full_disk)
    with pytest.raises(ExportFileError) as caught:
        write("json", tmp_path / "out", [exported()] * 1000)
    assert caught.value.advice == "disk-full"
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from contactdesk.export.exported import Exported
from contactdesk.export.write import write
from contactdesk.model import Contact

def contacts():
    for number in range(2000):
        yield Exported("Support EU", "bland", Contact(str(number), "Wilhelmina Canary-Okonkwo"))
    print("half", flush=True)
    if sys.stdin.readline() == "die\\n":
        os.kill(os.getpid(), signal.SIGKILL)

print(write(sys.argv[2], Path(sys.argv[1]), contacts()), flush=True)
"""


def exporting(out, fmt="csv"):
    """An export in a process of its own that has written half of its contacts."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, out, fmt],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout.readline() == "half\n"
    return process


def parts(folder):
    return list(folder.glob(".contactdesk-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that cannot be caught")
def test_part_file_of_a_killed_export_is_removed_by_the_next(tmp_path):
    process = exporting(tmp_path / "all.csv")
    process.communicate("die\n")
    (left,) = parts(tmp_path)
    assert b"Canary-Okonkwo" in left.read_bytes()
    write("csv", tmp_path / "other.csv", [exported()])
    assert [each.name for each in tmp_path.iterdir()] == ["other.csv"]


def test_part_file_of_another_process_stays(tmp_path):
    process = exporting(tmp_path / "all.csv")
    (theirs,) = parts(tmp_path)
    assert write("csv", tmp_path / "other.csv", [exported()]) == 1
    assert parts(tmp_path) == [theirs]
    assert process.communicate("go on\n")[0] == "2000\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["all.csv", "other.csv"]


def test_two_exports_of_one_process_keep_their_part_files(tmp_path):
    def contacts():
        assert write("csv", tmp_path / "inner.csv", [exported()]) == 1
        assert len(parts(tmp_path)) == 1
        yield exported()

    assert write("csv", tmp_path / "outer.csv", contacts()) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["inner.csv", "outer.csv"]


def test_only_part_files_are_removed(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (".contactdesk-notes", ".contactdesk-abcdefg", ".contactdesk-ABCDEFGH"):
        (folder / name).write_text("somebody's")
    (folder / ".contactdesk-abcdefg1.txt").write_text("somebody's")
    (folder / ".contactdesk-folder_1").mkdir()
    if sys.platform != "win32":
        (tmp_path / "elsewhere").write_text("somebody's")
        (folder / ".contactdesk-linked_1").symlink_to(tmp_path / "elsewhere")
        os.mkfifo(folder / ".contactdesk-a_pipe_1")
    before = sorted(folder.iterdir())
    (folder / ".contactdesk-abc_0123").write_text("left")
    write("csv", folder / "out.csv", [exported()])
    assert sorted(folder.iterdir()) == sorted([*before, folder / "out.csv"])
    assert (tmp_path / "elsewhere").exists() or sys.platform == "win32"


@pytest.mark.skipif(sys.platform == "win32", reason="a file has no user there")
def test_part_file_of_another_user_stays(tmp_path, monkeypatch):
    left = tmp_path / ".contactdesk-abc_0123"
    left.write_text("left")
    another = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: another)
    write("csv", tmp_path / "out.csv", [exported()])
    assert left.exists()


def test_without_file_locks_the_export_works_and_removes_nothing(tmp_path, monkeypatch):
    def no_locks(_file):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("contactdesk.export.target.try_lock", no_locks)
    left = tmp_path / ".contactdesk-abc_0123"
    left.write_text("left")
    assert write("csv", tmp_path / "out.csv", [exported()]) == 1
    assert sorted(tmp_path.iterdir()) == [left, tmp_path / "out.csv"]


def test_part_file_removed_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    locked, seen = target.try_lock, []

    def too_late(file):
        if not seen:
            (part,) = parts(tmp_path)
            part.unlink()
        seen.append(file)
        return locked(file)

    monkeypatch.setattr(target, "try_lock", too_late)
    assert write("csv", tmp_path / "out.csv", [exported()]) == 1
    assert len(seen) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as on Unix")


@links
@pytest.mark.parametrize("fmt", FORMATS)
def test_link_stays_and_its_target_is_replaced(tmp_path, fmt):
    (tmp_path / "data").mkdir()
    real, link, second = tmp_path / "data" / "real", tmp_path / "link", tmp_path / "second"
    real.write_text("old")
    link.symlink_to("data/real")
    second.symlink_to(link)
    during = []

    def contacts():
        during.append([each.parent.name for each in tmp_path.rglob(".contactdesk-*")])
        yield exported()

    assert write(fmt, second, contacts()) == 1
    assert link.is_symlink()
    assert second.is_symlink()
    assert real.read_bytes() not in (b"old", b"")
    assert set(during[0]) == {"data"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["data", "link", "second"]
    assert [each.name for each in real.parent.iterdir()] == ["real"]


@links
def test_link_to_a_missing_file_creates_it(tmp_path):
    (tmp_path / "link").symlink_to("new.csv")
    assert write("csv", tmp_path / "link", [exported()]) == 1
    assert (tmp_path / "link").is_symlink()
    assert not (tmp_path / "new.csv").is_symlink()
    assert (tmp_path / "new.csv").read_bytes().startswith(b"account,")


@links
def test_link_to_itself_is_an_error(tmp_path):
    (tmp_path / "link").symlink_to("link")
    with pytest.raises(ExportFileError) as caught:
        write("csv", tmp_path / "link", [exported()])
    assert "symbolic links" in caught.value.said


@links
@pytest.mark.parametrize("fmt", FORMATS)
def test_pipe_is_written_into(tmp_path, fmt):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert write(fmt, tmp_path / "link", [exported()]) == 1
    reader.join()
    assert len(read[0]) > 50
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("fmt", FORMATS)
def test_full_device_is_an_error(fmt):
    with pytest.raises(ExportFileError) as caught:
        write(fmt, Path("/dev/full"), [exported()])
    assert (caught.value.kind, caught.value.advice) == ("export-file", "disk-full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


TO_STANDARD_OUTPUT = """
import sys
from pathlib import Path
from contactdesk.export.write import write
from tests.export.samples import exported
out = Path(sys.argv[1]) if len(sys.argv) > 1 else None
sys.exit(0 if write("csv", out, [exported()]) == 1 else 1)
"""


@links
@pytest.mark.parametrize("out", [[], ["/dev/stdout"], ["/dev/fd/1"]])
def test_standard_output_is_written_into(tmp_path, out):
    """Also where the shell has sent it to a file, at its end."""
    command = [sys.executable, "-c", TO_STANDARD_OUTPUT, *out]
    root = Path(__file__).parents[2]
    piped = subprocess.run(command, cwd=root, capture_output=True, check=True)
    assert piped.stdout.startswith(b"account,")
    assert piped.stdout.count(b"\r\n") == 2
    log = tmp_path / "log"
    log.write_bytes(b"before\n")
    with log.open("ab") as file:
        subprocess.run(command, cwd=root, stdout=file, check=True)
    assert log.read_bytes() == b"before\n" + piped.stdout


@links
def test_reader_that_went_away_is_an_error(tmp_path):
    read, written_into = os.pipe()
    os.close(read)
    with pytest.raises(ExportFileError) as caught:
        write("csv", Path(f"/dev/fd/{written_into}"), [exported()] * 5_000)
    assert caught.value.said == "Broken pipe"
    os.close(written_into)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that cannot be caught")
def test_folder_of_a_killed_export_is_removed_by_the_next(tmp_path):
    process = exporting(tmp_path / "all.xlsx", "xlsx")
    process.communicate("die\n")
    assert len(parts(tmp_path)) == 2
    write("csv", tmp_path / "other.csv", [exported()])
    assert [each.name for each in tmp_path.iterdir()] == ["other.csv"]


def test_every_format_can_be_written_and_is_described():
    assert set(ENCODERS) == set(DESCRIPTIONS) == set(FORMATS)
