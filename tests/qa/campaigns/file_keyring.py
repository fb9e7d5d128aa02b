"""A keyring in a JSON file, for programs run as processes.

A file beside it with the suffix .hang, .locked or .broken makes it hang or fail.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

PATH_VARIABLE = "CONTACTDESK_TEST_KEYRING"


class Keyring(KeyringBackend):
    priority = -1
    contactdesk_allowed = True

    @property
    def path(self) -> Path:
        return Path(os.environ[PATH_VARIABLE])

    def _read(self) -> dict[str, str]:
        if self.path.with_suffix(".hang").exists():
            threading.Event().wait()
        if self.path.with_suffix(".locked").exists():
            raise KeyringLocked("locked")
        if self.path.with_suffix(".broken").exists():
            raise ConnectionResetError(104, "sk-CANARY: no KeyringError at all")
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, username):
        return self._read().get(f"{service} {username}")

    def set_password(self, service, username, password):
        self.path.write_text(json.dumps({**self._read(), f"{service} {username}": password}))

    def delete_password(self, service, username):
        entries = self._read()
        if f"{service} {username}" not in entries:
            raise PasswordDeleteError(username)
        del entries[f"{service} {username}"]
        self.path.write_text(json.dumps(entries))


class Plain(Keyring):
    """A back end that is not on the allowed list, such as those that store keys unencrypted."""

    contactdesk_allowed = False
