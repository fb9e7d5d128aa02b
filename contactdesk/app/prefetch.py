"""What the window will wait for, begun on a thread before there is a window."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from contactdesk.profile.paths import Profile, user_profile


def begin(folder: Path | None) -> threading.Thread | None:
    """Looks for the keyring while Qt is imported; not for a profile (None: the user's own) without
    accounts, which needs no key yet."""
    profile = user_profile() if folder is None else Profile.at(folder)
    if not profile.accounts_file.exists():
        return None
    thread = threading.Thread(target=_look_for_keyring, name="early", daemon=True)
    thread.start()
    return thread


def _look_for_keyring() -> None:
    # What fails here fails again where a key is asked for, and is said there.
    with contextlib.suppress(Exception):
        import keyring

        keyring.get_keyring()
