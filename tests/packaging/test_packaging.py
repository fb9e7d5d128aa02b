"""The way from a fresh clone to a running program: locks, environment, session, licences."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import dev
import environment
import lock
import pytest
import session
import system
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
DEV = RUN + [Requirement(each) for each in PROJECT["dependency-groups"]["dev"]]
LOCKS = {lock.RUN_LOCK: RUN, lock.DEV_LOCK: DEV}
ONE_HASH = " \\\n    --hash=sha256:" + "0" * 64 + "\n"


def chosen(path: Path, python: str, platform: str) -> dict[str, str]:
    """Name and version of every package that a lock installs there."""
    there = {
        "python_version": python,
        "python_full_version": f"{python}.2",
        "sys_platform": platform,
        "platform_system": PLATFORMS[platform],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    pinned = lock.pinned(path.read_text(encoding="utf-8"))
    fits = [p for p in pinned if not p[2] or Marker(p[2]).evaluate(there)]
    names = [name for name, _, _ in fits]
    assert len(names) == len(set(names)), "a package twice in one environment"
    return {canonicalize_name(name): version for name, version, _ in fits}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_have_hashes_and_nothing_of_the_machine_they_were_made_on(path):
    text = path.read_text(encoding="utf-8")
    assert lock.problems(text) == []
    assert len(lock.pinned(text)) > 20


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_hold_what_the_project_asks_for(path, python, platform):
    have = chosen(path, python, platform)
    assert "apsw" not in have
    there = {"python_version": python, "sys_platform": platform}
    asked = [each for each in LOCKS[path] if not each.marker or each.marker.evaluate(there)]
    for each in asked:
        assert each.specifier.contains(have[canonicalize_name(each.name)]), each


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_for_development_holds_the_other_one(python):
    run, dev_ = (chosen(path, python, "linux") for path in LOCKS)
    assert run.items() < dev_.items()


@pytest.mark.parametrize("python", PYTHONS)
def test_pyside_release_that_crashes_is_locked_for_no_python(python):
    assert Version(chosen(lock.RUN_LOCK, python, "linux")["pyside6-essentials"]) < Version("6.12")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"apsw==3.54.0.0{ONE_HASH}", "must never be installed"),
        (f"apsw==3.54.0.0 ; python_version < '3.12'{ONE_HASH}", "must never be installed"),
        ("httpx==0.28.1\n", "without a hash"),
        (f"httpx>=0.28{ONE_HASH}", "not a pinned package"),
        (f"--index-url https://mirror.example/simple\nhttpx==1{ONE_HASH}", "not a pinned package"),
        (f"httpx==1{ONE_HASH}    # from file:///opt/wheels\n", "a path of one machine"),
    ],
)
def test_what_must_not_be_in_a_lock_is_found(text, said):
    good = f"# comment\napsw-sqlite3mc==3.54.0.0{ONE_HASH}    # via x\n"
    assert lock.problems(good) == []
    assert any(said in problem for problem in lock.problems(good + text))


def make_wheel(folder: Path, name: str, version: str, requires: str = "") -> str:
    """Writes a wheel with one module in it; returns its line in a lock."""
    file = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", about + requires)
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return f"{name}=={version} --hash=sha256:{digest}\n"


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_newer_releases_in_the_index_do_not_change_what_a_lock_installs(
    tmp_path, monkeypatch, installer
):
    uv = shutil.which("uv") if installer == "uv" else None
    if installer == "uv" and uv is None:
        pytest.skip("uv is not installed here")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    needs = "Requires-Dist: madeupbase[more]>=1.0\n"
    locked = make_wheel(wheels, "madeuptop", "1.0", needs)
    locked += make_wheel(
        wheels, "madeupbase", "1.0", "Requires-Dist: madeupmore; extra == 'more'\n"
    )
    locked += make_wheel(wheels, "madeupmore", "1.0")
    for name in ("madeuptop", "madeupbase", "madeupmore"):
        make_wheel(wheels, name, "2.0")
    made_up = tmp_path / "made-up.lock"
    made_up.write_text(locked)
    for name in ("PIP_NO_INDEX", "UV_NO_INDEX"):
        monkeypatch.setenv(name, "1")
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS"):
        monkeypatch.setenv(name, str(wheels))
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120)
    python = folder / environment.PYTHON.relative_to(environment.VENV)
    monkeypatch.setattr(environment, "PYTHON", python)
    environment._install(made_up, uv)
    code = "import madeuptop as a, madeupbase as b, madeupmore as c; print(*(m.VERSION for m in (a, b, c)))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["1.0", "1.0", "1.0"], done.stderr


def test_another_python_gets_an_environment_of_its_own(monkeypatch):
    monkeypatch.delenv("CONTACTDESK_VENV", raising=False)
    assert dev.with_another_python(["test", "-k", "one"]) is None
    found = dev.with_another_python(["test", "--python", sys.executable, "-k", "one"])
    assert found is not None
    command, variables = found
    assert command == [sys.executable, str(Path(dev.__file__).resolve()), "test", "-k", "one"]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert variables["CONTACTDESK_VENV"] == str(ROOT / f".venv-{version}")
    with pytest.raises(SystemExit):
        dev.with_another_python(["test", "--python", "/no/such/python"])


def test_the_notice_names_every_package_that_is_installed():
    notice = (ROOT / "resources/licences/NOTICE.md").read_text(encoding="utf-8")
    names = {name for name, _, _ in lock.pinned(lock.RUN_LOCK.read_text(encoding="utf-8"))}
    assert [name for name in sorted(names) if f"\n| {name} |" not in notice] == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("LICENSE", "MIT License"),
        ("resources/licences/LGPL-3.0.txt", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("resources/licences/GPL-3.0.txt", "GNU GENERAL PUBLIC LICENSE"),
    ],
)
def test_licence_texts_are_shipped(file, words):
    assert words in (ROOT / file).read_text(encoding="utf-8")
    patterns = PROJECT["project"]["license-files"]
    assert any(Path(file).match(pattern) for pattern in patterns)


def test_the_check_is_the_test_command():
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert "python3 packaging/dev.py test" in script.read_text(encoding="utf-8")


def test_wrong_usage_shows_the_usage(capsys):
    assert dev.main([]) == 2
    assert dev.main(["nonsense"]) == 2
    assert capsys.readouterr().out.count("python3 packaging/dev.py demo") == 2
    assert dev.main(["--help"]) == 0


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="no Python of the system")
def test_dev_needs_nothing_but_the_standard_library():
    # -S: without site-packages. Far enough to have read every module.
    command = ["/usr/bin/python3", "-E", "-s", "-S", str(ROOT / "packaging/dev.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "or newer is needed" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr


def test_a_report_of_pytest_is_counted(tmp_path):
    tests = tmp_path / "test_some.py"
    tests.write_text(
        "import pytest\n"
        "def test_fine(): pass\n"
        "def test_fine_too(): pass\n"
        "def test_wrong(): assert 0\n"
        "@pytest.mark.skip\ndef test_left_out(): pass\n"
        "@pytest.fixture\ndef broken(): 1 / 0\n"
        "def test_error(broken): pass\n"
    )
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", str(tests)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert dev.read_report(report) == (2, 2, 1)
    assert dev.read_report(tmp_path / "absent.xml") == (0, 0, 0)


def test_every_check_runs_and_counts_whatever_fails(monkeypatch, capsys):
    monkeypatch.setattr(environment, "prepare", lambda chosen: None)
    ran: list[str] = []
    monkeypatch.setattr(dev, "_check", lambda name, command: bool(ran.append(name)))
    monkeypatch.setattr(dev, "_run_pytest", lambda arguments: (7, 1, 2))
    assert dev.test([]) == 1
    assert ran == list(dev.CHECKS)
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 5 failed"
    monkeypatch.setattr(dev, "_check", lambda name, command: name != "mypy --strict")
    monkeypatch.setattr(dev, "_run_pytest", lambda arguments: (7, 0, 0))
    assert dev.test([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed"
    monkeypatch.setattr(dev, "_check", lambda name, command: True)
    assert dev.test([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 0 failed"


def test_a_run_of_pytest_that_breaks_is_a_failure(monkeypatch):
    monkeypatch.setattr(dev, "_in_session", lambda command, said: 4)
    assert dev._run_pytest(["tests/test_house.py"]) == (0, 1, 0)


def test_what_takes_long_runs_beside_the_rest(monkeypatch, capfd):
    """Everything once: what one run leaves out, the other has; and both are counted."""
    ran = []

    def pytest(arguments, said=None):
        ran.append(arguments)
        if said is not None:
            said.write("a test ✓\n".encode())
        return (5, 0, 1) if said is None else (2, 1, 0)

    monkeypatch.setattr(dev, "_pytest", pytest)
    monkeypatch.setattr(dev, "_session_variables", dict)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev._run_pytest(["--long"]) == (7, 1, 1)
    assert sorted(ran) == [
        ["--long", *(f"--ignore={each}" for each in dev.SECOND_RUN)],
        ["--long", *dev.SECOND_RUN, "-o", "cache_dir=.pytest_cache/beside"],
    ]
    assert all(Path(ROOT, each).is_dir() for each in dev.SECOND_RUN)
    assert "a test ✓" in capfd.readouterr().out
    ran.clear()
    assert dev._run_pytest(["-k", "one"]) == (5, 0, 1)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert dev._run_pytest([]) == (5, 0, 1)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert dev._run_pytest(["--long"]) == (5, 0, 1)
    assert ran == [["-k", "one"], [], ["--long"]]


def test_nothing_of_the_users_desktop_reaches_a_session(tmp_path, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/somebody/.config")
    monkeypatch.setenv("KEPT", "yes")
    clean = session.clean_environment(tmp_path)
    assert not {"DISPLAY", "HTTPS_PROXY", "QT_SCALE_FACTOR", "XDG_CONFIG_HOME"} & clean.keys()
    assert (clean["KEPT"], clean["HOME"]) == ("yes", str(tmp_path))
    assert os.stat(clean["XDG_RUNTIME_DIR"]).st_mode & 0o777 == 0o700


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="no Xvfb here")
def test_a_session_has_a_display_and_leaves_nothing():
    code = "from contactdesk.app import preflight; print(preflight.check())"
    with session.thrown_away({}) as variables:
        assert variables["QT_QPA_PLATFORM"] == "xcb"
        command = [sys.executable, "-c", code]
        look = {"cwd": ROOT, "env": variables, "capture_output": True, "text": True}
        done = subprocess.run(command, timeout=60, **look)
        assert (done.stdout.strip(), done.returncode) == ("", 0)
    assert not Path(variables["HOME"]).exists()
    assert "can't be reached" in subprocess.run(command, timeout=60, **look | {"cwd": ROOT}).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sessions to throw away")
def test_settings_come_first_and_no_x_server_is_started_for_them():
    with session.thrown_away({"QT_QPA_PLATFORM": "offscreen", "MORE": "1"}) as variables:
        assert "DISPLAY" not in variables
        assert (variables["QT_QPA_PLATFORM"], variables["MORE"]) == ("offscreen", "1")


def test_nothing_is_installed_where_that_is_forbidden(monkeypatch, capsys):
    monkeypatch.setenv("CONTACTDESK_NO_SYSTEM", "1")
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apt-get" else None)
    ran: list[object] = []
    monkeypatch.setattr(system.subprocess, "run", lambda *words, **more: ran.append(words))
    assert system.install([("liba1", "a", "a")], "libraries", may_ask=True) is False
    assert ran == []
    line = "sudo apt-get install -y --no-install-recommends liba1"
    assert line in capsys.readouterr().err


def test_without_apt_nothing_is_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    assert system.unpack(["libgl1"], tmp_path) is False
    assert system.install([("libgl1", "a", "a")], "libraries", may_ask=True) is False


def test_a_folder_that_is_no_environment_is_not_removed(monkeypatch, tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    with pytest.raises(SystemExit) as stop:
        environment._clear()
    assert stop.value.code == 2
    assert (tmp_path / "letters.txt").read_text() == "dear"
    (tmp_path / "pyvenv.cfg").write_text("")
    environment._clear()
    assert not tmp_path.exists()


def test_the_banned_package_is_seen_in_an_environment(monkeypatch, tmp_path):
    packages = tmp_path / "lib/python3.11/site-packages"
    (packages / "apsw_sqlite3mc-3.54.0.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    assert environment._has_banned() is False
    (packages / "apsw-3.54.0.0.dist-info").mkdir()
    assert environment._has_banned() is True
