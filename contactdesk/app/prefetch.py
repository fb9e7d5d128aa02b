"""Find the keyring on a thread while Qt is imported: the index waits for its key."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from contactdesk.profile.paths import Profile, user_profile


def begin(folder: Path | None) -> threading.Thread | None:
    """Start looking for the keyring of a profile (None: the user's own), unless it has no
    accounts: then no key is needed."""
    profile = user_profile() if folder is None else Profile.at(folder)
    if not profile.accounts_file.exists():
        return None
    thread = threading.Thread(target=_look_for_keyring, name="prefetch", daemon=True)
    thread.start()
    return thread


def _look_for_keyring() -> None:
    # An error comes again where a key is read, and is shown there.
    with contextlib.suppress(Exception):
        import keyring

        keyring.get_keyring()
