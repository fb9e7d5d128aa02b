"""contactdesk.app.prefetch: the keyring is imported early where a key will be needed."""

import subprocess
import sys

import pytest

from contactdesk import __main__ as program
from contactdesk.app import prefetch, preflight

LOADED = """
import sys
from pathlib import Path
from contactdesk.app import prefetch
thread = prefetch.begin(Path(sys.argv[1]))
if thread is not None:
    thread.join()
print(thread is not None, "keyring.core" in sys.modules)
"""


def loaded(folder):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, folder], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.split()


def test_profile_with_accounts_loads_the_keyring(tmp_path):
    (tmp_path / "accounts.toml").write_text("")
    assert loaded(tmp_path) == ["True", "True"]


def test_profile_without_accounts_loads_no_keyring(tmp_path):
    assert loaded(tmp_path) == ["False", "False"]


def test_failing_keyring_is_ignored(tmp_path, monkeypatch):
    def fail():
        raise RuntimeError("no keyring today")

    (tmp_path / "accounts.toml").write_text("")
    monkeypatch.setattr("keyring.get_keyring", fail)
    seen = []
    monkeypatch.setattr("threading.excepthook", seen.append)
    prefetch.begin(tmp_path).join()
    assert not seen


@pytest.mark.parametrize(
    ("words", "begun"), [((), True), (("--demo",), False), (("export", "--all"), False)]
)
def test_only_the_window_prefetches(tmp_path, monkeypatch, words, begun):
    seen = []
    monkeypatch.setattr(preflight, "check", lambda **_: "")
    monkeypatch.setattr(prefetch, "begin", seen.append)
    monkeypatch.setattr(program, "load", lambda: lambda words: 0)
    monkeypatch.setattr("contactdesk.app.export_command.export", lambda arguments: 0)
    more = ("--format", "csv", "--out", "x.csv") if "export" in words else ()
    profile = ("--profile", str(tmp_path))
    assert program.main([*words, *more] if words else [*profile]) == 0
    assert seen == ([tmp_path] if begun else [])
