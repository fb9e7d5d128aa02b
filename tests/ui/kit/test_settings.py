"""contactdesk.ui.kit.settings: what the window remembers, readable by its owner only."""

import os
import stat

import pytest
from PySide6.QtCore import QByteArray

from contactdesk.ui.kit.settings import Settings


def test_what_was_kept_is_there_next_time(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.keep("look", "dark")
    settings.keep_record("columns/all", {"order": ["name", "$.emails[0].email"], "down": True})
    settings.keep_state("geometry", QByteArray(b"\x00\x01"))
    settings.flush()
    again = Settings(tmp_path / "settings.ini")
    assert again.text("look") == "dark"
    assert again.record("columns/all") == {"order": ["name", "$.emails[0].email"], "down": True}
    assert again.state("geometry") == QByteArray(b"\x00\x01")


def test_nothing_kept_is_no_error(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    settings.keep("broken", "{no json")
    assert settings.record("broken") == {}
    assert settings.record("absent") == {}
    assert settings.state("absent").isEmpty()
    assert settings.text("absent", "x") == "x"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_the_owner_may_read_it(tmp_path):
    path = tmp_path / "folder" / "settings.ini"
    settings = Settings(path)
    settings.keep("look", "dark")
    settings.flush()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
