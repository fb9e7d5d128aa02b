"""Where an export goes: a file that appears when it is complete, or into a pipe or a device."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from contactdesk.export.file_errors import file_errors
from contactdesk.profile.lock import try_lock

PART_PREFIX = ".contactdesk-"
PART_NAME = re.compile(re.escape(PART_PREFIX) + r"[a-z0-9_]{8}")
"""Names of files being written, or left by a process that was killed."""

SCRATCH_SUFFIX = ".parts"
"""Added to a part file's name: the folder of what it is put together from."""

DESCRIPTOR = re.compile(r"/(?:dev|proc/[^/]+)/fd/(\d+)")
STDOUT = 1
MAX_LINKS = 40


class Target(NamedTuple):
    """An open file, and a private folder that is removed with its closing; made when needed."""

    file: BinaryIO
    scratch: Path


@contextlib.contextmanager
def opened(out: Path | None) -> Iterator[Target]:
    """The target for writing; None is standard output. Raises ExportFileError.

    A symbolic link is followed. A file is replaced when the block ends without an error; what is
    already there, such as a pipe, a device or an open descriptor, is written into.
    """
    with file_errors():
        descriptor = STDOUT if out is None else _descriptor(out)
        is_stream = out is not None and descriptor is None and _is_stream(out)
    if descriptor is not None or is_stream:
        with _stream(out, descriptor) as target:
            yield target
        return
    assert out is not None
    with _replaced(_end_of_links(out)) as target:
        yield target


def write_bytes(out: Path, data: bytes) -> None:
    """Writes a whole file as `opened` does. Raises ExportFileError."""
    with opened(out) as target, file_errors():
        target.file.write(data)


def _descriptor(out: Path) -> int | None:
    """The open descriptor a path leads to, as /dev/stdout does; its own links lead no further."""
    path = os.fspath(out)
    for _ in range(MAX_LINKS):
        if found := DESCRIPTOR.fullmatch(os.path.abspath(path)):
            return int(found[1])
        if not os.path.islink(path):
            return None
        path = os.path.join(os.path.dirname(path), os.readlink(path))
    return None


def _is_stream(out: Path) -> bool:
    try:
        mode = os.stat(out).st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _end_of_links(out: Path) -> Path:
    return Path(os.path.realpath(out)) if out.is_symlink() else out


@contextlib.contextmanager
def _stream(out: Path | None, descriptor: int | None) -> Iterator[Target]:
    with file_errors():
        if descriptor is not None:
            file = os.fdopen(os.dup(descriptor), "wb")
        else:
            assert out is not None
            file = out.open("wb")
        scratch = tempfile.TemporaryDirectory(prefix=PART_PREFIX.lstrip("."))
    with scratch as folder:
        try:
            yield Target(file, Path(folder))
            with file_errors():
                file.flush()
        finally:
            # A failed flush has been reported, and closing would try it again.
            with contextlib.suppress(OSError):
                file.close()


@contextlib.contextmanager
def _replaced(out: Path) -> Iterator[Target]:
    """A part file in the target's folder, renamed to it at the end, or removed on any error. One
    left by a killed process is removed by the next export into that folder."""
    remove_leftovers(out.parent)
    with file_errors():
        number, name = _make_part(out.parent)
    file = os.fdopen(number, "wb")
    scratch = Path(name + SCRATCH_SUFFIX)
    try:
        yield Target(file, scratch)
        with file_errors():
            shutil.rmtree(scratch, ignore_errors=True)
            file.flush()
            os.fsync(number)
            file.close()
            Path(name).replace(out)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        with contextlib.suppress(OSError):
            file.close()
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _make_part(folder: Path) -> tuple[int, str]:
    """(descriptor, name) of a new file that stays locked until it is closed or this process ends."""
    while True:
        number, name = tempfile.mkstemp(prefix=PART_PREFIX, dir=folder)
        try:
            held = try_lock(number)
        except OSError:  # no locks on this file system: no leftovers are removed there either
            held = True
        # Another process may have taken it for a leftover before it was locked.
        if held and Path(name).exists():
            os.lseek(number, 0, os.SEEK_SET)
            return number, name
        os.close(number)
        with contextlib.suppress(OSError):
            Path(name).unlink()


def remove_leftovers(folder: Path) -> None:
    """Removes the part files of killed exports: named as ours, of this user, and not locked."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if PART_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_unlocked(Path(entry.path))


def _remove_unlocked(path: Path) -> None:
    """Raises OSError if the file cannot be opened or the file system has no locks."""
    number = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        uid = getattr(os, "geteuid", lambda: 0)()
        free = os.fstat(number).st_uid == uid and try_lock(number)
        if free:
            shutil.rmtree(f"{path}{SCRATCH_SUFFIX}", ignore_errors=True)
        if free and os.name == "posix":
            path.unlink()
    finally:
        os.close(number)
    if free and os.name != "posix":  # Windows cannot remove an open file
        path.unlink()
