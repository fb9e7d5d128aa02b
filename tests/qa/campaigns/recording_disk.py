"""Simulated power cuts: a VFS that records all writes, and the files as a cut may leave them.

Synced data survives. Of unsynced writes any part may: whole or torn, in any order. SQLite's own
crash tests work like this.
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
"""SQLite3 Multiple Ciphers puts its encryption on top of a VFS opened by such a name, so the
recorded writes are what a disk would get: encrypted pages."""

Op = tuple  # (kind, file name, offset or size, bytes)


class Recorder:
    """The operations on all files, in order; fails writes once `room` bytes are used up."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.room = -1  # bytes by which files may still grow; -1 for no limit
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
def recording_disk() -> Iterator[Recorder]:
    """Records every database opened inside, beneath the index's own cipher."""
    disk = Disk()
    default = apsw.vfs_names()[0]
    # Opening the VFS by name creates it. The hook runs in each connection before its first use.
    apsw.Connection(":memory:", vfs=ENCRYPTING).close()

    def use_exclusive_locking(connection) -> None:
        # A VFS written in Python has no shared memory; a single connection needs none.
        connection.pragma("locking_mode", "exclusive")

    apsw.connection_hooks.append(use_exclusive_locking)
    apsw.set_default_vfs(ENCRYPTING)
    try:
        yield disk.recorder
    finally:
        apsw.set_default_vfs(default)
        apsw.connection_hooks.remove(use_exclusive_locking)
        apsw.unregister_vfs(ENCRYPTING)
        disk.unregister()


def write_files_after_cut(ops: list[Op], folder: Path, chance: random.Random) -> None:
    """Writes the files as they may be after a power cut that follows these operations."""
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
        for each in _survivors(unsynced, chance):
            _apply(files, each, chance if chance.random() < 1 / 3 else None)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _survivors(unsynced: list[Op], chance: random.Random) -> list[Op]:
    """The unsynced writes that reached the disk, in the order they did."""
    share = chance.choice((0, 0.5, 0.9, 1))
    survivors = [each for each in unsynced if chance.random() < share]
    if chance.random() < 0.3:
        chance.shuffle(survivors)
    return survivors


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
