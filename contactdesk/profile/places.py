"""Where a user's own profile lies on this platform, found without Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from contactdesk.profile.paths import Profile

NAME = "contactdesk"


def user_profile(
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Profile:
    """The profile used without `--profile`.

    Linux: the XDG base folders for configuration, data and state. macOS: Application Support.
    Windows: the local, not the roaming, application data, because the index may be large.
    """
    at_home = home or Path.home()
    if platform == "darwin":
        return Profile.at(at_home / "Library" / "Application Support" / NAME)
    if platform == "win32":
        local = environment.get("LOCALAPPDATA") or str(at_home / "AppData" / "Local")
        return Profile.at(Path(local) / NAME)
    return Profile.of_user(
        _xdg(environment, "XDG_CONFIG_HOME", at_home / ".config") / NAME,
        _xdg(environment, "XDG_DATA_HOME", at_home / ".local" / "share") / NAME,
        _xdg(environment, "XDG_STATE_HOME", at_home / ".local" / "state") / NAME,
    )


def _xdg(environment: Mapping[str, str], name: str, otherwise: Path) -> Path:
    """The XDG rule: a relative path in the variable is to be ignored."""
    chosen = Path(environment.get(name, ""))
    return chosen if chosen.is_absolute() else otherwise
