"""Mutation testing: plants one fault at a time in a copy of the program; a named test must fail.

The short form plants six faults, different ones every day (CONTACTDESK_TEST_SEED chooses). With
--long it plants all of them, and all named tests must pass on an unchanged copy.
"""

import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.qa.planted.faults import FAULTS

ROOT = Path(__file__).resolve().parents[3]
COPIED = ("contactdesk", "tests")
LINKED = ("packaging", "resources", "README.md", "pyproject.toml", "LICENSE")
FAULTS_PER_DAY = 6
TIMEOUT_S = 300
"""A test run that takes longer has hung, which counts as failing."""

FAILED_TEST = re.compile(r"^(FAILED|ERROR) tests/\S+::|^pytest hangs", re.MULTILINE)
"""A failing test, as opposed to a file that could not be imported."""

SEED = int(os.environ.get("CONTACTDESK_TEST_SEED") or datetime.date.today().toordinal())


def pytest_generate_tests(metafunc):
    if "fault" in metafunc.fixturenames:
        chosen = list(FAULTS)
        if not metafunc.config.getoption("--long"):
            start = SEED * FAULTS_PER_DAY % len(FAULTS)
            chosen = [FAULTS[(start + at) % len(FAULTS)] for at in range(FAULTS_PER_DAY)]
        metafunc.parametrize("fault", chosen, ids=lambda fault: fault.name)


@pytest.fixture
def copy(tmp_path):
    """A copy of the program and its tests."""
    for name in COPIED:
        # Copies compiled files, too; as times are kept, only the changed module is compiled again.
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(folder, tests, *more):
    """Runs pytest in a copy; exit code 1 if it hangs."""
    plain = {
        k: v for k, v in os.environ.items() if k not in ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS")
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *more, *tests]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env={**plain, "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as hung:
        return subprocess.CompletedProcess(command, 1, "pytest hangs", str(hung.stdout))


def test_every_fault_can_be_planted():
    """Each fault matches the source exactly once and names existing tests."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20
    for fault in FAULTS:
        text = (ROOT / "contactdesk" / fault.file).read_text("utf-8")
        assert text.count(fault.good) == 1, f"{fault.name}: {fault.file} has changed"
        for test in fault.tests:
            assert (ROOT / test.split("::")[0]).exists(), test


def test_planted_fault_is_detected(copy, fault):
    file = copy / "contactdesk" / fault.file
    file.write_text(file.read_text("utf-8").replace(fault.good, fault.bad), "utf-8")
    done = run(copy, fault.tests)
    # A test that aborts the process, as Qt's model tester does, has failed, too.
    found = FAILED_TEST.search(done.stdout) or done.returncode < 0
    assert found, f"no test failed (seed {SEED}):\n{done.stdout}\n{done.stderr}"


def test_control_unchanged_copy_passes(copy, long_form):
    """If tests failed in any copy, they would detect every fault."""
    tests = sorted({test for fault in FAULTS for test in fault.tests})
    done = run(
        copy,
        tests if long_form else ["tests/providers/test_paging.py", "tests/ui/kit/test_text.py"],
    )
    assert done.returncode == 0, done.stdout
