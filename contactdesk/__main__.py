"""The start: read the command line, check what the computer has, and only then import Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from contactdesk.app import prefetch, preflight, tuning
from contactdesk.app.arguments import Arguments, parse
from contactdesk.security import hardening


def main(argv: list[str] | None = None) -> int:
    """Run contactdesk with these arguments (None: the process's own). The exit code."""
    words = sys.argv[1:] if argv is None else argv
    # A child of index/ingest/process.py, whose packages preflight checks first.
    if words == ["--read-pages"]:
        from contactdesk.index.ingest.process import serve

        serve()
        return 0
    try:
        arguments = parse(words)
    except SystemExit as stop:  # argparse has printed help, version or error
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
    """Imports the window and returns the function that runs it."""
    tuning.return_large_blocks()
    with tuning.quick_imports():
        from contactdesk.ui.kit.qt import remove_import_hook

        # Before the many modules of the window are imported.
        remove_import_hook()
        from contactdesk.app.run import run
    return run


if __name__ == "__main__":
    sys.exit(main())
