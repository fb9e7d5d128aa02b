"""contactdesk.accounts: the file on disk is its owner's alone."""

from __future__ import annotations

import os
import stat

import pytest

from contactdesk.accounts import Accounts


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_file_and_folder_are_for_the_owner_only(tmp_path):
    path = tmp_path / "profile" / "accounts.toml"
    previous = os.umask(0)
    try:
        accounts = Accounts.load(path)
        accounts.add("bland", "A")
        path.chmod(0o644)
        accounts.add("bland", "B")
    finally:
        os.umask(previous)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
