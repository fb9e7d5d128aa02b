"""contactdesk.app.export_command on a profile that saves nothing, or with a removal to finish."""

from __future__ import annotations

import os
import signal

import pytest

from contactdesk.app import export_command
from contactdesk.errors import IndexFileError
from contactdesk.profile import removal
from tests.app import terminal
from tests.app.terminal import SIZES

# pytest finds a fixture by its name in the module of the test.
vendors = terminal.vendors
desk = terminal.desk
ctrl_c = terminal.ctrl_c


def test_profile_that_saves_nothing_gets_no_index(desk):
    desk.accounts.keep_nothing(True)
    code, _said = desk.export("--account", "Bland AI", "--load-all")
    assert code == 0
    assert desk.counts() == {"bland": SIZES["bland"]}
    assert not list(desk.profile.index_file.parent.glob("index*"))
    assert not any(user == "index" for _service, user in desk.held.held)


def left_on_disk(desk):
    """What a profile that keeps nothing has on the disk, and in the keyring beside keys."""
    files = [
        each for name in ("index*", "marks*") for each in desk.profile.index_file.parent.glob(name)
    ]
    return files, [user for _service, user in desk.held.held if user != "key"]


@pytest.mark.parametrize("has_key", [True, False])
def test_old_index_is_not_read_if_nothing_is_saved(desk, has_key):
    """It may have been copied back, or the profile's file written by hand."""
    desk.export("--all", "--load-all")
    before = desk.out.read_bytes()
    desk.accounts.keep_nothing(True)
    if not has_key:
        del desk.held.held[f"contactdesk/{desk.accounts.profile_id}", "index"]
    code, said = desk.export("--all")
    assert (code, said) == (
        2,
        "This profile doesn't save contacts, so none are loaded. Add --load-all.\n",
    )
    assert desk.out.read_bytes() == before
    assert left_on_disk(desk)[1] == (["index"] if has_key else [])
    assert not list(desk.profile.index_file.parent.glob("index.bad-*"))


def test_leftovers_are_erased_when_a_profile_that_saves_nothing_loads(desk):
    desk.export("--account", "Close", "--load-all")
    desk.profile.searches_file.write_bytes(b"searches of before")
    desk.accounts.keep_nothing(True)
    desk.sandbox.requests.clear()
    assert desk.export("--account", "Close", "--load-all") == (0, "")
    assert len(desk.sandbox.requests) == 2  # nothing of the old index was made use of
    assert desk.counts() == {"close": 110}
    assert left_on_disk(desk) == ([], [])


def test_leftovers_that_cannot_be_erased_are_reported(desk, monkeypatch):
    desk.export("--account", "Close", "--load-all")
    desk.accounts.keep_nothing(True)

    def refuses(_file):
        raise IndexFileError("index-unusable", said="Permission denied")

    monkeypatch.setattr(removal, "erase", refuses)
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 0
    assert said.startswith("Saved contacts couldn't be removed from this computer yet: ")
    assert "Permission denied" in said
    assert desk.counts() == {"close": 110}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_says_that_nothing_was_saved(desk, monkeypatch):
    desk.accounts.keep_nothing(True)

    def pressed(*_given):
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(export_command, "read_record", pressed)
    code, said = desk.export("--account", "Close", "--load-all")
    assert (code, said) == (130, "Stopped. No contacts were saved, and no file was written.\n")


def mark(desk, name):
    """As a run leaves it that is killed while it removes something."""
    (desk.profile.accounts_file.parent / f"{removal.TOMBSTONE_PREFIX}{name}").touch()


def test_account_being_removed_is_neither_exported_nor_loaded(desk):
    desk.export("--account", "Close", "--load-all")
    desk.export("--account", "Bland AI", "--load-all")
    going = next(each.id for each in desk.accounts if each.provider == "close")
    mark(desk, removal._name(going))
    desk.sandbox.requests.clear()
    assert desk.export("--all", "--load-all")[0] == 0
    assert "close" not in desk.counts()
    assert "close" not in {each["provider"] for each in desk.sandbox.requests}
    code, said = desk.export("--account", "Close")
    assert (code, said.partition("”")[0]) == (2, "There is no account “Close")
    assert said.count("“Close”") == 1
    for account in desk.accounts:
        mark(desk, removal._name(account.id))
    code, said = desk.export("--all")
    assert (code, said) == (2, "This profile has no accounts. Add one in the window first.\n")


@pytest.mark.parametrize("has_key", [True, False])
def test_index_marked_for_removal_is_not_read(desk, has_key):
    desk.export("--account", "Bland AI", "--load-all")
    mark(desk, removal.INDEX)
    entry = f"contactdesk/{desk.accounts.profile_id}", "index"
    old = desk.held.held[entry]
    if not has_key:
        del desk.held.held[entry]
    code, said = desk.export("--account", "Bland AI")
    assert (code, said) == (
        0,
        "No contacts are loaded yet. Load them in the window, or add --load-all.\n",
    )
    assert desk.found() == []
    desk.sandbox.requests.clear()
    assert desk.export("--account", "Bland AI", "--load-all") == (0, "")
    assert desk.sandbox.requests
    assert desk.counts() == {"bland": SIZES["bland"]}
    assert desk.held.held[entry] != old
    assert not list(desk.profile.index_file.parent.glob("index.bad-*"))
