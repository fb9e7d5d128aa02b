"""The window's settings, kept between runs: sizes, columns, theme."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """The profile's settings.ini. It holds no keys and nothing about contacts."""

    def __init__(self, path: Path) -> None:
        # QSettings creates files that others can read, but keeps the permissions of an existing one.
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        return str(self._file.value(name, default))

    def keep(self, name: str, value: str) -> None:
        self._file.setValue(name, value)

    def names(self, folder: str) -> list[str]:
        """The names that begin with "folder/"."""
        return [name for name in self._file.allKeys() if name.startswith(f"{folder}/")]

    def record(self, name: str) -> dict[str, Any]:
        """A small record kept as JSON; empty if there is none or it cannot be read."""
        try:
            found = json.loads(self.text(name, "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def keep_record(self, name: str, value: dict[str, Any]) -> None:
        self.keep(name, json.dumps(value))

    def state(self, name: str) -> QByteArray:
        found = self._file.value(name)
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_state(self, name: str, value: QByteArray) -> None:
        self._file.setValue(name, value)

    def flush(self) -> None:
        self._file.sync()
