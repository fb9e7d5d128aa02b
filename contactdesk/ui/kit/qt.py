"""Imports PySide6 without what a start does not need, and removes the import hook it installs."""

from __future__ import annotations

import builtins
import contextlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

SIGNATURES = tuple(
    f"shibokensupport/signature/{name}.py"
    for name in (
        *("errorhandler", "layout", "parser"),
        *("lib/enum_sig", "lib/pyi_generator", "lib/tool"),
    )
)
"""Sources in an archive of PySide6's about the arguments that its functions take: it needs them to say
what is wrong with a call, and to write its type stubs. It would compile them at each start."""

RUN_LATER = b"""
def __getattr__(name):
    from contactdesk.ui.kit.qt import found_in
    return found_in(globals(), name)
"""

_sources: dict[str, Callable[[], bytes]] = {}
"""How to read the sources that have not been run."""

_running = threading.RLock()


def found_in(module: dict[str, Any], name: str) -> Any:
    """An attribute of a module in SIGNATURES, whose source is run now. AttributeError for none."""
    if not name.startswith("__"):
        with _running:
            if (read := _sources.pop(file := module["__file__"], None)) is not None:
                exec(compile(read(), file, "exec"), module)
            if name in module:
                return module[name]
    raise AttributeError(name)


@contextlib.contextmanager
def _signatures_later() -> Iterator[None]:
    """Archives give RUN_LATER for the sources in SIGNATURES."""
    opened = zipfile.ZipFile.open

    def open_file(archive: zipfile.ZipFile, name: Any, *rest: Any, **options: Any) -> Any:
        if name not in SIGNATURES:
            return opened(archive, name, *rest, **options)
        _sources[name] = lambda: opened(archive, name).read()
        return io.BytesIO(RUN_LATER)

    setattr(zipfile.ZipFile, "open", open_file)  # noqa: B010  mypy forbids a plain assignment
    try:
        yield
    finally:
        setattr(zipfile.ZipFile, "open", opened)  # noqa: B010


with _signatures_later():
    import PySide6.QtCore  # noqa: F401  this import installs the hook


def remove_import_hook() -> None:
    """PySide6 wraps `__import__` to look for its `__feature__` switch, which is not used here.

    It reads the source of every module imported later, and `linecache` keeps the lines: 40 ms of
    a start, and 8 MB while the program runs.
    """
    before = getattr(builtins, "__orig_import__", None)
    if before is not None:
        builtins.__import__ = before
