"""Imports PySide6, then removes the import hook it installs."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  this import installs the hook


def remove_import_hook() -> None:
    """PySide6 wraps `__import__` to look for its `__feature__` switch, which is not used here.

    It reads the source of every module imported later, and `linecache` keeps the lines: 40 ms of
    a start, and 8 MB while the program runs.
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
