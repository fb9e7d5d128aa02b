"""`contactdesk` and `python -m contactdesk`: who is started, and what is looked at before."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from contactdesk import __version__
from contactdesk.__main__ import main
from contactdesk.app import preflight

EXPORT = ["export", "--all", "--format", "csv", "--out", "x.csv"]
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def started(monkeypatch):
    """What was started in place of the window and the export, with its arguments."""
    seen: list[tuple[str, object]] = []

    def recorder(name: str, code: int):
        return lambda arguments: seen.append((name, arguments)) or code

    monkeypatch.setitem(sys.modules, "contactdesk.app.run", SimpleNamespace(run=recorder("run", 0)))
    cli = SimpleNamespace(export=recorder("export", 4))
    monkeypatch.setitem(sys.modules, "contactdesk.app.export_command", cli)
    return seen


@pytest.fixture
def no_display(monkeypatch):
    """Unset, and set back after the test whatever is written into them meanwhile."""
    for name in DISPLAYS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_window_gets_the_words_as_they_are(started, tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["--profile", str(tmp_path)]) == 0
    assert started == [("run", ["--profile", str(tmp_path)])]


def test_without_arguments_those_of_the_process_count(started, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "argv", ["contactdesk", "--demo"])
    assert main() == 0
    assert started == [("run", ["--demo"])]


@pytest.mark.usefixtures("no_display")
def test_an_export_needs_neither_display_nor_libraries(started, monkeypatch):
    monkeypatch.setattr(preflight, "CORE", {"libnothing.so.9": ("a", "b", "c")})
    assert main(EXPORT) == 4
    ((name, arguments),) = started
    assert name == "export"
    assert arguments.all is True


@pytest.mark.skipif(sys.platform != "linux", reason="there is always a display elsewhere")
@pytest.mark.usefixtures("no_display")
def test_a_picture_of_the_demo_needs_no_display(started):
    assert main(["--demo"]) == 3
    assert started == []
    assert main(["--demo", "--shot", "a.png"]) == 0
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert started == [("run", ["--demo", "--shot", "a.png"])]


def test_what_is_missing_is_said_and_nothing_is_started(started, monkeypatch, capsys):
    monkeypatch.setattr(preflight, "check", lambda window=True: "Something is missing.")
    assert main([]) == 3
    assert main(EXPORT) == 3
    assert started == []
    assert capsys.readouterr().err == "Something is missing.\n" * 2


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--version"], 0), (["--help"], 0), (["export", "--help"], 0), (["--nonsense"], 2)],
)
def test_codes_of_what_needs_no_start(started, words, code, capsys):
    assert main(words) == code
    assert started == []
    said = capsys.readouterr()
    assert bool(said.out) == (code == 0)


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--preflight"]])
def test_qt_is_not_imported_for_a_text(words):
    code = (
        "import sys; from contactdesk.__main__ import main; code = main(sys.argv[1:]);"
        "sys.exit(9 if 'PySide6' in sys.modules else code)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_the_module_is_the_program():
    done = subprocess.run(
        [sys.executable, "-m", "contactdesk", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, f"contactdesk {__version__}\n")


def test_modules_last_and_are_never_looked_at_for_garbage():
    code = "import gc; from contactdesk.__main__ import load; load(); print(gc.isenabled())"
    code += "; print(gc.get_freeze_count() > 10_000, sum(s['collections'] for s in gc.get_stats()))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    enabled, frozen, collections = done.stdout.split()
    assert (enabled, frozen) == ("True", "True")
    assert int(collections) < 40


ORDERS = """
import threading
from array import array

kept = []

def dirty():
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_Dirty"))

def order():
    for _ in range(6):
        text = ",".join(map(str, range(1_000_000)))
        kept[:] = [array("i", map(int, text.split(",")))]

def grown():
    before = dirty()
    for _ in range(2):
        thread = threading.Thread(target=order)
        thread.start()
        thread.join()
    return dirty() - before

import contactdesk.__main__ as program
program.load()
print(grown())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own habit")
def test_the_memory_of_long_orders_goes_back_to_the_system():
    done = subprocess.run([sys.executable, "-c", ORDERS], stdout=subprocess.PIPE, text=True)
    assert int(done.stdout) < 20_000


LATE = (
    *("httpx", "keyring", "tomlkit", "http.cookiejar", "email.utils", "csv", "contactdesk.sandbox"),
    *(f"contactdesk.ui.{name}" for name in ("about", "account_dialog", "export_dialog")),
    *(f"contactdesk.ui.{name}" for name in ("load_panel", "network_dialog", "search_help", "shot")),
    "contactdesk.ui.window.welcome",
)
"""What the first rows can do without: it is imported when it is first wanted."""


def test_the_first_rows_wait_for_nothing_they_do_not_need():
    code = f"import contactdesk.app.run, sys; print([n for n in {LATE} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == "[]"
