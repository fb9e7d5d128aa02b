"""contactdesk.profile.accounts_file: reading, errors with their place, atomic and private writing."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from contactdesk.errors import AccountsFileError
from contactdesk.profile import accounts_file
from contactdesk.profile.accounts import Account, Accounts
from tests.profile import written_by_hand
from tests.profile.written_by_hand import BY_HAND

# pytest finds a fixture by its name in the module of the test.
path = written_by_hand.path
by_hand = written_by_hand.by_hand

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links are POSIX's")


# Reading


def test_missing_file_has_no_accounts_and_is_not_created(path):
    accounts = Accounts.load(path)
    assert len(accounts) == 0
    assert list(accounts) == []
    assert accounts.profile_id
    assert not path.exists()


def test_new_profiles_have_different_ids(path):
    assert Accounts.load(path).profile_id != Accounts.load(path).profile_id


def test_file_is_read(by_hand):
    assert by_hand.profile_id == "9be0"
    assert [account.label for account in by_hand] == ["Support EU", "Sales"]
    assert by_hand.get("3f1c") == Account("3f1c", "bland", "Support EU")
    assert by_hand.by_label("Sales").base_url == "https://proxy.example.com/close"
    assert by_hand.by_label("Sales").keyring == "keyring.backends.SecretService.Keyring"
    assert by_hand.by_label("nobody") is None
    with pytest.raises(KeyError):
        by_hand.get("none")


def test_account_of_unknown_vendor_is_listed_apart(by_hand):
    assert [account.label for account in by_hand.unknown] == ["From the future"]
    assert by_hand.get("0001").provider == "sixth-vendor"
    assert len(by_hand) == 2


def test_reading_writes_nothing(by_hand, path):
    assert path.read_text() == BY_HAND


@pytest.mark.parametrize("text", ["", "# only a comment\n", 'profile = "p"\n', "account = []\n"])
def test_file_without_accounts_is_empty(path, text):
    path.write_text(text)
    assert list(Accounts.load(path)) == []


def test_save_with_a_profile_id_writes_nothing(by_hand, path):
    before = path.stat().st_ino
    by_hand.save()
    assert path.stat().st_ino == before
    path.write_text(BY_HAND.replace('profile = "9be0"', "", 1))
    accounts = Accounts.load(path)
    accounts.save()
    assert accounts.profile_id in path.read_text()


def test_byte_order_mark_and_crlf_are_kept(path):
    path.write_bytes(b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode())
    accounts = Accounts.load(path)
    assert len(accounts) == 2
    accounts.change("3f1c", label="New")
    assert b'theme = "ours"    # not known to contactdesk\r\n' in path.read_bytes()


BROKEN = {
    "a quote is missing": ('profile = "p"\n\nx = "open\n', "line 3"),
    "not TOML": ("profile\n", "line 1"),
    "a name twice": ('[[account]]\nid = "a"\nid = "b"\n', "line 3"),
    "not UTF-8": (b'profile = "p"\n# \xff\n', "line 2"),
    "no id": ('\n[[account]]\nprovider = "bland"\nlabel = "A"\n', "line 2"),
    "an empty label": ('[[account]]\nid = "a"\nprovider = "bland"\nlabel = " "\n', "line 1"),
    "no vendor": ('[[account]]\nid = "a"\nlabel = "A"\n', "line 1"),
    "a number for a label": ('[[account]]\nid = "a"\nprovider = "bland"\nlabel = 5\n', "line 1"),
    "a table for a base_url": (
        '[[account]]\nid = "a"\nprovider = "bland"\nlabel = "A"\nbase_url = {}\n',
        "line 1",
    ),
    "NUL in an id": ('[[account]]\nid = "a\\u0000"\nprovider = "b"\nlabel = "A"\n', "line 1"),
    "an id twice": (BY_HAND.replace("77aa", "3f1c"), "line 12"),
    "a label twice": (BY_HAND.replace('"Sales"', '"Support EU"'), "line 12"),
    "an id twice in a line": (
        'account = [{id="a",provider="quo",label="A"},{id="a",provider="quo",label="B"}]\n',
        "account 2",
    ),
    "accounts that are none": ("account = 5\n", "not-tables"),
    "accounts of numbers": ("account = [5]\n", "not-tables"),
    "a table for accounts": ("[account]\nid = 'a'\n", "not-tables"),
    "a number for a profile": ("profile = 5\n", "profile"),
    "an empty profile": ("profile = ''\n", "profile"),
    "a profile with a space": ("profile = 'a b'\n", "profile"),
    "too deep": ("x = " + "[" * 5000, ""),
}


@pytest.mark.parametrize(("text", "where"), BROKEN.values(), ids=BROKEN)
def test_broken_file_names_the_place_and_is_not_written(path, text, where):
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(data)
    with pytest.raises(AccountsFileError) as caught:
        Accounts.load(path)
    assert caught.value.kind == "accounts-file"
    error = caught.value
    assert where in (error.said, error.advice, *error.details.values()) or where in error.said
    assert error.said or error.advice
    assert path.read_bytes() == data


@pytest.mark.parametrize("text", ["profile", "account = 5\n"])
def test_file_broken_meanwhile_is_not_written(by_hand, path, text):
    path.write_text(text)
    for change in (
        lambda: by_hand.add("bland", "New"),
        lambda: by_hand.change("3f1c", label="New"),
        lambda: by_hand.remove("3f1c"),
        by_hand.save,
    ):
        with pytest.raises(AccountsFileError):
            change()
    assert path.read_text() == text
    assert [account.label for account in by_hand] == ["Support EU", "Sales"]


def test_folder_in_place_of_the_file_is_an_error(path):
    path.mkdir()
    with pytest.raises(AccountsFileError):
        Accounts.load(path)


# Writing


@pytest.mark.parametrize("failing", ["fsync", "fdopen"])
def test_full_disk_keeps_the_old_file(by_hand, path, monkeypatch, failing):
    def full(*_arguments, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(accounts_file.os, failing, full)
    with pytest.raises(AccountsFileError) as caught:
        by_hand.add("bland", "New")
    assert "No space left" in caught.value.said
    assert caught.value.__context__ is None
    assert path.read_text() == BY_HAND
    assert [file.name for file in path.parent.iterdir()] == ["accounts.toml"]
    assert by_hand.by_label("New") is None
    monkeypatch.undo()
    by_hand.add("bland", "New")
    assert Accounts.load(path).by_label("New")


def test_no_temporary_file_is_left(by_hand, path):
    by_hand.add("bland", "New")
    assert [file.name for file in path.parent.iterdir()] == ["accounts.toml"]


@posix
def test_symbolic_link_stays_a_link(tmp_path):
    (tmp_path / "dotfiles").mkdir()
    target = tmp_path / "dotfiles" / "accounts.toml"
    target.write_text(BY_HAND)
    link = tmp_path / "accounts.toml"
    link.symlink_to(target)
    Accounts.load(link).add("bland", "New")
    assert link.is_symlink()
    assert "New" in target.read_text()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_file_and_folder_are_private(tmp_path):
    path = tmp_path / "profile" / "accounts.toml"
    previous = os.umask(0)
    try:
        accounts = Accounts.load(path)
        accounts.add("bland", "A")
        path.chmod(0o644)
        accounts.add("bland", "B")
    finally:
        os.umask(previous)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
