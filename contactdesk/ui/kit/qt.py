"""PySide6, imported before all that needs it, and kept from reading what is imported after it."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  it is this import that puts itself around all later ones


def let_imports_be() -> None:
    """PySide6 looks at every import for a switch of its own, `__feature__`, that nobody here uses:
    it reads the source of each module, and `linecache` keeps all those lines. That is 40 ms of a
    start and 8 MB for as long as the program runs."""
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
