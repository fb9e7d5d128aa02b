"""Where a profile's files are: in one folder, or in the user's own folders on this platform."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP_FOLDER = "contactdesk"
OWN_NAMES = re.compile(
    r"\.?(forgotten|accounts|index|marks|settings|lock|log|contactdesk)\b.*", re.ASCII
)
"""Names of the files contactdesk leaves in a profile's folder, older and temporary ones too."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The files of one profile. None of them exists until `make` and its first write."""

    accounts_file: Path
    index_file: Path
    settings_file: Path
    log_file: Path
    lock_file: Path

    @classmethod
    def at(cls, folder: Path) -> Profile:
        """Everything in one folder."""
        return cls.of_user(folder, folder, folder)

    @classmethod
    def of_user(cls, config: Path, data: Path, state: Path) -> Profile:
        """The platform's folders for contactdesk; they may be the same."""
        return cls(
            accounts_file=config / "accounts.toml",
            index_file=data / "index.db",
            settings_file=config / "settings.ini",
            log_file=state / "log" / "contactdesk.log",
            lock_file=state / "lock",
        )

    @property
    def userdata_file(self) -> Path:
        """What the user made, beside the index; existing profiles call it marks.db."""
        return self.index_file.with_name("marks.db")

    def make(self) -> None:
        """Makes the folders, for the owner only. Raises OSError."""
        for path in (self.lock_file, self.accounts_file, self.index_file, self.log_file):
            private_folder(path.parent)


def private_folder(folder: Path) -> None:
    """Makes the folder with mode 0700. An existing one is restricted to its owner too, unless it
    holds files that are not ours: other people may need it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    open_to_others = mode & 0o077 and folder.stat().st_uid == os.geteuid()
    if open_to_others and all(OWN_NAMES.fullmatch(name) for name in os.listdir(folder)):
        folder.chmod(0o700)


def user_profile(
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
) -> Profile:
    """The profile used without `--profile`, found without Qt.

    Linux: the XDG base folders for configuration, data and state. macOS: Application Support.
    Windows: the local, not the roaming, application data, because the index may be large.
    """
    home = home or Path.home()
    if platform == "darwin":
        return Profile.at(home / "Library" / "Application Support" / APP_FOLDER)
    if platform == "win32":
        local = environment.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        return Profile.at(Path(local) / APP_FOLDER)
    return Profile.of_user(
        _xdg(environment, "XDG_CONFIG_HOME", home / ".config") / APP_FOLDER,
        _xdg(environment, "XDG_DATA_HOME", home / ".local" / "share") / APP_FOLDER,
        _xdg(environment, "XDG_STATE_HOME", home / ".local" / "state") / APP_FOLDER,
    )


def _xdg(environment: Mapping[str, str], name: str, default: Path) -> Path:
    """The XDG rule: a relative path in the variable is ignored."""
    chosen = Path(environment.get(name, ""))
    return chosen if chosen.is_absolute() else default
