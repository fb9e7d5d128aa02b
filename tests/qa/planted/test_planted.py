"""Breaks the program on purpose, on a copy, one rule at a time: a named test must go red each time.

In the check six faults are planted, others every day (CONTACTDESK_TEST_SEED chooses them); by
--long all of them, and the named tests are run on an unbroken copy first.
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
AT_ONCE = 6
GENEROUS = 300
"""Seconds after which a planted fault counts as one that hangs, which is red too."""

RED = re.compile(r"^(FAILED|ERROR) tests/\S+::|^it hangs", re.MULTILINE)
"""A test that went red, and not a file that could not be read."""

SEED = int(os.environ.get("CONTACTDESK_TEST_SEED") or datetime.date.today().toordinal())


def pytest_generate_tests(metafunc):
    if "fault" in metafunc.fixturenames:
        chosen = list(FAULTS)
        if not metafunc.config.getoption("--long"):
            start = SEED * AT_ONCE % len(FAULTS)
            chosen = [FAULTS[(start + at) % len(FAULTS)] for at in range(AT_ONCE)]
        metafunc.parametrize("fault", chosen, ids=lambda fault: fault.name)


@pytest.fixture
def copy(tmp_path):
    """The program and its tests in a folder of their own."""
    for name in COPIED:
        # With the compiled files: times are kept, so that only what is changed is compiled.
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(folder, tests, *more):
    """pytest's exit code for these tests in a copy: 0 all passed, 1 some failed."""
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
            timeout=GENEROUS,
        )
    except subprocess.TimeoutExpired as hung:
        return subprocess.CompletedProcess(command, 1, "it hangs", str(hung.stdout))


def test_every_fault_can_be_planted():
    """Each finds its place exactly once, and names tests that are there."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 20
    for fault in FAULTS:
        text = (ROOT / "contactdesk" / fault.file).read_text("utf-8")
        assert text.count(fault.good) == 1, f"{fault.name}: {fault.file} has changed"
        for test in fault.tests:
            assert (ROOT / test.split("::")[0]).exists(), test


def test_planted_fault_is_found(copy, fault):
    file = copy / "contactdesk" / fault.file
    file.write_text(file.read_text("utf-8").replace(fault.good, fault.bad), "utf-8")
    done = run(copy, fault.tests)
    # A test that ends the process, as Qt's own tester of models does, is red as well.
    found = RED.search(done.stdout) or done.returncode < 0
    assert found, f"no test saw it (seed {SEED}):\n{done.stdout}\n{done.stderr}"


def test_nothing_is_found_where_nothing_is_broken(copy, long_form):
    """The control: a copy in which every test fails would find every fault."""
    tests = sorted({test for fault in FAULTS for test in fault.tests})
    done = run(
        copy,
        tests if long_form else ["tests/providers/test_paging.py", "tests/ui/kit/test_text.py"],
    )
    assert done.returncode == 0, done.stdout
