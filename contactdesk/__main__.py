"""The start: the command line, a look at what is there, and only then Qt."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from collections.abc import Callable

from contactdesk.app import prefetch, preflight
from contactdesk.app.arguments import Arguments, parse
from contactdesk.security import hardening

M_MMAP_THRESHOLD = -3
LARGE = 256 << 10
"""Bytes from which on a block of memory goes back to the system as soon as it is free."""


def main(argv: list[str] | None = None) -> int:
    """Runs contactdesk with these arguments (None: those of the process). Gives the exit code."""
    words = sys.argv[1:] if argv is None else argv
    # READ_PAGES of index/ingest/process.py, which needs packages that preflight looks for first.
    if words == ["--read-pages"]:
        from contactdesk.index.ingest.process import serve

        serve()
        return 0
    try:
        arguments = parse(words)
    except SystemExit as stop:  # argparse has said what there is to say
        return int(stop.code or 0)
    if arguments.preflight:
        return preflight.report()
    if arguments.shot is not None and not preflight.has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if problem := preflight.check(window=not arguments.command):
        sys.stderr.write(problem + "\n")
        return preflight.EXIT_CODE
    return _run(words, arguments)


def _run(words: list[str], arguments: Arguments) -> int:
    hardening.forbid_dumps()
    if arguments.command:
        hardening.forbid_inspection()
        from contactdesk.app.export_command import export

        return export(arguments)
    if not arguments.demo:
        prefetch.begin(arguments.profile)
    return load()(words)


def load() -> Callable[[list[str]], int]:
    """What runs the window, imported. What that makes lasts, and is never looked at for garbage."""
    _give_back()
    gc.disable()
    try:
        from contactdesk.ui.kit.qt import remove_import_hook

        # Before the many modules of the window are imported.
        remove_import_hook()
        from contactdesk.app.run import run
    finally:
        gc.freeze()
        gc.enable()
    return run


def _give_back() -> None:
    """glibc learns from the first large block that is freed to keep such blocks, in every thread:
    after some searches among a million contacts three times the memory they need."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)


if __name__ == "__main__":
    sys.exit(main())
