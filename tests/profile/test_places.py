"""contactdesk.profile.places: the user's own profile on each platform."""

from pathlib import Path

import pytest

from contactdesk.profile.places import user_profile

HOME = Path("/home/jane")


@pytest.mark.parametrize(
    ("platform", "environment", "accounts", "index", "log"),
    [
        (
            "linux",
            {},
            "/home/jane/.config/contactdesk/accounts.toml",
            "/home/jane/.local/share/contactdesk/index.db",
            "/home/jane/.local/state/contactdesk/log/contactdesk.app.log",
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "relative"},
            "/c/contactdesk/accounts.toml",
            "/d/contactdesk/index.db",
            "/home/jane/.local/state/contactdesk/log/contactdesk.app.log",
        ),
        (
            "darwin",
            {},
            "/home/jane/Library/Application Support/contactdesk/accounts.toml",
            "/home/jane/Library/Application Support/contactdesk/index.db",
            "/home/jane/Library/Application Support/contactdesk/log/contactdesk.app.log",
        ),
        (
            "win32",
            {"LOCALAPPDATA": "/local"},
            "/local/contactdesk/accounts.toml",
            "/local/contactdesk/index.db",
            "/local/contactdesk/log/contactdesk.app.log",
        ),
    ],
)
def test_places(platform, environment, accounts, index, log):
    found = user_profile(platform, environment, HOME)
    assert [str(p) for p in (found.accounts_file, found.index_file, found.log_file)] == [
        accounts,
        index,
        log,
    ]
