"""contactdesk.app.export_command on a profile that saves nothing, or with a removal to finish."""

from __future__ import annotations

import os
import signal

import pytest

from contactdesk.app import export_command
from contactdesk.errors import IndexFileError
from contactdesk.profile import removal
from tests.app import terminal as fixtures
from tests.app.terminal import SIZES

# pytest finds a fixture by its name in the module of the test.
vendors = fixtures.vendors
terminal = fixtures.terminal
ctrl_c = fixtures.ctrl_c


def test_profile_that_saves_nothing_gets_no_index(terminal):
    terminal.accounts.keep_nothing(True)
    code, _said = terminal.export("--account", "Bland AI", "--load-all")
    assert code == 0
    assert terminal.counts() == {"bland": SIZES["bland"]}
    assert not list(terminal.profile.index_file.parent.glob("index*"))
    assert not any(user == "index" for _service, user in terminal.held.held)


def left_on_disk(terminal):
    """What a profile that keeps nothing has on the disk, and in the keyring beside keys."""
    files = [
        each
        for name in ("index*", "marks*")
        for each in terminal.profile.index_file.parent.glob(name)
    ]
    return files, [user for _service, user in terminal.held.held if user != "key"]


@pytest.mark.parametrize("has_key", [True, False])
def test_old_index_is_not_read_if_nothing_is_saved(terminal, has_key):
    """It may have been copied back, or the profile's file written by hand."""
    terminal.export("--all", "--load-all")
    before = terminal.out.read_bytes()
    terminal.accounts.keep_nothing(True)
    if not has_key:
        del terminal.held.held[f"contactdesk/{terminal.accounts.profile_id}", "index"]
    code, said = terminal.export("--all")
    assert (code, said) == (
        2,
        "This profile doesn't save contacts, so none are loaded. Add --load-all.\n",
    )
    assert terminal.out.read_bytes() == before
    assert left_on_disk(terminal)[1] == (["index"] if has_key else [])
    assert not list(terminal.profile.index_file.parent.glob("index.bad-*"))


def test_leftovers_are_erased_when_a_profile_that_saves_nothing_loads(terminal):
    terminal.export("--account", "Close", "--load-all")
    terminal.profile.userdata_file.write_bytes(b"searches of before")
    terminal.accounts.keep_nothing(True)
    terminal.sandbox.requests.clear()
    assert terminal.export("--account", "Close", "--load-all") == (0, "")
    assert len(terminal.sandbox.requests) == 2  # nothing of the old index was made use of
    assert terminal.counts() == {"close": 110}
    assert left_on_disk(terminal) == ([], [])


def test_leftovers_that_cannot_be_erased_are_reported(terminal, monkeypatch):
    terminal.export("--account", "Close", "--load-all")
    terminal.accounts.keep_nothing(True)

    def refuses(_file):
        raise IndexFileError("index-unusable", said="Permission denied")

    monkeypatch.setattr(removal, "erase", refuses)
    code, said = terminal.export("--account", "Close", "--load-all")
    assert code == 0
    assert said.startswith("Saved contacts couldn't be removed from this computer yet: ")
    assert "Permission denied" in said
    assert terminal.counts() == {"close": 110}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_says_that_nothing_was_saved(terminal, monkeypatch):
    terminal.accounts.keep_nothing(True)

    def pressed(*_given):
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(export_command, "read_record", pressed)
    code, said = terminal.export("--account", "Close", "--load-all")
    assert (code, said) == (130, "Stopped. No contacts were saved, and no file was written.\n")


def leave_tombstone(terminal, name):
    """As a run leaves it that is killed while it removes something."""
    (terminal.profile.accounts_file.parent / f"{removal.TOMBSTONE_PREFIX}{name}").touch()


def test_account_being_removed_is_neither_exported_nor_loaded(terminal):
    terminal.export("--account", "Close", "--load-all")
    terminal.export("--account", "Bland AI", "--load-all")
    going = next(each.id for each in terminal.accounts if each.provider == "close")
    leave_tombstone(terminal, removal._name(going))
    terminal.sandbox.requests.clear()
    assert terminal.export("--all", "--load-all")[0] == 0
    assert "close" not in terminal.counts()
    assert "close" not in {each["provider"] for each in terminal.sandbox.requests}
    code, said = terminal.export("--account", "Close")
    assert (code, said.partition("”")[0]) == (2, "There is no account “Close")
    assert said.count("“Close”") == 1
    for account in terminal.accounts:
        leave_tombstone(terminal, removal._name(account.id))
    code, said = terminal.export("--all")
    assert (code, said) == (2, "This profile has no accounts. Add one in the window first.\n")


@pytest.mark.parametrize("has_key", [True, False])
def test_index_marked_for_removal_is_not_read(terminal, has_key):
    terminal.export("--account", "Bland AI", "--load-all")
    leave_tombstone(terminal, removal.INDEX)
    entry = f"contactdesk/{terminal.accounts.profile_id}", "index"
    old = terminal.held.held[entry]
    if not has_key:
        del terminal.held.held[entry]
    code, said = terminal.export("--account", "Bland AI")
    assert (code, said) == (
        0,
        "No contacts are loaded yet. Load them in the window, or add --load-all.\n",
    )
    assert terminal.found() == []
    terminal.sandbox.requests.clear()
    assert terminal.export("--account", "Bland AI", "--load-all") == (0, "")
    assert terminal.sandbox.requests
    assert terminal.counts() == {"bland": SIZES["bland"]}
    assert terminal.held.held[entry] != old
    assert not list(terminal.profile.index_file.parent.glob("index.bad-*"))
