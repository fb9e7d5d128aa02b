"""contactdesk.profile.paths: a profile's files and folders, on each platform."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from contactdesk.profile.paths import Profile, private_folder, user_profile

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
HOME = Path("/home/jane")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_profile_in_one_folder(tmp_path):
    profile = Profile.at(tmp_path)
    assert profile.accounts_file == tmp_path / "accounts.toml"
    assert profile.index_file == tmp_path / "index.db"
    assert profile.settings_file == tmp_path / "settings.ini"
    assert profile.log_file == tmp_path / "log" / "contactdesk.log"
    assert profile.lock_file.parent == tmp_path


def test_profile_in_the_platforms_folders(tmp_path):
    config, data, state = (tmp_path / name for name in ("config", "data", "state"))
    profile = Profile.of_user(config, data, state)
    profile.make()
    assert profile.accounts_file.parent == profile.settings_file.parent == config
    assert profile.index_file.parent == data
    assert profile.log_file.is_relative_to(state)
    assert profile.lock_file.parent == state
    assert all(path.is_dir() for path in (config, data, profile.log_file.parent))


@posix
def test_folders_are_private(tmp_path):
    previous = os.umask(0)
    try:
        Profile.at(tmp_path / "deep" / "profile").make()
    finally:
        os.umask(previous)
    assert mode(tmp_path / "deep" / "profile") == 0o700
    assert mode(tmp_path / "deep" / "profile" / "log") == 0o700


@posix
def test_folder_with_only_our_files_is_made_private(tmp_path):
    folder = tmp_path / "profile"
    folder.mkdir()
    for name in ("accounts.toml", "index.db-wal", "index.bad-2026-01-02", ".accounts.x.tmp"):
        (folder / name).touch()
    folder.chmod(0o755)
    private_folder(folder)
    assert mode(folder) == 0o700


@posix
def test_folder_with_other_files_keeps_its_mode(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "letters").touch()
    folder.chmod(0o755)
    private_folder(folder)
    assert mode(folder) == 0o755


@pytest.mark.parametrize(
    ("platform", "environment", "accounts", "index", "log"),
    [
        (
            "linux",
            {},
            "/home/jane/.config/contactdesk/accounts.toml",
            "/home/jane/.local/share/contactdesk/index.db",
            "/home/jane/.local/state/contactdesk/log/contactdesk.log",
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "relative"},
            "/c/contactdesk/accounts.toml",
            "/d/contactdesk/index.db",
            "/home/jane/.local/state/contactdesk/log/contactdesk.log",
        ),
        (
            "darwin",
            {},
            "/home/jane/Library/Application Support/contactdesk/accounts.toml",
            "/home/jane/Library/Application Support/contactdesk/index.db",
            "/home/jane/Library/Application Support/contactdesk/log/contactdesk.log",
        ),
        (
            "win32",
            {"LOCALAPPDATA": "/local"},
            "/local/contactdesk/accounts.toml",
            "/local/contactdesk/index.db",
            "/local/contactdesk/log/contactdesk.log",
        ),
    ],
)
def test_user_profile_follows_the_platform(platform, environment, accounts, index, log):
    found = user_profile(platform, environment, HOME)
    assert [str(p) for p in (found.accounts_file, found.index_file, found.log_file)] == [
        accounts,
        index,
        log,
    ]
