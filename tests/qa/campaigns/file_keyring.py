"""A keyring in a file, for processes of their own; files beside it make it hang or fail."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = "CONTACTDESK_TEST_KEYRING"


class Keyring(KeyringBackend):
    priority = -1
    contactdesk_allowed = True

    @property
    def path(self) -> Path:
        return Path(os.environ[FILE])

    def _held(self) -> dict[str, str]:
        if self.path.with_suffix(".hang").exists():
            threading.Event().wait()
        if self.path.with_suffix(".locked").exists():
            raise KeyringLocked("locked")
        if self.path.with_suffix(".broken").exists():
            raise ConnectionResetError(104, "sk-CANARY: no KeyringError at all")
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, username):
        return self._held().get(f"{service} {username}")

    def set_password(self, service, username, password):
        self.path.write_text(json.dumps({**self._held(), f"{service} {username}": password}))

    def delete_password(self, service, username):
        held = self._held()
        if f"{service} {username}" not in held:
            raise PasswordDeleteError(username)
        del held[f"{service} {username}"]
        self.path.write_text(json.dumps(held))


class Plain(Keyring):
    """One that nobody has vouched for, as those that write keys in clear."""

    contactdesk_allowed = False
