"""`contactdesk` and `python -m contactdesk`: what is started, and how quickly."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from contactdesk import __version__
from contactdesk.__main__ import main
from contactdesk.app import preflight, tuning

EXPORT = ["export", "--all", "--format", "csv", "--out", "x.csv"]
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def started(monkeypatch):
    """What was started instead of the window and the export, with its arguments."""
    seen: list[tuple[str, object]] = []

    def recorder(name: str, code: int):
        return lambda arguments: seen.append((name, arguments)) or code

    monkeypatch.setitem(sys.modules, "contactdesk.app.run", SimpleNamespace(run=recorder("run", 0)))
    cli = SimpleNamespace(export=recorder("export", 4))
    monkeypatch.setitem(sys.modules, "contactdesk.app.export_command", cli)
    return seen


@pytest.fixture
def no_display(monkeypatch):
    """Unsets them, and restores them after the test even if it changed them."""
    for name in DISPLAYS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_window_gets_its_arguments_unchanged(started, tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["--profile", str(tmp_path)]) == 0
    assert started == [("run", ["--profile", str(tmp_path)])]


def test_default_arguments_are_the_process_ones(started, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "argv", ["contactdesk", "--demo"])
    assert main() == 0
    assert started == [("run", ["--demo"])]


@pytest.mark.usefixtures("no_display")
def test_export_needs_neither_display_nor_libraries(started, monkeypatch):
    monkeypatch.setattr(preflight, "CORE", {"libnothing.so.9": ("a", "b", "c")})
    assert main(EXPORT) == 4
    ((name, arguments),) = started
    assert name == "export"
    assert arguments.all is True


@pytest.mark.skipif(sys.platform != "linux", reason="there is always a display elsewhere")
@pytest.mark.usefixtures("no_display")
def test_demo_picture_needs_no_display(started):
    assert main(["--demo"]) == 3
    assert started == []
    assert main(["--demo", "--shot", "a.png"]) == 0
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert started == [("run", ["--demo", "--shot", "a.png"])]


def test_failed_preflight_starts_nothing(started, monkeypatch, capsys):
    monkeypatch.setattr(preflight, "check", lambda window=True: "Something is missing.")
    assert main([]) == 3
    assert main(EXPORT) == 3
    assert started == []
    assert capsys.readouterr().err == "Something is missing.\n" * 2


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--version"], 0), (["--help"], 0), (["export", "--help"], 0), (["--nonsense"], 2)],
)
def test_exit_codes_without_a_start(started, words, code, capsys):
    assert main(words) == code
    assert started == []
    said = capsys.readouterr()
    assert bool(said.out) == (code == 0)


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--preflight"]])
def test_text_commands_do_not_import_qt(words):
    code = (
        "import sys; from contactdesk.__main__ import main; code = main(sys.argv[1:]);"
        "sys.exit(9 if 'PySide6' in sys.modules else code)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_python_m_runs_the_program():
    done = subprocess.run(
        [sys.executable, "-m", "contactdesk", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, f"contactdesk {__version__}\n")


def test_imported_modules_are_frozen_for_the_garbage_collector():
    code = "import gc; from contactdesk.__main__ import load; load(); print(gc.isenabled())"
    code += "; print(gc.get_freeze_count() > 10_000, sum(s['collections'] for s in gc.get_stats()))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    enabled, frozen, collections = done.stdout.split()
    assert (enabled, frozen) == ("True", "True")
    assert int(collections) < 40


LARGE_SORTS = """
import threading
from array import array

kept = []

def dirty_kb():
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_Dirty"))

def sort():
    for _ in range(6):
        text = ",".join(map(str, range(1_000_000)))
        kept[:] = [array("i", map(int, text.split(",")))]

def grown():
    before = dirty_kb()
    for _ in range(2):
        thread = threading.Thread(target=sort)
        thread.start()
        thread.join()
    return dirty_kb() - before

import contactdesk.__main__ as program
program.load()
print(grown())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc only")
def test_memory_of_large_sorts_returns_to_the_system():
    done = subprocess.run([sys.executable, "-c", LARGE_SORTS], stdout=subprocess.PIPE, text=True)
    assert int(done.stdout) < 20_000


def test_no_deferred_module_is_imported_before_the_first_rows():
    names = tuning.DEFERRED_MODULES
    assert [name for name in names if importlib.util.find_spec(name) is None] == []
    code = f"import contactdesk.app.run, sys; print([n for n in {names} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == "[]"


FIRST_ROWS = """
import asyncio, pathlib, sys, tempfile
from contactdesk.__main__ import load
load()
from PySide6 import QtWidgets
from contactdesk.app.event_loop import EventLoop
from contactdesk.app.run import make_application
from contactdesk.index import Index
from contactdesk.profile.accounts import Accounts
from contactdesk.providers import all_providers
from tests.qa.bench.fill_index import pages
from tests.qa.bench.open_window import FirstPaint, OpenWindow

application = make_application()

async def main():
    with tempfile.TemporaryDirectory() as name:
        folder, index = pathlib.Path(name), await Index.open_temporary()
        account = Accounts.load(folder / "accounts.toml").add("close", "Close")
        (body, _), = pages("close", 50)
        listing = await index.listing(account.id)
        await index.write_page(listing, all_providers()["close"], body)
        opened = OpenWindow(folder, index)
        painted = FirstPaint(opened.table.viewport(), opened.model.rowCount, lambda: 1.0)
        while not painted.at:
            await asyncio.sleep(0.01)
        print("QWizard" in vars(QtWidgets))
        await opened.close()

with asyncio.Runner(loop_factory=lambda: EventLoop(application)) as runner:
    runner.run(main())
"""


def test_no_class_of_other_widgets_is_made_before_the_first_rows():
    """PySide6 would make all of them, to find the type of a viewport that it did not make itself."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ROWS],
        cwd=Path(__file__).parents[1],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "False"
