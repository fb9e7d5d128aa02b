#!/usr/bin/env python3
"""From a fresh clone, with nothing but Python: the demo, the tests, the benchmarks.

    python3 packaging/dev.py demo [--shot FILE]
    python3 packaging/dev.py test [--python PATH] [--long] [pytest arguments]
    python3 packaging/dev.py bench [--contacts N] [--json FILE] [--screen-reader] | --faults [KIND…]
        | --paging | --search-memory

Makes .venv (CONTACTDESK_VENV names another place) and fills it from a lock with hashes. Another
Python, given by --python, gets an environment of its own: .venv-3.13. System libraries that Qt
needs are installed where allowed (CONTACTDESK_NO_SYSTEM forbids it), else unpacked inside .venv.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

if sys.version_info < (3, 11):  # noqa: UP036  an older Python stops here
    for newer in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if shutil.which(newer):
            os.execvp(newer, [newer, *sys.argv])
    sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0])

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import environment
import lock
import session
import system

from contactdesk.app import preflight

CHECKS: dict[str, list[str]] = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy --strict": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
}
"""Checks before the tests, as arguments of the environment's Python."""

SECOND_RUN = ("tests/ui", "tests/qa/fuzz", "tests/qa/blackbox")
"""Run in parallel with the other tests, in a session of their own; they take about as long."""


def demo(arguments: list[str]) -> int:
    environment.prepare(lock.RUN_LOCK)
    settings = system.qt_libraries(environment.VENV, preflight.qt_platform())
    variables = {**os.environ, **settings}
    if not preflight.has_display():
        variables["QT_QPA_PLATFORM"] = "offscreen"
        # The command line may also say `--shot=FILE`.
        if not any(each.split("=")[0] == "--shot" for each in arguments):
            arguments = [*arguments, "--shot", str(lock.ROOT / "demo.png")]
            system.say("no display here: taking a picture, demo.png")
    return _python(["-m", "contactdesk", "--demo", *arguments], variables)


def test(arguments: list[str]) -> int:
    """Runs every check and all tests, even after failures; the last line counts both."""
    environment.prepare(lock.DEV_LOCK)
    began = time.monotonic()
    results = {name: _check(name, command) for name, command in CHECKS.items()}
    passed, failed, skipped = _run_pytest(arguments)
    results["pytest"] = not failed
    failed += sum(not fine for name, fine in results.items() if name != "pytest")
    for name, fine in results.items():
        print(f"{'ok    ' if fine else 'FAILED'}  {name}")
    print(f"{skipped} skipped, {time.monotonic() - began:.0f} s")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    environment.prepare(lock.DEV_LOCK)
    return _in_session(["-m", "tests.qa.bench", *arguments])


def _check(name: str, command: list[str]) -> bool:
    print(f"── {name}", flush=True)
    return _python(command, dict(os.environ)) == 0


def _run_pytest(arguments: list[str]) -> tuple[int, int, int]:
    """(passed, failed, skipped), counted from pytest's own reports."""
    print("── pytest", flush=True)
    is_one = (
        sys.platform != "linux" or (os.cpu_count() or 1) < 2
    )  # elsewhere they would share a home
    if is_one or not set(arguments) <= {"--long"}:
        return _pytest(arguments)
    _session_variables()  # once, before there are two sessions
    with tempfile.TemporaryFile() as said, ThreadPoolExecutor() as pool:
        cache = ["-o", "cache_dir=.pytest_cache/beside"]
        beside = pool.submit(_pytest, [*arguments, *SECOND_RUN, *cache], said)
        try:
            ours = _pytest([*arguments, *(f"--ignore={each}" for each in SECOND_RUN)])
            passed, failed, skipped = map(sum, zip(ours, beside.result(), strict=True))
        finally:
            print(f"── pytest {' '.join(SECOND_RUN)}", flush=True)
            said.seek(0)
            sys.stdout.write(said.read().decode(errors="replace"))
    return passed, failed, skipped


def _pytest(arguments: list[str], said: IO[bytes] | None = None) -> tuple[int, int, int]:
    """(passed, failed, skipped) of one run; its output goes to the file, if given."""
    named = [each.split("=", 1)[1] for each in arguments if each.startswith("--junitxml=")]
    with tempfile.TemporaryDirectory() as folder:
        # A --junitxml of the user's is kept and read where it was written.
        report = lock.ROOT / named[-1] if named else Path(folder) / "report.xml"
        more = [] if named else [f"--junitxml={report}"]
        code = _in_session(["-m", "pytest", *arguments, *more], said)
        passed, failed, skipped = read_report(report)
    # Nothing collected, wrong usage, a crash: pytest fails without a failed test.
    return passed, failed or int(code != 0), skipped


def read_report(report: Path) -> tuple[int, int, int]:
    """(passed, failed, skipped) in a JUnit report; zeros without one."""
    if not report.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))

    def total(name: str) -> int:
        return sum(int(suite.get(name, "0")) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return total("tests") - failed - skipped, failed, skipped


@cache
def _session_variables() -> dict[str, str]:
    """Installs what a session lacks; returns variables for Qt."""
    if sys.platform != "linux":
        return {}
    system.test_tools()
    return system.qt_libraries(environment.VENV, "xcb")


def _in_session(command: list[str], said: IO[bytes] | None = None) -> int:
    """Runs the environment's Python in a throw-away desktop session."""
    with session.thrown_away(_session_variables()) as variables:
        whole = session.in_session(environment.PYTHON, [str(environment.PYTHON), *command])
        return _run(whole, variables, said)


def _python(command: list[str], variables: dict[str, str]) -> int:
    return _run([str(environment.PYTHON), *command], variables)


def _run(command: Sequence[str], variables: dict[str, str], said: IO[bytes] | None = None) -> int:
    variables = {**variables, "PYTHONPATH": str(lock.ROOT)}
    variables.pop("PYTHONHOME", None)
    errors = None if said is None else subprocess.STDOUT
    return subprocess.run(
        command, cwd=lock.ROOT, env=variables, stdout=said, stderr=errors
    ).returncode


COMMANDS = {"demo": demo, "test": test, "bench": bench}


def with_another_python(arguments: list[str]) -> tuple[list[str], dict[str, str]] | None:
    """The command and variables that run these arguments on the Python given by --python.

    None where none is given. Exits with 2 where there is no such Python.
    """
    if "--python" not in arguments:
        return None
    at = arguments.index("--python")
    python = shutil.which(arguments[at + 1]) if at + 1 < len(arguments) else None
    if python is None:
        system.give_up("--python needs the path or name of a Python")
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True)
    if found.returncode:
        system.give_up(f"{python} does not run: {found.stderr.strip()}")
    folder = str(lock.ROOT / f".venv-{found.stdout.strip()}")
    rest = [*arguments[:at], *arguments[at + 2 :]]
    return [python, str(Path(__file__).resolve()), *rest], {
        "CONTACTDESK_VENV": folder,
        **os.environ,
    }


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # terminals may be ASCII
    if another := with_another_python(arguments):
        return subprocess.run(another[0], env=another[1]).returncode
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
