"""contactdesk.app.export_command: exporting and loading without a window, and its errors."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import threading

import keyring.errors
import pytest

from contactdesk.app import export_command
from contactdesk.profile.lock import Lock
from tests.app import terminal
from tests.app.terminal import SIZES

# pytest finds a fixture by its name in the module of the test.
vendors = terminal.vendors
desk = terminal.desk
ctrl_c = terminal.ctrl_c


def test_load_all_writes_every_contact_of_every_account(desk):
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.counts() == dict(sorted(SIZES.items()))
    assert stat.S_IMODE(desk.out.stat().st_mode) == 0o600
    ids = {(each["account"], each["id"]) for each in desk.found()}
    assert len(ids) == sum(SIZES.values())
    assert all(each["raw"]["id"] == each["id"] for each in desk.found())


def test_second_export_asks_no_vendor(desk):
    desk.export("--all", "--load-all")
    before = desk.out.read_bytes()
    desk.sandbox.requests.clear()
    assert desk.export("--all") == (0, "")
    assert desk.out.read_bytes() == before
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.sandbox.requests == []


def test_one_account(desk):
    assert desk.export("--account", "Close", "--load-all") == (0, "")
    assert desk.counts() == {"close": 110}
    assert {each["provider"] for each in desk.sandbox.requests} == {"close"}


def test_a_search(desk):
    desk.export("--all", "--load-all")
    someone = desk.found()[0]
    assert desk.export("--all", "--query", someone["name"]) == (0, "")
    names = [each["name"] for each in desk.found()]
    assert someone["name"] in names
    assert len(names) < sum(SIZES.values())
    assert desk.export("--account", "Quo", "--query", "no such words at all") == (0, "")
    assert desk.found() == []


@pytest.mark.parametrize("fmt", ["csv", "json", "vcf", "md"])
def test_formats(desk, fmt):
    assert desk.export("--account", "Bland AI", "--load-all", fmt=fmt) == (0, "")
    text = desk.out.read_text(encoding="utf-8")
    counted = {
        "csv": lambda: len(list(csv.reader(io.StringIO(text, newline="")))) - 1,
        "json": lambda: len(json.loads(text)),
        "vcf": lambda: text.count("BEGIN:VCARD"),
        "md": lambda: text.count("\n- **Account:** Bland AI (Bland AI)\n"),
    }
    assert counted[fmt]() == SIZES["bland"]


def test_nothing_loaded_is_reported_and_leaves_no_trace(desk):
    code, said = desk.export("--all")
    assert (code, said) == (
        0,
        "No contacts are loaded yet. Load them in the window, or add --load-all.\n",
    )
    assert desk.found() == []
    assert not desk.profile.index_file.exists()
    assert not any(user == "index" for _service, user in desk.held.held)


def test_contacts_before_a_failure_are_exported_and_the_rest_later(desk):
    desk.sandbox.set_faults([{"provider": "close", "kind": "forbidden", "page": 2}])
    code, said = desk.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Close: This key isn't allowed to list contacts")
    assert said.count("\n") == 1
    assert desk.counts() == {**dict(sorted(SIZES.items())), "close": 100}
    code, said = desk.export("--all")
    assert (code, said) == (
        0,
        "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n",
    )
    desk.sandbox.set_faults([])
    assert desk.export("--all", "--load-all") == (0, "")
    assert desk.counts() == dict(sorted(SIZES.items()))


def test_refused_key_fails_only_its_account(desk):
    desk.held.set_password(*desk.key_entry("quo"), "not-a-key-0123456789")
    code, said = desk.export("--all", "--load-all")
    assert code == 4
    assert said.startswith("Quo: Quo refused this key")
    assert said.endswith(" The key may be revoked or mistyped. Enter a new one.\n")
    assert said.count("\n") == 1
    assert "not-a-key" not in said
    assert desk.counts() == {name: size for name, size in sorted(SIZES.items()) if name != "quo"}


def test_profiles_network_settings_are_used(desk, tmp_path):
    missing = tmp_path / "company.pem"
    desk.profile.settings_file.write_text(f"[network]\nca_file={missing}\n")
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 4
    assert "The file of additional certificates can't be read." in said
    assert desk.sandbox.requests == []


def test_day_long_pause_is_not_waited_for(desk):
    desk.sandbox.set_faults([{"provider": "close", "kind": "status-429-retry", "value": 86_400}])
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 4
    assert said.startswith("Close: Close's rate limit was reached")
    assert len(desk.sandbox.requests) == 1


def test_missing_key_is_reported(desk):
    desk.held.delete_password(*desk.key_entry("close"))
    code, said = desk.export("--account", "Close", "--load-all")
    assert (code, said.partition(".")[0]) == (4, "Close: The keyring has no key for this account")
    assert desk.found() == []


def test_locked_keyring_is_reported_for_every_account(desk, monkeypatch):
    desk.export("--all", "--load-all")
    desk.out.unlink()

    def locked(*_entry):
        raise keyring.errors.KeyringLocked

    monkeypatch.setattr(desk.held, "get_password", locked)
    code, said = desk.export("--all")
    assert code == 4
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        each.label for each in desk.accounts
    ]
    assert said.count("Your keyring is locked. Unlock it, then try again.") == len(desk.accounts)
    assert not desk.out.exists()


def test_load_all_is_refused_while_a_window_is_open(desk):
    lock = Lock.take(desk.profile.lock_file)
    try:
        code, said = desk.export("--all", "--load-all")
    finally:
        lock.release()
    assert code == 2
    assert said.startswith("contactdesk is open on this profile. Close it")
    assert not desk.out.exists()
    assert desk.sandbox.requests == []


def test_export_without_loading_works_while_a_window_is_open(desk):
    desk.export("--all", "--load-all")
    lock = Lock.take(desk.profile.lock_file)
    try:
        assert desk.export("--all") == (0, "")
    finally:
        lock.release()


def test_lock_is_released_afterwards(desk):
    desk.export("--account", "Bland AI", "--load-all")
    desk.export("--account", "None", "--load-all")
    lock = Lock.take(desk.profile.lock_file)
    assert lock is not None
    lock.release()


def test_wrong_use_ends_with_2(desk, tmp_path):
    code, said = desk.export("--account", "No\x1bne")
    assert (code, said) == (
        2,
        "There is no account “No ne”. Accounts: "
        + ", ".join(f"“{each.label}”" for each in desk.accounts)
        + ".\n",
    )
    desk.out = tmp_path / "none" / "out"
    code, said = desk.export("--all", "--load-all")
    assert (code, said) == (2, f"The folder {tmp_path / 'none'} doesn't exist.\n")
    assert desk.sandbox.requests == []
    desk.out = tmp_path / "folder"
    desk.out.mkdir()
    code, said = desk.export("--all")
    assert code == 2
    assert said.splitlines()[-1].startswith("The file couldn't be written: ")


def test_profile_without_accounts_ends_with_2(desk):
    for account in list(desk.accounts):
        desk.accounts.remove(account.id)
    code, said = desk.export("--all")
    assert (code, said) == (2, "This profile has no accounts. Add one in the window first.\n")


def test_unreadable_accounts_file_ends_with_2(desk):
    desk.profile.accounts_file.write_text("profile = 1")
    code, said = desk.export("--all")
    assert (code, said.partition(".")[0]) == (2, "accounts")


def test_new_profile_id_is_saved(desk):
    lines = desk.profile.accounts_file.read_text().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("profile"))
    desk.profile.accounts_file.write_text(without)
    assert desk.export("--account", "Bland AI", "--load-all") == (0, "")
    assert desk.export("--account", "Bland AI") == (0, "")
    assert desk.counts() == {"bland": 12}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_loading_keeps_loaded_contacts(desk, monkeypatch):
    class Impatient(export_command.Sync):
        """Presses Ctrl-C when the first page is written."""

        def __init__(self, *values, **named):
            super().__init__(*values, written=self.stop, **named)

        def stop(self, _walk, _written):
            if threading.current_thread() is threading.main_thread():
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(export_command, "Sync", Impatient)
    code, said = desk.export("--account", "Close", "--load-all")
    assert code == 130
    assert said == "Stopped. Loaded contacts stay in the index; no file was written.\n"
    assert not desk.out.exists()
    code, said = desk.export("--account", "Close")
    assert said == "Close: only 100 contacts loaded so far. Add --load-all for the rest.\n"
    assert desk.counts() == {"close": 100}


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_while_writing_stops_at_once(desk, monkeypatch):
    desk.export("--account", "Close", "--load-all")
    before = desk.out.read_bytes()
    real = export_command.read_record
    seen = []

    def read(contact, raw):
        seen.append(raw)
        if len(seen) == 5:
            os.kill(os.getpid(), signal.SIGINT)
        return real(contact, raw)

    monkeypatch.setattr(export_command, "read_record", read)
    assert desk.export("--account", "Close")[0] == 130
    assert len(seen) <= 6
    assert desk.out.read_bytes() == before


def test_progress_is_shown_on_terminals_only(desk, monkeypatch):
    monkeypatch.setattr(export_command, "PROGRESS_INTERVAL_S", 0.0)
    assert desk.export("--account", "Bland AI", "--load-all") == (0, "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, said = desk.export("--account", "Quo", "--load-all")
    assert code == 0
    lines = said.split("\r\x1b[K")
    assert "60 contacts loaded" in lines
    assert "59 of 60 written" in lines
    assert lines[-1] == f"Wrote 60 contacts to {desk.out}\n"
