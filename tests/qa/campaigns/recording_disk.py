"""A disk whose power can be cut: a VFS that records, and what is left of the files afterwards.

What was synced is there; of the rest, any part: whole writes or torn ones, in any order. SQLite's
own crash tests work like this.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

SECTOR = 512
BENEATH = "unix"
RECORDING, ENCRYPTING = "recording", "multipleciphers-recording"
"""SQLite3 Multiple Ciphers lays its encryption over any VFS that is asked for by such a name, so
that what is recorded is what the disk would get: encrypted pages."""

Op = tuple  # (what, file name, offset or size, bytes)


class Recorder:
    """The operations on all files, in their order. `full_at` bytes a disk is full (0: never)."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.room = -1  # bytes that can still be added to files; -1: no end
        self.ends: dict[str, int] = {}

    def grows_to(self, name: str, end: int) -> None:
        more = max(0, end - self.ends.get(name, 0))
        if self.room >= 0:
            if more > self.room:
                raise apsw.FullError("no room")
            self.room -= more
        self.ends[name] = max(end, self.ends.get(name, 0))


class File(apsw.VFSFile):
    def __init__(self, recorder: Recorder, name, flags) -> None:
        self.recorder = recorder
        full = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = os.path.basename(full) if full else ""
        super().__init__(BENEATH, name, flags)
        if self.name:
            recorder.ends[self.name] = self.xFileSize()

    def xWrite(self, data, offset):
        if self.name:
            self.recorder.grows_to(self.name, offset + len(data))
            self.recorder.ops.append(("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags):
        self.recorder.ops.append(("sync", self.name))

    def xTruncate(self, size):
        if self.recorder.room >= 0:
            self.recorder.room += max(0, self.recorder.ends.get(self.name, 0) - size)
        self.recorder.ends[self.name] = size
        self.recorder.ops.append(("cut", self.name, size))
        super().xTruncate(size)


class Disk(apsw.VFS):
    def __init__(self) -> None:
        self.recorder = Recorder()
        super().__init__(RECORDING, BENEATH)

    def xOpen(self, name, flags):
        return File(self.recorder, name, flags)

    def xDelete(self, name, sync_folder):
        self.recorder.ops.append(("delete", os.path.basename(name)))
        super().xDelete(name, sync_folder)


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Every database opened meanwhile lies on a recording disk, under the index's own cipher."""
    disk = Disk()
    default = apsw.vfs_names()[0]
    # Asking for it by name makes it; a hook runs in every connection before its first use.
    apsw.Connection(":memory:", vfs=ENCRYPTING).close()

    def alone(connection) -> None:
        # A VFS made in Python has no shared memory; a single connection needs none.
        connection.pragma("locking_mode", "exclusive")

    apsw.connection_hooks.append(alone)
    apsw.set_default_vfs(ENCRYPTING)
    try:
        yield disk.recorder
    finally:
        apsw.set_default_vfs(default)
        apsw.connection_hooks.remove(alone)
        apsw.unregister_vfs(ENCRYPTING)
        disk.unregister()


def after_the_cut(ops: list[Op], folder: Path, chance: random.Random) -> None:
    """Writes the files as they may be when the power goes after these operations."""
    files: dict[str, bytearray] = {}
    pending: dict[str, list[Op]] = {}
    for op in ops:
        name = op[1]
        if op[0] == "sync":
            for each in pending.pop(name, ()):
                _apply(files, each)
            files.setdefault(name, bytearray())
        elif op[0] == "delete":
            files.pop(name, None)
            pending.pop(name, None)
        else:
            pending.setdefault(name, []).append(op)
    for unsynced in pending.values():
        for each in _arrived(unsynced, chance):
            _apply(files, each, chance if chance.random() < 1 / 3 else None)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _arrived(unsynced: list[Op], chance: random.Random) -> list[Op]:
    """What the disk got of what it was not told to keep, in the order it got it."""
    share = chance.choice((0, 0.5, 0.9, 1))
    arrived = [each for each in unsynced if chance.random() < share]
    if chance.random() < 0.3:
        chance.shuffle(arrived)
    return arrived


def _apply(files: dict[str, bytearray], op: Op, torn: random.Random | None = None) -> None:
    content = files.setdefault(op[1], bytearray())
    if op[0] == "cut":
        del content[op[2] :]
        return
    offset, data = op[2], op[3]
    if torn is None:
        _put(content, offset, data)
        return
    for start in range(0, len(data), SECTOR):
        if torn.random() < 0.5:
            _put(content, offset + start, data[start : start + SECTOR])


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
