"""Writes contacts to a file in one of the formats: streamed, private, and replaced atomically."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from contactdesk.errors import ContactDeskError
from contactdesk.export import csv, json, markdown, vcard
from contactdesk.export.exported import Exported
from contactdesk.profile.lock import try_lock

Encode = Callable[[Iterable[Exported]], Iterator[bytes]]
ENCODERS: dict[str, Encode] = {
    "csv": csv.encode,
    "json": json.encode,
    "vcf": vcard.encode,
    "md": markdown.encode,
}

PART_PREFIX = ".contactdesk-"
PART_NAME = re.compile(re.escape(PART_PREFIX) + r"[a-z0-9_]{8}")
"""Names of files being written, or left by a process that was killed."""


class ExportFileError(ContactDeskError):
    """The file cannot be written; `said` is the system's reason. No part of it is left."""


def write(fmt: str, out: Path, contacts: Iterable[Exported]) -> int:
    """Writes the contacts to a file of one of FORMATS; returns how many.

    They are taken one by one and never held. The file replaces an older one when it is complete.
    Raises ExportFileError.
    """
    count = 0

    def counted() -> Iterator[Exported]:
        nonlocal count
        for contact in contacts:
            yield contact
            count += 1

    with _replaced(out) as file:
        for part in ENCODERS[fmt](counted()):
            with _file_errors():
                file.write(part)
    return count


@contextlib.contextmanager
def _replaced(out: Path) -> Iterator[BinaryIO]:
    """A part file in the target's folder, renamed to it at the end, or removed on any error. One
    left by a killed process is removed by the next export into that folder."""
    remove_leftovers(out.parent)
    with _file_errors():
        number, name = _make_part(out.parent)
    file = os.fdopen(number, "wb")
    try:
        yield file
        with _file_errors():
            file.flush()
            os.fsync(number)
            file.close()
            Path(name).replace(out)
    except BaseException:
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
        if free and os.name == "posix":
            path.unlink()
    finally:
        os.close(number)
    if free and os.name != "posix":  # Windows cannot remove an open file
        path.unlink()


@contextlib.contextmanager
def _file_errors() -> Iterator[None]:
    """Turns OSError into ExportFileError; only around calls that touch the file."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        said = error.strerror or type(error).__name__
        advice = "disk-full" if full else ""
        raise ExportFileError("export-file", said=said, advice=advice) from None
