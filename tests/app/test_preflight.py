"""contactdesk.app.preflight: libraries, display and packages, with the standard library only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contactdesk.app import preflight

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="libraries come with Qt elsewhere")
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NO_SUCH = {"libnothing.so.9": ("libnothing9", "nothing-libs", "nothing")}


@pytest.fixture
def session(monkeypatch):
    """Sets the variables that say where windows go; all others of them are unset."""

    def say(**variables):
        for name in DISPLAYS:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return say


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """The program in a process of its own, with these variables on top and no display."""
    environment = {n: v for n, v in os.environ.items() if n not in DISPLAYS}
    return subprocess.run(
        [sys.executable, "-m", "contactdesk", *arguments],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def broken_library(tmp_path):
    """A folder that comes before the system's, with a library in it that cannot be loaded."""
    (tmp_path / "libxcb-cursor.so.0").write_bytes(b"")
    already = os.environ.get("LD_LIBRARY_PATH")
    return f"{tmp_path}:{already}" if already else str(tmp_path)


@linux_only
def test_nothing_is_missing_on_this_computer(session):
    session(QT_QPA_PLATFORM="offscreen")
    assert preflight.missing("offscreen") == {}
    assert preflight.check() == ""


@linux_only
def test_missing_library_ends_the_start_with_an_install_line(broken_library):
    done = start(DISPLAY=":7", LD_LIBRARY_PATH=broken_library)
    assert done.returncode == 3
    assert "libxcb-cursor.so.0" in done.stderr
    if preflight.family() == 0:
        last = done.stderr.splitlines()[-1]
        assert last.startswith("  sudo apt-get install -y lib")
        assert "libxcb-cursor0" in last.split()


@linux_only
def test_preflight_option_reports_on_standard_output(broken_library):
    done = start("--preflight", DISPLAY=":7", LD_LIBRARY_PATH=broken_library)
    assert (done.returncode, done.stderr) == (3, "")
    assert "These system libraries are missing" in done.stdout


@linux_only
def test_preflight_option_ends_with_0_if_nothing_is_missing():
    done = start("--preflight", QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Qt platform: offscreen" in done.stdout
    assert "Everything needed is installed." in done.stdout


@linux_only
def test_only_the_platforms_libraries_are_checked(broken_library):
    assert start("--preflight", LD_LIBRARY_PATH=broken_library).returncode == 0


@linux_only
def test_missing_display_is_reported_before_qt_aborts():
    done = start()
    assert done.returncode == 3
    assert "No display was found" in done.stderr


@linux_only
def test_unreachable_display_is_reported_before_qt_aborts(session):
    session(DISPLAY=":9871")
    if preflight.missing("xcb"):
        pytest.skip("no X libraries here")
    assert "':9871'" in preflight.check()


@pytest.mark.x11
def test_reachable_display_is_no_problem(session):
    session(DISPLAY=os.environ["DISPLAY"])
    assert preflight.qt_platform() == "xcb"
    assert preflight.check() == ""


@linux_only
@pytest.mark.parametrize(
    ("variables", "platform"),
    [
        ({}, "offscreen"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=x"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": ":0"}, "xcb"),
    ],
)
def test_platform_is_the_one_qt_chooses(session, variables, platform):
    session(**variables)
    assert preflight.qt_platform() == platform
    assert preflight.has_display() == bool(variables)


@linux_only
def test_wayland_falls_back_to_x11(session, monkeypatch):
    monkeypatch.setattr(preflight, "WAYLAND", NO_SUCH)
    monkeypatch.setattr(preflight, "XCB", {})
    session(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0")
    assert preflight.missing("wayland") == {}
    session(WAYLAND_DISPLAY="wayland-0")
    assert list(preflight.missing("wayland")) == ["libnothing.so.9"]


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        ("ID=debian\n", 0),
        ('PRETTY_NAME="Pop!_OS"\nID=pop\nID_LIKE="ubuntu debian"\n', 0),
        ("ID=fedora\n", 1),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', 1),
        ("NAME=Manjaro\nID=manjaro\nID_LIKE=arch\n", 2),
        ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', None),
        ("VARIANT_ID=debian\n", None),
    ],
)
def test_distributions(tmp_path, text, distribution):
    file = tmp_path / "os-release"
    file.write_text(text)
    assert preflight.family(str(file)) == distribution


def test_unnamed_system_has_no_distribution(tmp_path):
    assert preflight.family(str(tmp_path / "absent")) is None


def test_install_advice_names_each_package_once():
    gone = {"liba.so.1": ("a1", "a", "a"), "libb.so.1": ("b1", "a", "a")}
    assert preflight.install_advice(gone, 0).endswith("sudo apt-get install -y a1 b1")
    assert preflight.install_advice(gone, 1).endswith("sudo dnf install -y a")
    assert preflight.install_advice(gone, 2).endswith("sudo pacman -S --needed a")
    advice = preflight.install_advice(gone, None)
    assert "liba.so.1, libb.so.1" in advice
    assert "sudo" not in advice


def test_every_library_has_a_package_in_every_distribution():
    known = preflight.CORE | preflight.XCB | preflight.WAYLAND
    assert all(len(names) == 3 and all(names) for names in known.values())
    assert all(".so." in soname for soname in known)


def pretend_installed(folder: Path, *names: str) -> str:
    for name in names:
        (folder / f"{name}.dist-info").mkdir()
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


def test_plain_apsw_is_refused(tmp_path):
    path = pretend_installed(tmp_path, "apsw-3.54.0.0")
    export = ["export", "--all", "--format", "csv", "--out", str(tmp_path / "x.csv")]
    for arguments in ([], ["--preflight"], export):
        done = start(*arguments, PYTHONPATH=path, QT_QPA_PLATFORM="offscreen")
        assert done.returncode == 3
        assert "The package apsw is installed" in done.stdout + done.stderr


@pytest.mark.parametrize("python", [(3, 11, 2), (3, 12, 0), (3, 13, 0), (3, 14, 0)])
@pytest.mark.parametrize(
    ("pyside", "refused"),
    [
        ("PySide6_Essentials-6.12.0", True),
        ("pyside6_essentials-6.12.0", True),
        ("PySide6_Essentials-6.11.3", False),
    ],
)
def test_pyside_release_that_crashes_is_refused_on_every_python(
    tmp_path, monkeypatch, python, pyside, refused
):
    pretend_installed(tmp_path, pyside)
    monkeypatch.syspath_prepend(str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", python)
        problem = preflight.package_problem()
    assert problem.startswith("PySide6 6.12.0 crashes. Install an older release") == refused
    assert bool(problem) == refused


def test_missing_package_is_named_with_a_command(monkeypatch):
    monkeypatch.setattr(preflight, "MODULES", (*preflight.MODULES, "no_such_module"))
    assert "missing: no_such_module." in preflight.package_problem()
    assert "packaging/dev.py demo" in preflight.package_problem()


def test_installed_versions_are_read():
    assert preflight.installed("apsw.SQLite3mc".lower()).startswith("3.")
    assert preflight.installed("no-such-package") == ""
    assert preflight.pyside_version().startswith("6.")


def test_preflight_imports_no_package():
    code = (
        "import sys; from contactdesk.app import preflight; preflight.check();"
        f"print([n for n in {(*preflight.MODULES, 'importlib.metadata')} if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
