"""Imports PySide6 without what only its developers need, and removes the import hook it installs."""

from __future__ import annotations

import builtins
import contextlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

STUB_WRITER = "shibokensupport/signature/lib/pyi_generator.py"
"""PySide6's writer of type stubs, in the archive of sources that it compiles at each start."""


@contextlib.contextmanager
def _without_stub_writer() -> Iterator[None]:
    """Archives give the stub writer as an empty file."""
    opened = zipfile.ZipFile.open

    def open_file(archive: zipfile.ZipFile, name: Any, *rest: Any, **options: Any) -> Any:
        return io.BytesIO() if name == STUB_WRITER else opened(archive, name, *rest, **options)

    setattr(zipfile.ZipFile, "open", open_file)  # noqa: B010  mypy forbids a plain assignment
    try:
        yield
    finally:
        setattr(zipfile.ZipFile, "open", opened)  # noqa: B010


with _without_stub_writer():
    import PySide6.QtCore  # noqa: F401  this import installs the hook


def remove_import_hook() -> None:
    """PySide6 wraps `__import__` to look for its `__feature__` switch, which is not used here.

    It reads the source of every module imported later, and `linecache` keeps the lines: 40 ms of
    a start, and 8 MB while the program runs.
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
